"""One item: its drawer and page, and what can be done to it there."""

from types import SimpleNamespace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.brief import policies as brief
from campaigns.plan import actions, feed, fields, policies, vocabulary, windows
from campaigns.plan.addresses import address
from campaigns.plan.detail import context_of
from campaigns.plan.fitting import PARENT, WAITS_FOR, meant
from campaigns.plan.forms import ItemForm, LabelForm
from campaigns.plan.models import Item
from campaigns.plan.views import frame, redrawing
from workspace.kernel import fragments
from workspace.kernel.refusals import Conflict, Invalid
from workspace.kernel.streams.models import Event
from workspace.kernel.typed import attempt, status_of

NEW = ("title", "assignees", "channel", "stage", "start_on", "due_on", "description")
ITEM = {"number": "number", "campaign__key__iexact": "campaign"}


@policies.item.opens("view", **ITEM)
@require_safe
def item(request, item):
    """The drawer beside a plan for htmx, a page of its own otherwise."""
    return answer(request, item)


def answer(request, item, *, said="", conflict=None, status=200):
    """The item as it is now; `conflict` shows both values of a field and asks.

    Nothing is `said` when nothing changed.
    """
    said = said if said and request.member.newest else ""  # a visitor's link changes nothing
    stream, revision = windows.revision_of(item.campaign)
    item = Item.objects.select_related("campaign", "parent", "recurrence").get(pk=item.pk)
    context = context_of(request, item, stream, revision) | {"conflict": conflict}
    template = "campaigns/plan/item.html#detail" if request.htmx else "campaigns/plan/item.html"
    undo = undo_address(request, item.campaign) if said else ""
    return fragments.fragment(
        request, template, context, said=said, undo=undo, status=status, **moved(item, said)
    )


def moved(item, said):
    """The event that tells the page of a change of its own, and of the version that it made."""
    return {"plan:moved": {"item": item.pk, "version": item.version}} if said else {}


def undo_address(request, campaign):
    if request.member.newest is None:
        return ""
    return address("undo", campaign, request.workspace.slug, revision=request.member.newest)


def sent(request, item, form=ItemForm):
    """What was sent of an item; who may only report progress sends only the status."""
    form = form(request.POST, campaign=item.campaign)
    if set(form.sent) - {"status"}:
        policies.item.demand(request.member, "edit", item)
    if not form.is_valid():
        raise Invalid.of(form)
    return form


def changed(request, item, names):
    """The item after fields of these names were changed, or the page that it was changed on."""
    said = told(names) if request.member.newest else ""
    if not request.htmx:
        page = address("item", item.campaign, request.workspace.slug, number=item.number)
        return redirect(fragments.where_from(request, page))
    moved = {"item": item.pk, "version": item.version}
    return brought(request, item.campaign, said, **moved) or answer(request, item, said=said)


def version_of(request, item):
    """The version the reader saw; a form that names none means the present one."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else item.version


def told(names):
    labels = [str(fields.LABELS.get(name, name)) for name in names]
    return _("Saved: %(fields)s") % {"fields": ", ".join(labels)}


def both(refusal, item):
    """The conflict notice of the first field in question: theirs, yours, and the words for both."""
    name, (theirs, yours) = next(iter(refusal.data["both"].items()))
    names = feed.named([SimpleNamespace(changes={name: [theirs, yours]})])
    sent = yours if isinstance(yours, list) else [yours]
    return {
        "by": last_editor(item, name),
        "label": fields.LABELS[name],
        "theirs": feed.shown(name, theirs, names) or "–",
        "yours": feed.shown(name, yours, names) or "–",
        "moves": name in fields.DATES,
        "sent": [(name, value) for value in sent] or [(name, "")],
    }


def asked(request, refusal, **how):
    """The item with both values of the field that two people changed at once; else the refusal.

    `how` says another way than the item's own to send what is kept.
    """
    if "both" not in refusal.data or not request.htmx:
        raise refusal
    item = refusal.data["item"]
    return answer(request, item, conflict=both(refusal, item) | how, status=409)


def last_editor(item, name):
    event = (
        Event.objects.filter(noun="item", object_id=item.pk, changes__has_key=name)
        .order_by("-revision")
        .first()
    )
    return event.actor_name if event else _("Somebody")


def id_of(request, name):
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def after(request, campaign, said, **moved):
    """Back to the plan, with a toast that can undo; nothing is said when nothing changed."""
    said = said if request.member.newest else ""
    return brought(request, campaign, said, **moved) or fragments.done(
        request,
        said=said,
        undo=undo_address(request, campaign),
        back=address("board", campaign, request.workspace.slug),
        **{"plan:moved": moved},
    )


def brought(request, campaign, said, **moved):
    """The change with the rows that it moved, for a page that says what it shows; else None."""
    undo = undo_address(request, campaign)
    return redrawing.brought(request, campaign, said=said, undo=undo, **moved)


@brief.campaign.opens("view", key__iexact="campaign")
def new(request, campaign):
    """A form for a new item that works without scripts; the board adds in place."""
    policies.item.demand(request.member, "add")
    form, made = new_form(request, campaign), []
    if request.method == "POST" and attempt(
        form, lambda _typed: made.append(put_in(request, campaign, form))
    ):
        page = address("item", campaign, request.workspace.slug, number=made[0].number)
        return redirect(page)
    words = vocabulary.of(request.workspace)
    revision = windows.revision_of(campaign)[1]
    return render(
        request,
        "campaigns/plan/new_item.html",
        {
            "campaign": campaign,
            "form": form,
            "words": words,
            "people": vocabulary.people_of(campaign, request.member, revision),
            "links": frame.links(campaign, request.workspace.slug),
        },
        status=status_of(form),
    )


def new_form(request, campaign):
    """The form of a new item; what was sent of it stays, also where a list was left empty."""
    if request.method == "POST":
        sent = request.POST.copy()
        for name in NEW:
            sent.setdefault(name, "")
        return ItemForm(sent, campaign=campaign)
    place = {name: request.GET.get(name, "") for name in ("channel", "stage")}
    form = ItemForm(campaign=campaign, initial=place)
    form.fields["title"].required = True
    return form


def put_in(request, campaign, form):
    """The new item that a form tells of, at the head of the plan."""
    values = {name: value for name, value in form.changes().items() if value not in ("", None)}
    title = values.pop("title", "")
    return actions.add(campaign, by=request.member, title=title, first=True, **values)


@brief.campaign.opens("view", key__iexact="campaign")
@require_POST
def add(request, campaign):
    """Put a new item into the plan; from a column it comes in at its head."""
    policies.item.demand(request.member, "add")
    form = ItemForm(request.POST, campaign=campaign)
    if not form.is_valid():
        raise Invalid.of(form)
    item = put_in(request, campaign, form)
    said = _("Added “%(title)s”") % {"title": item.title}
    if request.htmx and request.POST.get("then") != "open":
        return brought(request, campaign, said, added=item.pk) or fragments.done(
            request,
            said=said,
            undo=undo_address(request, campaign),
            **{"plan:moved": {"added": item.pk}},
        )
    page = address("item", campaign, request.workspace.slug, number=item.number)
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Location"] = page
        return response
    return redirect(page)


@policies.item.opens("trash", **ITEM)
@require_POST
def trash(request, item):
    actions.trash(item.campaign, [item.pk], by=request.member)
    return after(
        request, item.campaign, _("Moved “%(title)s” to the trash") % {"title": item.title}
    )


@policies.item.opens("edit", **ITEM)
@require_POST
def wait(request, item):
    """Add what this item waits for, by key or title; or remove it (`remove` = id)."""
    if remove := id_of(request, "remove"):
        item = actions.wait_no_more(item, remove, by=request.member)
    else:
        other = meant(item, WAITS_FOR, request.POST.get("waits_for", ""), request.member)
        item = actions.wait_for(item, other, by=request.member)
    return answer(request, item, said=told(["waits_for"]))


@policies.item.opens("edit", **ITEM)
@require_POST
def belong(request, item):
    """Make the item a part of another, named by key or title; or of none (`remove`)."""
    text = request.POST.get("parent", "")
    parent = None if "remove" in request.POST else meant(item, PARENT, text, request.member)
    version = version_of(request, item)
    try:
        item = actions.edit(item, by=request.member, version=version, parent=parent)
    except Conflict as refusal:
        return asked(request, refusal)
    return answer(request, item, said=told(["parent"]))


@policies.item.opens("edit", **ITEM)
@require_POST
def label(request, item):
    """Put a label on by its name; a new name makes a new label."""
    form = LabelForm(request.POST)
    if not form.is_valid():
        raise Invalid.of(form)
    policies.label.demand(request.member, "add")
    named = form.cleaned_data["name"]
    put_on = actions.label_named(request.workspace.pk, named, by=request.member)
    [item] = actions.edit_many(item.campaign, [item.pk], by=request.member, add_labels=[put_on])
    return answer(request, item, said=told(["labels"]))

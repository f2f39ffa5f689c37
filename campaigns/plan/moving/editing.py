"""Forms that may change dates among other fields: what they hit is shown first, as for a move."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from campaigns.brief import policies as brief
from campaigns.plan import actions as plan
from campaigns.plan import policies
from campaigns.plan.forms import BulkForm, DropForm
from campaigns.plan.moving import actions
from campaigns.plan.moving.forms import Confirming, filled
from campaigns.plan.moving.views import WEIGH, ask
from campaigns.plan.views import items
from teams.models import Member
from workspace.kernel import fragments
from workspace.kernel.refusals import Conflict, Invalid

CHOICES = ("status", "priority", "kind", "due_on")
WORDS = ("channel", "stage", "team")
PLACE = {"channel", "stage"}
TAGS = {
    "assign": "add_assignees",
    "unassign": "remove_assignees",
    "label": "add_labels",
    "unlabel": "remove_labels",
}
OF_THE_LIST = {"csrfmiddlewaretoken", fragments.CAME_FROM, *Confirming.base_fields}


@policies.item.opens("progress", **items.ITEM)
@require_POST
def change(request, item):
    """Change the fields that were sent; who may only report progress sends only the status."""
    form, how = items.sent(request, item), answered(request) | weighed(request)
    version = items.version_of(request, item)
    try:
        item = actions.edit(item, by=request.member, version=version, **how, **form.changes())
    except actions.Unseen as unseen:
        return ask(request, item.campaign, unseen, sent_again(request, version=version))
    except Conflict as refusal:
        return items.asked(request, refusal)
    return items.changed(request, item, form.sent)


@brief.campaign.opens("view", key__iexact="campaign")
@require_POST
def bulk(request, campaign):
    """One change to the ticked items; who may only report progress moves their own one by one."""
    form = BulkForm(request.POST, campaign=campaign)
    values = filled(form).cleaned_data
    pks = values.pop("item")
    allowed_for(request, campaign, pks, values)
    try:
        said = carry_out(campaign, pks, values, request)
    except actions.Unseen as unseen:
        return ask(request, campaign, unseen, sent_again(request))
    except Conflict as refusal:
        return items.asked(request, refusal)
    return items.after(request, campaign, said)


@policies.item.opens("progress", **items.ITEM)
@require_POST
def place(request, item):
    """A card was dropped: between two others, and into a group whose value it takes."""
    form = items.sent(request, item, DropForm)
    between = {name: items.id_of(request, name) for name in ("above", "below")}
    version = items.version_of(request, item)
    how = between | form.changes()
    if "assignees" in how:
        how["assignees"] = handed(item, how["assignees"], items.id_of(request, "handed_by"))
        how |= answered(request)
    try:
        item = actions.place(item, by=request.member, version=version, **how)
    except actions.Unseen as unseen:
        return ask(request, item.campaign, unseen, sent_again(request, version=version))
    except Conflict as refusal:
        return items.asked(request, refusal)
    said = _("Moved “%(title)s”") % {"title": item.title}
    return items.after(request, item.campaign, said, item=item.pk, version=item.version)


def handed(item, to, by):
    """Whose an item is once it was handed `to` others by one of its people: the rest keep it."""
    rest = Member.objects.filter(assignments__item=item).exclude(pk=by) if to and by else ()
    return [*to, *(member for member in rest if member not in to)]


def answered(request):
    """How the list of what moves was answered, if it was."""
    return filled(Confirming(request.POST)).asked()


def weighed(request):
    """Whether it is to be asked first if those who have the work have time for it on other days."""
    return {"weigh": bool(request.POST.get(WEIGH))}


def sent_again(request, **present):
    """All that was sent, for the list to send it again with its answer; `present` beside it."""
    again = set(request.POST) - OF_THE_LIST - set(present)
    fields = [(name, each) for name in request.POST for each in request.POST.getlist(name)]
    return [(name, each) for name, each in fields if name in again] + list(present.items())


def allowed_for(request, campaign, pks, values):
    if values["trash"]:
        policies.item.demand(request.member, "trash")
    elif len(pks) == 1 and is_progress(values, request.POST):
        policies.item.fetch(request.member, "progress", pk=pks[0], campaign=campaign)
    else:
        policies.item.demand(request.member, "edit")


def is_progress(values, sent):
    """Whether the status, and nothing else, would be written."""
    return not values["shift_days"] and set(wanted(values, sent)) == {"status"}


def carry_out(campaign, pks, values, request):
    """Do the one thing that was asked; returns the sentence that says so."""
    by, count = request.member, len(pks)
    if values["trash"]:
        plan.trash(campaign, pks, by=by)
        return ngettext(
            "Moved %(count)d item to the trash", "Moved %(count)d items to the trash", count
        ) % {"count": count}
    if days := values["shift_days"]:
        actions.move(actions.wish_to_shift(campaign, pks, days), by=by, **answered(request))
    else:
        what = wanted(values, request.POST)
        seen = {pks[0]: values["version"]} if values["version"] and count == 1 else None
        actions.edit_many(campaign, pks, by=by, versions=seen, **answered(request), **what)
    return ngettext("Changed %(count)d item", "Changed %(count)d items", count) % {"count": count}


def wanted(values, sent):
    """The fields to write: what was filled in; an emptied due date, *nobody* or *none* empties."""
    found = {name: values[name] for name in CHOICES if values[name]}
    if "set_due" in sent and not values["due_on"]:
        found["due_on"] = None
    if "set_place" in sent:
        found |= {name: values[name] for name in PLACE}
    elif not sent.keys() >= PLACE:  # which the menu of a row sends whatever is pressed
        found |= {name: values[name] for name in WORDS if values[name] or sent.get(name) == "none"}
    for name, field in TAGS.items():
        if values[name]:
            found[field] = [values[name]]
    if sent.get("assign") == "":
        found["assignees"] = []
    if not found:
        raise Invalid(_("Choose what to change."))
    return found

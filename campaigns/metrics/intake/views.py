"""Bringing numbers in: choosing or pasting them, looking, waiting; and those that match nothing."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.metrics import policies, queries
from campaigns.metrics.intake import actions, faces, forms, previews, waiting
from campaigns.metrics.intake.reading import Unreadable
from campaigns.metrics.models import Batch, Mapping
from campaigns.plan.imports import course, store
from campaigns.plan.imports.progress import progress_of
from campaigns.plan.imports.reading.problems import Problem
from workspace.kernel import fragments, texts
from workspace.kernel.refusals import Invalid, Refusal, Stale
from workspace.kernel.typed import attempt, status_of

MOST_EARLIER, PAGE = 50, 50
PATIENCE = 5  # answers given at the same moment are taken one after the other
STEPS = ("choose", "run", "undo", "take_up", "remember")


def link(name, workspace, **more):
    return reverse(name, kwargs={"workspace": workspace.slug, **more})


# Files and pasted cells


@policies.batch.opens("view")
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request, workspace):
    """Choose a file, or paste cells; below, what came in before and how files are read."""
    form, made = forms.Upload(None), []
    if request.method == "POST":
        policies.batch.demand(request.member, "bring")
        if "text" in request.POST:
            return pasted(request, None)
        form = forms.Upload(request.POST, request.FILES)
        start = lambda typed: made.append(  # noqa: E731
            actions.start(by=request.member, upload=typed["file"])
        )
        if attempt(form, start):
            return redirect(link("number_batch", request.workspace, pk=made[0].pk))
    context = listed(request, form)
    return render(request, "campaigns/metrics/intake/bring.html", context, status=status_of(form))


def listed(request, form, **more):
    earlier = policies.batch.visible_to(request.member).exclude(file="")
    return {
        "form": form,
        "may_bring": policies.batch.allows(request.member, "bring"),
        "earlier": earlier.select_related("by").order_by("-pk")[:MOST_EARLIER],
        "mappings": Mapping.objects.select_related("made_by").order_by("name"),
        "waiting": queries.waiting(),
        "paste_url": link("bring_numbers", request.workspace),
        **more,
    }


@policies.numbers.opens("enter", key__iexact="campaign")
@require_POST
def paste(request, campaign):
    """Look at cells that were pasted on the page of a campaign."""
    return pasted(request, campaign)


def pasted(request, campaign):
    """The preview of what was pasted in place, or why it cannot be read; the text stays."""
    text = request.POST.get("text", "")
    try:
        batch = actions.paste(text, by=request.member, into=campaign)
    except Refusal as no:
        if request.htmx:
            context = {"refusal": no}
            return render(request, "campaigns/metrics/intake/unread.html", context)
        context = listed(request, forms.Upload(None), text=text, refusal=no)
        return render(request, "campaigns/metrics/intake/bring.html", context, status=no.status)
    return shown(request, batch)


@policies.batch.opens("view", pk="pk")
@require_GET
def batch(request, batch):
    """What a batch is at: to be looked at, on its way, in, or taken out again."""
    return answer(request, batch)


def answer(request, batch, *, said=""):
    batch = Batch.objects.select_related("by", "mapping").get(pk=batch.pk)
    template = "campaigns/metrics/intake/batch.html" + ("#import" if request.htmx else "")
    return fragments.fragment(request, template, context_of(request, batch), said=said)


def context_of(request, batch):
    workspace = request.workspace
    steps = {name: link(f"{name}_numbers", workspace, pk=batch.pk) for name in STEPS}
    may = {
        ability: policies.batch.allows(request.member, needed, batch)
        for ability, needed in (("choose", "bring"), ("run", "bring"), ("undo", "take_back"))
    }
    context = {
        "imp": batch,
        "may": may,
        "links": steps
        | {
            "self": link("number_batch", workspace, pk=batch.pk),
            "files": link("bring_numbers", workspace),
            "unmatched": link("unmatched", workspace),
        },
    }
    if batch.state == Batch.State.PREVIEW:
        return context | looked_at(batch)
    if batch.is_running:
        return context | {"progress": progress_of(batch)}
    return context | {
        "told_problems": [Problem(**problem) for problem in batch.problems],
        "undoable": batch.state == Batch.State.DONE and batch.replaced.exists(),
    }


def looked_at(batch):
    """The preview; or why the file can no longer be read, such as after a choice that failed."""
    if not batch.file:
        raise Http404
    try:
        return faces.face(previews.preview(batch))
    except Unreadable as unreadable:
        return {"unreadable": unreadable}


@policies.batch.opens("bring", pk="pk")
@require_POST
def choose(request, batch):
    """Answer one question about the file, and see it anew."""
    course.refuse_unless_preview(batch)
    question, text = request.POST.get("question", ""), request.POST.get("value", "")
    for _attempt in range(PATIENCE):
        with store.refusing():
            reading, _numbers = previews.understood(batch)
        try:
            actions.choose(batch, version=batch.version, **forms.answer(reading, question, text))
            break
        except Stale:
            batch.refresh_from_db()
    return shown(request, batch)


def shown(request, batch, said=""):
    """The batch as it is now: in place for htmx, on its page otherwise."""
    if request.htmx:
        return answer(request, batch, said=said)
    return redirect(link("number_batch", request.workspace, pk=batch.pk))


@policies.batch.opens("bring", pk="pk")
@require_POST
def run(request, batch):
    return shown(request, actions.run(batch, version=batch.version))


@policies.batch.opens("take_back", pk="pk")
@require_POST
def undo(request, batch):
    undone = actions.undo(batch, by=request.member)
    said, kept = _("Taken out again"), undone.counts.get("kept", 0)
    if kept:
        said = ngettext(
            "Taken out again, but for %(count)d number that has been replaced since",
            "Taken out again, but for %(count)d numbers that have been replaced since",
            kept,
        ) % {"count": kept}
    return shown(request, undone, said=said)


@policies.batch.opens("bring", pk="pk")
@require_POST
def take_up(request, batch):
    """Look at a file again that failed or was taken out."""
    return shown(request, actions.take_up(batch, version=batch.version))


@policies.batch.opens("bring", pk="pk")
@require_POST
def remember(request, batch):
    """Keep how this file is read, for the next one of its kind."""
    course.refuse_unless_preview(batch)
    mapping = actions.remember(
        batch, by=request.member, name=texts.line(request.POST.get("name", ""))
    )
    return shown(request, batch, said=_("Remembered as “%(name)s”") % {"name": mapping.name})


@policies.mapping.opens("forget", pk="pk")
@require_POST
def forget(request, mapping):
    actions.forget(mapping, by=request.member)
    back = link("bring_numbers", request.workspace)
    return fragments.done(request, said=_("Forgotten"), back=back)


# Numbers that wait for their campaign


@policies.series.opens("view")
@require_GET
def unmatched(request, workspace):
    """Campaigns of tools that nobody has said anything of; with `?aside`, those set aside."""
    is_aside = "aside" in request.GET
    queue, aside = waiting.queue(), waiting.queue(ignored=True)
    page = Paginator(aside if is_aside else queue, PAGE).get_page(request.GET.get("page"))
    for each in page:
        show_waiting(request, each)
    context = {
        "page": page,
        "is_aside": is_aside,
        "views": queues(request, queue, aside, is_aside),
        "may_match": policies.series.allows(request.member, "match"),
        "choices": forms.Assign(reader=request.member),
        "files_url": link("bring_numbers", request.workspace),
    }
    return render(request, "campaigns/metrics/intake/unmatched.html", context)


def queues(request, queue, aside, is_aside):
    """The two lists as tabs, each with how many are on it."""
    url = link("unmatched", request.workspace)
    lists = [
        (_("Waiting"), "inbox", url, not is_aside, queue),
        (_("Set aside"), "archive", f"{url}?aside", is_aside, aside),
    ]
    return [
        {"label": label, "icon": icon, "url": to, "current": current, "count": len(rows)}
        for label, icon, to, current, rows in lists
    ]


def show_waiting(request, each):
    each.shown = [
        (metric.label, faces.written(amount, metric.unit, currency))
        for metric, currency, amount in each.sums
    ]
    for name in ("assign", "ignore", "release"):
        setattr(each, f"{name}_url", link(f"{name}_numbers", request.workspace, pk=each.pk))


@policies.series.opens("match", pk="pk")
@require_POST
def assign(request, series):
    """Let the numbers of a campaign of a tool count for one of ours."""
    form = forms.Assign(request.POST, reader=request.member)
    if not form.is_valid():
        raise Invalid.of(form)
    waiting.assign(series, by=request.member, **form.cleaned_data)
    name = form.cleaned_data["campaign"].name
    return told(request, series, _("These numbers count for “%(name)s” now") % {"name": name})


@policies.series.opens("match", pk="pk")
@require_POST
def ignore(request, series):
    waiting.set_aside(series, by=request.member)
    return told(request, series, _("Set aside: they count nowhere"))


@policies.series.opens("match", pk="pk")
@require_POST
def release(request, series):
    waiting.release(series, by=request.member)
    return told(request, series, _("They wait again"), undoable=False)


def told(request, series, said, undoable=True):
    """A word beside the page, which then shows itself anew."""
    undo = link("release_numbers", request.workspace, pk=series.pk) if undoable else ""
    back = link("unmatched", request.workspace)
    return fragments.done(request, said=said, undo=undo, back=back, **{"plan:moved": {}})

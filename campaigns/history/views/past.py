"""The time machine: the plan as it was at any of its revisions, to read."""

from datetime import timedelta
from types import SimpleNamespace

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.brief import policies
from campaigns.history import past as states
from campaigns.history import points
from campaigns.history import policies as history
from campaigns.history.views import frame
from campaigns.plan import feed, windows
from campaigns.plan.addresses import address
from campaigns.plan.policies import visible_events
from workspace.kernel.streams.models import Event

FIRST_OF_GROUP, SENTENCES = 25, 5


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def time_machine(request, campaign):
    """Leads to the plan as it was at the end of `?day=`, or at a point of time `?to=`."""
    stream, newest = windows.revision_of(campaign)
    text = (request.GET.get("day") or request.GET.get("to") or "now")[:60]
    try:
        there = points.point(
            campaign, text, request.member, stream=stream, newest=newest, end=True
        ).revision
    except points.Unknown:
        there = newest
    return redirect(address("past", campaign, request.workspace.slug, revision=max(there, 1)))


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def past(request, campaign, revision):
    """The plan at a revision, in groups by status; `?all=1` shows every row."""
    stream, newest = windows.revision_of(campaign)
    slug = request.workspace.slug
    if not 0 < revision <= newest:
        return redirect(address("past", campaign, slug, revision=newest))
    items = states.states_at(stream, revision)
    context = frame.context(campaign, slug, "time_machine", stream, newest) | {
        "revision": revision,
        "newest": newest,
        "count": len(items),
        "groups": groups(request, campaign, items, newest),
        "name_it": history.baseline.allows(request.member, "add") and revision < newest,
        **around(request, campaign, stream, revision, newest),
    }
    return render(request, "campaigns/history/past.html", context)


def groups(request, campaign, items, newest):
    """The groups of the plan with their first rows drawn, or all of them."""
    counts = states.waiting(items)
    drawing = states.Drawing(campaign, request.member, newest)
    found = states.groups(items)
    each = len(items) if "all" in request.GET else FIRST_OF_GROUP
    first = [pk for _status, _label, pks in found for pk in pks[:each]]
    drawing.rows(items, counts, first)
    return [
        SimpleNamespace(
            key=status,
            label=label,
            count=len(pks),
            more=len(pks) > each,
            body=drawing.rows(items, counts, pks[:each]),
        )
        for status, label, pks in found
    ]


def around(request, campaign, stream, revision, newest):
    """Where the page leads from here, and what this revision did, as far as the reader knows."""
    slug = request.workspace.slug
    moments = dict(
        Event.objects.filter(
            stream=stream, revision__in=(revision, revision + 1), position=0
        ).values_list("revision", "at")
    )
    at = moments[revision]
    today = timezone.localtime(at).date()

    def link(name, **values):
        return address(name, campaign, slug, **values)

    days = f"{link('time_machine')}?day="
    following = moments.get(revision + 1)
    compare = link("compare")
    return {
        "at": at,
        "day": today.isoformat(),
        "sentences": sentences(request, stream, revision),
        "links": {
            "earlier": link("past", revision=revision - 1) if revision > 1 else "",
            "later": link("past", revision=revision + 1) if following else "",
            "day_before": f"{days}{today - timedelta(days=1)}" if revision > 1 else "",
            "day_after": f"{days}{next_day(following, today)}" if following else "",
            "compare": f"{compare}?from=revision:{revision}" if revision < newest else compare,
            "now": link("list"),
            "go": link("time_machine"),
            "add": link("baselines_add"),
        },
    }


def next_day(following, today):
    """The next day on which something changed; of today itself its end."""
    return max(timezone.localtime(following).date(), today)


def sentences(request, stream, revision):
    """What happened in this very revision."""
    events = visible_events(request.member).filter(stream=stream, revision=revision)
    return feed.told(events, SENTENCES, request.member)

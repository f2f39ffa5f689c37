"""The handoff radar over all campaigns and of one, for the team."""

from types import SimpleNamespace

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from campaigns.brief import policies
from campaigns.insights import radar_queries
from campaigns.insights.views import open_streams
from campaigns.plan import windows
from campaigns.plan.addresses import address
from teams.policies import workspace as workspace_policy
from workspace.kernel.live.cursors import following

SHOWN = 20


@workspace_policy.opens("see_people")
@require_safe
def radar(request, workspace):
    """Where work waits, over all open campaigns."""
    follow = following(open_streams(request.member))
    return page(request, None, follow)


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def campaign_radar(request, campaign):
    """Where work waits in one campaign."""
    workspace_policy.demand(request.member, "see_people", request.workspace)
    follow = following([windows.revision_of(campaign)])
    return page(request, campaign, follow)


def page(request, campaign, follow):
    span, by = span_of(request.GET.get("days", "")), by_of(request.GET.get("by", ""))
    found = radar_queries.look(request.member, span, campaign, by=by)
    link = Links(request.workspace.slug, found.items)
    context = {
        "campaign": campaign,
        "span": span,
        "by": by,
        "spans": [
            {
                "label": label(days),
                "icon": "calendar-days",
                "url": asked(days, by),
                "current": days == span,
            }
            for days in radar_queries.SPANS
        ],
        "ways": [
            {"label": words, "icon": icon, "url": asked(span, way), "current": way == by}
            for way, words, icon in ways()
        ],
        "pairs": [pair_row(pair, link) for pair in found.pairs],
        "queues": [queue_row(queue, link) for queue in found.queues],
        "bounces": [
            SimpleNamespace(
                item=link(each.item), reviews=each.reviews, returns=each.returns, count=each.count
            )
            for each in found.bounces[:SHOWN]
        ],
        "bounced": len(found.bounces),
        **follow,
    }
    return render(request, "campaigns/insights/radar.html", context)


def span_of(text):
    return next((days for days in radar_queries.SPANS if str(days) == text), radar_queries.SPANS[1])


def by_of(text):
    return text if text in radar_queries.SIDES else "team"


def asked(days, by):
    """The query string that asks for this."""
    return f"?days={days}" + (f"&by={by}" if by != "team" else "")


def ways():
    """How the two sides of a handoff can be named: (in the address, words, icon)."""
    return ("team", _("By team"), "users"), ("function", _("By function"), "layers")


def label(days):
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


class Links:
    """Items as people open them."""

    def __init__(self, slug, items):
        self.slug = slug
        self.items = items

    def __call__(self, pk):
        return self.of(self.items[pk])

    def of(self, item):
        return SimpleNamespace(
            id=item.pk,
            key=f"{item.campaign.key}-{item.number}",
            title=item.title,
            url=address("item", item.campaign, self.slug, number=item.number),
        )


def pair_row(pair, link):
    cases = [
        SimpleNamespace(item=link(wait.item), length=shown(length), began=wait.began)
        for length, wait in sorted(pair.ended, key=lambda case: -case[0])[:SHOWN]
    ]
    waiting = [
        SimpleNamespace(item=link(wait.item), length=shown(length), began=wait.began)
        for length, wait in sorted(pair.waiting, key=lambda case: -case[0])[:SHOWN]
    ]
    return SimpleNamespace(
        giver=pair.giver,
        taker=pair.taker,
        count=pair.cases,
        few=pair.few,
        median=shown(pair.median),
        ninetieth=shown(pair.ninetieth),
        cases=cases,
        waiting=waiting,
        waiting_count=len(pair.waiting),
        longest=shown(pair.longest[0]) if pair.longest else "",
    )


def queue_row(queue, link):
    weeks = queue.weeks
    return SimpleNamespace(
        member=queue.member,
        count=len(queue.ready),
        items=[link.of(item) for item in queue.ready[:SHOWN]],
        oldest=link.of(queue.oldest),
        age=shown(queue.age),
        done=queue.done,
        weeks="" if weeks is None else f"{weeks:.1f}",
        holding=queue.holding,
        jammed=queue.is_jammed,
        usual=queue.is_jammed and usual(queue.usual),
    )


def usual(middle):
    """What a person who is the queue was held against."""
    told = {"items": f"{middle.items:g}", "weeks": f"{middle.weeks:.1f}"}
    return _("the middle of the others: %(items)s ready, %(weeks)s weeks of work") % told


def shown(days):
    """A length in words: hours of a working day while it is less than one day."""
    if days is None:
        return ""
    hours = round(days * 24)
    if hours < 24:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return _("%(count)s days") % {"count": f"{days:.1f}"}

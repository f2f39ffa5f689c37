"""What the touchpoints of a campaign came to: leads, what sales made of them, what they cost, and
the newest numbers that came in.

What the campaign aims at comes first, then what is of interest everywhere. Numbers are of the last
`DAYS` days; what is counted from leads is of all of them, as all that is said of leads is.
"""

from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import ngettext

from campaigns.insights import counting, verdict
from campaigns.insights.verdict_views import shown
from campaigns.leads import queries as leads
from campaigns.leads.queries import Verdict
from campaigns.metrics import queries as metrics
from campaigns.metrics import showing
from campaigns.metrics.counted import counted_keys
from campaigns.metrics.figures import Figures, inputs
from campaigns.metrics.models import Target
from campaigns.plan import windows
from workspace.kernel import clock
from workspace.kernel.numbers import MILLION
from workspace.kernel.templatetags.look import from_to

BY = ("touchpoint",)
DAYS = 28
USUAL = ("clicks", "sessions", "conversions")
# A verdict says these already.
SAID = {"leads", "acceptance_rate", "cost_per_accepted_lead"}


def of_touchpoints(moved, campaign, filters, reader):
    """{touchpoint: (verdict, totals, values, days)} of those that anything came from; `moved` tells
    what of it is to be read anew (see `journey_moving`)."""
    around = filters, reader
    known = metrics.defined_in(reader.workspace)
    said = said_of(campaign, moved.leads, *around)
    keys = wanted(aimed_at(campaign, moved.touchpoints, *around), known)
    counted, observed = parted(keys, known, said)
    spent = spent_on(campaign, moved.numbers, *around, keys=beside(counted, known))
    newest = newest_of(campaign, moved.numbers, *around, keys=observed)
    verdicts = verdict.with_spend(said, spent)
    days = days_shown(campaign)
    return {
        pk: SimpleNamespace(
            verdict=shown(verdicts.get((pk,), Verdict())),
            totals=values_of(with_counts(spent.get((pk,)), said.get((pk,)), known), counted, known),
            values=values_of(newest.get((pk,)), observed, known),
            days=days,
        )
        for (pk,) in {*verdicts, *newest}
        if pk is not None
    }


@windows.at_revision
def said_of(campaign, revision, filters, reader):
    zone = ZoneInfo(reader.workspace.time_zone)
    return leads.verdict([campaign.pk], by=BY, today=clock.workspace_today(), zone=zone)


@windows.at_revision
def aimed_at(campaign, revision, filters, reader):
    """The keys of what the campaign, or a channel of it, aims at; the primary one first."""
    rows = Target.objects.filter(campaign=campaign).order_by("-is_primary", "pk")
    return tuple(dict.fromkeys(rows.values_list("metric__key", flat=True)))


@windows.at_revision
def spent_on(campaign, revision, filters, reader, *, keys):
    """What was brought in since the campaign began."""
    known = metrics.defined_in(reader.workspace)
    return metrics.figures([campaign.pk], by=BY, metrics=known, keys=keys, kept=[])


@windows.at_revision
def newest_of(campaign, revision, filters, reader, *, keys):
    """What was brought in of the last days."""
    first, last = span_of(campaign)
    known = metrics.defined_in(reader.workspace)
    return metrics.figures(
        [campaign.pk], by=BY, since=first, until=last, metrics=known, keys=keys, kept=[]
    )


def span_of(campaign):
    """The last days of a campaign that runs, or those before its end."""
    today = timezone.localdate()
    last = min(today, campaign.ends_on or today)
    return last - timedelta(days=DAYS - 1), last


def days_shown(campaign):
    first, last = span_of(campaign)
    if last < timezone.localdate():
        return from_to(first, last)
    return ngettext("Last %(count)d day", "Last %(count)d days", DAYS) % {"count": DAYS}


def wanted(aimed, known):
    return tuple(key for key in dict.fromkeys((*aimed, *USUAL)) if key in known and key not in SAID)


def parted(keys, known, said):
    """(those that are told from the leads that are kept, those that are brought in)."""
    if not any(each.tally.leads for each in said.values()):
        return (), keys
    rows = {key for key in keys if inputs([key], known) & counted_keys()}
    return tuple(key for key in keys if key in rows), tuple(key for key in keys if key not in rows)


def beside(keys, known):
    """The spend, and what else is brought in of what these metrics are made of."""
    return tuple(sorted({verdict.SPEND, *(inputs(keys, known) - counted_keys())}))


def with_counts(spent, said, known):
    """What was brought in of a place, and what is counted of its leads."""
    found = Figures(known)
    if spent is not None:
        found.include(spent)
    tally = said.tally if said else Verdict().tally
    for key, name in counting.NAMES.items():
        found.add(key, "", getattr(tally, name) * MILLION)
    for currency, amount in tally.revenue.items():
        found.add("revenue", currency, amount)
    return found


def values_of(figures, keys, known):
    """[(metric, value in words)] of what came in."""
    if figures is None:
        return []
    found = [(known[key].label, figures.values(key)) for key in keys]
    return [
        (label, " · ".join(showing.shown(value) for value in values if value.amount is not None))
        for label, values in found
        if any(value.amount is not None for value in values)
    ]

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

from campaigns.insights import verdict
from campaigns.insights.verdict_views import shown
from campaigns.leads import queries as leads
from campaigns.leads.queries import Verdict
from campaigns.metrics import queries as metrics
from campaigns.metrics import showing
from campaigns.metrics.counted import counted_keys, kept
from campaigns.metrics.figures import inputs_within
from campaigns.metrics.models import Target
from campaigns.plan import windows
from workspace.kernel import clock
from workspace.kernel.templatetags.look import from_to

BY = ("touchpoint",)
LEADS = "leads"
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
    counted, observed = parted(keys, known, lambda: kept_in(campaign, moved.leads, *around))
    spent = spent_on(campaign, moved.numbers, *around)
    told = told_by(campaign, (moved.leads, moved.numbers), *around, keys=counted)
    newest = newest_of(campaign, moved.numbers, *around, keys=observed)
    verdicts = verdict.with_spend(said, spent)
    days = days_shown(campaign)
    apart = reckoned_apart(told.values(), counted) | reckoned_apart(newest.values(), observed)
    return {
        pk: SimpleNamespace(
            verdict=shown(verdicts.get((pk,), Verdict())),
            totals=values_of(told.get((pk,)), counted, known, apart),
            values=values_of(newest.get((pk,)), observed, known, apart),
            days=days,
        )
        for (pk,) in {*verdicts, *told, *newest}
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
def spent_on(campaign, revision, filters, reader):
    """What was spent since the campaign began."""
    known = metrics.defined_in(reader.workspace)
    return metrics.figures([campaign.pk], by=BY, metrics=known, keys=[verdict.SPEND], kept=[])


@windows.at_revision
def kept_in(campaign, revision, filters, reader):
    """What the campaign counts from its leads, as `counted.kept` tells it."""
    return kept([campaign.pk])


@windows.at_revision
def told_by(campaign, revision, filters, reader, *, keys):
    """What is counted from all leads, and what was brought in of what else `keys` are made of;
    `revision` is that of the leads and that of the numbers."""
    if not keys:
        return {}
    known = metrics.defined_in(reader.workspace)
    here = kept_in(campaign, revision[0], filters, reader)
    # With the leads themselves a place that has some has none of what did not happen to them.
    keys = [key for key in dict.fromkeys((*keys, LEADS)) if key in known]
    return metrics.figures([campaign.pk], by=BY, metrics=known, keys=keys, kept=here)


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


def parted(keys, known, asked):
    """(those that are told from the leads that are kept, those that are brought in); what is kept
    is asked only where it matters."""
    made_of = {key: inputs_within([key], known) for key in keys}
    if not any(counted_keys() & names for names in made_of.values()):
        return (), keys
    mine = {key for _provider, here in asked() for key, pks in here.campaigns.items() if pks}
    return (
        tuple(key for key in keys if made_of[key] & mine),
        tuple(key for key in keys if not made_of[key] & mine),
    )


def values_of(figures, keys, known, apart=frozenset()):
    """[(metric, value in words)] of what came in."""
    if figures is None:
        return []
    found = [
        (key, [value for value in figures.values(key) if value.amount is not None]) for key in keys
    ]
    return [
        (
            known[key].label,
            " · ".join(showing.shown(value, apart=key in apart) for value in values),
        )
        for key, values in found
        if values
    ]


def reckoned_apart(places, keys):
    """Those of the metrics that are reckoned in several currencies, here or there."""
    return {
        key
        for key in keys
        if showing.are_apart([value for here in places for value in here.values(key)])
    }

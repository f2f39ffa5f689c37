"""What the touchpoints of a campaign came to: leads, what sales made of them, what they cost."""

from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.utils import timezone

from campaigns.insights import verdict
from campaigns.insights.verdict_views import shown
from campaigns.leads import queries as leads
from campaigns.leads.queries import Verdict
from campaigns.metrics import queries as metrics
from campaigns.metrics import showing
from campaigns.plan import windows

BY = ("touchpoint",)
KEYS = ["clicks", "sessions", "conversions"]


def of_touchpoints(moved, campaign, filters, reader):
    """{touchpoint: (verdict, values)} of those that anything came from; `moved` tells what of it
    is to be read anew (see `journey_moving`)."""
    numbers = numbers_of(campaign, moved.numbers, filters, reader)
    said = said_of(campaign, moved.leads, filters, reader)
    known = metrics.defined_in(reader.workspace)
    verdicts = verdict.with_spend(said, numbers)
    return {
        pk: SimpleNamespace(
            verdict=shown(verdicts.get((pk,), Verdict())),
            values=values_of(numbers.get((pk,)), known),
        )
        for (pk,) in {*verdicts, *numbers}
        if pk is not None
    }


@windows.at_revision
def numbers_of(campaign, revision, filters, reader):
    known = metrics.defined_in(reader.workspace)
    return metrics.figures([campaign.pk], by=BY, metrics=known, keys=[*KEYS, verdict.SPEND])


@windows.at_revision
def said_of(campaign, revision, filters, reader):
    zone = ZoneInfo(reader.workspace.time_zone)
    return leads.verdict([campaign.pk], by=BY, today=timezone.localdate(), zone=zone)


def values_of(figures, known):
    """[(metric, value in words)] of what came in."""
    if figures is None:
        return []
    found = [(known[key], figures.value(key)) for key in KEYS if key in known]
    return [
        (metric.label, showing.shown(value)) for metric, value in found if value.amount is not None
    ]

"""What the touchpoints of a campaign came to: leads, what sales made of them, what they cost."""

from types import SimpleNamespace
from zoneinfo import ZoneInfo

from campaigns.insights import verdict
from campaigns.insights.verdict_views import shown
from campaigns.leads.queries import Verdict
from campaigns.metrics import queries as metrics
from campaigns.metrics import showing

BY = ("touchpoint",)
KEYS = ["clicks", "sessions", "conversions"]


def of_touchpoints(campaign, today, workspace):
    """{touchpoint: (verdict, values)} of those that anything came from; few statements."""
    known = metrics.defined_in(workspace)
    numbers = metrics.figures([campaign.pk], by=BY, metrics=known, keys=[*KEYS, verdict.SPEND])
    verdicts = verdict.verdicts(
        [campaign.pk], by=BY, today=today, zone=ZoneInfo(workspace.time_zone), numbers=numbers
    )
    return {
        pk: SimpleNamespace(
            verdict=shown(verdicts.get((pk,), Verdict())),
            values=values_of(numbers.get((pk,)), known),
        )
        for (pk,) in {*verdicts, *numbers}
        if pk is not None
    }


def values_of(figures, known):
    """[(metric, value in words)] of what came in."""
    if figures is None:
        return []
    found = [(known[key], figures.value(key)) for key in KEYS if key in known]
    return [
        (metric.label, showing.shown(value)) for metric, value in found if value.amount is not None
    ]

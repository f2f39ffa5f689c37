"""What an accepted lead cost: the verdict of sales, which leads know, beside what was spent,
which metrics know."""

from campaigns.leads import queries as leads
from campaigns.leads.queries import Verdict
from campaigns.metrics import queries as metrics

SPEND = "spend"


def verdicts(campaign_ids, *, by=("touchpoint",), today):
    """{ids in the order of `by`: `Verdict` with its spend}; a fixed count of statements."""
    campaign_ids = list(campaign_ids)
    found = leads.verdict(campaign_ids, by=by, today=today)
    for place, figures in metrics.figures(campaign_ids, by=by, keys=[SPEND]).items():
        for (key, currency), amount in figures.sums.items():
            if key == SPEND:
                found.setdefault(place, Verdict()).spend[currency] = amount
    return found


def gathered(found, place_of):
    """Verdicts added up: {place_of(key): Verdict}; those of which it says None are left out."""
    sums = {}
    for key, verdict in found.items():
        place = place_of(key)
        if place is not None:
            sums.setdefault(place, Verdict()).include(verdict)
    return sums

"""What an accepted lead cost: the verdict of sales, which leads know, beside what was spent,
which metrics know."""

from campaigns.leads import queries as leads
from campaigns.leads.queries import Verdict
from campaigns.metrics import queries as metrics

SPEND = "spend"


def verdicts(campaign_ids, *, by=("touchpoint",), today, zone=None, numbers=None):
    """{ids in the order of `by`: `Verdict` with its spend}; a fixed count of statements.

    `zone` is the workspace's clock and `numbers` the figures by the same, with the spend among
    them, where the caller has these.
    """
    campaign_ids = list(campaign_ids)
    found = leads.verdict(campaign_ids, by=by, today=today, zone=zone)
    if numbers is None:
        numbers = metrics.figures(campaign_ids, by=by, keys=[SPEND])
    for place, figures in numbers.items():
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

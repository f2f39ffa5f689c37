"""What an accepted lead cost: the verdict of sales, which leads know, beside what was spent,
which metrics know."""

from dataclasses import replace

from campaigns.leads import queries as leads
from campaigns.leads.queries import Verdict
from campaigns.metrics import queries as metrics

SPEND = "spend"


def verdicts(campaign_ids, *, by=("touchpoint",), today):
    """{ids in the order of `by`: `Verdict` with its spend}; a fixed count of statements."""
    campaign_ids = list(campaign_ids)
    numbers = metrics.figures(campaign_ids, by=by, keys=[SPEND])
    return with_spend(leads.verdict(campaign_ids, by=by, today=today), numbers)


def with_spend(found, numbers):
    """Verdicts with what was spent, as the figures `numbers` of the same places tell; new ones."""
    told = dict(found)
    for place, figures in numbers.items():
        spend = {
            currency: amount for (key, currency), amount in figures.sums.items() if key == SPEND
        }
        if spend:
            told[place] = replace(told.get(place, Verdict()), spend=spend)
    return told


def gathered(found, place_of):
    """Verdicts added up: {place_of(key): Verdict}; those of which it says None are left out."""
    sums = {}
    for key, verdict in found.items():
        place = place_of(key)
        if place is not None:
            sums.setdefault(place, Verdict()).include(verdict)
    return sums

"""What an accepted lead cost: the verdict of sales, which leads know, beside what was spent,
which metrics know."""

from dataclasses import replace

from campaigns.leads import queries as leads
from campaigns.leads.queries import Verdict
from campaigns.metrics import queries as metrics
from campaigns.metrics.figures import DEFINITIONS, Figures

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
        told[place] = spending(told.get(place) or Verdict(), figures)
    return {place: verdict for place, verdict in told.items() if place in found or verdict.is_told}


def spending(verdict, figures):
    """A verdict with the spend of its days, by the definition that held on each of them."""
    values = figures.values(SPEND) if SPEND in figures.metrics else []
    if any(value.why == DEFINITIONS for value in values):
        return replace(verdict, spend={}, numbers=figures, is_in_two_ways=True)
    spend = {value.currency: value.amount for value in values if value.amount is not None}
    return replace(verdict, spend=spend, numbers=figures)


def gathered(found, place_of):
    """Verdicts added up: {place_of(key): Verdict}; those of which it says None are left out."""
    sums, numbers = {}, {}
    for key, verdict in found.items():
        place = place_of(key)
        if place is None:
            continue
        sums.setdefault(place, Verdict()).include(verdict)
        if verdict.numbers is not None:
            here = numbers.setdefault(place, Figures(verdict.numbers.metrics))
            here.include(verdict.numbers)
    return with_spend(sums, numbers)

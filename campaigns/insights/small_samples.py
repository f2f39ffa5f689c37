"""How many cases a ratio rests on: chance alone moves one of few cases far.

The cases are what is counted behind the division sign. Money that is counted from rows, such as
revenue from won deals, rests on those, wherever it stands; and where nothing that is counted
stands behind the division sign, the cases are what is counted before it.
"""

from campaigns.insights.counting import CASES
from campaigns.metrics import formulas
from campaigns.metrics.figures import inputs
from campaigns.metrics.models import Aggregation, Unit
from workspace.kernel.numbers import MILLION

FEW = 30


def few(figures, key, metrics, counted=frozenset()):
    """How many cases a ratio rests on when they are fewer than `FEW`; None for anything else.

    `counted` are the keys of what is counted from rows in this place, not brought in.
    """
    if not is_ratio(key, metrics):
        return None
    counts = [figures.value(name).amount for name in cases(key, metrics, counted)]
    smallest = min((amount for amount in counts if amount is not None), default=None)
    if not smallest or smallest >= FEW * MILLION:
        return None
    return smallest // MILLION


def cases(key, metrics, counted):
    """The keys of the metrics that count what a ratio rests on."""
    made_of = inputs([key], metrics)
    found = counts_among(divided_by(key, metrics), metrics)
    found |= {CASES[name] for name in made_of & counted & CASES.keys()} & metrics.keys()
    return found or counts_among(made_of, metrics)


def needed(keys, metrics):
    """What is read beside these metrics, so that `few` can be told of them."""
    made_of = inputs([key for key in keys if is_ratio(key, metrics)], metrics)
    return {CASES[name] for name in made_of & CASES.keys()} & metrics.keys()


def counts_among(keys, metrics):
    return {key for key in keys if key in metrics and metrics[key].unit == Unit.COUNT}


def is_ratio(key, metrics):
    return key in metrics and metrics[key].aggregation == Aggregation.RATIO


def divided_by(key, metrics):
    """The keys of the metrics that stand behind a division sign in a metric's formula, or in that
    of a metric that it is made of."""
    if not is_ratio(key, metrics):
        return frozenset()
    formula = formulas.parse(metrics[key].formula)
    parts = (divided_by(name, metrics) for name in formula.names)
    return behind(formula.tree).union(*parts)


def behind(part):
    if isinstance(part, formulas.Minus):
        return behind(part.of)
    if not isinstance(part, formulas.Chain):
        return frozenset()
    found = behind(part.first)
    for sign, other in part.rest:
        found |= other.names() if sign == "/" else behind(other)
    return found

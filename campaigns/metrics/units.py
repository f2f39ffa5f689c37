"""What a formula's value is measured in: money is not added to clicks, nor seconds to either.

A measure is how often money and seconds stand above the line: a cost per click is (1, 0), a share
of anything (0, 0). Counts and percentages are plain numbers.
"""

from django.utils.translation import gettext as _

from campaigns.metrics import formulas
from campaigns.metrics.models import Aggregation, Unit

PLAIN = (0, 0)
MEASURES = {Unit.MONEY: (1, 0), Unit.DURATION: (0, 1)}
DEEPEST, LARGEST = 6, 400


def measure_of(unit):
    return MEASURES.get(unit, PLAIN)


def check(text, unit, metrics, key=""):
    """Raise `Unreadable` unless `text` is a formula whose value `unit` measures.

    `metrics` maps keys to what they are defined as; `key` is the metric that is being defined. A
    formula names no metric that is made of it, and stays small when all names are written out.
    """
    formula = formulas.parse(text)
    weigh(formula.tree, metrics, (key,) if key else ())
    found = measure(formula.tree, metrics)
    if found is not None and found != measure_of(unit):
        raise formulas.Unreadable(mismatch(found), 0)
    return formula


def mismatch(found):
    words = {
        (1, 0): _("This formula comes to an amount of money."),
        (0, 1): _("This formula comes to a duration."),
        PLAIN: _("This formula comes to a plain number: choose count or percent."),
    }
    return words.get(found, _("This formula comes to nothing that can be measured."))


def weigh(tree, metrics, above):
    """How many numbers and names a formula has when written out; refuses loops and monsters."""
    if isinstance(tree, formulas.Number):
        return 1
    if isinstance(tree, formulas.Minus):
        return weigh(tree.of, metrics, above)
    if isinstance(tree, formulas.Chain):
        weight = weigh(tree.first, metrics, above)
        for _sign, part in tree.rest:
            weight += weigh(part, metrics, above)
        if weight > LARGEST:
            raise formulas.Unreadable(_("This formula is too large when it is written out."), 0)
        return weight
    return weigh_name(tree.key, metrics, above)


def weigh_name(key, metrics, above):
    if key in above:
        raise formulas.Unreadable(
            _("“%(key)s” would be made of itself: %(loop)s.")
            % {"key": key, "loop": " → ".join([*above[above.index(key) :], key])},
            0,
        )
    metric = metrics.get(key)
    if metric is None:
        raise formulas.Unreadable(_("There is no metric with the key “%(key)s”.") % {"key": key}, 0)
    if metric.aggregation != Aggregation.RATIO:
        return 1
    if len(above) >= DEEPEST:
        raise formulas.Unreadable(_("These formulas are made of each other too often."), 0)
    return weigh(formulas.parse(metric.formula).tree, metrics, (*above, key))


def measure(tree, metrics):
    """The measure of a formula; None for a bare number, which goes with anything by its side."""
    if isinstance(tree, formulas.Number):
        return None
    if isinstance(tree, formulas.Minus):
        return measure(tree.of, metrics)
    if isinstance(tree, formulas.Name):
        return measure_of(metrics[tree.key].unit)
    found = measure(tree.first, metrics)
    for sign, part in tree.rest:
        found = joined(sign, found, measure(part, metrics))
    return found


def joined(sign, one, other):
    if sign in "+-":
        one, other = one or PLAIN, other or PLAIN
        if one != other:
            raise formulas.Unreadable(
                _("Money, durations and plain numbers cannot be added to each other."), 0
            )
        return one
    if one is None and other is None:
        return None
    one, other = one or PLAIN, other or PLAIN
    turn = 1 if sign == "*" else -1
    return one[0] + turn * other[0], one[1] + turn * other[1]

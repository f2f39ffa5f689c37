"""What numbers come to in one place: sums first, ratios of the sums last, currencies apart.

Numbers that came in while their metric had another unit are added to nothing: a place only knows
that it has some (`Figures.apart`). Days on which a metric was reckoned otherwise are a stretch of
their own (`Figures.older`): each stretch is reckoned by what was said then.

A *place* is whatever the numbers were gathered for: a campaign, a channel of it, a day. All
amounts are whole millionths; what is reckoned from them is reckoned in exact fractions and rounded
once, to millionths, at the end.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from campaigns.metrics import formulas
from campaigns.metrics.meanings import (
    Known,
    Said,
    days_of,
    inputs,
    inputs_within,
    meaning_of,
    money_of,
    only_money,
    parts_of,
)
from campaigns.metrics.models import Aggregation, Unit
from workspace.kernel.numbers import MILLION

__all__ = ["Figures", "Known", "Said", "Value", "inputs", "inputs_within"]
NOTHING, ZERO, CURRENCIES, UNITS = "nothing", "zero", "currencies", "units"
DEFINITIONS, LARGE, OTHER = "definitions", "large", "currency"
LARGEST = 10**28  # millionths: what is shown and written exactly has no more digits


@dataclass(frozen=True, slots=True)
class Value:
    """A figure: `amount` in millionths of its unit, or None and `why` there is none.

    `why` is "nothing" (a number that it needs did not come in), "zero" (it would divide by
    nothing), "currencies" (it would mix money of several currencies), "currency" (money of it
    came in, but none in the one that is asked for), "units" (the numbers that it needs came in in
    another unit), "large" (its formula comes to more than can be meant) or
    "definitions" (its metric was reckoned otherwise on some of the days; one of `Figures.values` is
    of those `days` that were alike, and has an amount).

    `reckoned_in` is the currency of the money that a figure is made of which is no money itself,
    such as a return on what was spent.
    """

    amount: int | None
    unit: str
    currency: str = ""
    why: str = ""
    reckoned_in: str = ""
    days: tuple = ()

    @property
    def money(self):
        """The currency that it is, or is reckoned, in."""
        return self.currency or self.reckoned_in


class Figures:
    """What one place came to; `metrics` maps keys to their definitions."""

    __slots__ = ("apart", "last", "metrics", "older", "sums")

    def __init__(self, metrics):
        self.metrics = metrics
        self.sums = {}
        self.last = {}
        self.apart = set()
        self.older = {}

    def __bool__(self):
        return bool(self.sums or self.apart) or any(self.older.values())

    def at(self, number):
        """What it came to in a stretch of days (`meanings.stretches`)."""
        if number is None or number >= len(self.metrics.before):
            return self
        if number not in self.older:
            self.older[number] = Figures(self.metrics.before[number])
        return self.older[number]

    def add(self, key, currency, amount, day=None, series=None):
        """Add an amount; of a metric that says its last value, that of each series' newest day."""
        where = (key, currency)
        metric = self.metrics.get(key)
        if metric is not None and metric.aggregation == Aggregation.LAST and day is not None:
            known = self.last.setdefault(where, {})
            newest, before = known.get(series, (None, 0))
            if newest is not None and day < newest:
                return
            known[series] = (day, amount)
            amount -= before
        self.sums[where] = self.sums.get(where, 0) + amount

    def include(self, other):
        """Add all that another place came to."""
        self.take(other)
        for number, older in other.older.items():
            self.at(number).take(older)

    def take(self, other):
        for (key, currency), amount in other.sums.items():
            series = other.last.get((key, currency))
            if series is None:
                self.add(key, currency, amount)
                continue
            for pk, (day, last) in series.items():
                self.add(key, currency, last, day, pk)
        self.apart |= other.apart

    # What of it is of a metric

    def stretches(self):
        """What it came to in each stretch, the newest last."""
        return [*(self.older[number] for number in sorted(self.older)), self]

    def is_of(self, key):
        """Whether a number came in of what a metric is made of."""
        return any(here.has(key) for here in self.stretches())

    def has(self, key):
        made_of = parts_of(key, self.metrics)[0]
        return any(name in made_of for name, _currency in self.sums) or not (
            self.apart.isdisjoint(made_of)
        )

    def leaves_apart(self, metric):
        """Whether numbers that a metric is made of came in in another unit, and are not in it."""
        key = getattr(metric, "key", metric)
        return any(
            here.apart and not here.apart.isdisjoint(parts_of(key, here.metrics)[0])
            for here in self.stretches()
        )

    def currencies(self, key):
        """The currencies of the money that this metric is of, or is made of, here."""
        return sorted({each for here in self.stretches() for each in here.own_currencies(key)})

    def alike(self, key):
        """[what it came to on the days on which a metric meant the same], the newest last; one at
        least, and where some have a figure, only those."""
        if not self.older:
            return [self]
        found = {}
        for here in self.stretches():
            if here.has(key):
                found.setdefault(meaning_of(key, here.metrics), []).append(here)
        told = [together(some) for some in found.values()] or [self]
        return [each for each in told if each.is_told(key)] or told[-1:]

    # What a metric comes to

    def value(self, metric, currency=None):
        """The `Value` of a metric (or its key), in one currency where it is money.

        Without a currency it is the only one that came in; with several there is no value, nor
        where it was reckoned in two ways.
        """
        key = getattr(metric, "key", metric)
        alike = self.alike(key)
        if len(alike) > 1:
            return Value(None, self.metrics[key].unit, "", DEFINITIONS)
        return alike[0].own_value(key, currency)

    def latest(self, metric, currency=None):
        """The same by the newest definition that there is a figure of."""
        key = getattr(metric, "key", metric)
        return self.alike(key)[-1].own_value(key, currency)

    def values(self, metric):
        """The metric in each currency that came in, and as it was reckoned on these days; one
        value where there is none or one."""
        key = getattr(metric, "key", metric)
        alike = self.alike(key)
        if len(alike) == 1:
            return alike[0].own_values(key)
        return [
            replace(value, why=value.why or DEFINITIONS, days=days)
            for here in alike
            for days in [days_of(key, here.metrics, self.metrics)]
            for value in here.own_values(key)
        ]

    # The same of one stretch alone

    def own_currencies(self, key):
        money = money_of(key, self.metrics)
        return {currency for name, currency in self.sums if name in money} if money else set()

    def is_told(self, key):
        return any(value.amount is not None for value in self.own_values(key))

    def own_values(self, key):
        found = sorted(self.own_currencies(key))
        if len(found) < 2 or not only_money(key, self.metrics):
            return [self.own_value(key)]
        return [self.own_value(key, currency) for currency in found]

    def own_value(self, key, currency=None):
        said = self.metrics[key]
        found = sorted(self.own_currencies(key))
        if currency is None and len(found) > 1:
            return Value(None, said.unit, "", CURRENCIES)
        currency = (found[0] if found else "") if currency is None else currency
        shown = currency if said.unit == Unit.MONEY else ""
        if len(found) > 1 and not only_money(key, self.metrics):
            return Value(None, said.unit, shown, CURRENCIES)
        if said.aggregation != Aggregation.RATIO:
            amount = self.sums.get((key, shown))
            why = "" if amount is not None else self.without(key)
            return Value(amount, said.unit, shown, sharper(why, currency, found))
        exact, why = self.exact(key, currency, {})
        inside = "" if shown or not money_of(key, self.metrics) else currency
        amount = None if exact is None else rounded(exact)
        if amount is not None and abs(amount) > LARGEST:
            amount, why = None, LARGE
        return Value(amount, said.unit, shown, sharper(why, currency, found), inside)

    def without(self, key):
        """Why there is no number of an observed metric."""
        return UNITS if key in self.apart else NOTHING

    def exact(self, key, currency, known):
        """(what a metric comes to as a fraction of its unit or None, why not)."""
        if key not in known:
            known[key] = self.reckon(key, currency, known)
        return known[key]

    def reckon(self, key, currency, known):
        said = self.metrics[key]
        if said.aggregation != Aggregation.RATIO:
            amount = self.sums.get((key, currency if said.unit == Unit.MONEY else ""))
            if amount is None:
                return None, self.without(key)
            return Fraction(amount, MILLION), ""
        formula = formulas.parse(said.formula)
        parts = {
            name: self.exact(name, currency, known) if name in self.metrics else (None, NOTHING)
            for name in formula.names
        }
        exact = formula.value({name: value for name, (value, _why) in parts.items()})
        if exact is not None:
            return exact, ""
        return None, next((why for _value, why in parts.values() if why), ZERO)


def sharper(why, currency, found):
    """Where nothing came in in a currency and something did in others, that is why."""
    return OTHER if why == NOTHING and found and currency not in found else why


def together(some):
    """Stretches in which a metric meant the same, as one."""
    if len(some) == 1:
        return alone(some[0])
    whole = Figures(some[-1].metrics)
    for each in some:
        whole.take(each)
    return whole


def alone(figures):
    """A stretch without those before it."""
    if not figures.older:
        return figures
    found = Figures(figures.metrics)
    found.sums, found.last, found.apart = figures.sums, figures.last, figures.apart
    return found


def rounded(exact):
    """A fraction of a unit as whole millionths."""
    return round(exact * MILLION)

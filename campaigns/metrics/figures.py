"""What numbers come to in one place: sums first, ratios of the sums last, currencies apart.

Numbers that came in while their metric had another unit are added to nothing: a place only knows
that it has some (`Figures.apart`).

A *place* is whatever the numbers were gathered for: a campaign, a channel of it, a day. All
amounts are whole millionths; what is reckoned from them is reckoned in exact fractions and rounded
once, to millionths, at the end.
"""

from dataclasses import dataclass
from fractions import Fraction

from campaigns.metrics import formulas
from campaigns.metrics.models import Aggregation, Unit
from workspace.kernel.numbers import MILLION

NOTHING, ZERO, CURRENCIES, UNITS = "nothing", "zero", "currencies", "units"


@dataclass(frozen=True, slots=True)
class Value:
    """A figure: `amount` in millionths of its unit, or None and `why` there is none.

    `why` is "nothing" (a number that it needs did not come in), "zero" (it would divide by
    nothing), "currencies" (it would mix money of several currencies) or "units" (the numbers that
    it needs came in in another unit).
    """

    amount: int | None
    unit: str
    currency: str = ""
    why: str = ""


@dataclass(frozen=True)
class Said:
    """What `Figures` needs to know of a metric; a `Metric` row does as well."""

    key: str
    unit: str = Unit.COUNT
    aggregation: str = Aggregation.SUM
    formula: str = ""


class Figures:
    """What one place came to; `metrics` maps keys to their definitions."""

    __slots__ = ("apart", "days", "metrics", "sums")

    def __init__(self, metrics):
        self.metrics = metrics
        self.sums = {}
        self.days = {}
        self.apart = set()

    def add(self, key, currency, amount, day=None):
        """Add an amount; of a metric that says its last value, only the newest day's stay."""
        where = (key, currency)
        metric = self.metrics.get(key)
        if metric is not None and metric.aggregation == Aggregation.LAST and day is not None:
            newest = self.days.get(where)
            if newest is not None and day < newest:
                return
            if newest is None or day > newest:
                self.days[where] = day
                self.sums[where] = 0
        self.sums[where] = self.sums.get(where, 0) + amount

    def include(self, other, day=None):
        """Add all that another place came to, on `day` where it is of one day."""
        for (key, currency), amount in other.sums.items():
            self.add(key, currency, amount, day or other.days.get((key, currency)))
        self.apart |= other.apart

    def leaves_apart(self, metric):
        """Whether numbers that a metric is made of came in in another unit, and are not in it."""
        key = getattr(metric, "key", metric)
        return bool(self.apart) and not self.apart.isdisjoint(parts_of(key, self.metrics)[0])

    def currencies(self, key):
        """The currencies of the money that this metric is of, or is made of, here."""
        money = money_of(key, self.metrics)
        if not money:
            return []
        return sorted({currency for name, currency in self.sums if name in money})

    def value(self, metric, currency=None):
        """The `Value` of a metric (or its key), in one currency where it is money.

        Without a currency it is the only one that came in; with several there is no value.
        """
        key = getattr(metric, "key", metric)
        said = self.metrics[key]
        found = self.currencies(key)
        if currency is None and len(found) > 1:
            return Value(None, said.unit, "", CURRENCIES)
        currency = (found[0] if found else "") if currency is None else currency
        shown = currency if said.unit == Unit.MONEY else ""
        if len(found) > 1 and not only_money(key, self.metrics):
            return Value(None, said.unit, shown, CURRENCIES)
        if said.aggregation != Aggregation.RATIO:
            amount = self.sums.get((key, shown))
            return Value(amount, said.unit, shown, "" if amount is not None else self.without(key))
        exact, why = self.exact(key, currency, {})
        return Value(None if exact is None else rounded(exact), said.unit, shown, why)

    def values(self, metric):
        """The metric in each currency that came in; one value where there is none or one."""
        key = getattr(metric, "key", metric)
        found = self.currencies(key)
        if len(found) < 2 or not only_money(key, self.metrics):
            return [self.value(key)]
        return [self.value(key, currency) for currency in found]

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


def rounded(exact):
    """A fraction of a unit as whole millionths."""
    return round(exact * MILLION)


def inputs(keys, metrics):
    """The keys of all observed metrics that `keys` are, or are made of."""
    found, seen, waiting = set(), set(), list(keys)
    while waiting:
        key = waiting.pop()
        if key in seen or key not in metrics:
            continue
        seen.add(key)
        if metrics[key].aggregation == Aggregation.RATIO:
            waiting.extend(formulas.parse(metrics[key].formula).names)
        else:
            found.add(key)
    return found


class Known(dict):
    """{key: metric} that remembers what each of them is made of."""

    def __init__(self, *args):
        super().__init__(*args)
        self.parts = {}


def parts_of(key, metrics):
    """(the observed metrics that `key` is made of, those of them that are money)."""
    parts = getattr(metrics, "parts", {})
    if key not in parts:
        made_of = inputs([key], metrics)
        parts[key] = (
            made_of,
            {name for name in made_of if metrics[name].unit == Unit.MONEY},
        )
    return parts[key]


def money_of(key, metrics):
    """The observed metrics of money among those that `key` is made of."""
    return parts_of(key, metrics)[1]


def only_money(key, metrics):
    """Whether a metric is made of money alone, so that it has a value in each currency.

    What counts things, such as clicks, is not told apart by currency: two currencies' spend
    cannot each be divided by all of the clicks.
    """
    made_of, money = parts_of(key, metrics)
    return made_of == money

"""What metrics mean, and meant before: the dictionary by stretches of days.

A formula or an aggregation that changes holds from the day of the change on. The days before keep
what was said then; all days on which everything meant the same are one stretch.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from campaigns.metrics import formulas
from campaigns.metrics.models import Aggregation, Unit

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """What `Figures` needs to know of a metric; a `Metric` row does as well."""

    key: str
    unit: str = Unit.COUNT
    aggregation: str = Aggregation.SUM
    formula: str = ""


class Known(dict):
    """{key: metric} that remembers what each of them is made of, and what they were before.

    `definitions` are all that a metric had, by its id, of those that were redefined. `since` are
    the days, in order, on which something came to be reckoned otherwise, and `before` what was
    known before each of these days.
    """

    def __init__(self, *args):
        super().__init__(*args)
        self.parts = {}
        self.meanings = {}
        self.definitions = {}
        self.since = []
        self.before = []

    def in_stretch(self, number):
        return self.before[number] if number < len(self.before) else self

    def was_before(self, day, said):
        """Say what some metrics were before a day; the newest day has to be told first."""
        older = Known((self.before[0] if self.before else self) | said)
        self.since.insert(0, day)
        self.before.insert(0, older)


def stretches(metrics, keys, since, until):
    """[(number, first day or None, last day or None)] of a span, in each of which `keys` mean the
    same; the number is that of a stretch of `Known`, None where nothing was ever different."""
    days = getattr(metrics, "since", None)
    if not days:
        return [(None, since, until)]
    found, meant = [], None
    first = bisect_right(days, since) if since else 0
    last = bisect_right(days, until) if until else len(days)
    for number in range(first, last + 1):
        begin = max(filter(None, (since, days[number - 1] if number else None)), default=None)
        end = days[number] - DAY if number < last else until
        meaning = [meaning_of(key, metrics.in_stretch(number)) for key in keys]
        if found and meaning == meant:
            found[-1] = (number, found[-1][1], end)
        else:
            found.append((number, begin, end))
        meant = meaning
    return found


def meaning_of(key, metrics):
    """How a metric is reckoned, down to the observed numbers that it is made of."""
    known = getattr(metrics, "meanings", {})
    if key not in known:
        said = metrics.get(key)
        if said is None or said.aggregation != Aggregation.RATIO:
            known[key] = said and said.aggregation
        else:
            names = sorted(formulas.parse(said.formula).names)
            known[key] = said.formula, tuple((name, meaning_of(name, metrics)) for name in names)
    return known[key]


def days_of(key, then, metrics):
    """((first day or None, last day or None), …) on which a metric was reckoned as `then`, one of
    the stretches of `metrics`, says."""
    meaning, days = meaning_of(key, then), metrics.since
    alike = [meaning_of(key, metrics.in_stretch(n)) == meaning for n in range(len(days) + 1)]
    runs = [
        [number for number, _is_alike in run]
        for is_alike, run in groupby(enumerate(alike), key=lambda pair: pair[1])
        if is_alike
    ]
    return tuple(
        (
            days[run[0] - 1] if run[0] else None,
            days[run[-1]] - DAY if run[-1] < len(days) else None,
        )
        for run in runs
    )


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


def inputs_within(keys, metrics, since=None, until=None):
    """The same for a span of days: all that they are or were made of on any of them."""
    told = stretches(metrics, keys, since, until)
    return set().union(*(inputs(keys, stretch(metrics, number)) for number, *_days in told))


def stretch(metrics, number):
    return metrics if number is None else metrics.in_stretch(number)


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

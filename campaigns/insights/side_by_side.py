"""Campaigns side by side on the same metrics: over the same days, or by day since their launch.

A figure over several days is reckoned from the sums of those days, a ratio is the ratio of the
sums. A campaign that is younger than the days asked for is compared by those it has had, and says
so (`Row.days`).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from campaigns.metrics import formulas, queries
from campaigns.metrics.figures import Figures, Value
from campaigns.metrics.models import Aggregation, Target, Unit
from workspace.kernel.numbers import MILLION

STANDARD = ("spend", "leads", "accepted_leads", "acceptance_rate", "cost_per_accepted_lead", "roas")
FEW = 30
POINTS = 13
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days to compare: the same of all (`since` to `until`), or the first `days` of each."""

    until: date
    since: date | None = None
    days: int | None = None

    @property
    def by_launch(self):
        return self.days is not None

    @property
    def length(self):
        return self.days if self.by_launch else (self.until - self.since).days + 1

    @property
    def size(self):
        """The days of one of its parts, of which there are `POINTS` at most."""
        return -(-self.length // POINTS)

    def parts(self, starts):
        """Its parts; `starts` is the first day of each campaign in it."""
        return queries.Parts(self.size, self.length, self.since, starts)

    def of(self, campaign):
        """The first and the last day of a campaign within it; None when it has none yet."""
        if not self.by_launch:
            return self.since, self.until
        launch = campaign.starts_on
        if launch is None or launch > self.until:
            return None
        return launch, min(launch + (self.days - 1) * DAY, self.until)


@dataclass(frozen=True)
class Cell:
    """One metric of one campaign: a value for each currency, how it went, and its target.

    `points` has a value for each equal part of the span, None where there is none. `few` is the
    number of cases that a ratio rests on, when they are too few to tell much. How the target stands
    is told by the campaign's health (`insights/exceptions.py`): it means all days since it began.
    """

    metric: object
    values: list[Value]
    points: list
    few: int | None = None
    target: Target | None = None

    @property
    def value(self):
        return self.values[0]

    @property
    def aim(self):
        """How far it shall come; None without a target, or with one in another unit."""
        same = self.target is not None and self.target.unit == self.metric.unit
        return self.target.target if same else None


@dataclass(frozen=True)
class Row:
    campaign: object
    first: date | None
    last: date | None
    days: int
    cells: list = field(default_factory=list)


def compare(campaigns, keys, span, *, metrics=None, aims=()):
    """A `Row` for each campaign with a `Cell` for each metric; one statement and the counted ones.

    `aims` are the targets of these campaigns as a whole; they stand beside the days of a calendar.
    """
    metrics = queries.defined() if metrics is None else metrics
    keys = [key for key in keys if key in metrics]
    windows = {campaign.pk: span.of(campaign) for campaign in campaigns}
    found = parted(windows, keys, span, metrics)
    aimed = {(aim.campaign_id, aim.metric.key): aim for aim in aims}
    return [
        row_of(campaign, windows[campaign.pk], found, keys, metrics, aimed, span)
        for campaign in campaigns
    ]


def parted(windows, keys, span, metrics):
    """{(campaign, part of the span): `Figures`} of those that have days in it."""
    known = {pk: window for pk, window in windows.items() if window}
    if not known or not keys:
        return {}
    return queries.figures(
        known,
        since=min(first for first, _last in known.values()),
        until=max(last for _first, last in known.values()),
        by=("campaign", "part"),
        parts=span.parts({pk: first for pk, (first, _last) in known.items()}),
        metrics=metrics,
        keys=keys,
    )


def row_of(campaign, window, found, keys, metrics, aimed, span):
    if window is None:
        return Row(campaign, None, None, 0, [])
    first, last = window
    days = (last - first).days + 1
    count = -(-days // span.size)
    parts = [found.get((campaign.pk, number)) or Figures(metrics) for number in range(count)]
    whole = Figures(metrics)
    for number, part in enumerate(parts):
        whole.include(part, first + number * span.size * DAY)
    cells = []
    for key in keys:
        aim = None if span.by_launch else aimed.get((campaign.pk, key))
        values = whole.values(key)
        cells.append(
            Cell(
                metrics[key],
                values,
                [part.value(key, values[0].currency or None).amount for part in parts],
                few(whole, key, metrics),
                aim,
            )
        )
    return Row(campaign, first, last, days, cells)


def few(figures, key, metrics):
    """How many cases a ratio rests on when they are fewer than `FEW`; None for anything else."""
    divisors = [
        name
        for name in divided_by(key, metrics)
        if name in metrics and metrics[name].unit == Unit.COUNT
    ]
    counts = [figures.value(name).amount for name in divisors]
    known = [amount for amount in counts if amount is not None]
    smallest = min(known, default=None)
    if not smallest or smallest >= FEW * MILLION:
        return None
    return smallest // MILLION


def divided_by(key, metrics):
    """The keys of the metrics that stand behind a division sign in a metric's formula, or in that
    of a metric that it is made of."""
    metric = metrics.get(key)
    if metric is None or metric.aggregation != Aggregation.RATIO:
        return frozenset()
    formula = formulas.parse(metric.formula)
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

"""Campaigns side by side on the same metrics: over the same days, or by day since their launch.

A figure over several days is reckoned from the sums of those days, a ratio is the ratio of the
sums. A campaign that is younger than the days asked for is compared by those it has had, and says
so (`Row.days`). A launch is the day on which a campaign went live, whatever was planned.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from campaigns.insights import small_samples
from campaigns.metrics import counted, queries
from campaigns.metrics.figures import Figures, Value, inputs_within
from campaigns.metrics.models import Target, Unit

STANDARD = ("spend", "leads", "accepted_leads", "acceptance_rate", "cost_per_accepted_lead", "roas")
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

    @property
    def count(self):
        return -(-self.length // self.size)

    def part(self, number, first, last):
        """The first and the last day of a part of the days from `first` to `last`."""
        begins = first + number * self.size * DAY
        return begins, min(begins + (self.size - 1) * DAY, last)

    def parts(self, starts):
        """Its parts; `starts` is the first day of each campaign in it."""
        return queries.Parts(self.size, self.length, self.since, starts)

    def of(self, campaign):
        """The first and the last day of a campaign within it; None when it has none yet."""
        if not self.by_launch:
            return self.since, self.until
        launch = campaign.launch
        if launch is None or launch > self.until:
            return None
        return launch, min(launch + (self.days - 1) * DAY, self.until)


@dataclass(frozen=True)
class Line:
    """One metric of one campaign in one currency: its value, how it went, and its target there.

    `points` has a value for each equal part of the span, None where there is none. How the target
    stands is told by the campaign's health (`insights/exceptions.py`): it means all days since it
    began.
    """

    value: Value
    points: list
    target: Target | None = None

    @property
    def aim(self):
        """How far it shall come; None without a target."""
        return self.target.target if self.target else None


@dataclass(frozen=True)
class Cell:
    """One metric of one campaign: a line for each currency that came in or was aimed at.

    `few` is the number of cases that a ratio rests on, when they are too few to tell much. `apart`
    are its targets in another unit, which nothing here can be compared with.
    """

    metric: object
    lines: list[Line]
    few: int | None = None
    apart: list[Target] = field(default_factory=list)


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
    found, kept = parted(windows, keys, span, metrics)
    aimed = defaultdict(list)
    for aim in () if span.by_launch else aims:
        aimed[aim.campaign_id, aim.metric.key].append(aim)
    rows = []
    for campaign in campaigns:
        row, parts = row_of(campaign, windows[campaign.pk], found, metrics, span)
        here = {key for key, pks in kept.items() if campaign.pk in pks}
        row.cells.extend(
            cell_of(parts, metrics[key], aimed[campaign.pk, key], here) for key in keys if parts
        )
        rows.append(row)
    return rows


def parted(windows, keys, span, metrics):
    """({(campaign, part of the span): `Figures`} of those that have days in it, {key of a metric:
    the campaigns in which it is counted})."""
    known = {pk: window for pk, window in windows.items() if window}
    if not known or not keys:
        return {}, {}
    since = min(first for first, _last in known.values())
    until = max(last for _first, last in known.values())
    wanted = {*keys, *small_samples.needed(keys, metrics)}
    kept = counted.kept(list(known), inputs_within(wanted, metrics, since, until))
    found = queries.figures(
        known,
        since=since,
        until=until,
        by=("campaign", "part"),
        parts=span.parts({pk: first for pk, (first, _last) in known.items()}),
        metrics=metrics,
        keys=wanted,
        kept=kept,
    )
    return found, {key: pks for _provider, here in kept for key, pks in here.campaigns.items()}


@dataclass(frozen=True)
class Parted:
    """What a campaign came to in each part of its days, and in all of them."""

    parts: list
    whole: Figures


def row_of(campaign, window, found, metrics, span):
    """A `Row` that has no cells yet, and what they are told from; None without days."""
    if window is None:
        return Row(campaign, None, None, 0), None
    first, last = window
    days = (last - first).days + 1
    count = -(-days // span.size)
    parts = [found.get((campaign.pk, number)) or Figures(metrics) for number in range(count)]
    whole = Figures(metrics)
    for part in parts:
        whole.include(part)
    return Row(campaign, first, last, days), Parted(parts, whole)


def cell_of(found, metric, targets, counted_here):
    whole, key = found.whole, metric.key
    aimed = {target.currency: target for target in targets if target.unit == metric.unit}
    return Cell(
        metric,
        [
            Line(
                value,
                [part.value(key, value.money or None).amount for part in found.parts],
                aimed.get(value.currency),
            )
            for value in values_of(whole, metric, aimed)
        ],
        small_samples.few(whole, key, whole.metrics, counted_here),
        [target for target in targets if target.unit != metric.unit],
    )


def values_of(figures, metric, aimed):
    """The metric in each currency that came in, and in each that was aimed at."""
    found = figures.values(metric.key)
    if metric.unit != Unit.MONEY or not aimed:
        return found
    told = [value for value in found if value.currency]
    missing = aimed.keys() - {value.currency for value in told}
    told += [replace(figures.value(metric.key, each), currency=each) for each in missing]
    return sorted(told, key=lambda value: value.currency)

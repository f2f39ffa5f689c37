"""Observed numbers, added up in the database."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Case, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import RowNumber

from campaigns.metrics.meanings import stretch
from campaigns.metrics.models import Aggregation, DayTotal, Observation
from campaigns.metrics.queries.exact import added_up


class Told(NamedTuple):
    """An amount of a place; `day` and `series` where only the last of a series' days counts.

    `stretch` is the number of that which its day lies in (`meanings.stretches`).
    """

    place: tuple
    key: str
    currency: str
    amount: int
    unit: str
    stretch: int | None
    day: object = None
    series: int | None = None


def observed(asked, by):
    """The observed numbers as `Told`, added up in the database.

    One statement, and one more where a metric is wanted that is, or was on some of the days, said
    by its last value: that is the last of each series, so that totals do not tell it.
    """
    wanted = read(asked)
    last, kinds = {}, {key: kinds_of(key, asked) for key in wanted}
    for key in [key for key, kind in kinds.items() if Aggregation.LAST in kind]:
        last[key] = wanted.pop(key)
    if wanted:
        source = TOTALS if set(by) <= set(TOTALS.columns) else OBSERVATIONS
        yield from summed(source, asked, by, wanted)
    only = {key: metric for key, metric in last.items() if len(kinds[key]) == 1}
    if only and "day" not in by:
        yield from lasting(asked, by, only, newest=True)
        last = {key: metric for key, metric in last.items() if key not in only}
    if last:
        yield from lasting(asked, by, last)


def kinds_of(key, asked):
    """How a metric is, or was, added up on the days that are asked for."""
    said = (stretch(asked.metrics, number).get(key) for number, *_days in asked.stretches)
    return {each.aggregation for each in said if each is not None}


def read(asked):
    """The metrics of which numbers count at all: what all the campaigns count is not read."""
    counted = (here.everywhere(asked.campaign_ids) for _provider, here in asked.kept)
    return {key: asked.metrics[key] for key in asked.wanted.difference(*counted)}


@dataclass(frozen=True)
class Source:
    """A table of numbers: its columns for the dimensions, and what tells the unit of a number."""

    model: type
    columns: dict
    said: str
    prefix: str = ""

    def rows(self, asked, by, metrics):
        """The numbers of these metrics that count, with the part and the stretch of their days."""
        rows = self.model.objects.order_by().filter(
            Q(**{f"{self.prefix}campaign__in": asked.campaign_ids}),
            *within(asked.since, asked.until),
            *(~self.of(here, metrics) for _provider, here in asked.kept),
            **{f"{self.prefix}metric__in": [metric.pk for metric in metrics.values()]},
        )
        if "part" in by:
            rows = asked.parts.told(rows, self.prefix)
        return rows.annotate(stretch=stretched(asked)) if is_parted(asked) else rows

    def of(self, kept, metrics):
        """The condition of the metrics that are counted where they are."""
        found = Q()
        for pks, keys in kept.groups():
            if known := [metrics[key].pk for key in keys if key in metrics]:
                found |= Q(**{f"{self.prefix}campaign__in": pks, f"{self.prefix}metric__in": known})
        return found

    def unit_of(self, metric, said):
        return said if self.said == "unit" else metric.unit_under(said)

    def names(self, by):
        return [
            *(self.columns[name] for name in by),
            f"{self.prefix}metric_id",
            f"{self.prefix}currency",
        ]


TOTALS = Source(DayTotal, {"campaign": "campaign_id", "day": "day", "part": "part"}, "unit")

OBSERVATIONS = Source(
    Observation,
    {
        "campaign": "series__campaign_id",
        "channel": "series__channel_id",
        "touchpoint": "series__touchpoint_id",
        "day": "day",
        "part": "part",
    },
    "definition",
    "series__",
)


def is_parted(asked):
    return len(asked.stretches) > 1


def stretched(asked):
    """The stretch of a day, as an expression."""
    *earlier, (newest, *_days) = asked.stretches
    whens = [When(day__lte=last, then=Value(number)) for number, _first, last in earlier]
    return Case(*whens, default=Value(newest), output_field=IntegerField())


def summed(source, asked, by, metrics):
    """What adds up: one amount for each place, metric and currency."""
    keys = {metric.pk: (key, metric) for key, metric in metrics.items()}
    apart = any(metric.apart for metric in metrics.values())
    parted, [[only, *_days], *_more] = is_parted(asked), asked.stretches
    names = source.names(by)
    names += ([source.said] if apart else []) + (["stretch"] if parted else [])
    size = len(by)
    for row in added_up(source.rows(asked, by, metrics), names):
        key, metric = keys[row[size]]
        unit = source.unit_of(metric, row[size + 2]) if apart else metric.unit
        number = row[-2] if parted else only
        yield Told(row[:size], key, row[size + 1], int(row[-1]), unit, number)


def lasting(asked, by, metrics, *, newest=False):
    """What is said by its last value: of each series the newest number, or every one."""
    keys = {metric.pk: (key, metric) for key, metric in metrics.items()}
    parted, [[only, *_days], *_more] = is_parted(asked), asked.stretches
    rows = OBSERVATIONS.rows(asked, by, metrics)
    if newest:
        apart = [F("series_id"), *([F("part")] if "part" in by else [])]
        apart += [F("stretch")] if parted else []
        place = Window(RowNumber(), partition_by=apart, order_by=F("day").desc())
        rows = rows.annotate(place=place).filter(place=1)
    names = [*OBSERVATIONS.names(by), "definition", "series_id", "day", "amount"]
    size = len(by)
    for row in rows.values_list(*names, *(["stretch"] if parted else [])):
        key, metric = keys[row[size]]
        currency, definition, series, day, amount = row[size + 1 : size + 6]
        unit, number = metric.unit_under(definition), row[-1] if parted else only
        yield Told(row[:size], key, currency, amount, unit, number, day, series)


def within(since, until):
    return [
        *([Q(day__gte=since)] if since is not None else []),
        *([Q(day__lte=until)] if until is not None else []),
    ]

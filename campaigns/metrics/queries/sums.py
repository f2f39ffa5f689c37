"""Observed numbers, added up in the database."""

from dataclasses import dataclass

from django.db.models import DateField, F, Q, Sum
from django.db.models.functions import Cast

from campaigns.metrics.models import Aggregation, DayTotal, Observation


def observed(asked, by):
    """The observed numbers, added up in the database: (place, key, currency, day, amount, unit).

    `day` tells which of several last values is the newest; what adds up has none. One statement.
    """
    source = TOTALS if set(by) <= set(TOTALS.columns) else OBSERVATIONS
    wanted = read(asked)
    if not wanted:
        return
    metrics = {metric.pk: metric for metric in wanted.values()}
    rows = source.rows.filter(
        Q(**{f"{source.prefix}campaign__in": asked.campaign_ids}),
        *within(asked.since, asked.until),
        *(~source.of(here, wanted) for _provider, here in asked.kept),
    )
    if "part" in by:
        rows = asked.parts.told(rows)
    for place, metric_id, currency, said, day, amount in Sums(source, by, metrics).of(rows):
        metric = metrics[metric_id]
        unit = metric.unit if said is None else source.unit_of(metric, said)
        yield place, metric.key, currency, day, amount, unit


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

    @property
    def rows(self):
        return self.model.objects.order_by()

    def of(self, kept, metrics):
        """The condition of the metrics that are counted where they are."""
        found = Q()
        for pks, keys in kept.groups():
            if known := [metrics[key].pk for key in keys if key in metrics]:
                found |= Q(**{f"{self.prefix}campaign__in": pks, f"{self.prefix}metric__in": known})
        return found

    def unit_of(self, metric, said):
        return said if self.said == "unit" else metric.unit_under(said)


TOTALS = Source(DayTotal, {"campaign": "campaign_id", "day": "day", "part": "part"}, "unit")

OBSERVATIONS = Source(
    Observation,
    {
        "campaign": "series__campaign_id",
        "channel": "series__channel_id",
        "touchpoint": "series__touchpoint_id",
        "day": "day",
    },
    "definition",
    "series__",
)


class Sums:
    """The sums of a source by place and metric; last values by day as well."""

    def __init__(self, source, by, metrics):
        self.source, self.by, self.metrics = source, by, metrics
        self.parted = any(metric.apart for metric in metrics.values())

    def of(self, rows):
        """(place, metric, currency, what tells the unit or None, day or None, sum)."""
        lasting = {pk for pk, each in self.metrics.items() if each.aggregation == Aggregation.LAST}
        if "day" in self.by:
            found, day = self.summed(rows, set(self.metrics)), self.by.index("day")
        elif not lasting:
            found, day = self.summed(rows, set(self.metrics)), None
        else:
            plain = self.summed(rows, set(self.metrics) - lasting, newest=Cast(None, DateField()))
            found = plain.union(self.summed(rows, lasting, newest=F("day")), all=True)
            day = len(self.by) + 2 + self.parted
        size = len(self.by)
        for row in found:
            metric_id, currency = row[size], row[size + 1]
            yield (
                row[:size],
                metric_id,
                currency,
                row[size + 2] if self.parted else None,
                row[day] if day is not None and (metric_id in lasting) else None,
                int(row[-1]),
            )

    def summed(self, rows, pks, **more):
        prefix = self.source.prefix
        columns = [*(self.source.columns[name] for name in self.by)]
        columns += [f"{prefix}metric_id", f"{prefix}currency"]
        columns += [self.source.said] if self.parted else []
        return (
            rows.filter(**{f"{prefix}metric__in": pks})
            .annotate(**more)
            .values_list(*columns, *more)
            .annotate(total=Sum("amount"))
        )


def within(since, until):
    return [
        *([Q(day__gte=since)] if since is not None else []),
        *([Q(day__lte=until)] if until is not None else []),
    ]

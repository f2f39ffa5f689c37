"""What the numbers come to: at every level, by a fixed count of statements."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from campaigns.metrics import counted, formulas
from campaigns.metrics.figures import Figures, Known, inputs
from campaigns.metrics.models import (
    Aggregation,
    DayTotal,
    Definition,
    Metric,
    Observation,
    Series,
    Target,
    Unit,
)
from workspace.kernel.remembering import Remembered

DIMENSIONS = ("campaign", "channel", "touchpoint", "day")
dictionaries = Remembered(200)


def defined():
    """{key: metric} of the workspace in scope, in their order; retired ones are among them."""
    return Known((metric.key, metric) for metric in Metric.objects.order_by("position", "pk"))


def defined_in(workspace):
    """The same for pages, which change nothing of them: remembered for a `face` of the workspace,
    which moves whenever a metric is defined or changed (`actions/defining.py`)."""
    key = (workspace.pk, workspace.face)
    known = dictionaries.find(key)
    if known is None:
        known = defined()
        dictionaries.put(key, known)
    return known


def figures(campaign_ids, *, by=("campaign",), **asked):
    """What the numbers of some campaigns come to: {ids and days in the order of `by`: `Figures`}.

    `by` is made of "campaign", "channel", "touchpoint" and "day"; a number of the whole campaign
    has None for channel and touchpoint. ("campaign", "part") is by the `parts` of a span. All else
    is as in `levels`.
    """
    [found] = levels(campaign_ids, by, **asked)
    return found


def levels(
    campaign_ids,
    *bys,
    since=None,
    until=None,
    parts=None,
    metrics=None,
    keys=None,
    kept=None,
):
    """The `figures` at several levels, one for each `by`, in the fewest statements.

    `since` and `until` are days, both included. `metrics` is what `defined` returns and `kept`
    what `counted.kept` does, where the caller has them; `keys` are the metrics that are wanted,
    else all. One statement for each level, one for what is kept and one for what is counted,
    however many numbers there are.
    """
    campaign_ids = list(campaign_ids)
    metrics = defined() if metrics is None else metrics
    wanted = inputs(metrics if keys is None else keys, metrics)
    if not campaign_ids or not wanted:
        return [{} for _by in bys]
    kept = counted.kept(campaign_ids, wanted) if kept is None else kept
    kept = [(provider, here) for provider, here in kept if provider.keys & wanted]
    asked = Asked(campaign_ids, since, until, parts, wanted, metrics, kept)
    told = counts(asked, bys)
    return [level(asked, by, counts_here) for by, counts_here in zip(bys, told, strict=True)]


class Asked(NamedTuple):
    """What all levels of one question have in common."""

    campaign_ids: list
    since: object
    until: object
    parts: object
    wanted: set
    metrics: dict
    kept: list


def level(asked, by, told):
    metrics, found = asked.metrics, {}
    for place, key, currency, day, amount, unit in observed(asked, by):
        here = found.setdefault(place, Figures(metrics))
        if unit == metrics[key].unit:
            here.add(key, currency, amount, day)
        else:
            here.apart.add(key)
    for place, amounts in (*nothing_yet(asked, by), *told.items()):
        here = found.setdefault(place, Figures(metrics))
        for (key, currency), amount in amounts.items():
            if key in asked.wanted:
                here.add(key, currency, amount)
    return {place: here for place, here in found.items() if here.sums or here.apart}


def nothing_yet(asked, by):
    """Where rows are kept and none was counted, a campaign has none: nought, not nothing."""
    if by not in {(), ("campaign",)}:
        return
    for _provider, here in asked.kept:
        for pks, keys in here.groups():
            plain = {
                (key, ""): 0
                for key in keys
                if key in asked.wanted and asked.metrics[key].unit != Unit.MONEY
            }
            for pk in pks:
                yield (pk,) if by else (), plain


def counts(asked, bys):
    """[{place: {(key, currency): amount}}] of what is counted, for each of the levels.

    It is counted once by all that any level is by, and then added up to each.
    """
    dimensions = {"day" if name == "part" else name for by in bys for name in by}
    finest = tuple(name for name in DIMENSIONS if name in dimensions)
    told = [
        (provider.keys, provider.tell(here, asked.since, asked.until, finest, asked.wanted))
        for provider, here in asked.kept
    ]
    return [
        merged((keys, gathered(places, finest, by, asked.parts)) for keys, places in told)
        for by in bys
    ]


def gathered(places, finest, by, parts):
    """What was counted by `finest`, added up by `by`."""
    found = defaultdict(lambda: defaultdict(int))
    for place, amounts in places.items():
        where = dict(zip(finest, place, strict=True))
        if "part" in by:
            where["part"] = parts.of(where["campaign"], where["day"])
            if where["part"] is None:
                continue
        here = found[tuple(where[name] for name in by)]
        for name, amount in amounts.items():
            here[name] += amount
    return found


def merged(told):
    found = defaultdict(dict)
    for keys, places in told:
        for place, amounts in places.items():
            found[place] |= {name: amount for name, amount in amounts.items() if name[0] in keys}
    return found


def observed(asked, by):
    """The observed numbers, added up in the database: (place, key, currency, day, amount, unit).

    `day` tells which of several last values is the newest; what adds up has none. One statement.
    """
    source = TOTALS if set(by) <= set(TOTALS.columns) else OBSERVATIONS
    metrics = {asked.metrics[key].pk: asked.metrics[key] for key in asked.wanted}
    rows = source.rows.filter(
        Q(**{f"{source.prefix}campaign__in": asked.campaign_ids}),
        *within(asked.since, asked.until),
        *(~source.of(here, asked.metrics) for _provider, here in asked.kept),
    )
    if "part" in by:
        rows = asked.parts.told(rows)
    for place, metric_id, currency, said, day, amount in Sums(source, by, metrics).of(rows):
        metric = metrics[metric_id]
        unit = metric.unit if said is None else source.unit_of(metric, said)
        yield place, metric.key, currency, day, amount, unit


class DaysBetween(Func):
    """How many days lie between two."""

    output_field = IntegerField()
    template = "(%(expressions)s)"
    arg_joiner = " - "

    def as_sqlite(self, compiler, connection, **context):
        template = "CAST(julianday(%(expressions)s) AS INTEGER)"
        return self.as_sql(
            compiler, connection, template=template, arg_joiner=") - julianday(", **context
        )


@dataclass(frozen=True)
class Parts:
    """`count` equal parts of `size` days each, the last one cut at `length` days.

    `since` is the first day of all, or None: then it is the start of each campaign (`starts`).
    """

    size: int
    length: int
    since: date | None = None
    starts: dict = field(default_factory=dict)

    @property
    def count(self):
        return -(-self.length // self.size)

    def of(self, campaign_id, day):
        """The part that a day lies in; None outside of the span."""
        first = self.since or self.starts.get(campaign_id)
        if first is None or not 0 <= (day - first).days < self.length:
            return None
        return (day - first).days // self.size

    def told(self, rows):
        """Totals that lie in the span, with their `part`; those of days outside of one that is the
        same for all are left out before."""
        first = Value(self.since, DateField()) if self.since else F("campaign__starts_on")
        rows = rows.annotate(age=DaysBetween(F("day"), first))
        if self.since is None:
            rows = rows.filter(age__gte=0, age__lt=self.length)
        return rows.annotate(part=F("age") / self.size)


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
            known = [metrics[key].pk for key in keys if key in metrics]
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


def made_of(key, metrics):
    """The metrics whose own formula names `key`."""
    return [
        metric
        for metric in metrics.values()
        if metric.aggregation == Aggregation.RATIO and key in formulas.parse(metric.formula).names
    ]


def made_of_it(key, metrics):
    """All metrics that are made of `key`, by whatever formulas between."""
    found, waiting = {}, [key]
    while waiting:
        for metric in made_of(waiting.pop(), metrics):
            if metric.key not in found:
                found[metric.key] = metric
                waiting.append(metric.key)
    return list(found.values())


def redefined_within(metric_ids, since, until):
    """[(metric id, number, day)] of the definitions that began within a span, but the first."""
    rows = Definition.objects.filter(metric__in=metric_ids, number__gt=1).order_by("since")
    found = rows.values_list("metric_id", "number", "since")
    days = [(pk, number, timezone.localtime(moment).date()) for pk, number, moment in found]
    return [each for each in days if since <= each[2] <= until]


def target_counts():
    """{metric id: how many targets name it}, one statement."""
    rows = Target.objects.order_by().values_list("metric_id").annotate(count=Count("pk"))
    return dict(rows)


def waiting():
    """How many campaigns of other tools wait to be matched with one of ours; one statement."""
    return next(iter(waiting_count().values_list("count", flat=True)), 0)


def waiting_count():
    """The same as a query of one row at most, to be asked along with another."""
    rows = Series.objects.filter(
        Exists(Observation.objects.filter(series=OuterRef("pk"))), campaign=None, ignored=False
    )
    told = Concat("source", Value("\n"), "external_id")
    return (
        rows.order_by()
        .values("workspace")
        .annotate(count=Count(told, distinct=True))
        .values("count")
    )

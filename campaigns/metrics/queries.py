"""What the numbers come to: at every level, by a fixed count of statements."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone

from campaigns.metrics import counted, formulas, targets
from campaigns.metrics.figures import Figures, Known, Value, inputs
from campaigns.metrics.models import (
    Aggregation,
    DayTotal,
    Definition,
    Metric,
    Observation,
    Series,
    Target,
)

DIMENSIONS = ("campaign", "channel", "touchpoint", "day")
OF_TOTALS = {"campaign": "campaign_id", "day": "day"}
OF_OBSERVATIONS = {
    "campaign": "series__campaign_id",
    "channel": "series__channel_id",
    "touchpoint": "series__touchpoint_id",
    "day": "day",
}


def defined():
    """{key: metric} of the workspace in scope, in their order; retired ones are among them."""
    return Known((metric.key, metric) for metric in Metric.objects.order_by("position", "pk"))


def figures(
    campaign_ids,
    *,
    since=None,
    until=None,
    by=("campaign",),
    metrics=None,
    keys=None,
    kept=None,
):
    """What the numbers of some campaigns come to: {ids and days in the order of `by`: `Figures`}.

    `by` is made of "campaign", "channel", "touchpoint" and "day"; a number of the whole campaign
    has None for channel and touchpoint. `since` and `until` are days, both included. `metrics` is
    what `defined` returns and `kept` what `counted.kept` does, where the caller has them; `keys`
    are the metrics that are wanted, else all. The count of statements does not grow with anything.
    """
    campaign_ids = list(campaign_ids)
    metrics = defined() if metrics is None else metrics
    wanted = inputs(metrics if keys is None else keys, metrics)
    found = {}
    if not campaign_ids or not wanted:
        return found
    told = counts(campaign_ids, since, until, by, wanted, kept)
    for place, key, currency, day, amount in observed(
        campaign_ids, since, until, by, wanted, metrics, told
    ):
        put(found, metrics, place, key, currency, amount, day)
    for provider, _kept, places in told:
        for place, amounts in places.items():
            for (key, currency), amount in amounts.items():
                if key in wanted and key in provider.keys:
                    put(found, metrics, place, key, currency, amount)
    return found


def put(found, metrics, place, key, currency, amount, day=None):
    if place not in found:
        found[place] = Figures(metrics)
    found[place].add(key, currency, amount, day)


def counts(campaign_ids, since, until, by, wanted, kept):
    """[(provider, campaigns that it counts in, what it counted)]."""
    kept = counted.kept(campaign_ids, wanted) if kept is None else kept
    return [
        (provider, pks, provider.tell(sorted(pks), since, until, by))
        for provider, pks in kept
        if provider.keys & wanted
    ]


def observed(campaign_ids, since, until, by, wanted, metrics, told):
    """The observed numbers, added up in the database: (place, key, currency, day, amount)."""
    plain = [metrics[key].pk for key in wanted if metrics[key].aggregation == Aggregation.SUM]
    lasting = [metrics[key].pk for key in wanted if metrics[key].aggregation == Aggregation.LAST]
    names = {metrics[key].pk: key for key in wanted}
    for pks, per_day in ((plain, False), (lasting, True)):
        if not pks:
            continue
        totals = set(by) <= set(OF_TOTALS)
        rows, columns, prefix = (
            (DayTotal.objects, OF_TOTALS, "")
            if totals
            else (Observation.objects, OF_OBSERVATIONS, "series__")
        )
        rows = rows.filter(
            Q(**{f"{prefix}campaign__in": campaign_ids, f"{prefix}metric__in": pks}),
            *within(since, until),
            *(
                ~Q(
                    **{
                        f"{prefix}campaign__in": kept,
                        f"{prefix}metric__in": [metrics[key].pk for key in provider.keys & wanted],
                    }
                )
                for provider, kept, _places in told
            ),
        )
        dimensions = [columns[name] for name in by]
        day = ["day"] if per_day and "day" not in by else []
        found = (
            rows.order_by()
            .values_list(*dimensions, f"{prefix}metric_id", f"{prefix}currency", *day)
            .annotate(total=Sum("amount"))
        )
        size = len(dimensions)
        for row in found:
            last = row[size + 2] if day else row[by.index("day")] if per_day else None
            yield row[:size], names[row[size]], row[size + 1], last, int(row[-1])


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


@dataclass(frozen=True)
class Standing:
    """Where a target stands: the value so far, the path's, and how the two compare.

    `day` is the day that is judged: today, or the newest day with numbers while more are not due
    yet. `course` is [(day, amount or None, the path's amount or None)] for a sparkline.
    """

    target: object
    value: Value
    expected: int | None
    judgement: str | None
    day: date
    course: list


GRACE = {"daily": 3, "weekly": 10, "monthly": 40}
POINTS = 30


def standings(targets_, today, metrics=None):
    """{target id: `Standing`} of targets with their campaign and metric, by few statements."""
    chosen = list(targets_)
    metrics = defined() if metrics is None else metrics
    found = {}
    for by, some in (
        (("campaign", "day"), [each for each in chosen if each.channel_id is None]),
        (("campaign", "channel", "day"), [each for each in chosen if each.channel_id]),
    ):
        if not some:
            continue
        days = figures(
            {each.campaign_id for each in some},
            until=today,
            by=by,
            metrics=metrics,
            keys={each.metric.key for each in some},
        )
        placed = {}
        for place, here in days.items():
            placed.setdefault(place[:-1], []).append((place[-1], here))
        for target in some:
            place = (target.campaign_id, *([target.channel_id] if target.channel_id else []))
            own = sorted(placed.get(place, ()), key=lambda pair: pair[0])
            found[target.pk] = standing(target, own, today, metrics)
    return found


def standing(target, days, today, metrics):
    """How one target stands, from [(day, `Figures`)] of its place in order."""
    key, currency = target.metric.key, target.currency or None
    first, last = targets.starts_on(target), targets.due_on(target)
    needed = inputs([key], metrics)
    days = [
        (day, here)
        for day, here in days
        if (first is None or day >= first)
        and (last is None or day <= last)
        and any(name in needed for name, _currency in here.sums)
    ]
    judged_on = min(today, last) if last else today
    if days and key not in counted.counted_keys():
        newest = days[-1][0]
        if (judged_on - newest).days <= GRACE[target.metric.cadence]:
            judged_on = newest
    course, so_far, waiting = [], Figures(metrics), iter(days)
    pending = next(waiting, None)
    for day in sampled(days[0][0] if days else judged_on, judged_on):
        while pending and pending[0] <= day:
            so_far.include(pending[1], pending[0])
            pending = next(waiting, None)
        course.append((day, so_far.value(key, currency).amount, targets.expected(target, day)))
    value = so_far.value(key, currency)
    return Standing(
        target=target,
        value=value,
        expected=targets.expected(target, judged_on),
        judgement=targets.judge(target, value.amount, judged_on),
        day=judged_on,
        course=course,
    )


def sampled(first, last):
    """Up to `POINTS` days between two, the last among them."""
    span = max((last - first).days, 0)
    step = max(1, -(-span // (POINTS - 1)))
    days = [last - timedelta(days=back) for back in range(0, span + 1, step)]
    return days[::-1]


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
    rows = Series.objects.filter(
        Exists(Observation.objects.filter(series=OuterRef("pk"))), campaign=None, ignored=False
    )
    return rows.order_by().values("source", "external_id").distinct().count()

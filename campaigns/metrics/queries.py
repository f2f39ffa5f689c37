"""What the numbers come to: at every level, by a fixed count of statements."""

from django.db.models import Q, Sum

from campaigns.metrics import counted
from campaigns.metrics.figures import Figures, inputs
from campaigns.metrics.models import Aggregation, DayTotal, Metric, Observation

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
    return {metric.key: metric for metric in Metric.objects.order_by("position", "pk")}


def figures(campaign_ids, *, since=None, until=None, by=("campaign",), metrics=None, keys=None):
    """What the numbers of some campaigns come to: {ids and days in the order of `by`: `Figures`}.

    `by` is made of "campaign", "channel", "touchpoint" and "day"; a number of the whole campaign
    has None for channel and touchpoint. `since` and `until` are days, both included. `metrics` is
    what `defined` returns, where the caller has it; `keys` are the metrics that are wanted, else
    all. The count of statements does not grow with anything.
    """
    campaign_ids = list(campaign_ids)
    metrics = defined() if metrics is None else metrics
    wanted = inputs(metrics if keys is None else keys, metrics)
    found = {}
    if not campaign_ids or not wanted:
        return found
    told = counts(campaign_ids, since, until, by, wanted)
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


def counts(campaign_ids, since, until, by, wanted):
    """[(provider, campaigns that it counts in, what it counted)]."""
    told = []
    for provider in counted.providers:
        kept = provider.keys & wanted and set(provider.kept_in(campaign_ids))
        if kept:
            told.append((provider, kept, provider.tell(sorted(kept), since, until, by)))
    return told


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

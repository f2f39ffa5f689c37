"""Adding the numbers of a day up, in the transaction in which they change.

Numbers that came in while the metric had another unit have a total of their own. Nothing is added
to a total that is there: what a day comes to is asked of its numbers again, so a total cannot drift
from them. What is asked is bounded by the campaigns, metrics and days touched.
"""

from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.metrics.models import DayTotal, Metric, Observation
from campaigns.metrics.queries.exact import added_up
from workspace.kernel.refusals import Invalid
from workspace.kernel.templatetags import look

AT_ONCE, MOST = 500, 2**63 - 1


def recount_touched(workspace_id, touched):
    """Add up again what [(series, day)] belong to."""
    touched = [(row, day) for row, day in touched if row.campaign_id is not None]
    if not touched:
        return
    recount(
        workspace_id,
        {row.campaign_id for row, _day in touched},
        {row.metric_id for row, _day in touched},
        min(day for _row, day in touched),
        max(day for _row, day in touched),
    )


def recount(workspace_id, campaign_ids, metric_ids, first=None, last=None):
    """Add up the days of these campaigns and metrics again, of a span or of all time."""
    metric_ids = sorted(metric_ids)
    campaign_ids = sorted(campaign_ids)
    for start in range(0, len(campaign_ids), AT_ONCE):
        some = campaign_ids[start : start + AT_ONCE]
        write(
            workspace_id,
            sums(some, metric_ids, first, last),
            standing(some, metric_ids, first, last),
        )


def span(first, last):
    return Q(
        *([("day__gte", first)] if first is not None else []),
        *([("day__lte", last)] if last is not None else []),
    )


def sums(campaign_ids, metric_ids, first, last):
    """{(campaign, metric, currency, unit, day): amount} of the numbers themselves."""
    metrics = Metric.objects.in_bulk(metric_ids)
    rows = Observation.objects.filter(
        span(first, last), series__campaign__in=campaign_ids, series__metric__in=metric_ids
    )
    names = ("series__campaign_id", "series__metric_id", "series__currency", "definition", "day")
    totals = defaultdict(int)
    for campaign_id, metric_id, currency, definition, day, total in added_up(rows, names):
        unit = metrics[metric_id].unit_under(definition)
        totals[campaign_id, metric_id, currency, unit, day] += int(total)
        refuse_too_large(
            metrics[metric_id], day, totals[campaign_id, metric_id, currency, unit, day]
        )
    return totals


def refuse_too_large(metric, day, amount):
    """Refuse a day that comes to more than a column keeps."""
    if abs(amount) > MOST:
        raise Invalid(
            _("The numbers of “%(metric)s” on %(day)s come to more than can be kept.")
            % {"metric": metric.label, "day": look.day(day)}
        )


def standing(campaign_ids, metric_ids, first, last):
    """{(campaign, metric, currency, unit, day): (id, amount)} of the totals that are there."""
    rows = DayTotal.objects.filter(
        span(first, last), campaign__in=campaign_ids, metric__in=metric_ids
    )
    found = rows.values_list("campaign_id", "metric_id", "currency", "unit", "day", "pk", "amount")
    return {row[:5]: row[5:] for row in found}


def write(workspace_id, wanted, there):
    DayTotal.objects.bulk_create(
        (
            DayTotal(
                workspace_id=workspace_id,
                campaign_id=campaign_id,
                metric_id=metric_id,
                currency=currency,
                unit=unit,
                day=day,
                amount=amount,
            )
            for (campaign_id, metric_id, currency, unit, day), amount in wanted.items()
            if there.get((campaign_id, metric_id, currency, unit, day), (0, None))[1] != amount
        ),
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["campaign", "metric", "currency", "unit", "day"],
        update_fields=["amount"],
    )
    gone = sorted(pk for place, (pk, _amount) in there.items() if place not in wanted)
    for start in range(0, len(gone), AT_ONCE):
        DayTotal.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()

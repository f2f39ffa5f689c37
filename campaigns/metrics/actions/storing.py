"""Numbers in their series: what stands there, what of it differs, and writing that."""

from dataclasses import dataclass, replace
from datetime import date

from campaigns.metrics.actions import totals
from campaigns.metrics.actions.entries import AT_ONCE, chunks
from campaigns.metrics.actions.same_place import SamePlace
from campaigns.metrics.models import Observation, Series


@dataclass(frozen=True, slots=True)
class Before:
    """What stood where a number came in; an `amount` of None where nothing did.

    `gone`: nothing came in its place, it was taken away.
    """

    series_id: int
    day: date
    amount: int | None = None
    definition: int = 1
    batch_id: int | None = None
    gone: bool = False


def known_series(entries):
    """{(key, metric id, currency): series} of those that exist."""
    keys = sorted({key for key, _metric, _currency in entries.places})
    return {
        (row.key, row.metric_id, row.currency): row
        for some in chunks(keys)
        for row in Series.objects.filter(key__in=some)
    }


def write(workspace_id, entries, seen, stored):
    """Write the numbers that differ and the days' totals; returns [(series, day)] written."""
    series = series_of(workspace_id, entries, seen)
    pks = {row.pk for row in series.values()}
    standing = present(pks, [day for _name, day in entries.numbers])
    same_place = SamePlace(entries, series, present)
    fresh, gone, touched = [], [], []
    metrics = {metric.pk: metric for metric in entries.metrics.values()}

    def take_away(row, stands):
        seen.before.append(replace(stands, gone=True))
        touched.append((row, stands.day))
        gone.append(stands.pk)

    for (name, day), amount in entries.numbers.items():
        row = series[name]
        before, others = standing.get((row.pk, day)), same_place.at(name, day)
        seen.add(kind_of(before, others, amount, metrics[row.metric_id]))
        for other, stands in others:
            take_away(other, stands)
        if is_same(before, amount, metrics[row.metric_id]):
            continue
        if amount is None:
            take_away(row, before)
            continue
        seen.before.append(before or Before(row.pk, day))
        touched.append((row, day))
        fresh.append(
            Observation(
                workspace_id=workspace_id,
                series_id=row.pk,
                day=day,
                amount=amount,
                definition=metrics[row.metric_id].number,
                batch_id=seen.batch.pk,
            )
        )
    remove(gone)
    stored(seen.same)
    for some in chunks(fresh, 5_000):
        upsert(some)
        stored(len(some))
    seen.waiting = sum(row.campaign_id is None for row, _day in touched)
    totals.recount_touched(workspace_id, touched)
    return touched


def kind_of(before, others, amount, metric):
    """ "added", "changed", "removed" or "same": what a number is to what is said there."""
    stood = [stands for stands in (before, *(stands for _series, stands in others)) if stands]
    if not stood:
        return "same" if amount is None else "added"
    if amount is None:
        return "removed"
    units = {metric.unit_under(stands.definition) for stands in stood}
    said = sum(stands.amount for stands in stood)
    return "same" if units == {metric.unit} and said == amount else "changed"


def is_same(before, amount, metric):
    """Whether a number that comes in says what stands there: so much, in today's unit."""
    if before is None or amount is None:
        return before is None and amount is None
    return before.amount == amount and metric.unit_under(before.definition) == metric.unit


def series_of(workspace_id, entries, seen):
    """{(key, metric id, currency): series}, those that are new made."""
    known = known_series(entries)
    missing = [name for name in entries.places if name not in known]
    Series.objects.bulk_create(
        (new_series(workspace_id, name, entries) for name in missing), batch_size=AT_ONCE
    )
    if missing:
        known = known_series(entries)
    for campaign_id, rows in matched_now(entries, known).items():
        place = entries.places[name_of(rows[0])]
        Series.objects.filter(pk__in=[row.pk for row in rows]).update(
            campaign_id=campaign_id,
            channel_id=entries.channel_of(place),
            touchpoint_id=place.touchpoint_id,
        )
        for row in rows:
            row.campaign_id = campaign_id
        totals.recount(workspace_id, [campaign_id], {row.metric_id for row in rows})
    return known


def name_of(series):
    return series.key, series.metric_id, series.currency


def matched_now(entries, known):
    """{campaign id: series} of those that waited, and whose numbers now say where they belong."""
    matched = {}
    for name, place in entries.places.items():
        row = known[name]
        if row.campaign_id is None and place.campaign_id:
            matched.setdefault(place.campaign_id, []).append(row)
    return matched


def new_series(workspace_id, name, entries):
    key, metric_id, currency = name
    row = entries.places[name]
    return Series(
        workspace_id=workspace_id,
        key=key,
        source=entries.source,
        external_id=row.external_id,
        external_name=row.external_name[:200],
        campaign_id=row.campaign_id,
        channel_id=entries.channel_of(row),
        touchpoint_id=row.touchpoint_id,
        metric_id=metric_id,
        currency=currency,
    )


@dataclass(frozen=True, slots=True)
class Standing(Before):
    pk: int = 0


def present(series_ids, days):
    """{(series id, day): what stands there} within the span of `days`."""
    if not days:
        return {}
    first, last = min(days), max(days)
    standing = {}
    for some in chunks(sorted(series_ids)):
        rows = Observation.objects.filter(series__in=some, day__gte=first, day__lte=last)
        for row in rows.values_list("series_id", "day", "amount", "definition", "batch_id", "pk"):
            standing[row[0], row[1]] = Standing(*row[:5], pk=row[5])
    return standing


def upsert(rows):
    Observation.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["series", "day"],
        update_fields=["amount", "definition", "batch"],
    )


def remove(pks):
    for some in chunks(sorted(pks)):
        Observation.objects.filter(pk__in=some).delete()

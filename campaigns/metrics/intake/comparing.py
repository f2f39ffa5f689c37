"""What the numbers of a file would do to those that are there, without doing it."""

from campaigns.journey.models import Touchpoint
from campaigns.metrics.actions import storing
from campaigns.metrics.actions.entries import Entries, Number, chunks
from campaigns.metrics.actions.same_place import SamePlace
from campaigns.metrics.models import Observation


def seen_rows(numbers, matches):
    """The `Number`s of a file, touchpoints that are still to be made left out."""
    wheres = {matches.where(place) for place in numbers.places}
    return list(rows_of(numbers, matches, touchpoints_of(wheres)))


def missing(rows, numbers, matches, metrics):
    """What is here of the days, campaigns and metrics of a file and not in it, each as a `Number`
    that takes it away. `rows` are those of the file; `metrics` are the keys that it has room for.
    """
    if not numbers.span:
        return []
    first, last = numbers.span
    told = Entries(rows, matches.source).numbers
    keys = {row.metric for row in rows} | set(metrics)
    ids = {matches.where(place).external_id for place in numbers.rows} - {""}
    found = []
    for some in chunks(sorted(ids)):
        there = Observation.objects.filter(
            series__source=matches.source,
            series__external_id__in=some,
            series__metric__key__in=keys,
            day__gte=first,
            day__lte=last,
        ).select_related("series__metric")
        for each in there:
            series = each.series
            if ((series.key, series.metric_id, series.currency), each.day) not in told:
                found.append(taken_away(series, each.day))
    return found


def taken_away(series, day):
    """A number that goes, wherever its series is."""
    return Number(
        series.metric.key,
        day,
        None,
        series.currency,
        external_id=series.external_id,
        external_name=series.external_name,
    )


def touchpoints_of(wheres):
    """{(campaign, channel, stage): touchpoint id} of those that exist."""
    places = {(w.campaign_id, w.channel_id, w.stage_id) for w in wheres if w.stage_id}
    if not places:
        return {}
    rows = Touchpoint.objects.filter(campaign__in={place[0] for place in places})
    return {
        (row.campaign_id, row.channel_id, row.stage_id): row.pk
        for row in rows
        if (row.campaign_id, row.channel_id, row.stage_id) in places
    }


def rows_of(numbers, matches, touchpoints):
    """The `Number`s of a file; a touchpoint that is still to be made is left out."""
    adding, named = {}, {}
    for run, days in numbers.numbers.items():
        where = matches.where(run.place)
        # One campaign by two names, its key and its name, is one place.
        where = named.setdefault(where._replace(external_name=""), where)
        held = adding.setdefault((where, run.metric, run.currency), {})
        for day, amount in days.items():
            held[day] = held.get(day, 0) + amount
    for (where, metric, currency), days in adding.items():
        touchpoint = touchpoints.get((where.campaign_id, where.channel_id, where.stage_id))
        for day, amount in days.items():
            yield Number(
                metric,
                day,
                amount,
                currency,
                where.campaign_id,
                where.channel_id if where.campaign_id else None,
                touchpoint if where.campaign_id else None,
                where.external_id,
                where.external_name,
            )


def counts(rows, source):
    """{"added", "changed", "removed", "same", "waiting"}: how many of `rows` are what."""
    entries = Entries(rows, source)
    series = storing.known_series(entries)
    days = [day for _name, day in entries.numbers]
    standing = storing.present({row.pk for row in series.values()}, days)
    same_place = SamePlace(entries, series, storing.present)
    told = dict.fromkeys(("added", "changed", "removed", "same", "waiting"), 0)
    for (name, day), amount in entries.numbers.items():
        row = series.get(name)
        before = standing.get((row.pk, day)) if row else None
        others = same_place.at(name, day)
        told[storing.kind_of(before, others, amount, entries.metric_of(name))] += 1
        campaign = entries.places[name].campaign_id or (row.campaign_id if row else None)
        told["waiting"] += campaign is None
    return told

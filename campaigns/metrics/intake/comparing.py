"""What the numbers of a file would do to those that are there, without doing it."""

from campaigns.journey.models import Touchpoint
from campaigns.metrics.actions import storing
from campaigns.metrics.actions.entries import Entries, Number
from campaigns.metrics.actions.same_place import SamePlace


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


def counts(numbers, matches, source):
    """{"added", "changed", "removed", "same", "waiting"}: how many numbers of the file are what."""
    wheres = {matches.where(place) for place in numbers.places}
    rows = list(rows_of(numbers, matches, touchpoints_of(wheres)))
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

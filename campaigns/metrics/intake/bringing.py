"""Writing the numbers of a file: everything or nothing, so that it can be taken out again."""

from datetime import date

from campaigns.brief.models import Campaign
from campaigns.journey.actions import touchpoint_of
from campaigns.journey.models import Touchpoint
from campaigns.metrics.actions import observing, same_place, storing
from campaigns.metrics.actions.entries import chunks
from campaigns.metrics.actions.storing import Before
from campaigns.metrics.intake import comparing
from campaigns.metrics.models import Batch, Replaced, Series
from campaigns.plan.models import Channel
from workspace.kernel import streams

AT_ONCE = 500


def bring(batch, numbers, matches, *, by, stored, metrics=()):
    """Write the numbers of a file; returns the counts that tell how it went.

    Where somebody said that the file is complete, what of its days, campaigns and `metrics` is not
    in it goes.

    Inside an open transaction: each part below takes its own locks, and all of them end together.
    """
    wheres = {matches.where(place) for place in numbers.places}
    touchpoints = touchpoints_for(wheres, by)
    settled = settle(batch.workspace_id, matches.source, wheres, touchpoints, by=by)
    let_go(batch.workspace_id, matches.source, wheres, by=by)
    rows = list(comparing.rows_of(numbers, matches, touchpoints))
    if batch.choices.get("complete"):
        rows = [*comparing.missing(rows, numbers, matches, metrics), *rows]
    seen = observing.observe(rows, by=by, source=matches.source, batch=batch, stored=stored)
    ignore(matches.source, {w.external_id for w in wheres if w.ignored}, True)
    remember(batch, seen.before)
    give_way(batch.workspace_id, settled, by=by)
    return seen.counts


def touchpoints_for(wheres, by):
    """{(campaign, channel, stage): touchpoint id}; those that nobody spoke of yet are made."""
    known = comparing.touchpoints_of(wheres)
    wanted = {
        (where.campaign_id, where.channel_id, where.stage_id)
        for where in wheres
        if where.campaign_id and where.channel_id and where.stage_id
    }
    missing = sorted(wanted - known.keys())
    campaigns = Campaign.objects.in_bulk({place[0] for place in missing})
    for place in missing:
        with streams.record("campaign", place[0], by=by) as record:
            touchpoint = touchpoint_of(campaigns[place[0]], *place[1:], record=record)
        known[place] = touchpoint.pk
    return known


def settle(workspace_id, source, wheres, touchpoints, *, by):
    """Let series that are there already follow what was said of their campaigns of the tool;
    returns those that do now."""
    settled = []
    said = {where.external_id: where for where in wheres if where.external_id}
    for place in sorted({place_of(where, touchpoints) for where in said.values()}, key=repr):
        if place[0] is None:
            continue
        ids = [ext for ext, where in said.items() if place_of(where, touchpoints) == place]
        rows = [row for row in series_of(source, ids) if differs(row, place)]
        if rows:
            attach(workspace_id, rows, *place, by=by)
        settled += rows
    return settled


def give_way(workspace_id, rows, *, by):
    """Let what was typed where tables count since `attach` go, until these are taken out again."""
    pks = [row.pk for row in rows]
    rows = [row for some in chunks(pks) for row in Series.objects.filter(pk__in=some)]
    campaigns = {row.campaign_id for row in rows} - {None}
    if not campaigns:
        return
    with observing.locked_streams(workspace_id, campaigns, by) as records:
        gone = observing.give_way(rows, records=records)
    held = {}
    for typed, told in gone:
        held.setdefault((told.batch_id, typed.series_id), []).append(typed)
    hand_to(workspace_id, held)


def let_go(workspace_id, source, wheres, *, by):
    """Let series wait again of whose campaign somebody says that it is none of ours, or unknown."""
    ids = [where.external_id for where in wheres if where.lets_go]
    if rows := [row for row in series_of(source, ids) if row.campaign_id]:
        attach(workspace_id, rows, None, None, None, by=by)


def place_of(where, touchpoints):
    touchpoint = touchpoints.get((where.campaign_id, where.channel_id, where.stage_id))
    return where.campaign_id, where.channel_id, touchpoint


def differs(row, place):
    return (row.campaign_id, row.channel_id, row.touchpoint_id) != place or row.ignored


def series_of(source, ids):
    for some in chunks(sorted(ids)):
        yield from Series.objects.filter(source=source, external_id__in=some)


def attach(workspace_id, rows, campaign_id, channel_id, touchpoint_id, *, by):
    """Give series to a campaign, or to none; inside the streams of all that win or lose by it."""
    former = {row.campaign_id for row in rows}
    with observing.locked_streams(workspace_id, (former | {campaign_id}) - {None}, by) as records:
        observing.attach(
            rows,
            campaign=Campaign.objects.get(pk=campaign_id) if campaign_id else None,
            channel=Channel.objects.get(pk=channel_id) if channel_id else None,
            touchpoint=Touchpoint.objects.get(pk=touchpoint_id) if touchpoint_id else None,
            records=records,
        )
        Series.objects.filter(pk__in=[row.pk for row in rows]).update(ignored=False)
        for pk in sorted((former | {campaign_id}) - {None}):
            verb = "series.assigned" if pk == campaign_id else "series.taken_away"
            records["campaign", pk](verb, rows[0], audience="team", name="", series=len(rows))


def ignore(source, ids, ignored):
    for some in chunks(sorted(ids)):
        rows = Series.objects.filter(source=source, external_id__in=some)
        rows.exclude(ignored=ignored).update(ignored=ignored)


# What is needed to take it out again


def remember(batch, before):
    """Keep what the batch wrote over, a row for each series."""
    by_series = {}
    for each in before:
        by_series.setdefault(each.series_id, {})[each.day.isoformat()] = told(each)
    Replaced.objects.bulk_create(
        (
            Replaced(workspace_id=batch.workspace_id, batch=batch, series_id=pk, days=days)
            for pk, days in by_series.items()
        ),
        batch_size=AT_ONCE,
    )


def replaced(batch):
    """What `put_back` takes."""
    alive = set(Batch.objects.values_list("pk", flat=True)) if batch.replaced.exists() else set()
    found = []
    for row in batch.replaced.all():
        for day, stood in row.days.items():
            amount, definition, batch_id, *gone = stood or (None, 1, None)
            found.append(
                Before(
                    row.series_id,
                    date.fromisoformat(day),
                    amount,
                    definition,
                    batch_id if batch_id in alive else None,
                    bool(gone),
                )
            )
    return found


def hand_on(batch, before):
    """What of `before` can come back. What was taken away where a later batch says a number now
    comes back with that one, when it is taken out.
    """
    now = same_place.beside([each for each in before if each.gone], storing.present)
    free, held = [], {}
    for each in before:
        theirs = {one.batch_id for one in now.get((each.series_id, each.day), ())} - {batch.pk}
        if not theirs:
            free.append(each)
        elif later := max(theirs - {None}, default=None):
            held.setdefault((later, each.series_id), []).append(each)
    hand_to(batch.workspace_id, held)
    return free


def hand_to(workspace_id, held):
    """Let batches that can be taken out bring back what they have: {(batch, series): [what]}."""
    batches = {pk for pk, _series in held}
    able = set(Replaced.objects.filter(batch__in=batches).values_list("batch_id", flat=True))
    for (pk, series_id), some in held.items():
        if pk in able:
            take_over(workspace_id, pk, series_id, some)


def take_over(workspace_id, later, series_id, some):
    row, _made = Replaced.objects.get_or_create(
        workspace_id=workspace_id, batch_id=later, series_id=series_id
    )
    days = {each.day.isoformat(): told(each) for each in some}
    row.days = days | row.days
    row.save(update_fields=["days"])


def told(before):
    """What stood on a day as `Replaced.days` tells it."""
    if before.amount is None:
        return None
    stood = [before.amount, before.definition, before.batch_id]
    return [*stood, True] if before.gone else stood


def bequeath(batch):
    """Let later batches that wrote over this one put back what stood before it instead.

    Otherwise a number that was taken out would come back when the later batch is taken out too.
    """
    mine = {row.series_id: row.days for row in batch.replaced.all()}
    later = Replaced.objects.filter(batch__gt=batch.pk, series__in=mine.keys())
    for row in later.order_by("pk"):
        days = {
            day: inherited(stood, mine[row.series_id].get(day), batch)
            for day, stood in row.days.items()
        }
        if days != row.days:
            row.days = days
            row.save(update_fields=["days"])


def inherited(stood, before, batch):
    """What stood before a later batch once `batch` is out, before which `before` stood."""
    if stood and stood[2] == batch.pk:
        return [*before[:3], True] if before and len(stood) > 3 else before and before[:3]
    return before[:3] if stood is None and before and len(before) > 3 else stood

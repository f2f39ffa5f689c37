"""Numbers come in: each takes the place of the one before it, and the days are added up anew.

    seen = observe([Number("spend", day, 12_500_000, "EUR", campaign_id=7, channel_id=3)],
                   by=member, source="form")

A number belongs to a *series*, which is found by what the number says of itself: a number of an
advertising tool or a table by the campaign that it names (`external_id`), any other by its place in
our plan. A number of the same series and day replaces, whatever brought it, and whoever brings the
same again changes nothing. What somebody typed and what a table brought for the same place replace
each other too. Numbers that name no campaign of ours wait in a series without one.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from campaigns.metrics.actions import same_place, storing, totals
from campaigns.metrics.actions.entries import Entries, Number, chunks
from campaigns.metrics.models import Batch, Observation, Series
from workspace.kernel import clock, streams
from workspace.kernel.refusals import Busy

__all__ = ["Number", "Observed", "attach", "give_way", "locked_streams", "observe", "put_back"]


@dataclass
class Observed:
    """What became of the numbers; `before` is what `put_back` needs to take all of it back."""

    batch: Batch
    added: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0
    waiting: int = 0
    before: list = field(default_factory=list)

    def add(self, kind):
        """Count a number that is `kind` (`storing.kind_of`) to what was there."""
        setattr(self, kind, getattr(self, kind) + 1)

    @property
    def counts(self):
        return {
            name: getattr(self, name) for name in ("added", "changed", "removed", "same", "waiting")
        }


def observe(
    rows,
    *,
    by,
    source,
    batch=None,
    workspace_id=None,
    stored=lambda count: None,
    check=lambda: None,
):
    """Take numbers in, in one transaction; returns the `Observed`.

    Two rows for the same series and day: the last one stands, so add them up before where that is
    meant. Without a `batch` one is made, so that every number tells who brought it. `by` may be
    nobody (None) when `batch` or `workspace_id` says whose numbers these are. Raises `Invalid`
    when a row cannot be: an unknown metric, a missing currency, a channel of somebody else.
    `check()` may raise, too: it sees what stands there once nobody else can write it.
    """
    workspace_id = workspace_id or (batch or by).workspace_id
    entries = Entries(rows, source)
    with locked(workspace_id, entries, by) as records:
        check()
        if batch is None:
            batch = Batch.objects.create(
                workspace_id=workspace_id,
                source=source,
                by=by,
                state=Batch.State.DONE,
                created_at=clock.now(),
                finished_at=clock.now(),
            )
            made = True
        else:
            made = False
        seen = Observed(batch)
        touched = storing.write(workspace_id, entries, seen, stored)
        tell(records, workspace_id, touched, seen)
        if made:
            batch.counts = seen.counts
            batch.save(update_fields=["counts"])
    return seen


def put_back(before, *, by, batch, undoes=None):
    """Let stand again what stood before a batch came in; returns how many numbers it was.

    What another batch replaced meanwhile stays as that one left it.
    """
    pks = {each.series_id for each in before}
    series = {
        row.pk: row for some in chunks(sorted(pks)) for row in Series.objects.filter(pk__in=some)
    }
    campaigns = {row.campaign_id for row in series.values()} - {None}
    with locked_streams(batch.workspace_id, campaigns, by) as records:
        standing = storing.present(pks, [each.day for each in before])
        seen, gone, back = Observed(batch), [], []
        for each in before:
            if not is_as_left(each, standing.get((each.series_id, each.day)), batch):
                continue
            (gone if each.amount is None else back).append(each)
        storing.remove([standing[each.series_id, each.day].pk for each in gone])
        storing.upsert(
            Observation(
                workspace_id=batch.workspace_id,
                series_id=each.series_id,
                day=each.day,
                amount=each.amount,
                definition=each.definition,
                batch_id=each.batch_id,
            )
            for each in back
        )
        seen.removed, seen.changed = len(gone), len(back)
        touched = [(series[each.series_id], each.day) for each in (*gone, *back)]
        totals.recount_touched(batch.workspace_id, touched)
        tell(records, batch.workspace_id, touched, seen)
    return len(gone) + len(back)


def is_as_left(before, now, batch):
    """Whether what stands `now` is what a batch made of what was there `before`."""
    return now is None if before.gone else now is not None and now.batch_id == batch.pk


def attach(series, *, campaign, channel=None, touchpoint=None, records):
    """Let series that waited count for a campaign (or for none again, where that is None).

    It is called inside the open `records` of the workspace and of every campaign that wins or
    loses numbers by it.
    """
    del records  # That they are open is all it asks.
    pks = [row.pk for row in series]
    former = {row.campaign_id for row in series} - {None}
    metrics = {row.metric_id for row in series}
    place = {
        "campaign": campaign,
        "channel": touchpoint.channel if touchpoint is not None else channel,
        "touchpoint": touchpoint,
    }
    for some in chunks(pks):
        Series.objects.filter(pk__in=some).update(**place)
    now = former | ({campaign.pk} if campaign is not None else set())
    if series and now:
        totals.recount(series[0].workspace_id, now, metrics)


def give_way(rows, *, records):
    """Take away what was typed for the places and days of tables that count there now as well;
    returns [(what stood, what the table says)]. Inside the same records as `attach`.
    """
    del records
    found = same_place.typed_beside(rows, storing.present)
    if found:
        storing.remove({typed.pk for _series, typed, _told in found})
        touched = [(series, typed.day) for series, typed, _told in found]
        totals.recount_touched(rows[0].workspace_id, touched)
    return [(replace(typed, gone=True), told) for _series, typed, told in found]


@contextmanager
def locked(workspace_id, entries, by):
    """Open the streams of the workspace and of each campaign that gets numbers."""
    campaigns = campaigns_of(entries)
    with locked_streams(workspace_id, campaigns, by) as records:
        if not campaigns_of(entries) <= campaigns:
            raise Busy(_("These numbers were given to another campaign meanwhile."))
        yield records


def locked_streams(workspace_id, campaigns, by):
    targets = [("workspace", workspace_id), *(("campaign", pk) for pk in campaigns)]
    return streams.record_many(targets, by=by)


def campaigns_of(entries):
    known = {row.campaign_id for row in storing.known_series(entries).values()}
    return (known | {row.campaign_id for row in entries.places.values()}) - {None}


def tell(records, workspace_id, touched, seen):
    """One event in each campaign whose numbers changed, or in the workspace for what waits."""
    counts = {}
    for row, _day in touched:
        counts[row.campaign_id] = counts.get(row.campaign_id, 0) + 1
    for campaign_id, count in counts.items():
        target = ("campaign", campaign_id) if campaign_id else ("workspace", workspace_id)
        records[target]("batch.observed", seen.batch, audience="team", name="", count=count)

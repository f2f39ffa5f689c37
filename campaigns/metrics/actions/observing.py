"""Numbers come in: each takes the place of the one before it, and the days are added up anew.

    seen = observe([Number("spend", day, 12_500_000, "EUR", campaign_id=7, channel_id=3)],
                   by=member, source="form")

A number belongs to a *series*, which is found by what the number says of itself: a number of an
advertising tool by the tool's own campaign (`external_id`), any other by its place in our plan. A
number of the same series and day replaces, whatever brought it, and whoever brings the same again
changes nothing. Numbers that name no campaign of ours wait in a series without one.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from campaigns.journey.models import Touchpoint
from campaigns.metrics.actions import totals
from campaigns.metrics.models import Aggregation, Batch, Metric, Observation, Series, Unit
from campaigns.plan.models import Channel
from workspace.kernel import clock, streams
from workspace.kernel.refusals import Busy, Invalid

AT_ONCE = 500
MOST_AMOUNT = 10**16
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Number:
    """One number that comes in; an `amount` of None takes the number of that day away.

    `metric` is the key of a metric that is observed, `amount` whole millionths of its unit,
    `currency` its three letters where the metric is money and empty else.
    """

    metric: str
    day: date
    amount: int | None
    currency: str = ""
    campaign_id: int | None = None
    channel_id: int | None = None
    touchpoint_id: int | None = None
    external_id: str = ""
    external_name: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """What stood where a number came in; an `amount` of None where nothing did."""

    series_id: int
    day: date
    amount: int | None = None
    definition: int = 1
    batch_id: int | None = None


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

    @property
    def counts(self):
        return {
            name: getattr(self, name) for name in ("added", "changed", "removed", "same", "waiting")
        }


def observe(rows, *, by, source, batch=None, workspace_id=None, stored=lambda count: None):
    """Take numbers in, in one transaction; returns the `Observed`.

    Two rows for the same series and day: the last one stands, so add them up before where that is
    meant. Without a `batch` one is made, so that every number tells who brought it. `by` may be
    nobody (None) when `batch` or `workspace_id` says whose numbers these are. Raises `Invalid`
    when a row cannot be: an unknown metric, a missing currency, a channel of somebody else.
    """
    workspace_id = workspace_id or (batch or by).workspace_id
    entries = Entries(rows, source)
    with locked(workspace_id, entries, by) as records:
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
        touched = write(workspace_id, entries, seen, stored)
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
        standing = present(pks, [each.day for each in before])
        seen, gone, back = Observed(batch), [], []
        for each in before:
            now = standing.get((each.series_id, each.day))
            if now is None or now.batch_id != batch.pk:
                continue
            (gone if each.amount is None else back).append(each)
        remove([standing[each.series_id, each.day].pk for each in gone])
        upsert(
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


class Entries:
    """The numbers of one call, checked, by series and day."""

    def __init__(self, rows, source):
        self.source = source
        self.metrics = {metric.key: metric for metric in Metric.objects.all()}
        rows = list(rows)
        self.touchpoints = found(Touchpoint, {row.touchpoint_id for row in rows})
        self.channels = found(Channel, {row.channel_id for row in rows})
        self.campaigns = found(Campaign, {row.campaign_id for row in rows})
        self.places = {}
        self.numbers = {}
        checked = {}
        for row in rows:
            # Many rows differ in day and amount alone: what else they say is checked once.
            said = (row.metric, row.currency, row.campaign_id, row.channel_id, row.touchpoint_id)
            metric = checked.get(said)
            if metric is None:
                metric = checked[said] = self.checked(row)
            if not FIRST_DAY <= row.day <= LAST_DAY:
                raise refused("day", _("%(day)s is no day that can be meant.") % {"day": row.day})
            if row.amount is not None and not -MOST_AMOUNT <= row.amount <= MOST_AMOUNT:
                raise refused("amount", _("This number is too large."))
            name = (self.key_of(row), metric.pk, row.currency)
            self.places[name] = row
            self.numbers[name, row.day] = row.amount

    def checked(self, row):
        """The metric of a row that can be taken in."""
        metric = self.metrics.get(row.metric)
        if metric is None:
            raise refused(
                "metric", _("There is no metric with the key “%(key)s”.") % {"key": row.metric}
            )
        if metric.aggregation == Aggregation.RATIO:
            raise refused(
                "metric",
                _("“%(name)s” is reckoned by a formula; bring the numbers it is made of.")
                % {"name": metric.label},
            )
        self.check_currency(metric, row.currency)
        self.check_place(row)
        return metric

    def check_currency(self, metric, currency):
        money = metric.unit == Unit.MONEY
        if money and not (len(currency) == 3 and currency.isascii() and currency.isupper()):
            raise refused(
                "currency",
                _("“%(name)s” is money: name its currency, such as EUR.") % {"name": metric.label},
            )
        if currency and not money:
            raise refused(
                "currency",
                _("“%(name)s” is not money and has no currency.") % {"name": metric.label},
            )

    def check_place(self, row):
        touchpoint = self.touchpoints.get(row.touchpoint_id)
        amiss = (
            (row.campaign_id and row.campaign_id not in self.campaigns)
            or (row.channel_id and row.channel_id not in self.channels)
            or (row.touchpoint_id and touchpoint is None)
            or (touchpoint is not None and touchpoint.campaign_id != row.campaign_id)
            or (touchpoint is not None and row.channel_id not in (None, touchpoint.channel_id))
        )
        if amiss:
            raise refused("place", _("There is no such campaign, channel or touchpoint."))
        if not row.campaign_id and not row.external_id:
            raise refused("place", _("A number needs a campaign."))

    def channel_of(self, row):
        touchpoint = self.touchpoints.get(row.touchpoint_id)
        return touchpoint.channel_id if touchpoint else row.channel_id

    def key_of(self, row):
        if row.external_id:
            return f"{self.source}:{row.external_id}"
        return f"@{row.campaign_id}.{self.channel_of(row) or 0}.{row.touchpoint_id or 0}"


def refused(name, sentence):
    return Invalid(sentence, fields={name: [sentence]})


def found(model, pks):
    """{id: row} of the rows in scope."""
    pks = sorted(pks - {None})
    return {row.pk: row for some in chunks(pks) for row in model.objects.filter(pk__in=some)}


def chunks(values, size=AT_ONCE):
    return (values[start : start + size] for start in range(0, len(values), size))


def known_series(entries):
    """{(key, metric id, currency): series} of those that exist."""
    keys = sorted({key for key, _metric, _currency in entries.places})
    return {
        (row.key, row.metric_id, row.currency): row
        for some in chunks(keys)
        for row in Series.objects.filter(key__in=some)
    }


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
    known = {row.campaign_id for row in known_series(entries).values()}
    return (known | {row.campaign_id for row in entries.places.values()}) - {None}


def write(workspace_id, entries, seen, stored):
    """Write the numbers that differ and the days' totals; returns [(series, day)] written."""
    series = series_of(workspace_id, entries, seen)
    pks = {row.pk for row in series.values()}
    standing = present(pks, [day for _name, day in entries.numbers])
    fresh, gone, touched = [], [], []
    definitions = {metric.pk: metric.number for metric in entries.metrics.values()}
    for (name, day), amount in entries.numbers.items():
        row = series[name]
        before = standing.get((row.pk, day))
        if (before.amount if before else None) == amount:
            seen.same += 1
            continue
        seen.before.append(before or Before(row.pk, day))
        touched.append((row, day))
        if amount is None:
            gone.append(before.pk)
            continue
        seen.changed += before is not None
        seen.added += before is None
        fresh.append(
            Observation(
                workspace_id=workspace_id,
                series_id=row.pk,
                day=day,
                amount=amount,
                definition=definitions[row.metric_id],
                batch_id=seen.batch.pk,
            )
        )
    remove(gone)
    stored(seen.same)
    for some in chunks(fresh, 5_000):
        upsert(some)
        stored(len(some))
    seen.removed = len(gone)
    seen.waiting = sum(row.campaign_id is None for row, _day in touched)
    totals.recount_touched(workspace_id, touched)
    return touched


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
            standing[row[0], row[1]] = Standing(*row)
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
    for some in chunks(pks):
        Observation.objects.filter(pk__in=some).delete()


def tell(records, workspace_id, touched, seen):
    """One event in each campaign whose numbers changed, or in the workspace for what waits."""
    counts = {}
    for row, _day in touched:
        counts[row.campaign_id] = counts.get(row.campaign_id, 0) + 1
    for campaign_id, count in counts.items():
        target = ("campaign", campaign_id) if campaign_id else ("workspace", workspace_id)
        records[target]("batch.observed", seen.batch, audience="team", name="", count=count)

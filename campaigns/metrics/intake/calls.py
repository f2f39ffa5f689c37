"""Numbers that a program brings: a batch of rows, all or nothing, each replacing the one before."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.metrics import queries
from campaigns.metrics.actions import observing
from campaigns.metrics.actions.entries import FIRST_DAY, LAST_DAY, Number
from campaigns.metrics.intake import bringing, externals
from campaigns.metrics.intake.actions import API
from campaigns.metrics.intake.matching import Where
from campaigns.metrics.intake.reading.amounts import CURRENCIES
from campaigns.metrics.models import Aggregation, Batch, Unit
from workspace.kernel import clock
from workspace.kernel.refusals import Invalid

MOST = 5_000
MOST_TOLD = 100  # of the rows that cannot be used


@dataclass(frozen=True)
class Row:
    """One row of a call; `amount` is in millionths, None takes the number of that day away."""

    metric: str
    day: date
    amount: int | None
    currency: str = ""
    campaign: object = None
    channel: object = None
    stage: object = None
    external_id: str = ""
    external_name: str = ""


@transaction.atomic
def bring(rows, *, by, source):
    """Take a batch of rows in; returns the `Batch`, whose counts tell what became of them."""
    refuse_impossible(rows)
    said = externals.said(source, [row.external_id for row in rows])
    wheres = [where_of(row, said.get(row.external_id)) for row in rows]
    refuse_twice(rows, wheres)
    touchpoints = bringing.touchpoints_for(set(wheres), by)
    batch = Batch.objects.create(
        workspace_id=by.workspace_id,
        source=API,
        name=source,
        by=by,
        state=Batch.State.DONE,
        created_at=clock.now(),
        finished_at=clock.now(),
    )
    bringing.settle(by.workspace_id, source, wheres, touchpoints, by=by)
    numbers = [number(*pair, touchpoints) for pair in zip(rows, wheres, strict=True)]
    seen = observing.observe(numbers, by=by, source=source, batch=batch)
    bringing.ignore(source, {where.external_id for where in wheres if where.ignored}, True)
    bringing.remember(batch, seen.before)
    batch.counts = seen.counts | {"rows": len(rows)}
    batch.save(update_fields=["counts"])
    return batch


def where_of(row, said):
    """Where a row goes: as it says itself, else as somebody said of its campaign of the tool."""
    if row.campaign is not None or said is None:
        channel = row.channel and row.channel.pk
        return Where(
            row.campaign and row.campaign.pk,
            channel,
            row.stage.pk if row.stage and channel else None,
            row.external_id,
            row.external_name,
            False,
        )
    return Where(
        said.campaign_id,
        said.channel_id,
        said.stage_id,
        row.external_id,
        row.external_name or said.name,
        said.ignored,
    )


def number(row, where, touchpoints):
    place = where.campaign_id, where.channel_id, where.stage_id
    return Number(
        row.metric,
        row.day,
        row.amount,
        row.currency,
        where.campaign_id,
        where.channel_id if where.campaign_id else None,
        touchpoints.get(place) if where.campaign_id else None,
        where.external_id,
        where.external_name,
    )


def refuse_impossible(rows):
    """Name every row and field that cannot be, before anything is written."""
    metrics, fields = queries.defined(), {}
    for place, row in enumerate(rows):
        for name, sentence in wrong(row, metrics):
            fields[f"observations.{place}.{name}"] = [sentence]
    refuse(fields)


def wrong(row, metrics):
    metric = metrics.get(row.metric)
    if metric is None:
        yield "metric", _("There is no metric with the key “%(key)s”.") % {"key": row.metric}
        return
    if metric.aggregation == Aggregation.RATIO:
        yield (
            "metric",
            _("“%(name)s” is reckoned by a formula; bring the numbers it is made of.")
            % {"name": metric.label},
        )
    if metric.unit == Unit.MONEY and row.currency not in CURRENCIES:
        yield (
            "currency",
            _("“%(name)s” is money: name its currency, such as EUR.") % {"name": metric.label},
        )
    if metric.unit != Unit.MONEY and row.currency:
        yield (
            "currency",
            _("“%(name)s” is not money and has no currency.") % {"name": metric.label},
        )
    if row.campaign is None and not row.external_id:
        yield "campaign", _("Name a campaign, or the campaign of a tool by its external_id.")
    if row.stage is not None and row.channel is None:
        yield "stage", _("A stage needs a channel beside it.")
    if not FIRST_DAY <= row.day <= LAST_DAY:
        yield "day", _("%(day)s is no day that can be meant.") % {"day": row.day}


def refuse_twice(rows, wheres):
    """Two numbers for the same day and place: which of them is meant, only the sender knows."""
    seen, fields = {}, {}
    for place, (row, where) in enumerate(zip(rows, wheres, strict=True)):
        spot = where.external_id or (where.campaign_id, where.channel_id, where.stage_id)
        first = seen.setdefault((spot, row.metric, row.currency, row.day), place)
        if first != place:
            fields[f"observations.{place}.day"] = [
                _("Row %(first)s is of the same day, place and metric.") % {"first": first}
            ]
    refuse(fields)


def refuse(fields):
    if fields:
        raise Invalid(refused(), fields=dict(list(fields.items())[:MOST_TOLD]))


def refused():
    return _("Some rows cannot be used; nothing was changed.")

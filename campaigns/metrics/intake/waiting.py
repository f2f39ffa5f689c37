"""Numbers that belong to no campaign yet, and what people say of them.

What is said of a campaign of a tool is said of all its series: those that wait, and those that
come later.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from campaigns.metrics.intake import bringing
from campaigns.metrics.intake.matching import Where
from campaigns.metrics.intake.reading.vendors import VENDORS
from campaigns.metrics.models import Aggregation, Observation, Series
from campaigns.metrics.queries.exact import added_up
from workspace.kernel import streams
from workspace.kernel.refusals import Conflict


@dataclass
class Waiting:
    """A campaign of a tool whose numbers wait; `pk` is that of its first series."""

    pk: int
    source: str
    external_id: str
    name: str
    rows: int = 0
    first: date | None = None
    last: date | None = None
    sums: list = field(default_factory=list)

    @property
    def tool(self):
        return tool_of(self.source)


def tool_of(source):
    return VENDORS[source].label if source in VENDORS else source


def queue(*, ignored=False):
    """Those that wait, or that somebody has set aside; with the most numbers first.

    Two statements, however many there are.
    """
    series = {
        row.pk: row
        for row in Series.objects.filter(campaign=None, ignored=ignored)
        .exclude(external_id="")
        .select_related("metric")
        .order_by("pk")
    }
    found = {}
    for pk, definition, rows, first, last, total in numbers_of(ignored):
        if pk in series:
            add(found, series[pk], definition, rows, first, last, int(total))
    return sorted(found.values(), key=lambda each: (-each.rows, each.pk))


def numbers_of(ignored):
    rows = Observation.objects.filter(series__campaign=None, series__ignored=ignored)
    told = {"rows": Count("pk"), "first": Min("day"), "last": Max("day")}
    return sorted(added_up(rows, ("series_id", "definition"), **told))


def add(found, series, definition, rows, first, last, total):
    name = (series.source, series.external_id)
    if name not in found:
        shown = series.external_name or series.external_id
        found[name] = Waiting(series.pk, *name, shown)
    one = found[name]
    one.rows += rows
    one.first = min(filter(None, (one.first, first)))
    one.last = max(filter(None, (one.last, last)))
    metric = series.metric
    # Numbers of another unit are kept and wait as well, and are added to nothing.
    if metric.aggregation == Aggregation.SUM and metric.unit_under(definition) == metric.unit:
        add_sum(one.sums, metric, series.currency, total)


def add_sum(sums, metric, currency, total):
    if sums and sums[-1][:2] == (metric, currency):
        total += sums.pop()[2]
    sums.append((metric, currency, total))


def siblings(series):
    """All series of the campaign of the tool that this one is of."""
    return list(
        Series.objects.filter(source=series.source, external_id=series.external_id).order_by("pk")
    )


@transaction.atomic
def assign(series, *, campaign, channel=None, stage=None, by):
    """Let the numbers of a campaign of a tool count for one of ours; now, and those to come."""
    where = Where(
        campaign.pk,
        channel and channel.pk,
        stage.pk if stage and channel else None,
        series.external_id,
        series.external_name,
        False,
    )
    touchpoints = bringing.touchpoints_for({where}, by)
    rows = siblings(series)
    place = bringing.place_of(where, touchpoints)
    bringing.attach(series.workspace_id, rows, *place, by=by)
    bringing.give_way(series.workspace_id, rows, by=by)
    return rows


@transaction.atomic
def release(series, *, by):
    """Let them wait again, whatever was said of them."""
    rows = siblings(series)
    if all(row.campaign_id is None and not row.ignored for row in rows):
        raise Conflict(_("These numbers wait already."))
    if any(row.campaign_id for row in rows):
        bringing.attach(series.workspace_id, rows, None, None, None, by=by)
    else:
        set_aside(series, by=by, ignored=False)
    return rows


@transaction.atomic
def set_aside(series, *, by, ignored=True):
    """Say that they belong to no campaign of ours; they are kept and count nowhere."""
    rows = siblings(series)
    if any(row.campaign_id for row in rows):
        raise Conflict(_("These numbers count for a campaign; let them wait again first."))
    with streams.record("workspace", series.workspace_id, by=by) as record:
        Series.objects.filter(pk__in=[row.pk for row in rows]).update(ignored=ignored)
        verb = "series.ignored" if ignored else "series.waits_again"
        record(verb, rows[0], audience="team", name="", series=len(rows))
    return rows

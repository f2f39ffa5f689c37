"""The figures of a campaign as a table for spreadsheets."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.journey.models import Touchpoint
from campaigns.metrics import queries, showing
from campaigns.metrics.figures import Figures
from campaigns.plan.exports import Table
from campaigns.plan.models import Channel

PLACES = ("channel", "touchpoint")


def table(campaign, asked, workspace):
    """One row for each step, place, metric and currency; ratios are ratios of sums."""
    known = queries.defined_in(workspace)
    days = queries.figures(
        [campaign.pk],
        since=asked.since,
        until=asked.until,
        by=(*PLACES, "day"),
        metrics=known,
    )
    steps = dict(asked.steps())
    places = {}
    for (channel, touchpoint, day), here in sorted(days.items(), key=lambda pair: pair[0][2]):
        first = max(asked.begins(day), asked.since)
        place = (first, channel, touchpoint)
        if place not in places:
            places[place] = Figures(known)
        places[place].include(here)
    channels = names_of(Channel, {channel for _first, channel, _touchpoint in places})
    stages = stages_of({touchpoint for _first, _channel, touchpoint in places})
    headings = [
        _("From"),
        _("To"),
        _("Channel"),
        _("Journey stage"),
        _("Metric"),
        pgettext("of a metric", "Key"),
        _("Unit"),
        _("Currency"),
        _("Value"),
        _("Reckoned as"),
    ]
    said = {
        key: (str(each.label), key, str(each.get_unit_display())) for key, each in known.items()
    }
    order = sorted(places, key=lambda place: (place[0], channels.get(place[1], ""), place[2] or 0))
    rows = [
        [
            first,
            steps[first],
            channels.get(channel, ""),
            stages.get(touchpoint, ""),
            *said[metric.key],
            value.money,
            showing.exact(value.amount, metric.unit),
            showing.days(value),
        ]
        for first, channel, touchpoint in order
        for metric in known.values()
        for value in places[first, channel, touchpoint].values(metric)
        if value.amount is not None
    ]
    return Table([str(heading) for heading in headings], rows)


def names_of(model, pks):
    return {row.pk: row.name for row in model.objects.filter(pk__in=pks - {None})}


def stages_of(pks):
    rows = Touchpoint.objects.filter(pk__in=pks - {None}).select_related("stage")
    return {row.pk: row.stage.name for row in rows}

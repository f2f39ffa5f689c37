"""What somebody typed for a place of our plan and what a table of one's own brought for it are one
number, not parts of a whole as those of two tools are: whichever came later stands.
"""

from datetime import date

from django.db.models import Q

from campaigns.metrics.actions.entries import chunks
from campaigns.metrics.models import Series

TABLE = "file"  # the source of a table that is no tool's export
EVER = date.min, date.max


class SamePlace:
    """What else stands for the places and days of `entries`; `known` are its series by name."""

    def __init__(self, entries, known, present):
        self.entries = entries
        self.places = {name: self.place_of(name, known.get(name)) for name in self.meant()}
        self.others = self.found() if self.places else {}
        days = [day for name, day in entries.numbers if name in self.places]
        pks = {row.pk for rows in self.others.values() for row in rows}
        self.standing = present(pks, days) if pks else {}

    def meant(self):
        """The names of series that are typed or come from a table of one's own."""
        return [
            name
            for name, row in self.entries.places.items()
            if not row.external_id or self.entries.source == TABLE
        ]

    def place_of(self, name, series):
        row = self.entries.places[name]
        if row.campaign_id or series is None:
            place = row.campaign_id, self.entries.channel_of(row), row.touchpoint_id
        else:
            place = series.campaign_id, series.channel_id, series.touchpoint_id
        return (*place, *name[1:], not row.external_id)

    def found(self):
        return series_at({place[0] for place in self.places.values()} - {None})

    def at(self, name, day):
        """[(series, what stands there)] that a number of `name` on `day` takes the place of."""
        if name not in self.places:
            return []
        *place, typed = self.places[name]
        return [
            (row, self.standing[row.pk, day])
            for row in self.others.get((*place, not typed), ())
            if (row.pk, day) in self.standing
            and ((row.key, row.metric_id, row.currency), day) not in self.entries.numbers
        ]


def series_at(campaign_ids):
    """{(place, metric, currency, whether typed): series} of what was typed or came by a table."""
    found = {}
    for some in chunks(sorted(campaign_ids)):
        rows = Series.objects.filter(Q(external_id="") | Q(source=TABLE), campaign__in=some)
        for row in rows:
            found.setdefault((*spot(row), row.external_id == ""), []).append(row)
    return found


def spot(row):
    place = row.campaign_id, row.channel_id, row.touchpoint_id
    return (*place, row.metric_id, row.currency)


def typed_beside(rows, present):
    """[(series, what was typed there, what a table says of that day)] where tables among the
    series `rows` now stand in the place of what somebody typed."""
    tables = [row for row in rows if row.source == TABLE and row.external_id and row.campaign_id]
    around = series_at({row.campaign_id for row in tables})
    pairs = [(row, other) for row in tables for other in around.get((*spot(row), True), ())]
    if not pairs:
        return []
    standing = present({each.pk for pair in pairs for each in pair}, EVER)
    days = {}
    for pk, day in standing:
        days.setdefault(pk, set()).add(day)
    return [
        (other, standing[other.pk, day], standing[row.pk, day])
        for row, other in pairs
        for day in sorted(days.get(row.pk, set()) & days.get(other.pk, set()))
    ]


def beside(taken, present):
    """{(series id, day): [what the other kind says there now]} of numbers that were taken away."""
    pks = sorted({each.series_id for each in taken})
    rows = [row for some in chunks(pks) for row in Series.objects.filter(pk__in=some)]
    around = series_at({row.campaign_id for row in rows} - {None})
    others = {row.pk: around.get((*spot(row), row.external_id != ""), []) for row in rows}
    there = {other.pk for some in others.values() for other in some}
    standing = present(there, [each.day for each in taken]) if there else {}
    return {
        (each.series_id, each.day): [
            standing[other.pk, each.day]
            for other in others[each.series_id]
            if (other.pk, each.day) in standing
        ]
        for each in taken
    }

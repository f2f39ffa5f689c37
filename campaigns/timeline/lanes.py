"""The items of a plan in lanes, each by its first day; those without dates in a tray beneath.

In lanes by person an item stands in the lane of each of its people:
one item with several rows. See docs/decisions/0025.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from django.db.models import F
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from campaigns.plan import windows
from campaigns.plan.querysets import is_outside
from campaigns.timeline import bars, signs

LANES = ("team", "channel", "stage", "assignee", "priority")
WHOLE_PLAN, TRAY = "all", "tray"


class Laid(NamedTuple):
    pk: int
    face: int
    group: object
    start: date | None
    due: date | None
    kind: str
    title: str

    @property
    def place(self):
        """What tells its row from those of the same item in other lanes."""
        return self.pk, self.group

    @property
    def first(self):
        return self.start or self.due

    @property
    def last(self):
        return self.due or self.start


@dataclass
class Lane:
    """One stripe of the timeline, or the tray."""

    key: str
    label: str
    items: list = field(default_factory=list)
    body: str = ""
    more_url: str = ""

    @property
    def count(self):
        return len(self.items)


def as_lanes(filters):
    """The filters with a grouping that lanes can have; what a board is grouped by is none."""
    return filters if filters.group in LANES else replace(filters, group="none")


@windows.at_revision
def laid(campaign, revision, filters, reader):
    """Every item that passes the filters, once in each of its lanes; one statement."""
    several = filters.group == "assignee"
    group = F("assignments__member_id") if several else filters.grouping()
    rows = windows.rows_of(campaign, filters, reader).annotate(group=group)
    columns = ("pk", "face", "group", "start_on", "due_on", "kind", "title")
    return sorted(map(Laid._make, rows.values_list(*columns)), key=by_first_day)


def by_first_day(item):
    first = item.first or date.max
    return first, item.last or first, item.pk


def lanes_of(labels, filters, items, scale):
    """(lanes, tray): the items that the stretch shows, in lanes of these labels, and all others."""
    shown, others = parted(items, scale)
    is_far = any(item.start or item.due for item in others)
    words = _("Without dates, or too far away for this zoom") if is_far else _("Without dates")
    tray = Lane(TRAY, words)
    tray.items = list({item.pk: item for item in others}.values())
    return grouped(labels, filters, shown), tray


def grouped(labels, filters, items):
    """These items in the lanes of these labels that hold any."""
    lanes = {key: Lane(key, label) for key, label in labels}
    if filters.group == "none":
        lanes[WHOLE_PLAN].items = items
    else:
        for item in items:
            lane = lanes.get(windows.name_of(item.group))
            if lane is not None:
                lane.items.append(item)
    return [lane for lane in lanes.values() if lane.items]


def parted(items, scale):
    """What the stretch shows, and what it does not or has no dates; the plan may be long."""
    shown, others = [], []
    for item in items:
        first, last = item.start or item.due, item.due or item.start
        if first and scale.shows(first, last):
            shown.append(item)
        else:
            others.append(item)
    return shown, others


def draw_bars(items, reader, scale, reckoning, shadows):
    """{place: HTML} of rows with bars."""
    parts = bars.pieces(bars.faces(items), reader, "bar", scale.zoom)
    window, drawn = bars.window_of(scale), {}
    outside = is_outside(reader)
    for item in items:
        pk = item.pk
        if pk not in parts:
            continue
        stood = shadows.get(pk)
        shadow = bars.shadow_of(scale, stood.start, stood.due) if stood else ""
        said = signs.marks(pk, reckoning, outside)
        between = (signs.classes(pk, reckoning), bars.lane_of(item), said, window, shadow)
        drawn[item.place] = bars.draw(parts[pk], between)
    return drawn


def draw_tray(items, reader, scale):
    """{place: HTML} of what waits for dates."""
    parts = bars.pieces(bars.faces(items), reader, "tray", scale.zoom)
    return {each.place: mark_safe("".join(parts[each.pk])) for each in items if each.pk in parts}


def body(items, drawn):
    return mark_safe("".join(drawn[each.place] for each in items if each.place in drawn))

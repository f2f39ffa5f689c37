"""The plan as the places where a campaign meets people: channels down, stages across.

Everything here reads; items are moved and touchpoints changed at the addresses of
the chapters they belong to.
"""

from collections import defaultdict
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.safestring import mark_safe

from campaigns.insights import journey_figures, journey_moving
from campaigns.insights.journey_cells import NONE, Cell, id_of
from campaigns.journey import policies
from campaigns.journey import queries as journey
from campaigns.plan import cards, vocabulary, windows
from campaigns.plan.addresses import address
from campaigns.plan.models import Item
from campaigns.plan.querysets import UNFINISHED, is_outside

TEMPLATE = "campaigns/insights/journey_map.html"
SHAPE = "cell"
# So many items are drawn with the page, and so many of a cell where the plan has more.
MOST, FIRST = 450, 8
# A cell is crowded with so many live items, when that is twice what a used cell usually has.
MANY = 8
# More items than this at once, and the page is read anew.
MOVED = 60


class Laid(NamedTuple):
    pk: int
    face: int
    channel: int | None
    stage: int | None
    status: str = ""


@windows.at_revision
def laid(campaign, revision, filters, reader):
    """The live items that pass the filters, in the order of the plan; those asked for by status."""
    rows = windows.rows_of(campaign, filters, reader)
    if not filters.status:
        rows = rows.filter(status__in=UNFINISHED)
    return read(rows, filters)


@windows.at_revision
def planned(campaign, revision, filters, reader):
    """All items but the dropped ones, in the order of the plan, whatever narrows it."""
    rows = Item.objects.kept().filter(campaign=campaign).exclude(status="dropped")
    return read(rows, filters)


def read(rows, filters):
    columns = ("pk", "face", "channel_id", "stage_id", "status")
    return list(map(Laid._make, rows.order_by(*filters.ordering()).values_list(*columns)))


def used(items):
    """{(channel, stage): (total, live)} of the whole plan, whatever the filters."""
    found = {}
    for item in items:
        where = item.channel, item.stage
        total, live = found.get(where, (0, 0))
        found[where] = total + 1, live + (item.status in UNFINISHED)
    return found


class Map:
    """The cells of a plan at a revision, as one reader asked to see them."""

    def __init__(self, request, campaign, filters, stream, revision, *, whole=False):
        self.campaign, self.filters, self.reader = campaign, filters, request.member
        self.revision, self.whole = revision, whole
        self.slug = request.workspace.slug
        self.words = vocabulary.known_to(self.reader, campaign, revision)
        self.inside = not is_outside(self.reader)
        self.may_edit = policies.touchpoint.allows(self.reader, "edit")
        self.moved = journey_moving.at(stream, revision)
        self.items = planned(campaign, self.moved.items, plain(filters, filters.sort), self.reader)
        self.used = used(self.items)
        self.cells = self.made()
        self.fill()

    def made(self):
        """{(channel, stage): Cell} of every channel and stage that is shown, stage by stage."""
        return {
            (channel and channel.pk, stage and stage.pk): Cell(channel, stage)
            for stage in self.stages()
            for channel in self.channels()
        }

    def channels(self):
        """Used ones, or all; and a row for items without a channel where there are any."""
        known = {channel for channel, _stage in self.used} | self.spoken_of("channel_id")
        return self.chosen(self.words.channels, known, self.filters.channel, 0)

    def stages(self):
        known = {stage.pk for stage in self.words.stages}
        return self.chosen(self.words.stages, known, self.filters.stage, 1)

    def chosen(self, words, known, asked, place):
        shown = [
            word
            for word in words
            if (self.whole or not known - {None} or word.pk in known)
            and (not asked or str(word.pk) in asked)
        ]
        without = any(live and where[place] is None for where, (_all, live) in self.used.items())
        return [*shown, None] if without and (not asked or NONE in asked) else shown

    def spoken_of(self, column):
        return {getattr(row, column) for row in self.touchpoints().values()}

    def touchpoints(self):
        """{(channel, stage): touchpoint}, read once until one of them changes."""
        where = self.moved.touchpoints
        return touchpoints(self.campaign, where, plain(self.filters), self.reader)

    def laid(self):
        """The items that are shown."""
        if self.filters.active:
            return laid(self.campaign, self.moved.items, self.filters, self.reader)
        return [item for item in self.items if item.status in UNFINISHED]

    def fill(self):
        for where, (total, live) in self.used.items():
            if cell := self.cells.get(where):
                cell.total, cell.live = total, live
        for item in self.laid():
            if cell := self.cells.get((item.channel, item.stage)):
                cell.items.append((item.pk, item.face))
        for where, touchpoint in self.touchpoints().items():
            if cell := self.cells.get(where):
                cell.touchpoint = touchpoint
        self.mark_crowded()
        self.add_figures()
        for cell in self.cells.values():
            cell.urls = self.urls_of(cell)

    def mark_crowded(self):
        busy = [live for where, (_total, live) in self.used.items() if live and None not in where]
        usual = sum(busy) / len(busy) if busy else 0
        for cell in self.cells.values():
            cell.is_crowded = cell.is_touchpoint and cell.live >= max(MANY, 2 * usual)

    def add_figures(self):
        """What each touchpoint came to; for the team."""
        if not self.inside:
            return
        around = self.campaign, plain(self.filters), self.reader
        found = journey_figures.of_touchpoints(self.moved, *around)
        for cell in self.cells.values():
            if cell.touchpoint is not None:
                cell.figures = found.get(cell.touchpoint.pk)

    def urls_of(self, cell):
        channel, stage = (str(id_of(word)) for word in (cell.channel, cell.stage))
        query = self.filters.query(channel=(channel,), stage=(stage,))
        new = address("new_item", self.campaign, self.slug)
        urls = {
            "list": f"{address('list', self.campaign, self.slug)}?{query}",
            "new": f"{new}?channel={channel}&stage={stage}",
        }
        if cell.is_touchpoint:
            place = {"channel": cell.channel.pk, "stage": cell.stage.pk}
            urls["own"] = address("touchpoint", self.campaign, self.slug, **place)
        return urls

    def draw(self):
        """Draw the first items of all cells together."""
        room = FIRST if sum(cell.count for cell in self.cells.values()) > MOST else windows.WHOLE
        drawn = cards.draw(
            [pair for cell in self.cells.values() for pair in cell.items[:room]],
            self.reader,
            SHAPE,
        )
        for cell in self.cells.values():
            cell.body = mark_safe("".join(drawn.get(pk, "") for pk, _face in cell.items[:room]))
            if cell.count > room:
                cell.more_url = self.more_url(cell.key, room)

    def more_url(self, key, start):
        query = self.filters.query()
        rows = "&rows=all" if self.whole else ""
        return f"?{query}{'&' if query else ''}more={key}&from={start}{rows}"

    def columns(self):
        """[(stage, its cells, whether nothing at all is in them)] from the first stage of the
        journey to the last."""
        found = defaultdict(list)
        for cell in self.cells.values():
            found[cell.stage].append(cell)
        return [
            (stage, cells, all(cell.is_idle for cell in cells)) for stage, cells in found.items()
        ]

    def figures_of_all(self):
        """How many cells are empty, ownerless and crowded, as the line above the map says."""
        cells = list(self.cells.values())
        return {
            "empty": sum(cell.is_empty for cell in cells),
            "ownerless": sum(cell.is_ownerless for cell in cells),
            "crowded": sum(cell.is_crowded for cell in cells),
        }

    def heads(self):
        """{key: HTML} of the heads of all cells, and of the line above them under the key ""."""
        template = get_template(f"{TEMPLATE}#head")
        shared = {"may_edit": self.may_edit, "inside": self.inside}
        heads = {
            cell.key: template.render({"cell": cell, **shared}) for cell in self.cells.values()
        }
        line = get_template(f"{TEMPLATE}#line")
        return heads | {"": line.render({"sum": self.figures_of_all()})}


def plain(filters, sort="rank"):
    """Filters that narrow nothing: what does not depend on them is remembered once for all."""
    return type(filters)(sort=sort)


@windows.at_revision
def touchpoints(campaign, revision, filters, reader):
    known = journey.touchpoints([campaign.pk])
    return {tuple(where): row for (_campaign, *where), row in known.items()}


def since(shown, stream, now, revision):
    """What an open map must redraw: moved items, as `plan/changes.py` says, and all heads."""
    if revision > now:
        return {"stream": stream, "revision": now, "reload": True}
    rows = Item.objects.filter(campaign=shown.campaign, face__gt=revision)
    moved = set(rows.values_list("pk", flat=True)[: MOVED + 1])
    if len(moved) > MOVED:
        return {"stream": stream, "revision": now, "reload": True}
    places = [
        (cell.key, pair, before)
        for cell in shown.cells.values()
        for pair, before in zip(cell.items, (None, *cell.items), strict=False)
        if pair[0] in moved
    ]
    drawn = cards.draw([pair for _key, pair, _before in places], shown.reader, SHAPE)
    items = [
        {"id": pk, "group": key, "after": before[0] if before else None, "html": drawn[pk]}
        for key, (pk, _face), before in places
        if pk in drawn
    ]
    return {
        "stream": stream,
        "revision": now,
        "items": items,
        "gone": sorted(moved - {each["id"] for each in items}),
        "counts": {cell.key: cell.count for cell in shown.cells.values()},
        "heads": shown.heads(),
    }

"""Items as bars, as what waits for dates beneath, and as rows of the table: drawn once, kept.

A drawing is remembered by (item, face, language, kind of reader, day, zoom) like the cards of a
plan (`plan/cards.py`). What other items have to do with it (conflicts, slack, the critical path)
and the shown stretch are put in between its pieces, so that it outlives their changes.
"""

from dataclasses import dataclass

from babel.numbers import format_percent
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from campaigns.plan import cards
from campaigns.plan.models import Item
from campaigns.plan.querysets import is_outside
from campaigns.timeline.scale import WIDTHS, place
from workspace.kernel.remembering import Remembered
from workspace.kernel.templatetags.look import LOCALES, from_to

SHAPES = {
    "bar": "campaigns/timeline/timeline.html#bar",
    "tray": "campaigns/timeline/timeline.html#waiting",
    "table": "campaigns/timeline/table.html#row",
}
MOST = 24_000
CUT = "\x1f"
HEIGHT = 34
LETTER, ROOM, SIGN = 6.6, 14, 17
NARROW = 24  # a bar that has no room for its sign
drawn = Remembered(MOST)


@dataclass(frozen=True)
class Shape:
    """Where a bar and its words are, in pixels from `scale.EPOCH`; y from the top of its row."""

    x: int
    width: int
    middle: float
    done: int
    label: str
    words_at: int
    outside: bool
    sign_at: int
    sign_outside: bool


def pieces(pairs, reader, shape, zoom):
    """{id: the pieces of its drawing} for `pairs` of (id, face); three statements at most."""
    outside = is_outside(reader)
    today = timezone.localdate()
    variant = (shape, zoom, get_language(), outside, today.toordinal(), reader.workspace.face)
    found, missing = {}, []
    for pk, face in pairs:
        known = drawn.find((pk, face, variant))
        if known is None:
            missing.append(pk)
        else:
            found[pk] = known
    template = get_template(SHAPES[shape]) if missing else None
    for start in range(0, len(missing), 500):
        for item in Item.objects.filter(pk__in=missing[start : start + 500]).for_rows():
            card = cards.card(item, reader.workspace.slug, today, outside)
            bar = bar_of(item, zoom) if shape == "bar" else None
            context = {"card": card, "bar": bar, "cut": CUT, "progress": percent(progress(item))}
            html = template.render(context)
            found[item.pk] = tuple(html.split(CUT))
            drawn.put((item.pk, item.face, variant), found[item.pk])
    return found


def faces(items):
    """Each item once, as `pieces` takes them."""
    return list({each.pk: each.face for each in items}.items())


def lane_of(item):
    """What the id of a row ends with, where one item may have several."""
    return "" if item.group is None else f"-in-{item.group}"


def bar_of(item, zoom):
    """The `Shape` of an item that has a date; a milestone stands on the middle of its last day."""
    each = WIDTHS[zoom]
    start, due = item.start_on or item.due_on, item.due_on or item.start_on
    x, width = place(start) * each, (place(due) - place(start) + 1) * each
    label = from_to(start, due)
    milestone = item.kind == "milestone"
    signed = SIGN if item.status in {"done", "blocked"} else 0
    outside = milestone or width < len(label) * LETTER + ROOM + signed
    if milestone:
        x, width = place(due) * each, each
    sign_outside = outside and width < NARROW
    sign_at = x + width + 6 if sign_outside else x + 8
    words_at = sign_at + signed
    if milestone:
        words_at = round(x + width / 2 + 16)
    elif outside and not sign_outside:
        words_at = x + width + 6
    return Shape(
        x=x,
        width=width,
        middle=x + width / 2,
        done=round(width * progress(item)),
        label=label,
        words_at=words_at,
        outside=outside,
        sign_at=sign_at,
        sign_outside=sign_outside,
    )


def progress(item):
    """How much is done, 0 to 1: by the checklist where there is one, else by the status."""
    if item.status in {"done", "dropped"}:
        return 1.0 if item.status == "done" else 0.0
    if item.checklist_total:
        return item.checklist_done / item.checklist_total
    return {"todo": 0.0, "doing": 0.4, "review": 0.8, "blocked": 0.4}[item.status]


def percent(share):
    return format_percent(share, locale=LOCALES.get(get_language(), "en_GB"))


def draw(parts, between):
    """The HTML of a drawing, with what stands between its pieces."""
    shown = [parts[0]]
    for inner, part in zip(between, parts[1:], strict=True):
        shown += (inner, part)
    return mark_safe("".join(shown))


def window_of(scale):
    """The attributes that make a row show the stretch."""
    return f' viewBox="{scale.left} 0 {scale.width} {HEIGHT}" width="{scale.width}"'


def shadow_of(scale, start, due):
    """Where a bar stood in the baseline, as a stroke beneath it."""
    start, due = start or due, due or start
    if start is None or not scale.shows(start, due):
        return ""
    width = scale.x(due) + scale.day - scale.x(start)
    return f'<rect class="shadow" x="{scale.x(start)}" y="26" width="{width}" height="5" rx="2"/>'

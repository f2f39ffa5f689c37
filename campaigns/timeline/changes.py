"""What an open timeline must redraw: the items that moved, and those that others' moves concern.

The answer has the shape of `plan/changes.py`, and `links`, the dependencies as they are now.
"""

from campaigns.plan.models import Item
from campaigns.timeline import lanes, reckoning, shadows, table

MOST = 60


def since(plan, stream, now, revision):
    """{stream, revision, items: [{id, group, after, html}], gone: [id], counts, links}, {reload}.

    `plan` is the `views.Plan` of the present revision `now`.
    """
    if revision > now:
        return {"stream": stream, "revision": now, "reload": True}
    moved = touched(plan, stream, revision)
    if moved is None or len(moved) > MOST:
        return {"stream": stream, "revision": now, "reload": True}
    drawn = table_rows(plan, moved) if plan.asked.table else bar_rows(plan, moved)
    shown, counts = drawn
    return {
        "stream": stream,
        "revision": now,
        "items": shown,
        "gone": sorted(moved - {each["id"] for each in shown}),
        "counts": counts,
        "links": links(plan.reckoning),
    }


def touched(plan, stream, revision):
    """The ids of what changed itself, or whose conflicts, slack or path did by others.

    None where something has left the plan, or come back, that casts a shadow without a bar.
    """
    rows = Item.objects.filter(campaign=plan.campaign, face__gt=revision)
    moved = set(rows.values_list("pk", flat=True)[: MOST + 1])
    if len(moved) > MOST or not moved:
        return moved
    before = reckoning.earlier(plan.campaign, stream, revision, plan.reckoning.calendars)
    if shadows.gone(plan.shadows, before) != shadows.gone(plan.shadows, plan.reckoning):
        return None
    moved |= reckoning.differing(before, plan.reckoning)
    if plan.asked.table:
        moved |= reckoning.renamed(before, plan.reckoning, moved)
        moved |= reckoning.slipping(before, plan.reckoning)
    if before.abroad != plan.reckoning.abroad:
        moved |= reckoning.beside_abroad(before) | reckoning.beside_abroad(plan.reckoning)
    return moved


def table_rows(plan, moved):
    groups = plan.groups()
    drawn = table.draw([item for item in plan.items if item.pk in moved], plan)
    return placed(groups, drawn), {group.key: group.count for group in groups}


def bar_rows(plan, moved):
    stripes, tray = plan.lanes()
    drawn = plan.draw([item for lane in stripes for item in lane.items if item.pk in moved])
    undated = [item for item in tray.items if item.pk in moved]
    drawn |= lanes.draw_tray(undated, plan.reader, plan.scale)
    everywhere = (*stripes, tray)
    return placed(everywhere, drawn), {lane.key: lane.count for lane in everywhere}


def placed(lanes_shown, drawn):
    """[{id, group, after, html}] of the rows that were drawn, in their lanes."""
    return [
        {
            "id": item.pk,
            "group": lane.key,
            "after": before.pk if before else None,
            "html": drawn[item.place],
        }
        for lane in lanes_shown
        for item, before in zip(lane.items, (None, *lane.items), strict=False)
        if item.place in drawn
    ]


def links(found):
    """All dependencies as words: `earlier-later-KIND+LAG`, and `!` behind what does not hold."""
    return " ".join(found.bonds.words.values())

"""What an open timeline must redraw: the items that moved, and those that others' moves concern.

The answer has the shape of `plan/changes.py`, and `links`, the dependencies as they are now.
"""

from campaigns.plan.models import Item
from campaigns.timeline import lanes, reckoning, table

MOST = 60


def since(plan, stream, now, revision):
    """{stream, revision, items: [{id, group, after, html}], gone: [id], counts, links}, {reload}.

    `plan` is the `views.Plan` of the present revision `now`.
    """
    if revision > now:
        return {"stream": stream, "revision": now, "reload": True}
    moved = touched(plan, stream, revision)
    if len(moved) > MOST:
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
    """The ids of what changed itself, or whose conflicts, slack or path did by others."""
    rows = Item.objects.filter(campaign=plan.campaign, face__gt=revision)
    moved = set(rows.values_list("pk", flat=True)[: MOST + 1])
    if len(moved) > MOST or not moved:
        return moved
    before = reckoning.earlier(plan.campaign, stream, revision, plan.reckoning.calendars)
    moved |= reckoning.differing(before, plan.reckoning)
    if plan.asked.table:
        moved |= reckoning.slipping(before, plan.reckoning)
    return moved


def table_rows(plan, moved):
    items = [each for each in plan.items if each.pk in moved]
    drawn = table.draw(items, plan.reader, plan.reckoning, plan.base)
    before = dict(zip([each.pk for each in plan.items[1:]], plan.items, strict=False))
    shown = [
        {
            "id": each.pk,
            "group": lanes.WHOLE_PLAN,
            "after": before[each.pk].pk if each.pk in before else None,
            "html": drawn[each.place],
        }
        for each in items
        if each.place in drawn
    ]
    return shown, {lanes.WHOLE_PLAN: len(plan.items)}


def bar_rows(plan, moved):
    stripes, tray = plan.lanes()
    shown = [
        (lane.key, item, before)
        for lane in (*stripes, tray)
        for item, before in zip(lane.items, (None, *lane.items), strict=False)
        if item.pk in moved
    ]
    everywhere = [item for lane in stripes for item in lane.items if item.pk in moved]
    drawn = plan.draw(everywhere)
    undated = [item for item in tray.items if item.pk in moved]
    drawn |= lanes.draw_tray(undated, plan.reader, plan.scale)
    items = [
        {
            "id": item.pk,
            "group": key,
            "after": before.pk if before else None,
            "html": drawn[item.place],
        }
        for key, item, before in shown
        if item.place in drawn
    ]
    return items, {lane.key: lane.count for lane in (*stripes, tray)}


def links(found):
    """All dependencies as words: `earlier-later-KIND`, and `!` behind those that do not hold."""
    return " ".join(found.bonds.words.values())

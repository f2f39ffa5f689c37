"""What an open page must redraw: the items whose face moved after a revision.

An event only says that something happened; this says, for the reader's own filters, which rows
to put where and which to take away. So a page that missed any number of events needs one answer
to be right again.
"""

from django.db.models import Q

from campaigns.plan import cards, windows
from campaigns.plan.models import Item

MOST = 60


def since(campaign, revision, filters, reader, shape):
    """{revision, items: [{id, group, after, html}], gone: [id], counts} or {reload}."""
    stream, now = windows.revision_of(campaign)
    moved = list(
        Item.objects.filter(campaign=campaign, face__gt=revision).values_list("pk", "face")[
            : MOST + 1
        ]
    )
    if len(moved) > MOST or revision > now:
        return {"stream": stream, "revision": now, "reload": True}
    pks = [pk for pk, _face in moved]
    filters = filters.as_columns() if shape == "board" else filters
    rows = windows.rows_of(campaign, filters, reader).annotate(group=filters.grouping())
    shown = dict(rows.filter(pk__in=pks).values_list("pk", "group"))
    drawn = cards.draw([pair for pair in moved if pair[0] in shown], reader, shape)
    after = places(rows, filters, {pk: shown[pk] for pk in drawn})
    return {
        "stream": stream,
        "revision": now,
        "items": [
            {"id": pk, "group": windows.name_of(shown[pk]), "after": before, "html": drawn[pk]}
            for pk, before in after
        ],
        "gone": [pk for pk in pks if pk not in drawn],
        "counts": windows.sizes(campaign, now, filters, rows),
    }


def places(rows, filters, shown):
    """[(id, the id it stands after, or None at the head)] in the order of the plan.

    In the plan's own order an index tells what stands before an item; any other order is read.
    """
    grouped = filters.group != "none"
    if filters.sort == "rank":
        moved = rows.filter(pk__in=shown).order_by("rank", "number")
        moved = list(moved.values_list("pk", "rank", "number"))
        stretches = {pk: rows.filter(**of_group(shown[pk])) if grouped else rows for pk in shown}
        known = dict(
            windows.together(
                (pk, just_before(stretches[pk], rank, number)) for pk, rank, number in moved
            )
        )
        return [(pk, known.get(str(pk))) for pk, _rank, _number in moved]
    found = []
    for group in set(shown.values()) if grouped else [None]:
        stretch = rows.filter(**of_group(group)) if grouped else rows
        previous = None
        for pk in stretch.order_by(*filters.ordering()).values_list("pk", flat=True):
            if pk in shown:
                found.append((pk, previous))
            previous = pk
    return found


def of_group(key):
    return {"group__isnull": True} if key is None else {"group": key}


def just_before(rows, rank, number):
    """The item just before a place in the plan's own order."""
    earlier = Q(rank__lt=rank) | Q(rank=rank, number__lt=number)
    return rows.filter(earlier).order_by("-rank", "-number").values_list("pk", flat=True)[:1]

"""What an open page must redraw: the items whose face moved after a revision.

An event only says that something happened; this says, for the reader's own filters, which rows
to put where and which to take away. So a page that missed any number of events needs one answer
to be right again.
"""

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
    after = places(rows, filters, shown)
    return {
        "stream": stream,
        "revision": now,
        "items": [
            {"id": pk, "group": windows.name_of(shown[pk]), "after": after[pk], "html": drawn[pk]}
            for pk in sorted(drawn, key=lambda pk: after[pk, "order"])
        ],
        "gone": [pk for pk in pks if pk not in drawn],
        "counts": windows.sizes(rows),
    }


def places(rows, filters, shown):
    """{id: the id it stands after, or None at the head}, and {(id, "order"): its index}."""
    found = {}
    if not shown:
        return found
    ordered = rows.order_by(*filters.ordering())
    stretches = [ordered]
    if filters.group != "none":
        stretches = [
            ordered.filter(group=key) if key is not None else ordered.filter(group__isnull=True)
            for key in set(shown.values())
        ]
    for stretch in stretches:
        previous = None
        for index, pk in enumerate(stretch.values_list("pk", flat=True).iterator(2000)):
            if pk in shown:
                found[pk] = previous
                found[pk, "order"] = index
            previous = pk
    return found

"""What an open page must redraw: the items whose face moved after a revision.

An event only says that something happened; this says, for the reader's own filters, which rows
to put where and which to take away. So a page that missed any number of events needs one answer
to be right again.
"""

from django.db.models import Q
from django.utils.functional import SimpleLazyObject

from campaigns.plan import cards, windows
from campaigns.plan.filters import Filters
from campaigns.plan.models import Item
from workspace.kernel.ready import ready

MOST = 60


def since(campaign, revision, filters, reader, shape):
    """{revision, items: [{id, group, after, html}], gone: [id], counts} or {reload}."""
    stream, now = windows.revision_of(campaign)
    filters = filters.as_columns() if shape == "board" else filters
    moved = moved_since(campaign, revision, filters)
    if len(moved) > MOST or revision > now:
        return {"stream": stream, "revision": now, "reload": True}
    rows = SimpleLazyObject(  # nobody reads them while a plan is shown as it is
        lambda: windows.rows_of(campaign, filters, reader).annotate(group=filters.grouping())
    )
    shown = of_view(moved, rows, filters)
    drawn = cards.draw_rows(shown, reader, shape)
    groups = {row.pk: row.group for row in shown if row.pk in drawn}
    after = places(campaign, rows, filters, [row for row in shown if row.pk in drawn])
    return {
        "stream": stream,
        "revision": now,
        "items": [
            {"id": pk, "group": windows.name_of(groups[pk]), "after": before, "html": drawn[pk]}
            for pk, before in after
        ],
        "gone": [row.pk for row in moved if row.pk not in drawn],
        "counts": windows.sizes(campaign, now, filters, rows),
    }


def moved_since(campaign, revision, filters):
    """The items of the plan whose face moved after `revision`, with their group and place."""
    found = list(faced_since(filters.group, campaign=campaign.pk, revision=revision))
    for item in found:
        item.campaign = campaign
    return found


@ready
def faced_since(group, *, campaign, revision):
    rows = Item.objects.filter(campaign=campaign, face__gt=revision).select_related("parent")
    return rows.annotate(group=Filters(group=group).grouping())[: MOST + 1]


def of_view(moved, rows, filters):
    """Those of `moved` that are among `rows`, the items that pass the filters."""
    kept = [row for row in moved if row.trashed_at is None]
    if not kept or not filters.active:
        return kept
    passing = set(rows.filter(pk__in=[row.pk for row in kept]).values_list("pk", flat=True))
    return [row for row in kept if row.pk in passing]


def places(campaign, rows, filters, shown):
    """[(id, the id it stands after, or None at the head)] in the order of the plan.

    In the plan's own order an index tells what stands before an item; any other order is read.
    """
    if filters.sort != "rank":
        return read_through(rows, filters, {row.pk: row.group for row in shown})
    ordered = sorted(shown, key=lambda row: (row.rank, row.number))
    before = ((row.pk, just_before(campaign, rows, filters, row)) for row in ordered)
    known = dict(windows.together(before))
    return [(row.pk, known.get(str(row.pk))) for row in ordered]


def just_before(campaign, rows, filters, row):
    """The item just before `row` in its group and the plan's own order."""
    if filters.active or filters.group == "none" or row.group is None:
        grouped = filters.group != "none"
        stretch = rows.filter(**of_group(row.group)) if grouped else rows
        return last_before(stretch, row.rank, row.number)
    place = {"rank": row.rank, "number": row.number}
    return before_in_whole(filters.group, campaign=campaign.pk, key=row.group, **place)


@ready
def before_in_whole(group, *, campaign, key, rank, number):
    rows = Item.objects.kept().filter(campaign=campaign)
    rows = rows.annotate(group=Filters(group=group).grouping())
    return last_before(rows.filter(group=key), rank, number)


def last_before(rows, rank, number):
    earlier = Q(rank__lt=rank) | Q(rank=rank, number__lt=number)
    return rows.filter(earlier).order_by("-rank", "-number").values_list("pk", flat=True)[:1]


def read_through(rows, filters, shown):
    """`places` in any other order, for {id: group}: by reading the groups that are touched."""
    grouped = filters.group != "none"
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

"""The plan as views show it: groups of items, each from its beginning, in a few statements."""

from dataclasses import dataclass, replace
from functools import wraps

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.plan import cards, querysets, tallies, vocabulary
from campaigns.plan.filters import Filters
from campaigns.plan.models import Channel, Item, Priority, Stage, Status
from teams.models import Member, Team
from workspace.kernel import clock
from workspace.kernel.ready import ready
from workspace.kernel.remembering import Remembered
from workspace.kernel.streams.models import Stream

WHOLE = 1_000_000


@dataclass
class Group:
    """A column of the board or a section of the list."""

    key: str
    label: str
    count: int = 0
    pairs: list = None
    body: str = ""
    more_url: str = ""


def revision_of(campaign):
    """Where the campaign's stream stands; read it *before* the rows that are shown with it.

    It leaves the newest marked revision on `campaign.marked` (see `plan/moving/answers.py`).
    """
    [(pk, revision, campaign.marked)] = stream_of(campaign=campaign.pk)
    return pk, revision


@ready
def stream_of(*, campaign):
    found = Stream.objects.filter(kind="campaign", of=campaign)
    return found.values_list("pk", "revision", "marked")


def rows_of(campaign, filters, reader):
    rows = Item.objects.kept().filter(campaign=campaign)
    return filters.narrow(rows, reader, timezone.localdate())


def group_labels(campaign, revision, filters, reader):
    """[(key, label)] of the groups that a plan can have, in order; always with the empty one."""
    if filters.group == "status":
        return list(Status.choices)
    if filters.group == "priority":
        return [(str(value), label) for value, label in Priority.choices]
    words = vocabulary.known_to(reader, campaign, revision)
    rows, empty = {
        "assignee": (lambda: people_with_work(campaign), _("Nobody yet")),
        "team": (lambda: words.teams, _("No team")),
        "channel": (lambda: words.channels, _("No channel")),
        "stage": (lambda: words.stages, _("No stage")),
    }[filters.group]
    return [(str(row.pk), str(row)) for row in rows()] + [("none", empty)]


def people_with_work(campaign):
    return Member.objects.filter(assignments__item__campaign=campaign).distinct().order_by("name")


windows = Remembered(1_000)


def at_revision(make):
    """Remember what a window holds at a revision of the plan: whoever looks next sees the same.

    Every change to any item takes a revision, so (plan, revision, filters, day) says it all;
    only *me* among the filters, and the words that name groups, depend on the reader.
    """

    @wraps(make)
    def window(campaign, revision, filters, reader, **stretch):
        me = reader.pk if "me" in filters.assignee else None
        key = (make.__name__, campaign.pk, revision, filters, me, *stretch.values())
        key += (
            timezone.localdate(),
            clock.workspace_today(),
            reader.workspace.face,
            get_language(),
        )
        key += (querysets.is_outside(reader),)
        found = windows.find(key)
        if found is None:
            found = make(campaign, revision, filters, reader, **stretch)
            windows.put(key, found)
        return found

    return window


@at_revision
def grouped(campaign, revision, filters, reader, *, each):
    """Groups with the (id, face) of their first `each` items; two statements for all groups."""
    rows = rows_of(campaign, filters, reader).annotate(group=filters.grouping())
    labels = group_labels(campaign, revision, filters, reader)
    counts = sizes(campaign, revision, filters, rows)
    labels = with_newcomers(labels, counts, filters)
    groups = {key: Group(key, label, counts.get(key, 0), []) for key, label in labels}
    filled = [key for key, group in groups.items() if group.count]
    heads = ((key, head(campaign, filters, rows, key, each)) for key in filled)
    for key, pk, face in together(heads):
        groups[key].pairs.append((pk, face))
    return [group for group in groups.values() if is_shown(group, filters)]


NAMED = {"assignee": Member, "team": Team, "channel": Channel, "stage": Stage}


def with_newcomers(labels, counts, filters):
    """The labels with those of groups that came a moment ago, before the empty one, if there are.

    The words of a workspace were read before the items, and others work meanwhile.
    """
    missing = counts.keys() - dict(labels).keys()
    if not missing:
        return labels
    rows = NAMED[filters.group].objects.filter(pk__in=map(int, missing)).order_by("pk")
    return [*labels[:-1], *((str(row.pk), str(row)) for row in rows), *labels[-1:]]


def sizes(campaign, revision, filters, rows):
    """{group: how many} of rows annotated with their group; known already for a whole plan."""
    if filters.group == "status" and not filters.active:
        return summary(campaign, revision, timezone.localdate())["by_status"]
    counted = rows.order_by().values("group").annotate(size=Count("pk"))
    return {name_of(key): size for key, size in counted.values_list("group", "size")}


def head(campaign, filters, rows, key, each):
    """The (id, face) of the first `each` of `rows` in one group, for one statement of them all.

    A window function would number every row of the plan first: at 10,000 items that costs twenty
    times as much as asking an index for the head of each group.
    """
    if filters.active or key == "none":
        group = {"group__isnull": True} if key == "none" else {"group": key}
        return first(rows.filter(**group), filters, each)
    key = key if filters.group == "status" else int(key)
    return head_of_whole(filters.group, filters.sort, each, campaign=campaign.pk, key=key)


@ready
def head_of_whole(group, sort, each, *, campaign, key):
    filters = Filters(group=group, sort=sort)
    rows = Item.objects.kept().filter(campaign=campaign).annotate(group=filters.grouping())
    return first(rows.filter(group=key), filters, each)


def first(rows, filters, each):
    return rows.order_by(*filters.ordering()).values_list("pk", "face")[:each]


def together(named):
    """The rows of several (name, queryset) by one statement, each with its name before it."""
    parts, params = [], []
    for name, rows in named:
        sql, values = rows.query.sql_with_params()
        parts.append(f"SELECT CAST(%s AS text) AS of_group, part.* FROM ({sql}) AS part")
        params += [str(name), *values]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return cursor.fetchall()


def is_shown(group, filters):
    """Empty groups stay as places to drop into, but nobody plans to drop or to leave blank."""
    if group.count:
        return True
    if filters.group == "status":
        return group.key != Status.DROPPED and (not filters.status or group.key in filters.status)
    return group.key != "none" and filters.group != "assignee"


def name_of(key):
    return "none" if key is None else str(key)


@at_revision
def one_group(campaign, revision, filters, reader, *, key, start, each):
    """The (id, face) of the items `start` to `start + each` of one group, and its size."""
    rows = rows_of(campaign, filters, reader).annotate(group=filters.grouping())
    rows = rows.filter(group__isnull=True) if key == "none" else rows.filter(group=key)
    pairs = rows.order_by(*filters.ordering()).values_list("pk", "face")
    return list(pairs[start : start + each]), rows.count()


@at_revision
def flat(campaign, revision, filters, reader, *, start, each):
    """The (id, face) of a window of the plan without groups; one more than `each` tells of more."""
    rows = rows_of(campaign, filters, reader).order_by(*filters.ordering())
    return list(rows.values_list("pk", "face")[start : start + each + 1])


def draw(pairs, reader, shape):
    """The HTML of these (id, face), in their order; what vanished meanwhile is left out."""
    drawn = cards.draw(pairs, reader, shape)
    return mark_safe("".join(drawn[pk] for pk, _face in pairs if pk in drawn))


def draw_groups(groups, reader, shape):
    """Groups with `body`, their HTML; rows of all groups are fetched together."""
    drawn = cards.draw([pair for group in groups for pair in group.pairs], reader, shape)
    return [
        replace(
            group, body=mark_safe("".join(drawn[pk] for pk, _face in group.pairs if pk in drawn))
        )
        for group in groups
    ]


figures = Remembered(2_000)
UNFINISHED = set(querysets.UNFINISHED)


def summary(campaign, revision, today):
    """How a plan stands: items, total (without dropped), done, blocked, overdue, next deadline.

    `by_status` has the number of items of each status, `next_on` the day of the deadline.
    """
    key = (campaign.pk, revision, today)
    found = figures.find(key)
    if found is None:
        found = tallies.standing(tallies.of(campaign.pk, revision), today)
        figures.put(key, found)
    return found


def summaries(revisions, today):
    """{campaign: how it stands}, counted once per revision and day; two statements at most."""
    known = {pk: figures.find((pk, revision, today)) for pk, revision in revisions.items()}
    if missing := [pk for pk, found in known.items() if found is None]:
        for pk, found in count(missing, today).items():
            figures.put((pk, revisions[pk], today), found)
            known[pk] = found
    return known


def count(campaigns, today):
    """Counted by status, in one walk along an index that holds all it needs."""
    rows = Item.objects.kept().filter(campaign__in=campaigns)
    found = {pk: {"by_status": {}, "next_on": None, "deadline": ""} for pk in campaigns}
    held, late = dict.fromkeys(campaigns, 0), dict.fromkeys(campaigns, 0)
    counted = (
        rows.order_by()
        .values("campaign", "status")
        .annotate(
            size=Count("pk"),
            waiting=Count("pk", filter=Q(waiting_for__gt=0)),
            late=Count("pk", filter=Q(due_on__lt=today)),
        )
    )
    for pk, status, size, waiting, overdue in counted.values_list(
        "campaign", "status", "size", "waiting", "late"
    ):
        found[pk]["by_status"][status] = size
        if status in UNFINISHED:
            held[pk] += size if status == "blocked" else waiting
            late[pk] += overdue
    for pk, stands in found.items():
        sizes = stands["by_status"]
        items = sum(sizes.values())
        stands |= {
            "items": items,
            "total": items - sizes.get("dropped", 0),
            "done": sizes.get("done", 0),
            "blocked": held[pk],
            "overdue": late[pk],
        }
    deadlines = rows.unfinished().filter(kind="milestone", due_on__gte=today)
    for pk, title, due_on in deadlines.order_by("-due_on", "-rank").values_list(
        "campaign", "title", "due_on"
    ):
        found[pk] |= {"deadline": title, "next_on": due_on}
    return found

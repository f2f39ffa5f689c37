"""The plan as views show it: groups of items, each from its beginning, in a few statements."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.plan import cards, vocabulary
from campaigns.plan.models import Item, Priority, Status
from teams.models import Member
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
    cards: list = None
    more_url: str = ""


def revision_of(campaign):
    """Where the campaign's stream stands; read it *before* the rows that are shown with it."""
    return Stream.objects.values_list("pk", "revision").get(kind="campaign", of=campaign.pk)


def rows_of(campaign, filters, reader):
    rows = Item.objects.kept().filter(campaign=campaign)
    return filters.narrow(rows, reader, timezone.localdate())


def group_labels(campaign, filters, reader):
    """[(key, label)] of the groups that a plan can have, in order; always with the empty one."""
    if filters.group == "status":
        return list(Status.choices)
    if filters.group == "priority":
        return [(str(value), label) for value, label in Priority.choices]
    words = vocabulary.of(reader.workspace)
    rows, empty = {
        "assignee": (lambda: people_with_work(campaign), _("Nobody yet")),
        "team": (lambda: words.teams, _("No team")),
        "channel": (lambda: words.channels, _("No channel")),
        "stage": (lambda: words.stages, _("No stage")),
    }[filters.group]
    return [(str(row.pk), str(row)) for row in rows()] + [("none", empty)]


def people_with_work(campaign):
    return Member.objects.filter(assignments__item__campaign=campaign).distinct().order_by("name")


def grouped(campaign, filters, reader, *, each):
    """Groups with the (id, face) of their first `each` items; one statement for all groups."""
    rows = rows_of(campaign, filters, reader).annotate(group=filters.grouping())
    order = filters.ordering()
    numbered = rows.annotate(
        place=Window(RowNumber(), partition_by="group", order_by=order),
        size=Window(Count("pk"), partition_by="group"),
    ).filter(place__lte=each)
    groups = {
        key: Group(key, label, 0, []) for key, label in group_labels(campaign, filters, reader)
    }
    for pk, face, key, _place, size in numbered.order_by("group", "place").values_list(
        "pk", "face", "group", "place", "size"
    ):
        group = groups[name_of(key)]
        group.count = size
        group.pairs.append((pk, face))
    return [group for group in groups.values() if is_shown(group, filters)]


def is_shown(group, filters):
    """Empty groups stay as places to drop into, but nobody plans to drop or to leave blank."""
    if group.count:
        return True
    if filters.group == "status":
        return group.key != Status.DROPPED and (not filters.status or group.key in filters.status)
    return group.key != "none" and filters.group != "assignee"


def name_of(key):
    return "none" if key is None else str(key)


def one_group(campaign, filters, reader, key, *, start, each):
    """The (id, face) of the items `start` to `start + each` of one group, and its size."""
    rows = rows_of(campaign, filters, reader).annotate(group=filters.grouping())
    rows = rows.filter(group__isnull=True) if key == "none" else rows.filter(group=key)
    pairs = rows.order_by(*filters.ordering()).values_list("pk", "face")
    return list(pairs[start : start + each]), rows.count()


def flat(campaign, filters, reader, *, start, each):
    """The (id, face) of a window of the plan without groups; one more than `each` tells of more."""
    rows = rows_of(campaign, filters, reader).order_by(*filters.ordering())
    return list(rows.values_list("pk", "face")[start : start + each + 1])


def draw(groups, reader, shape):
    """Fill `cards` of the groups with their HTML; what vanished meanwhile is left out."""
    drawn = cards.draw([pair for group in groups for pair in group.pairs], reader, shape)
    for group in groups:
        group.cards = [drawn[pk] for pk, _face in group.pairs if pk in drawn]
    return groups


figures = Remembered(2_000)


def summary(campaign, revision, today):
    """How the plan stands: items, blocked, overdue, next deadline; counted once per revision."""
    key = (campaign.pk, revision, today)
    known = figures.find(key)
    if known is None:
        rows = Item.objects.kept().filter(campaign=campaign)
        unfinished = Q(status__in=("todo", "doing", "review", "blocked"))
        known = rows.aggregate(
            items=Count("pk"),
            done=Count("pk", filter=Q(status="done")),
            blocked=Count("pk", filter=unfinished & (Q(status="blocked") | Q(waiting_for__gt=0))),
            overdue=Count("pk", filter=unfinished & Q(due_on__lt=today)),
            next_on=Min("due_on", filter=unfinished & Q(kind="milestone", due_on__gte=today)),
        )
        known["deadline"] = (
            rows.filter(
                kind="milestone",
                due_on=known["next_on"],
                status__in=("todo", "doing", "review", "blocked"),
            )
            .order_by("rank")
            .values_list("title", flat=True)
            .first()
            if known["next_on"]
            else ""
        )
        figures.put(key, known)
    return known

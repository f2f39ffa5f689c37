"""Who works on what, over all campaigns: the rows behind the workload page."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import F, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from campaigns.brief.models import Campaign
from campaigns.plan import loads, working
from campaigns.plan.models import Item, Priority
from campaigns.schedule import workload
from teams.models import Member
from workspace.kernel.streams.models import Stream

WEEKS = 8
LATE, UNDATED = "late", "undated"
FIRST, LAST = Coalesce("start_on", "due_on"), Coalesce("due_on", "start_on")


@dataclass
class Row:
    """A person, a `Cell` for each week, and what no week shows: late items, items without dates."""

    member: Member
    cells: list
    late: int = 0
    undated: int = 0


@dataclass
class Load:
    mondays: list
    rows: list = field(default_factory=list)
    holidays: dict = field(default_factory=dict)


def load(reader, first, today, *, teams_wanted=(), campaigns_wanted=(), weeks=WEEKS):
    """The `Load` of everybody whom `reader` sees at work, from the week of `first`.

    Six statements however many people, items and weeks there are; three of them, of who works
    when, are remembered. People of the company are
    listed always, guests when they have work.
    """
    mondays = workload.weeks_from(first, weeks)
    end = mondays[-1] + timedelta(6)
    calendars = working.calendars(reader.workspace)
    work = loads.portions(reader, mondays[0], end, today, campaigns_wanted)
    pressing = pressing_of(reader, mondays[0], end, campaigns_wanted)
    found = Load(mondays)
    for member in people(teams_wanted):
        mine = work.get(member.pk, loads.NOTHING)
        if member.is_guest and mine is loads.NOTHING:
            continue
        days = calendars.people.get(member.pk, calendars.days)
        hours = None if member.is_guest else member.weekly_hours
        cells = workload.cells(mine.portions, mondays, days, hours)
        workload.set_against(cells, pressing.get(member.pk, ()), mondays)
        found.rows.append(Row(member, cells, mine.late, mine.undated))
    for day in sorted(calendars.days.off):
        if mondays[0] <= day <= end:
            found.holidays.setdefault(workload.monday(day), []).append(day)
    return found


def people(teams_wanted):
    rows = Member.objects.present().select_related("team")
    if teams_wanted:
        rows = rows.filter(team__in=teams_wanted)
    return sorted(rows, key=lambda each: (each.is_guest, each.name.casefold(), each.pk))


def campaigns_and_streams(reader):
    """The open campaigns by name, and (id, revision) of the streams that the figures rest on."""
    theirs = Stream.objects.filter(kind="campaign", of=OuterRef("pk"))
    ours = Stream.objects.filter(kind="workspace", of=reader.workspace_id)
    found = list(
        Campaign.objects.visible_to(reader)
        .open()
        .annotate(
            stream=Subquery(theirs.values("pk")[:1]),
            revision=Subquery(theirs.values("revision")[:1]),
            days=Subquery(ours.values("pk")[:1]),
            days_revision=Subquery(ours.values("revision")[:1]),
        )
        .order_by("name", "pk")
    )
    streams = {each.stream: each.revision for each in found}
    streams |= {each.days: each.days_revision for each in found[:1]}
    return found, sorted(streams.items())


def pressing_of(reader, first, last, campaigns_wanted):
    """{member id: [(campaign's name, first, last day)]} of what is urgent or of high priority."""
    begins, ends = (
        Coalesce(f"item__{one}", f"item__{other}")
        for one, other in (("start_on", "due_on"), ("due_on", "start_on"))
    )
    rows = (
        loads.assigned(reader, campaigns_wanted)
        .filter(item__priority__lte=Priority.HIGH)
        .annotate(begins=begins, ends=ends)
        .filter(begins__lte=last, ends__gte=first)
        .order_by()
        .values_list("member", "item__campaign__name", "begins", "ends")
        .distinct()
    )
    found = defaultdict(list)
    for member, *span in rows:
        found[member].append(tuple(span))
    return found


def items_of(reader, member, when, today, campaigns_wanted=()):
    """The items behind a figure: of a week (its Monday), "late" or "undated" ones; urgent first."""
    rows = Item.objects.filter(
        pk__in=loads.assigned(reader, campaigns_wanted).filter(member=member).values("item")
    ).annotate(begins=FIRST, ends=LAST)
    if when == LATE:
        rows = rows.filter(ends__lt=today)
    elif when == UNDATED:
        rows = rows.filter(ends__isnull=True)
    else:
        rows = rows.filter(begins__lte=when + timedelta(6), ends__gte=when)
    return list(
        rows.select_related("campaign")
        .prefetch_related(Prefetch("assignments", loads.of_the_present().order_by("pk")))
        .order_by("priority", F("ends").asc(nulls_last=True), "pk")
    )

"""For whom work comes at a bad time: who is away on its days, or has too much then."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone

from campaigns.plan import loads, working
from campaigns.plan.models import ENDED, Item
from campaigns.schedule import workload
from teams.models import Member

FURTHEST = timedelta(days=5 * 366)
GIVING = {"assignees", "add_assignees"}


class FullWeek(NamedTuple):
    """The hours of work that somebody would have in a week, and the hours that they have for it."""

    monday: date
    hours: float
    capacity: float


@dataclass(frozen=True)
class Strain:
    """A member, the items that they get, the days of these on which they are away, and the weeks
    in which it is too much for them."""

    items: tuple
    member: Member
    away: tuple
    weeks: tuple

    @property
    def named(self):
        return [item.pk for item in self.items], self.member.pk, self.away, self.weeks


@dataclass(frozen=True)
class Share:
    """An item on the days, and with the people, that it is to have; `asked` are those of them who
    have to have time for it."""

    item: Item
    first: date
    last: date
    people: frozenset
    asked: frozenset

    @property
    def portion(self):
        hours = float(self.item.estimate or 0) / len(self.people)
        return workload.Portion(self.first, self.last, 1, hours, 0)


def of_changes(items, dates, values, by, *, moved=False):
    """[`Strain`] of whom items would hit with these dates, {id: (start, due)}, and values, as
    `edit_many` takes them.

    Asked are those who are new, and with `moved` everybody where the days of an item change; what
    has ended, and days that are over, are nobody's burden. Five statements.
    """
    shares = shares_of(items, dates, values, moved) if moved or GIVING & values.keys() else []
    asked = {pk for share in shares for pk in share.asked}
    people = Member.objects.present().filter(pk__in=asked) if asked else ()
    return strains(shares, sorted(people, key=lambda member: (member.name, member.pk)), by)


def shares_of(items, dates, values, moved):
    """The `Share`s of which somebody is asked."""
    held = defaultdict(set)
    rows = loads.of_the_present().filter(item__in=[item.pk for item in items])
    for item, member in rows.values_list("item", "member"):
        held[item].add(member)
    found = []
    for item in items:
        before, present = held[item.pk], (item.start_on, item.due_on)
        start, due = dates.get(item.pk, present)
        first, last = start or due, due or start
        is_over = values.get("status", item.status) in ENDED
        if is_over or not first or last < timezone.localdate():
            continue
        people = frozenset(people_after(before, values))
        asked = people if moved and (start, due) != present else people - before
        if asked:
            found.append(Share(item, first, last, people, asked))
    return found


def people_after(before, values):
    whole, more, less = (
        {member.pk for member in values.get(name, ())}
        for name in ("assignees", "add_assignees", "remove_assignees")
    )
    return ((whole if "assignees" in values else before) | more) - less


def strains(shares, people, by):
    """[`Strain`] of these people, each with all that they get at once."""
    if not people:
        return []
    calendars, today = working.calendars(by.workspace), timezone.localdate()
    mondays = weeks_of(shares, today)
    end = mondays[-1] + timedelta(6)
    given = [share.item.pk for share in shares]
    work = loads.portions(by, mondays[0], end, today, but=given)
    found = []
    for member in people:
        days = calendars.people.get(member.pk, calendars.days)
        gets = [share for share in shares if member.pk in share.asked]
        has = [share for share in shares if member.pk in share.people - share.asked]
        known = [*work.get(member.pk, loads.NOTHING).portions, *(each.portion for each in has)]
        hours = None if member.is_guest else member.weekly_hours
        full = too_full(known, [each.portion for each in gets], mondays, days, hours)
        spans = {(max(share.first, today), min(share.last, end)) for share in gets}
        missing = {day for span in spans for day in away(*span, days, calendars.days)}
        if missing or full:
            items = tuple(share.item for share in gets)
            found.append(Strain(items, member, tuple(sorted(missing)), full))
    return found


def weeks_of(shares, today):
    """The Mondays of the weeks in which there is something to do of these, for five years on."""
    first = workload.monday(max(today, min(share.first for share in shares)))
    last = min(first + FURTHEST, max(share.last for share in shares))
    return workload.weeks_from(first, (last - first).days // 7 + 1)


def away(first, last, theirs, usual):
    """The days between two on which the others work and they, on a weekday of theirs, do not; all
    of those days where they work on none of them."""
    span = [first + timedelta(number) for number in range((last - first).days + 1)]
    off = [day for day in span if usual.is_working(day) and not theirs.is_working(day)]
    if theirs.count(first, last):
        off = [day for day in off if theirs.is_meant(day)]
    return tuple(off)


def too_full(known, parts, mondays, days, weekly_hours):
    """The weeks that hold too much with these parts of items, and more than without them."""
    before, after = (
        workload.cells(portions, mondays, days, weekly_hours)
        for portions in (known, [*known, *parts])
    )
    return tuple(
        FullWeek(monday, round(new.hours, 1), round(new.capacity, 1))
        for monday, old, new in zip(mondays, before, after, strict=True)
        if new.over and new.hours > old.hours
    )

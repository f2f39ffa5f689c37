"""For whom an item comes at a bad time: who is away on its days, or has too much work then."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from campaigns.plan import loads, working
from campaigns.plan.models import Item
from campaigns.schedule import workload
from teams.models import Member

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Strain:
    """A member, the days of an item on which they are away, and the weeks, (Monday, hours, hours
    they have), in which it is too much for them."""

    item: Item
    member: Member
    away: tuple
    weeks: tuple

    @property
    def named(self):
        return self.item.pk, self.member.pk, self.away, self.weeks


def of_change(item, days, assignees, by):
    """[`Strain`] of whom an item with these days and people, as they are to be, would hit.

    Asked are those who are new, and everybody where its days change; five statements.
    """
    before = {each.member_id for each in loads.of_the_present().filter(item=item)}
    after = before if assignees is None else {member.pk for member in assignees}
    start, due = (days.get(name, getattr(item, name)) for name in ("start_on", "due_on"))
    moved = (start, due) != (item.start_on, item.due_on)
    asked = Member.objects.present().filter(pk__in=after if moved else after - before)
    if not (start or due):
        return []
    first, last = start or due, due or start
    people = sorted(asked, key=lambda member: (member.name, member.pk))
    return strains(item, people, len(after), first, min(last, first + LONGEST), by)


def strains(item, people, sharing, first, last, by):
    """[`Strain`] of these people; `sharing` answer for the item together."""
    if not people:
        return []
    calendars = working.calendars(by.workspace)
    weeks = (last - workload.monday(first)).days // 7 + 1
    mondays = workload.weeks_from(first, weeks)
    end = mondays[-1] + timedelta(6)
    work = loads.portions(by, mondays[0], end, timezone.localdate(), but=item.pk)
    part = workload.Portion(first, last, 1, float(item.estimate or 0) / sharing, 0)
    found = []
    for member in people:
        days = calendars.people.get(member.pk, calendars.days)
        known = work.get(member.pk, loads.NOTHING).portions
        hours = None if member.is_guest else member.weekly_hours
        full = too_full(known, part, mondays, days, hours)
        strain = Strain(item, member, away(first, last, days, calendars.days), full)
        if strain.away or strain.weeks:
            found.append(strain)
    return found


def away(first, last, theirs, usual):
    """The days between two on which the others work and they, on a weekday of theirs, do not; all
    of those days where they work on none of them."""
    span = [first + timedelta(number) for number in range((last - first).days + 1)]
    off = [day for day in span if usual.is_working(day) and not theirs.is_working(day)]
    if theirs.count(first, last):
        off = [day for day in off if theirs.mask >> day.weekday() & 1]
    return tuple(off)


def too_full(known, part, mondays, days, weekly_hours):
    """(Monday, hours, capacity) of the weeks that this part of an item overfills."""
    before, after = (
        workload.cells(portions, mondays, days, weekly_hours)
        for portions in (known, [*known, part])
    )
    return tuple(
        (monday, round(new.hours, 1), round(new.capacity, 1))
        for monday, old, new in zip(mondays, before, after, strict=True)
        if new.over and new.hours > old.hours
    )

"""Working days: which they are, and counting with them."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

WEEK = 7
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class WorkingDays:
    """The days on which work is done: the weekdays of `mask` and the days `on`, such as a Saturday
    that makes up for a bridge day, without the days `off`.

    Bit 0 of `mask` is Monday and bit 6 Sunday. Refuses with `ValueError` a mask without any day.
    Everything costs two searches in sorted days, however far apart two days are.

    All counting rests on one number: how many working days come *before* a day. A day of rest
    shares it with the working day that follows. `before` and `nth` work with days as whole numbers
    (`date.toordinal`), the other methods with dates.
    """

    mask: int
    off: frozenset[date] = field(default=frozenset())
    on: frozenset[date] = field(default=frozenset())

    def __post_init__(self):
        if not 0 < self.mask < 1 << WEEK:
            raise ValueError("At least one day of the week must be a working day.")

    @cached_property
    def _weekdays(self):
        """The working weekdays (0 is Monday), and how many of them come before each weekday."""
        working = [weekday for weekday in range(WEEK) if self.mask >> weekday & 1]
        return working, [bisect_left(working, weekday) for weekday in range(WEEK)]

    @cached_property
    def _rests(self):
        """The days off that fall on working weekdays, and how many working days precede each."""
        days = sorted(d.toordinal() for d in self.off if self.mask >> d.weekday() & 1)
        return days, [self._before_by_week(day) - place for place, day in enumerate(days)]

    def _before_by_week(self, number):
        working, earlier = self._weekdays
        weeks, weekday = divmod(number - 1, WEEK)
        return weeks * len(working) + earlier[weekday]

    @cached_property
    def _extras(self):
        """The days of rest that are worked on, and how many working days precede each."""
        worked = self.on - self.off
        days = sorted(d.toordinal() for d in worked if not self.mask >> d.weekday() & 1)
        return days, [self._usual_before(day) + place for place, day in enumerate(days)]

    def _usual_before(self, number):
        return self._before_by_week(number) - bisect_left(self._rests[0], number)

    def before(self, number):
        """How many working days there are before the day with this ordinal number."""
        found = self._counted.get(number)
        if found is None:
            found = self._usual_before(number) + bisect_left(self._extras[0], number)
            if len(self._counted) < MOST_COUNTED:
                self._counted[number] = found
        return found

    @cached_property
    def _counted(self):
        """What was counted already: plans ask for the same few hundred days again and again."""
        return {}

    def nth(self, count):
        """The ordinal number of the working day before which `count` working days come."""
        days, counts = self._extras
        earlier = bisect_left(counts, count)
        if earlier < len(days) and counts[earlier] == count:
            return days[earlier]
        usual = count - earlier
        working, _ = self._weekdays
        weeks, place = divmod(usual + bisect_right(self._rests[1], usual), len(working))
        return weeks * WEEK + working[place] + 1

    def is_meant(self, day):
        """Whether it is worked on unless it is a day off."""
        return bool(self.mask >> day.weekday() & 1) or day in self.on

    def is_working(self, day):
        return self.is_meant(day) and day not in self.off

    def on_or_after(self, day):
        return self.add(day, 0)

    def on_or_before(self, day):
        return date.fromordinal(self.nth(self.before(day.toordinal() + 1) - 1))

    def add(self, day, n):
        """The day `n` working days later, or earlier where `n` is negative.

        From a day of rest it counts as from the working day that follows.
        """
        return date.fromordinal(self.nth(self.before(day.toordinal()) + n))

    def count(self, first, last):
        """How many working days there are from `first` to `last`, both included."""
        return max(0, self.before(last.toordinal() + 1) - self.before(first.toordinal()))

    def between(self, earlier, later):
        """Working days from one day to the other, the last excluded; negative when turned round."""
        return self.before(later.toordinal()) - self.before(earlier.toordinal())


def of_person(days, own_mask=None, away=(), off=None, on=None):
    """The days of `days` on which somebody works: in their own week, and not while `away`.

    `away` are pairs of a first and a last day; `off` and `on` their own days off and days that they
    work on, in place of those of `days`. A week of their own makes up for nothing by itself.
    """
    if on is None:
        on = frozenset() if own_mask else days.on
    off = set(days.off if off is None else off)
    for first, last in away:
        off.update(first + timedelta(n) for n in range((last - first).days + 1))
    return WorkingDays(own_mask or days.mask, frozenset(off), on)


def of_any(calendars):
    """The days on which at least one of these (one or more) works."""
    calendars = list(calendars)
    mask = 0
    for each in calendars:
        mask |= each.mask
    off, on = (
        frozenset().union(*some)
        for some in ([each.off for each in calendars], [each.on for each in calendars])
    )
    somebody = frozenset(day for day in off | on if any(each.is_working(day) for each in calendars))
    return WorkingDays(mask, off - somebody, on & somebody)

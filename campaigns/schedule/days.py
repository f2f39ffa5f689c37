"""Working days: which they are, and counting with them."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

WEEK = 7
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class WorkingDays:
    """The days on which work is done: the weekdays of `mask`, without the days `off`.

    Bit 0 of `mask` is Monday and bit 6 Sunday. Refuses with `ValueError` a mask without any day.
    Everything costs one search in the sorted days off, however far apart two days are.

    All counting rests on one number: how many working days come *before* a day. A day of rest
    shares it with the working day that follows. `before` and `nth` work with days as whole numbers
    (`date.toordinal`), the other methods with dates.
    """

    mask: int
    off: frozenset[date] = field(default=frozenset())

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

    def before(self, number):
        """How many working days there are before the day with this ordinal number."""
        found = self._counted.get(number)
        if found is None:
            found = self._before_by_week(number) - bisect_left(self._rests[0], number)
            if len(self._counted) < MOST_COUNTED:
                self._counted[number] = found
        return found

    @cached_property
    def _counted(self):
        """What was counted already: plans ask for the same few hundred days again and again."""
        return {}

    def nth(self, count):
        """The ordinal number of the working day before which `count` working days come."""
        working, _ = self._weekdays
        weeks, place = divmod(count + bisect_right(self._rests[1], count), len(working))
        return weeks * WEEK + working[place] + 1

    def is_working(self, day):
        return bool(self.mask >> day.weekday() & 1) and day not in self.off

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


def of_person(days, own_mask=None, away=(), off=None):
    """The days of `days` on which somebody works: in their own week, and not while `away`.

    `away` are pairs of a first and a last day; `off` their own days off, in place of those of
    `days`.
    """
    off = set(days.off if off is None else off)
    for first, last in away:
        off.update(first + timedelta(n) for n in range((last - first).days + 1))
    return WorkingDays(own_mask or days.mask, frozenset(off))


def of_any(calendars):
    """The days on which at least one of these (one or more) works."""
    calendars = list(calendars)
    mask = 0
    for each in calendars:
        mask |= each.mask
    off = frozenset().union(*(each.off for each in calendars))
    nobody = frozenset(day for day in off if not any(each.is_working(day) for each in calendars))
    return WorkingDays(mask, nobody)

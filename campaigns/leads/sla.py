"""Working time to the minute: when an allowed time ends, and how much of it has gone by.

Pure. An office works from `opens` to `closes` by the clock on its wall, on the working days of its
week that are no holiday, and on single days that make up for one. Everything is counted in real
minutes: on the day on which clocks go back an office that is open over that hour works an hour
longer.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from campaigns.schedule.days import WorkingDays

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
NOTHING = timedelta(0)
# A day by any clock on earth lies within these hours of the same day by UTC.
EAST, WEST = timedelta(hours=15), timedelta(hours=38)


@dataclass(frozen=True)
class Hours:
    """When an office works; bit 0 of `mask` is Monday, `off` are its holidays, `on` the days of
    rest on which it works."""

    zone: str
    opens: time
    closes: time
    mask: int
    off: frozenset[date] = field(default=frozenset())
    on: frozenset[date] = field(default=frozenset())

    def __post_init__(self):
        if not self.opens < self.closes:
            raise ValueError("An office opens before it closes.")

    @cached_property
    def days(self):
        return WorkingDays(self.mask, self.off, self.on)

    @cached_property
    def nominal(self):
        """How long a day is on which no clock changes."""
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)

    def day_of(self, moment):
        """The day by the clock on the wall."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def spans(self, day):
        """[(from, to)] in UTC in which work is done on `day`; nothing on a day of rest."""
        return spans_of(self.zone, self.opens, self.closes, day) if self.works(day) else ()

    def works(self, day):
        return self.days.is_working(day)


def due_at(start, minutes, hours):
    """The first moment at which `minutes` of working time have gone by since `start`."""
    left = minutes * MINUTE
    if left <= NOTHING:
        return start
    day = hours.day_of(start) - DAY
    while True:
        for begin, end in hours.spans(day):
            begin = max(begin, start)
            if end - begin >= left:
                return begin + left
            left -= max(end - begin, NOTHING)
        day = hours.days.on_or_after(day + DAY)


def minutes_between(start, end, hours):
    """Whole minutes of working time from one moment to a later one; 0 when it is not later."""
    return worked_between(start, end, hours) // MINUTE


def worked_between(start, end, hours):
    if end <= start:
        return NOTHING
    first, last = hours.day_of(start), hours.day_of(end)
    near = {day + n * DAY for day in (first, last) for n in (-1, 0, 1)}
    found = sum((within(hours.spans(day), start, end) for day in near), NOTHING)
    return found + worked_on(first + 2 * DAY, last - 2 * DAY, hours)


def within(spans, start, end):
    """How much of `spans` lies between two moments."""
    parts = (min(to, end) - max(begin, start) for begin, to in spans)
    return sum((part for part in parts if part > NOTHING), NOTHING)


def worked_on(first, last, hours):
    """The working time of all days from `first` to `last`, both included."""
    if last < first:
        return NOTHING
    whole = hours.days.count(first, last) * hours.nominal
    for year in range(first.year, last.year + 1):
        for day, more in odd_days(hours.zone, hours.opens, hours.closes, year):
            if first <= day <= last and hours.works(day):
                whole += more
    return whole


@lru_cache(maxsize=500)
def odd_days(zone, opens, closes, year):
    """[(day, how much longer than others it is)] of those on which the clock changes at work."""
    usual = datetime.combine(date.min, closes) - datetime.combine(date.min, opens)
    day, found = date(year, 1, 1), []
    while day.year == year:
        if changes_near(zone, day) is not None:
            length = sum((e - b for b, e in spans_of(zone, opens, closes, day)), NOTHING)
            if length != usual:
                found.append((day, length - usual))
        day += DAY
    return tuple(found)


@lru_cache(maxsize=20_000)
def spans_of(zone, opens, closes, day):
    """[(from, to)] in UTC in which the clock of a zone shows a time between two on `day`."""
    start, end = edges(day)
    before, after = offset(zone, start), offset(zone, end)
    begins, ends = (datetime.combine(day, each, UTC) for each in (opens, closes))
    if before == after:
        return ((begins - before, ends - before),)
    changes = changes_near(zone, day)
    both = (
        (begins - before, min(ends - before, changes)),
        (max(begins - after, changes), ends - after),
    )
    return tuple((begin, end) for begin, end in both if begin < end)


def changes_near(zone, day):
    """The moment around `day` from which the zone's clock goes differently; None without one."""
    start, end = edges(day)
    before = offset(zone, start)
    if offset(zone, end) == before:
        return None
    while end - start > SECOND:
        middle = start + (end - start) // 2
        if offset(zone, middle) == before:
            start = middle
        else:
            end = middle
    return end.replace(microsecond=0)


def edges(day):
    midnight = datetime.combine(day, time(0), UTC)
    return midnight - EAST, midnight + WEST


def offset(zone, moment):
    return moment.astimezone(ZoneInfo(zone)).utcoffset()

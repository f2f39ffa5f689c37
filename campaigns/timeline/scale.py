"""From days to places: how wide a day is at each zoom, and what the head of a timeline says.

Places are counted from one day for ever (`EPOCH`), so that a bar keeps its place however far the
shown stretch reaches, and can be remembered; the window of each drawing (`viewBox`) does the rest.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from workspace.kernel.templatetags.look import LOCALES, format_skeleton

EPOCH = date(2000, 1, 3)
WEEK = timedelta(days=7)
LONGEST = {"days": 800, "weeks": 1_500, "months": 4_000, "quarters": 9_000}
WIDTHS = {"days": 52, "weeks": 24, "months": 9, "quarters": 3}
NAMES = {
    "days": _("Days"),
    "weeks": _("Weeks"),
    "months": _("Months"),
    "quarters": _("Quarters"),
}
USUAL = "weeks"


def place(value):
    """The number of a day, counted from `EPOCH`."""
    return (value - EPOCH).days


@dataclass(frozen=True)
class Scale:
    """The shown stretch of days, `first` to `last`, at a zoom."""

    zoom: str
    first: date
    last: date

    @property
    def day(self):
        """Pixels for one day."""
        return WIDTHS[self.zoom]

    @property
    def left(self):
        return place(self.first) * self.day

    @property
    def width(self):
        return ((self.last - self.first).days + 1) * self.day

    def x(self, value):
        return place(value) * self.day

    def shows(self, start, due):
        """Whether any day from `start` to `due` lies in the stretch."""
        return start <= self.last and due >= self.first

    def days(self):
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    def rest(self, days):
        """[(x, width)] of the stretches without work; none where they would be mere stripes."""
        if self.zoom == "quarters":
            return []
        found = []
        for each in self.days():
            if days.is_working(each):
                continue
            x = self.x(each)
            if found and sum(found[-1]) == x:
                found[-1] = (found[-1][0], found[-1][1] + self.day)
            else:
                found.append((x, self.day))
        return found

    def ticks(self):
        """[(x, label)] of the lower line of the head, and of the lines beneath it."""
        if self.zoom == "days":
            return [(self.x(each), weekday_of(each)) for each in self.days()]
        if self.zoom == "quarters":
            return [(self.x(each), worded(each, "MMM")) for each in starts(self, of_month)]
        mondays = (each for each in self.days() if each.weekday() == 0)
        return [(self.x(each), worded(each, "MMMd")) for each in mondays]

    def periods(self):
        """[(x, label)] of the upper line: months, or quarters."""
        if self.zoom == "quarters":
            return [(self.x(each), worded(each, "yQQQ")) for each in starts(self, of_quarter)]
        return [(self.x(each), worded(each, "yMMMM")) for each in starts(self, of_month)]


def scale_of(zoom, days, today):
    """The stretch that holds all `days` and today, with room around, in whole weeks.

    A slip of the pen such as the year 2206 must not make a page of a mile: what lies further away
    than the zoom can show is left out.
    """
    longest = timedelta(days=LONGEST[zoom])
    near = [each for each in days if abs(each - today) <= longest / 2]
    first = min([*near, today]) - WEEK
    last = max([*near, today]) + WEEK * (4 if zoom in {"days", "weeks"} else 13)
    first -= timedelta(days=first.weekday())
    return Scale(zoom, first, last + timedelta(days=6 - last.weekday()))


def starts(scale, of):
    """The first days of months or quarters in the stretch, with the one that runs at its head."""
    found = of(scale.first)
    while found <= scale.last:
        yield max(found, scale.first)
        found = of(found + timedelta(days=32 if of is of_month else 100))


def of_month(value):
    return value.replace(day=1)


def of_quarter(value):
    return value.replace(month=(value.month - 1) // 3 * 3 + 1, day=1)


def worded(value, skeleton):
    return format_skeleton(skeleton, value, locale=LOCALES.get(get_language(), "en_GB"))


def weekday_of(value):
    return worded(value, "Ed")

"""How much work a person has in a week, beside the hours they have: plain figures.

The hours of an item are spread evenly over the working days that a person has between its first
and its last day, and over the people who share it. What they have in a week are their hours a week,
divided by the working days of their week, for each working day that is neither a holiday nor time
off.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

WEEK = timedelta(7)


@dataclass(frozen=True)
class Portion:
    """Items of one person with the same days: how many, and how many of them lack an estimate.

    `hours` are the person's part of the estimates.
    """

    start: date
    due: date
    items: int
    hours: float
    without: int


@dataclass
class Cell:
    """One week of one person."""

    hours: float = 0.0
    capacity: float | None = None
    items: int = 0
    without: int = 0
    clashes: list = field(default_factory=list)
    rivals: list = field(default_factory=list)

    @property
    def over(self):
        """Hours beyond what the person has; 0 for a guest, of whose hours nothing is known."""
        if self.capacity is None:
            return 0.0
        return max(0.0, round(self.hours - self.capacity, 2))


def monday(day):
    return day - timedelta(day.weekday())


def weeks_from(first, count):
    """The Mondays of `count` weeks."""
    return [monday(first) + WEEK * number for number in range(count)]


def cells(portions, mondays, days, weekly_hours=None):
    """A `Cell` for each week; without `weekly_hours` no capacity is known."""
    edges = [days.before(day.toordinal()) for day in (*mondays, mondays[-1] + WEEK)]
    found = [Cell(capacity=capacity) for capacity in capacities(edges, days, weekly_hours)]
    due = {}
    for portion in portions:
        spread(portion, found, mondays, edges, days)
        due[portion.due] = due.get(portion.due, 0) + portion.items
    for day, count in sorted(due.items()):
        place = (day - mondays[0]).days // 7
        if count > 1 and 0 <= place < len(found):
            found[place].clashes.append((day, count))
    return found


def capacities(edges, days, weekly_hours):
    if weekly_hours is None:
        return [None] * (len(edges) - 1)
    a_day = float(weekly_hours) / days.mask.bit_count()
    return [round(a_day * (b - a), 2) for a, b in pairwise(edges)]


def spread(portion, found, mondays, edges, days):
    first, last = days.before(portion.start.toordinal()), days.before(portion.due.toordinal() + 1)
    for place, cell in enumerate(found):
        begins = mondays[place]
        if portion.due < begins or portion.start >= begins + WEEK:
            continue
        cell.items += portion.items
        cell.without += portion.without
        if last > first:
            inside = min(last, edges[place + 1]) - max(first, edges[place])
            cell.hours += portion.hours * max(0, inside) / (last - first)
        elif portion.due < begins + WEEK:
            # Nobody works on any of its days: all of it falls on the last.
            cell.hours += portion.hours


def set_against(rows, spans, mondays):
    """Note in the cells of a person the campaigns whose pressing work meets in one week.

    `spans` are (campaign's name, first, last day) of what is urgent or of high priority; two
    campaigns or more collide.
    """
    for cell, monday in zip(rows, mondays, strict=True):
        met = {name for name, first, last in spans if first < monday + WEEK and last >= monday}
        cell.rivals = sorted(met) if len(met) > 1 else []

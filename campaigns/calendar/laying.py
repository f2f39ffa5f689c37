"""Laying what lasts days into weeks: each week gets bars in lanes, and counts of what is left."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Bar:
    """The part of an entry in one week: from `column` (1 to 7), `width` days, in a `lane`."""

    entry: object
    column: int
    width: int
    lane: int
    begins: bool
    ends: bool


@dataclass(frozen=True)
class Week:
    """Seven days from `first`; `more` maps columns to how many entries found no lane there."""

    first: date
    bars: list
    more: dict


def lay(entries, firsts, lanes):
    """The weeks that begin on `firsts` with all of `entries` (`first`, `last`) that touch them.

    An entry takes the highest lane that is free on all its days of the week, in the order of
    `order`, then as they begin, longer ones first; what only runs through a week comes last, since
    nothing happens to it there.
    """
    ordered = sorted(entries, key=lambda each: (each.order, each.first, each.first - each.last))
    return [lay_week(ordered, first, lanes) for first in firsts]


def lay_week(ordered, first, lanes):
    last = first + timedelta(days=6)
    taken = [set() for _lane in range(lanes)]
    bars, more = [], {}
    touching = (each for each in ordered if each.first <= last and each.last >= first)
    for entry in sorted(touching, key=lambda each: each.first < first and each.last > last):
        column = max((entry.first - first).days, 0) + 1
        end = min((entry.last - first).days, 6) + 1
        columns = set(range(column, end + 1))
        lane = next((number for number, used in enumerate(taken) if not used & columns), None)
        if lane is None:
            for each in columns:
                more[each] = more.get(each, 0) + 1
            continue
        taken[lane] |= columns
        begins, ends = entry.first >= first, entry.last <= last
        bars.append(Bar(entry, column, len(columns), lane, begins, ends))
    return Week(first, bars, more)

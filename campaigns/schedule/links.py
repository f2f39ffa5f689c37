"""Tasks with days, what one must wait for in another, and the bounds that follow.

Four kinds of link (the metra potential method, Roy 1959; PMBOK Guide, "precedence diagramming
method"): with *start* the beginning of its first day and *finish* the end of its last,

    FS  start of the later  ≥  finish of the earlier + lag
    SS  start of the later  ≥  start of the earlier  + lag
    FF  finish of the later ≥  finish of the earlier + lag
    SF  finish of the later ≥  start of the earlier  + lag

counted in working days of the plan. Where the lag is not negative, FS, SS and FF hold for the
calendar too, so that of two days on one weekend the later one must not come first.

What has ended (is done or dropped) waits for nothing and holds nothing up: its links bind nobody.
"""

from collections import defaultdict, deque
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from campaigns.schedule.days import WorkingDays


@dataclass(frozen=True)
class Task:
    """Something that takes working days; with only one of the dates, a point of one day.

    Without any date it is not scheduled: it neither moves nor binds, nor does what has ended.
    `abroad` is what stands in another plan: it binds, and this plan does not end with it. `days`
    are its own working days where they differ from the plan's; `rule` its own answer (see
    `network.impact`) where it differs from the call's.
    """

    id: Hashable
    start: date | None = None
    due: date | None = None
    pinned: bool = False
    ended: bool = False
    days: WorkingDays | None = None
    rule: str | None = None
    abroad: bool = False


@dataclass(frozen=True)
class Link:
    """`later` waits for `earlier`; the lag is in working days of the plan."""

    earlier: Hashable
    later: Hashable
    kind: str = "FS"
    lag: int = 0


@dataclass(frozen=True)
class Broken:
    """A link that does not hold: its later task is `by_days` (≥ 1) working days too early.

    `because` tells why nothing gave way:
    "pinned"  the one that should was set by hand;
    "moved"   it stands where this very move puts it;
    "before"  it was too early before, and the rule keeps distances, or nothing moved;
    "ignored" the rule is to move nothing else.
    """

    link: Link
    by_days: int
    because: str = ""


class Loop(ValueError):
    """Tasks that wait for each other in a circle; in `ids`, each holds up the next."""

    def __init__(self, ids):
        super().__init__(f"These wait for each other in a circle: {ids}")
        self.ids = ids


@dataclass
class Net:
    """Tasks and links, ordered so that each task comes after all that it waits for.

    A span is a pair of ordinal numbers: first and last day. Links to tasks that are not given, or
    have ended, are left out. Raises `Loop`.
    """

    tasks: dict
    incoming: dict
    outgoing: dict
    order: list
    days: WorkingDays

    @classmethod
    def of(cls, tasks, links, days):
        tasks = {task.id: task for task in tasks}
        incoming, outgoing = defaultdict(list), defaultdict(list)
        bound = {id for id, task in tasks.items() if not task.ended}
        for link in links:
            if link.earlier in bound and link.later in bound:
                incoming[link.later].append(link)
                outgoing[link.earlier].append(link)
        return cls(tasks, incoming, outgoing, ordered(tasks, incoming, outgoing), days)

    def spans(self):
        return {id: span(task) for id, task in self.tasks.items() if span(task)}

    def days_of(self, id):
        return self.tasks[id].days or self.days

    def length(self, id, where):
        """Its working days; at least one, also for what takes place on days of rest."""
        own, (first, last) = self.days_of(id), where
        return max(1, own.before(last + 1) - own.before(first))

    def links_at(self, ids):
        """Every link with an end among `ids`, once."""
        found = {}
        for id in ids:
            for link in (*self.incoming[id], *self.outgoing[id]):
                found[link] = True
        return found

    def early(self, id, length, first=None, last=None):
        """The earliest span of its own working days that begins and ends no earlier than this."""
        own = self.days_of(id)
        begins = [own.before(first)] if first is not None else []
        if last is not None:
            begins.append(own.before(last) - length + 1)
        begin = max(begins)
        return own.nth(begin), own.nth(begin + length - 1)

    def late(self, id, length, first=None, last=None):
        """The latest span of its own working days that begins and ends no later than this."""
        own = self.days_of(id)
        ends = [own.before(last + 1) - 1] if last is not None else []
        if first is not None:
            ends.append(own.before(first + 1) + length - 2)
        end = min(ends)
        return own.nth(end - length + 1), own.nth(end)


def span(task, dates=None):
    start, due = dates or (task.start, task.due)
    if start is None and due is None:
        return None
    return (start or due).toordinal(), (due or start).toordinal()


def dates(task, where):
    """A span as the dates that the task has: a point keeps its one date."""
    start, due = (date.fromordinal(number) for number in where)
    if task.due is None:
        return start, None
    return (None, due) if task.start is None else (start, due)


def ordered(tasks, incoming, outgoing):
    waiting = {id: len(incoming[id]) for id in tasks}
    ready = deque(id for id, count in waiting.items() if not count)
    order = []
    while ready:
        id = ready.popleft()
        order.append(id)
        for link in outgoing[id]:
            waiting[link.later] -= 1
            if not waiting[link.later]:
                ready.append(link.later)
    if len(order) < len(tasks):
        raise Loop(circle({id for id, count in waiting.items() if count}, incoming))
    return order


def circle(stuck, incoming):
    """One circle among tasks of which each waits for another of them."""
    path, place = [], {}
    id = next(iter(stuck))
    while id not in place:
        place[id] = len(path)
        path.append(id)
        id = next(link.earlier for link in incoming[id] if link.earlier in stuck)
    return path[place[id] :][::-1]


def too_early(link, earlier, later, days):
    """By how many working days the later span is too early; 0 when the link holds."""
    from_finish, to_finish = link.kind[0] == "F", link.kind[1] == "F"
    source = days.before(earlier[1] + 1 if from_finish else earlier[0])
    target = days.before(later[1] + 1 if to_finish else later[0])
    missing = source + link.lag - target
    if missing > 0:
        return missing
    return int(link.lag >= 0 and out_of_order(link.kind, earlier, later))


def out_of_order(kind, earlier, later):
    if kind == "FS":
        return later[0] <= earlier[1]
    if kind == "SS":
        return later[0] < earlier[0]
    return kind == "FF" and later[1] < earlier[1]


def earliest(link, earlier, days):
    """The first day on which the later task may begin or end: (first, None) or (None, last)."""
    from_finish = link.kind[0] == "F"
    count = days.before(earlier[1] + 1 if from_finish else earlier[0]) + link.lag
    day = days.nth(count - 1)
    if link.kind[1] == "S":
        first = day + 1
        if link.lag >= 0:
            first = max(first, earlier[1] + 1 if from_finish else earlier[0])
        return first, None
    return None, max(day, earlier[1]) if from_finish and link.lag >= 0 else day


def latest(link, later, days):
    """The last day on which the earlier task may begin or end: (first, None) or (None, last)."""
    to_finish = link.kind[1] == "F"
    count = days.before(later[1] + 1 if to_finish else later[0]) - link.lag
    day = days.nth(count)
    if link.kind[0] == "F":
        last = day - 1
        if link.lag >= 0:
            last = min(last, later[1] if to_finish else later[0] - 1)
        return None, last
    return min(day, later[0]) if not to_finish and link.lag >= 0 else day, None

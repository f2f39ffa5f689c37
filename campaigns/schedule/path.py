"""The critical path, and whole schedules as early or as late as can be.

The critical path method (Kelley & Walker 1959, "Critical-Path Planning and Scheduling"): a forward
pass gives each task the earliest days that all it waits for allows, a backward pass the latest days
at which it delays nothing; the difference is its slack. Links that begin or end at starts as well
as at finishes, with lags, follow the metra potential method (Roy 1959).
"""

from dataclasses import dataclass
from datetime import date

from campaigns.schedule.links import Broken, Net, dates, earliest, latest, too_early


@dataclass(frozen=True)
class Slack:
    """How far a task can slip, in working days of the plan.

    `total` without delaying the end of the plan or a pinned task; 0 or less is critical, and below
    0 it comes too late for a pinned one already. `free` without delaying any other task.
    """

    early_start: date
    early_due: date
    late_start: date
    late_due: date
    total: int
    free: int


def conflicts(tasks, links, *, days):
    """The links that do not hold now; `because` is "pinned" where one end is."""
    net = Net.of(tasks, links, days)
    return broken_at(net, net.tasks, net.spans())


def broken_at(net, ids, spans):
    """The links to what these wait for that do not hold, with the tasks at these spans."""
    found = []
    for link in (link for id in ids if id in spans for link in net.incoming.get(id, ())):
        if link.earlier in spans:
            missing = too_early(link, spans[link.earlier], spans[link.later], net.days)
            if missing:
                found.append(Broken(link, missing, fixed_by(net, link)))
    return found


def fixed_by(net, link):
    ends = net.tasks[link.earlier], net.tasks[link.later]
    return "pinned" if any(task.pinned for task in ends) else ""


def critical(tasks, links, *, days, until=None):
    """The slack of each scheduled task, by id; what is abroad is pinned.

    No task starts before the day it is planned for; the end of the plan is the last day of the last
    task, or the day `until` where that is later. Pinned tasks keep their days in both passes. What
    has ended binds nothing and is left out. Raises `Loop`.
    """
    net = Net.of([task for task in tasks if not task.ended], links, days)
    planned = net.spans()
    early = forward_pass(net, planned, planned)
    end = end_of(net, early)
    end = max(end, until.toordinal()) if until else end
    late = backward_pass(net, early, end, keep=True)
    return {id: slack(net, id, early, late, end) for id in early}


def forward(tasks, links, start, *, days):
    """{id: (start, due)} with every scheduled task as early as can be from the day `start`.

    Pinned and ended tasks keep their days; what has ended binds nothing. Raises `Loop`.
    """
    net = Net.of(tasks, links, days)
    spans = net.spans()
    begun = {id: net.early(id, net.length(id, spans[id]), start.toordinal()) for id in spans}
    spans = forward_pass(net, spans, begun)
    return {id: dates(net.tasks[id], where) for id, where in spans.items()}


def backward(tasks, links, launch, *, days):
    """{id: (start, due)} with every scheduled task as late as can be to end by the day `launch`.

    Pinned and ended tasks keep their days; what has ended binds nothing. Raises `Loop`.
    """
    net = Net.of(tasks, links, days)
    spans = backward_pass(net, net.spans(), launch.toordinal())
    return {id: dates(net.tasks[id], where) for id, where in spans.items()}


def end_of(net, spans):
    """The last day of the plan, 0 where nothing has dates."""
    return max((last for id, (_, last) in spans.items() if not net.tasks[id].abroad), default=0)


def stays(net, id):
    task = net.tasks[id]
    return task.pinned or task.ended or task.abroad


class Known:
    """What a pass came to before some tasks `changed`: it holds for what nothing else comes to."""

    def __init__(self, spans, changed):
        self.spans, self.moved = spans or {}, set(changed)

    def holds(self, id, beside):
        """Whether a task keeps its span, as it and all `beside` it have kept theirs."""
        return id in self.spans and id not in self.moved and self.moved.isdisjoint(beside)

    def note(self, id, where):
        if self.spans.get(id) != where:
            self.moved.add(id)


def forward_pass(net, spans, begun, known=None, changed=()):
    """Spans no earlier than those of `begun`; a task that has to give way keeps its length.

    `known` are those of before the tasks `changed`.
    """
    early, before = {}, Known(known, changed)
    for id in net.order:
        if id not in spans:
            continue
        if before.holds(id, (link.earlier for link in net.incoming[id])):
            early[id] = before.spans[id]
            continue
        early[id] = spans[id] if stays(net, id) else given_way(net, id, spans, begun, early)
        before.note(id, early[id])
    return early


def given_way(net, id, spans, begun, early):
    """The span of a task no earlier than all that it waits for allows."""
    where, length = begun[id], net.length(id, spans[id])
    for link in net.incoming[id]:
        source = early.get(link.earlier)
        if source and too_early(link, source, where, net.days):
            where = max(where, net.early(id, length, *earliest(link, source, net.days)))
    return where


def backward_pass(net, spans, end, *, keep=False, known=None, changed=()):
    """Spans as late as can be to end by `end`; with `keep` one that already is stays as it is.

    (A task on days of rest has no working day at which it could end later or earlier.) `known` are
    those of before the tasks `changed`, for the same `end`.
    """
    late, before = {}, Known(known, changed)
    for id in reversed(net.order):
        if id not in spans:
            continue
        if before.holds(id, (link.later for link in net.outgoing[id])):
            late[id] = before.spans[id]
            continue
        late[id] = spans[id] if stays(net, id) else put_off(net, id, spans, late, end, keep)
        before.note(id, late[id])
    return late


def put_off(net, id, spans, late, end, keep):
    """The span of a task no later than all that waits for it, and the `end`, allow."""
    length, links = net.length(id, spans[id]), followed(net, id, late)
    bounds = [(None, end), *(latest(link, late[link.later], net.days) for link in links)]
    best = min(net.late(id, length, *bound) for bound in bounds)
    stays_put = keep and best <= spans[id] and fits(net, id, spans[id], late, end)
    return spans[id] if stays_put else best


def followed(net, id, spans):
    return [link for link in net.outgoing[id] if link.later in spans]


def fits(net, id, where, late, end):
    return where[1] <= end and not any(
        too_early(link, where, late[link.later], net.days) for link in followed(net, id, late)
    )


def slack(net, id, early, late, end):
    days = net.days
    first, last = early[id]
    total = min(days.before(late[id][0]) - days.before(first), spare(days, last, late[id][1]))
    free = min((room(net, link, early) for link in followed(net, id, early)), default=None)
    free = min(total, spare(days, last, end) if free is None else free)
    moments = (date.fromordinal(number) for number in (*early[id], *late[id]))
    return Slack(*moments, total=total, free=free)


def spare(days, last, end):
    return days.before(end + 1) - days.before(last + 1)


def room(net, link, spans):
    """Working days between the earliest moment that a link allows and the one taken."""
    from_finish, to_finish = link.kind[0] == "F", link.kind[1] == "F"
    source = spans[link.earlier][from_finish] + from_finish
    target = spans[link.later][to_finish] + to_finish
    return net.days.before(target) - net.days.before(source) - link.lag

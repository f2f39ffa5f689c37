"""The same answers by looking at each day and trying each step, to compare with.

Shares no code with what it checks: days are looked at one by one, tasks step day by day until
nothing gives way any more.
"""

from datetime import timedelta

DAY = timedelta(1)


def working(days, first, last):
    """How many working days there are from `first` to `last`, both included."""
    count = 0
    while first <= last:
        weekday = days.mask >> first.weekday() & 1
        count += (weekday or first in days.on) and first not in days.off
        first += DAY
    return count


def works(days, day):
    return bool(working(days, day, day))


def holds(link, earlier, later, days):
    """Whether a link holds between two spans of dates, by counting the days between its ends."""
    source = earlier[0] if link.kind[0] == "S" else earlier[1] + DAY
    target = later[0] if link.kind[1] == "S" else later[1] + DAY
    if link.lag < 0:
        return working(days, target, source - DAY) <= -link.lag
    over_rest = link.kind == "SF" and not working(days, target, source - DAY)
    return (target >= source or over_rest) and working(days, source, target - DAY) >= link.lag


def stepped(task, where, days, direction):
    """One own working day further, for as many of them as the task takes."""
    own = task.days or days
    length = max(1, working(own, task.start, task.due))
    side = 0 if direction > 0 else 1
    edge = where[side] + direction * DAY
    while not working(own, edge, edge):
        edge += direction * DAY
    end = edge
    while working(own, *sorted((edge, end))) < length:
        end += direction * DAY
    return tuple(sorted((edge, end)))


def consumed(tasks, links, wanted, days):
    """Where tasks end up when each that is too early steps on by a day until none is."""
    tasks = {task.id: task for task in tasks}
    spans = {id: (task.start, task.due) for id, task in tasks.items()} | wanted
    moved, changed = {id for id in wanted if wanted[id] != span(tasks[id])}, True
    while changed:
        changed = False
        for link in binding(tasks, links):
            task = tasks[link.later]
            stuck = link.later in wanted or task.pinned
            concerned = link.earlier in moved or link.later in moved
            if stuck or not concerned:
                continue
            while not holds(link, spans[link.earlier], spans[link.later], days):
                spans[link.later] = stepped(task, spans[link.later], days, +1)
                moved.add(link.later)
                changed = True
    return {id: spans[id] for id in moved if id not in wanted}


def pulled(tasks, links, wanted, days):
    """The same towards the past, for what the wanted tasks wait for."""
    tasks = {task.id: task for task in tasks}
    spans = {id: (task.start, task.due) for id, task in tasks.items()} | wanted
    moved, changed = {id for id in wanted if wanted[id] != span(tasks[id])}, True
    while changed:
        changed = False
        for link in binding(tasks, links):
            task = tasks[link.earlier]
            stuck = link.earlier in wanted or task.pinned
            concerned = link.earlier in moved or link.later in moved
            if stuck or not concerned:
                continue
            while not holds(link, spans[link.earlier], spans[link.later], days):
                spans[link.earlier] = stepped(task, spans[link.earlier], days, -1)
                moved.add(link.earlier)
                changed = True
    return {id: spans[id] for id in moved if id not in wanted}


def maintained(tasks, links, wanted, days):
    """Where tasks end up when each keeps its distance to what it waits for, one after another.

    Links lead from lower to higher ids only. Of several that moved, the one that moved furthest to
    the later side is followed; then the task steps on until all holds that held before.
    """
    tasks = {task.id: task for task in tasks}
    before = {id: span(task) for id, task in tasks.items()}
    spans = before | wanted
    for id, task in sorted(tasks.items()):
        awaited = [link for link in binding(tasks, links) if link.later == id]
        moved = [link for link in awaited if spans[link.earlier] != before[link.earlier]]
        if not moved or id in wanted or task.pinned:
            continue
        by = max(
            distance(days, edge(link, before[link.earlier]), edge(link, spans[link.earlier]))
            for link in moved
        )
        spans[id] = shifted(task, by, days) if by else before[id]
        for link in awaited:
            if holds(link, before[link.earlier], before[id], days):
                while not holds(link, spans[link.earlier], spans[id], days):
                    spans[id] = stepped(task, spans[id], days, +1)
    return {id: spans[id] for id in spans if id not in wanted and spans[id] != before[id]}


def edge(link, where):
    """The moment of the earlier task that a link counts from: the day that begins with it."""
    return where[0] if link.kind[0] == "S" else where[1] + DAY


def distance(days, one, other):
    """Working days from the beginning of one day to that of the other; negative back in time."""
    if other < one:
        return -distance(days, other, one)
    return working(days, one, other - DAY)


def shifted(task, by, days):
    """So many working days of the plan further, on the first own days from there."""
    start, way = task.start, DAY if by > 0 else -DAY
    while not works(days, start):
        start += DAY
    for _each in range(abs(by)):
        start += way
        while not works(days, start):
            start += way
    return stepped(task, (start - DAY, start - DAY), days, +1)


def ahead_of(id, links):
    """All that a task waits for, however far."""
    found = set()
    for link in links:
        if link.later == id:
            found |= {link.earlier} | ahead_of(link.earlier, links)
    return found


def binding(tasks, links):
    """The links that say anything: at what is done or dropped they bind nobody."""
    return [link for link in links if not (tasks[link.earlier].ended or tasks[link.later].ended)]


def span(task):
    return task.start, task.due


def weight(link, lengths):
    """By how many working days the later start must follow the earlier one."""
    from_finish = lengths[link.earlier] if link.kind[0] == "F" else 0
    to_finish = lengths[link.later] if link.kind[1] == "F" else 0
    return from_finish + link.lag - to_finish


def paths_from(id, links):
    """Every path that begins at a task, as its last task and its links."""
    yield id, ()
    for link in links:
        if link.earlier == id:
            for end, rest in paths_from(link.later, links):
                yield end, (link, *rest)


def earliest_starts(starts, lengths, links):
    """The longest of all paths to each task, {id: number of working day}."""
    found = dict(starts)
    for id, start in starts.items():
        for end, path in paths_from(id, links):
            length = sum(weight(link, lengths) for link in path)
            found[end] = max(found[end], start + length)
    return found


def latest_starts(end, lengths, links):
    """The shortest of all that remains after each task before the end of the plan."""
    return {
        id: min(
            end - lengths[last] - sum(weight(link, lengths) for link in path)
            for last, path in paths_from(id, links)
        )
        for id in lengths
    }

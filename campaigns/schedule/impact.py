"""What else moves when dates move."""

from dataclasses import dataclass

from campaigns.schedule.links import Broken, Net, dates, earliest, latest, span, too_early

MAINTAIN, CONSUME, IGNORE = "maintain", "consume", "ignore"


@dataclass(frozen=True)
class Impact:
    """`moves`: the new (start, due) of each task that moves with the wanted ones, by id.
    `broken`: the links at a moved or wanted task that then do not hold."""

    moves: dict
    broken: list


def impact(tasks, links, wanted, *, rule, days, back=False):
    """What follows when the tasks `wanted`, {id: (start, due)}, take these dates.

    The rule of the later task (its own, else `rule`) says what it does when an earlier one moves:
    "maintain"  it keeps its distance in working days to what it waits for, later or earlier; of
                several that moved, to the one that moved furthest to the later side. It does not
                come so early that a link breaks that held before;
    "consume"   it moves only if it is then too early, and just as far as needed, by all its links;
    "ignore"    it does not move, and the link is broken.
    With `back`, what a wanted task waits for gives way to the earlier side in the same manner, and
    then takes along what waits for it, as if it had been moved so by hand.
    Pinned, ended and undated tasks never move, nor do the wanted ones a second time. What has ended
    binds nothing: moved by hand it takes nothing along, and nothing waits for it.
    A task that moves lies on its own working days and takes as many of them as before.
    Raises `Loop`.
    """
    net = Net.of(tasks, links, days)
    change = Change(net, net.spans(), rule, wanted)
    if back:
        change.carry_earlier()
    change.carry_later()
    moves = {id: dates(net.tasks[id], change.now[id]) for id in change.carried}
    return Impact(moves, change.broken(back))


class Change:
    """Spans before and now, and which tasks were carried along."""

    def __init__(self, net, before, rule, wanted):
        self.net, self.before, self.rule = net, before, rule
        self.wanted = {id for id in wanted if id in net.tasks}
        self.now = dict(before)
        self.carried = {}
        for id in self.wanted:
            self.now[id] = span(net.tasks[id], wanted[id])
            if self.now[id] is None:
                del self.now[id]
        self.moved = {id for id in self.wanted if self.now.get(id) != before.get(id)}

    def rule_of(self, id):
        return self.net.tasks[id].rule or self.rule

    def gives_way(self, id):
        task = self.net.tasks[id]
        return (
            id in self.before
            and id not in self.wanted
            and id not in self.moved
            and not task.pinned
            and self.rule_of(id) != IGNORE
        )

    def carry(self, id, where):
        if where != self.now[id]:
            self.now[id] = where
            self.moved.add(id)
            self.carried[id] = True

    def carry_later(self):
        for id in self.net.order:
            links = [link for link in self.net.incoming[id] if link.earlier in self.now]
            if self.gives_way(id) and any(link.earlier in self.moved for link in links):
                self.carry(id, self.after(id, links))

    def after(self, id, links):
        """Where a task goes because some of what it waits for moved."""
        if self.rule_of(id) == MAINTAIN:
            shift = max(self.shift(link, link.earlier, 0) for link in self.moved_ends(links))
            where = self.shifted(id, shift)
            links = [link for link in links if self.held(link)]
        else:
            where = self.before[id]
            moved = list(self.moved_ends(links))
            if not any(self.broken_by(link, later=where) for link in moved):
                return where
        length = self.net.length(id, self.before[id])
        for link in links:
            if self.broken_by(link, later=where):
                bound = earliest(link, self.now[link.earlier], self.net.days)
                where = max(where, self.net.early(id, length, *bound))
        return where

    def carry_earlier(self):
        for id in reversed(self.net.order):
            links = [link for link in self.net.outgoing[id] if link.later in self.now]
            if self.gives_way(id) and any(self.came_earlier(link.later) for link in links):
                self.carry(id, self.ahead(id, links))

    def came_earlier(self, id):
        return id in self.moved and (id in self.wanted or self.now[id] < self.before[id])

    def ahead(self, id, links):
        """Where a task goes because something that waits for it came earlier."""
        where, pulled = self.before[id], [link for link in links if self.came_earlier(link.later)]
        if self.rule_of(id) == MAINTAIN:
            where = self.shifted(id, min(0, *(self.shift(k, k.later, 1) for k in pulled)))
            links = [link for link in links if self.held(link)]
        elif not any(self.broken_by(link, earlier=where) for link in pulled):
            return where
        length = self.net.length(id, self.before[id])
        for link in links:
            if self.broken_by(link, earlier=where):
                bound = latest(link, self.now[link.later], self.net.days)
                where = min(where, self.net.late(id, length, *bound))
        return where

    def moved_ends(self, links):
        return (link for link in links if link.earlier in self.moved)

    def shift(self, link, id, end):
        """By how many working days of the plan that edge of `id` moved which the link holds."""
        if id not in self.before:
            return 0
        finish = link.kind[end] == "F"
        old, new = (spans[id][finish] + finish for spans in (self.before, self.now))
        return self.net.days.before(new) - self.net.days.before(old)

    def shifted(self, id, by):
        if not by:
            return self.before[id]
        first, days = self.before[id][0], self.net.days
        target = days.nth(days.before(first) + by)
        return self.net.early(id, self.net.length(id, self.before[id]), target)

    def held(self, link):
        ends = self.before.get(link.earlier), self.before.get(link.later)
        return not all(ends) or not too_early(link, *ends, self.net.days)

    def broken_by(self, link, *, earlier=None, later=None):
        earlier, later = earlier or self.now[link.earlier], later or self.now[link.later]
        return too_early(link, earlier, later, self.net.days)

    def broken(self, back):
        found = []
        for link in self.net.links_at(self.wanted | self.moved):
            if link.earlier in self.now and link.later in self.now:
                missing = self.broken_by(link)
                if missing:
                    found.append(Broken(link, missing, self.reason(link, back)))
        return found

    def reason(self, link, back):
        """Why the task that should have given way did not."""
        pulling = back and link.later in self.moved | self.wanted
        id = link.earlier if pulling else link.later
        task = self.net.tasks[id]
        if id in self.wanted:
            return "moved"
        if task.pinned:
            return "pinned"
        if self.rule_of(id) == IGNORE:
            return "ignored"
        return "moved" if self.held(link) else "before"

"""A plan taken apart into what hangs together, so that a change costs its own part alone.

All that is reckoned of a task follows from the tasks and links of its part, but for the last day of
the whole plan, which bounds the backward pass of every part.
"""

from collections import defaultdict
from functools import cached_property

from campaigns.schedule.links import Net
from campaigns.schedule.path import backward_pass, broken_in, end_of, forward_pass, slack


class Part:
    """Tasks that hang together and all links among them, none of them ended; reckoned once.

    Days are ordinal numbers. Raises `Loop`.
    """

    def __init__(self, tasks, links, days):
        self.net = Net.of(tasks, links, days)
        self.passed = None, {}, {}

    @cached_property
    def broken(self):
        """{id: the links of it that do not hold, [Broken]}."""
        found = defaultdict(list)
        for each in broken_in(self.net):
            found[each.link.later].append(each)
        return dict(found)

    @cached_property
    def early(self):
        planned = self.net.spans()
        return forward_pass(self.net, planned, planned)

    @cached_property
    def end(self):
        """The last day of its last task, as early as can be; 0 where nothing has dates."""
        return end_of(self.net, self.early)

    def slack(self, id, end):
        """The `Slack` of a task in a plan whose last day is `end`; None without dates.

        `end` is no earlier than that of the part.
        """
        if id not in self.early:
            return None
        if self.passed[0] != end:
            self.passed = end, backward_pass(self.net, self.early, end, keep=True), {}
        _end, late, known = self.passed
        if id not in known:
            known[id] = slack(self.net, id, self.early, late, end)
        return known[id]


def apart(ids, links):
    """`ids` in sets that hang together by `links`: pairs of two ids."""
    beside = defaultdict(list)
    for one, other in links:
        beside[one].append(other)
        beside[other].append(one)
    left = set(ids)
    while left:
        found, rim = set(), [left.pop()]
        while rim:
            id = rim.pop()
            found.add(id)
            rim += (near := left.intersection(beside[id]))
            left -= near
        yield found

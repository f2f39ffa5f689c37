"""A plan taken apart into what hangs together, so that a change costs its own part alone.

All that is reckoned of a task follows from the tasks and links of its part, but for the last day of
the whole plan, which bounds the backward pass of every part.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property

from campaigns.schedule.links import Net, span
from campaigns.schedule.path import backward_pass, broken_at, end_of, forward_pass, slack


@dataclass(eq=False)
class Part:
    """Tasks that hang together and all links among them, none of them ended; reckoned once.

    Days are ordinal numbers. `known` is what was reckoned of it before the tasks `changed` were
    what they are: it holds wherever nothing comes to it from them.
    """

    net: Net
    changed: frozenset = frozenset()
    known: dict = field(default_factory=dict)
    passed: tuple = (None, {}, {})

    @classmethod
    def of(cls, tasks, links, days):
        """Raises `Loop`."""
        return cls(Net.of(tasks, links, days))

    def moved(self, tasks):
        """The part with these tasks, {id: `Task`}, of which nothing but days and pins is new."""
        net = replace(self.net, tasks={**self.net.tasks, **tasks})
        names = ("planned", "broken", "early")
        known = {name: self.__dict__[name] for name in names if name in self.__dict__}
        return Part(net, frozenset(tasks), known | {"late": self.passed[:2]})

    @cached_property
    def planned(self):
        """{id: span} of those that have dates."""
        if "planned" not in self.known:
            return self.net.spans()
        anew = {id: span(self.net.tasks[id]) for id in self.changed}
        kept = {id: where for id, where in self.known["planned"].items() if id not in anew}
        return kept | {id: where for id, where in anew.items() if where}

    @cached_property
    def broken(self):
        """{id: the links of it that do not hold, [Broken]}."""
        known, ids = self.known.get("broken"), self.net.tasks
        if known is not None:
            ids = self.changed | {
                link.later for id in self.changed for link in self.net.outgoing.get(id, ())
            }
        found = {id: some for id, some in (known or {}).items() if id not in ids}
        for each in broken_at(self.net, ids, self.planned):
            found.setdefault(each.link.later, []).append(each)
        return found

    @cached_property
    def early(self):
        known = self.known.get("early")
        return forward_pass(self.net, self.planned, self.planned, known, self.changed)

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
            self.passed = end, self.late(end), {}
        _end, late, known = self.passed
        if id not in known:
            known[id] = slack(self.net, id, self.early, late, end)
        return known[id]

    def late(self, end):
        """{id: span} as late as can be to end by `end`."""
        before, known = self.known.get("late", (None, {}))
        if before != end or "early" not in self.known:
            return backward_pass(self.net, self.early, end, keep=True)
        early = self.known["early"]
        moved = {id for id, where in self.early.items() if early.get(id) != where}
        changed = self.changed | moved
        return backward_pass(self.net, self.early, end, keep=True, known=known, changed=changed)


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

"""At whom work queues: who holds others up, has clearly more to do than the rest, and is slower.

By Little's law what lies at a person, divided by what they finish in a week, is how many weeks
it takes them: how long whoever comes last has to wait. A long line that moves is no queue, and
neither is a slow one of an item or two; and where all have much to do, nobody is *the* queue. So
both figures are set against the middle of all others. Pure functions.
"""

from dataclasses import dataclass, field
from statistics import median
from types import SimpleNamespace
from typing import NamedTuple

from teams.models import Member

FEWEST, WEEKS, CLEARLY = 3, 4, 2


class Usual(NamedTuple):
    """The middle of all others at work: how many items lie ready, and for how many weeks."""

    items: float
    weeks: float


@dataclass
class Queue:
    """What lies ready at one person.

    `ready` are their unfinished items that wait for nothing, are not blocked, and whose first
    day has come; `oldest` is the one that is ready longest, `age` its working days since it
    became so (was made, freed, given to them or planned to begin); `done` is how many of theirs
    were finished in the last four weeks; `holding` for how many of the ready ones something waits
    that is not theirs. `usual` is what is usual among the others; None where nobody else works.
    """

    member: Member
    ready: list = field(default_factory=list)
    oldest: SimpleNamespace | None = None
    age: float = 0.0
    done: int = 0
    holding: int = 0
    usual: Usual | None = None

    @property
    def weeks(self):
        """In how many weeks they finish what is ready, at the pace of the last four."""
        return self.reckoned_weeks if self.done else None

    @property
    def reckoned_weeks(self):
        """The same, as if who finished nothing had finished one: so many it takes at least."""
        return len(self.ready) * WEEKS / max(self.done, 1)

    @property
    def is_jammed(self):
        """Whether others wait for them, with clearly more to do than is usual, and slower."""
        return bool(self.usual and self.holding) and (
            len(self.ready) >= max(FEWEST, CLEARLY * self.usual.items)
            and self.reckoned_weeks > max(WEEKS, self.usual.weeks)
        )


def set_against(queues, idle=0):
    """Give each `Queue` what is usual among all others; `idle` of these have nothing ready."""
    for queue in queues:
        others = [each for each in queues if each is not queue]
        if others or idle:
            queue.usual = Usual(
                median([len(each.ready) for each in others] + [0] * idle),
                median([each.reckoned_weeks for each in others] + [0.0] * idle),
            )

"""Dates that depend on each other: the door of this chapter.

`impact` says what follows from a move, `conflicts` which links do not hold, `critical` how much
slack each task has, `forward` and `backward` place a whole plan. All are pure, iterative and linear
in tasks and links (but for a binary search among the days off). `Part` and `apart` reckon conflicts
and slack of what hangs together alone, for who keeps it from change to change.
"""

from campaigns.schedule.days import WorkingDays
from campaigns.schedule.impact import CONSUME, IGNORE, MAINTAIN, Impact, impact
from campaigns.schedule.links import Broken, Link, Loop, Task
from campaigns.schedule.parts import Part, apart
from campaigns.schedule.path import Slack, backward, conflicts, critical, forward

__all__ = [
    "CONSUME",
    "IGNORE",
    "MAINTAIN",
    "Broken",
    "Impact",
    "Link",
    "Loop",
    "Part",
    "Slack",
    "Task",
    "WorkingDays",
    "apart",
    "backward",
    "conflicts",
    "critical",
    "forward",
    "impact",
]

"""An import before it runs: how the file is understood, and what it would do to the plan."""

from dataclasses import dataclass

from campaigns.plan.imports import comparing, matching, moving, places, reading, store
from campaigns.plan.imports.comparing import Comparison
from campaigns.plan.imports.matching import Matches
from campaigns.plan.imports.reading import DraftPlan, Reading
from campaigns.plan.moving import impact
from teams.models import Member
from workspace.kernel.remembering import Remembered

# Reading a file of 25,000 rows takes seconds, and a person looks at one file many times.
understood_files = Remembered(2)


@dataclass(frozen=True)
class Preview:
    reading: Reading
    plan: DraftPlan
    matches: Matches
    comparison: Comparison
    counts: dict
    choices: dict
    doubts_ids: bool  # most ids are those of other items: is it the same plan?
    by: Member | None
    moves: impact.Preview  # what the file's new days of items that are here do to others
    circle: impact.Circle | None = None  # why that cannot be known

    @property
    def open_questions(self):
        doubts = ("same_ids",) if self.doubts_ids else ()
        return (*self.plan.open_questions, *self.matches.open_questions, *doubts)

    @property
    def ready(self):
        return self.plan.ready and not self.open_questions and not self.circle


def understood(imp):
    """(reading, draft plan) of an import under its choices; raises `Unreadable`."""
    key = (imp.file, repr(sorted(imp.choices.items())))
    known = understood_files.find(key)
    if known is None:
        known = reading.understand(store.bytes_of(imp), imp.name, imp.choices)
        understood_files.put(key, known)
    return known


def preview(imp):
    """Everything that the page of an import shows; raises `Unreadable`."""
    read, plan = understood(imp)
    matches = matching.matched(plan, imp.campaign, imp.by, imp.choices)
    found, counts = comparing.supposed(imp, read, plan, places.supposed(matches, plan))
    doubts = found.doubtful and "same_ids" not in imp.choices
    moves, circle = moving.moves_or_circle(found, read)
    return Preview(read, plan, matches, found, counts, imp.choices, doubts, imp.by, moves, circle)

"""How many items of a plan are in which state: counted once, then moved along with the plan.

Counting ten thousand items after each change costs more than all the rest of a page. So the
tally of revision 7 becomes that of revision 9 by reading the items whose `face` moved since:
what each of them counted as is taken away, and what it counts as now is added. Reading an item
twice changes nothing, so it does no harm when a change comes in between.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from campaigns.plan import querysets
from campaigns.plan.models import Item, Kind
from workspace.kernel.ready import ready
from workspace.kernel.remembering import Remembered

UNFINISHED = set(querysets.UNFINISHED)
COLUMNS = (
    "pk",
    "trashed_at",
    "status",
    "waiting_for",
    "due_on",
    "kind",
    "rank",
    "title",
)


class Sort(NamedTuple):
    """What an item counts as; the day only matters while it is unfinished."""

    status: str
    is_waiting: bool
    due_on: date | None

    @property
    def kind(self):
        return self.status, self.is_waiting


@dataclass(frozen=True)
class Tally:
    """A plan at a revision: what each item counts as, and the milestones that are ahead.

    `sizes` says how many have each status, waiting or not; `days` how many unfinished are due.
    """

    revision: int = -1
    sorts: dict = field(default_factory=dict)
    sizes: Counter = field(default_factory=Counter)
    days: Counter = field(default_factory=Counter)
    milestones: dict = field(default_factory=dict)


tallies = Remembered(50)


def of(campaign_id, revision):
    """The tally of a plan at `revision` or later; one statement at most."""
    known = tallies.find(campaign_id) or Tally()
    if known.revision >= revision:
        return known
    if known.revision < 0:
        rows = Item.objects.kept().filter(campaign=campaign_id).values_list(*COLUMNS)
    else:
        rows = faced_since(campaign=campaign_id, revision=known.revision)
    moved = moved_along(known, revision, rows)
    tallies.put(campaign_id, moved)
    return moved


@ready
def faced_since(*, campaign, revision):
    return Item.objects.filter(campaign=campaign, face__gt=revision).values_list(*COLUMNS)


def moved_along(known, revision, rows):
    """`known` with these rows as they are now; it is read by others meanwhile, so copied."""
    sorts, milestones = known.sorts.copy(), known.milestones.copy()
    sizes, days = known.sizes.copy(), known.days.copy()
    for pk, trashed_at, status, waiting_for, due_on, kind, rank, title in rows:
        milestones.pop(pk, None)
        if before := sorts.pop(pk, None):
            sizes[before.kind] -= 1
            days[before.due_on] -= 1
        if trashed_at:
            continue
        due_on = due_on if status in UNFINISHED else None
        sort = sorts[pk] = Sort(status, waiting_for > 0, due_on)
        sizes[sort.kind] += 1
        days[due_on] += 1
        if kind == Kind.MILESTONE and due_on:
            milestones[pk] = (due_on, rank, title)
    return Tally(revision, sorts, +sizes, +days, milestones)


def standing(tally, today):
    """How the plan stands on a day; see `windows.summary`."""
    sizes, held = Counter(), 0
    for (status, is_waiting), size in tally.sizes.items():
        sizes[status] += size
        if status in UNFINISHED and (is_waiting or status == "blocked"):
            held += size
    late = sum(size for day, size in tally.days.items() if day and day < today)
    ahead = [milestone for milestone in tally.milestones.values() if milestone[0] >= today]
    next_on, _rank, deadline = min(ahead, default=(None, 0, ""))
    return {
        "by_status": dict(sizes),
        "items": sizes.total(),
        "total": sizes.total() - sizes["dropped"],
        "done": sizes["done"],
        "blocked": held,
        "overdue": late,
        "next_on": next_on,
        "deadline": deadline,
    }

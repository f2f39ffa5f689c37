"""Two states of a plan side by side: what came, went, moved, changed hands or scope.

Pure functions over plain states (see `plan/actions/writing.py`) and over what the log says of
the days between. An item counts as part of the plan unless it is in the trash or gone for good.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from campaigns.plan.actions.writing import BLANK

DATES = ("due_on", "start_on")
SCOPE = (
    "title",
    "kind",
    "description",
    "estimate",
    "priority",
    "channel",
    "stage",
    "team",
    "parent",
    "labels",
    "waits_for",
    "waits_how",
    "pinned",
    "checklist",
)
SORTS = ("added", "removed", "moved", "owners", "scope", "progress")


@dataclass
class Said:
    """What the log says of one change of an item's days: why, by whom, and how far."""

    why: str
    by: str
    at: datetime
    revision: int
    days: int


@dataclass
class Change:
    """What became of one item; `sorts` are those of `SORTS` that it belongs to.

    `slip` is by how many working days its due day (its start where it never had a due day) is
    later than it was, negative when earlier, None where one of both is missing. `calendar` is
    the same in days of the calendar. Of what was removed, both are as it stood when it went.
    """

    pk: int
    before: dict | None
    after: dict | None
    sorts: list = field(default_factory=list)
    fields: dict = field(default_factory=dict)
    slip: int | None = None
    calendar: int | None = None
    said: list = field(default_factory=list)
    by: str = ""
    at: datetime | None = None
    for_good: bool = False

    @property
    def state(self):
        """The newest state in which the item was part of the plan."""
        return self.after if is_kept(self.after) else self.before

    @property
    def slipped(self):
        return later(self) > 0


@dataclass
class Comparison:
    """All changes, in the order of the plan, and their sums."""

    changes: list

    def counted(self):
        """{sort: how many items}, and those that `slipped`."""
        counts = {sort: sum(sort in each.sorts for each in self.changes) for sort in SORTS}
        return counts | {"slipped": len(self.slipped)}

    @property
    def slipped(self):
        return [change for change in self.changes if change.slipped]

    @property
    def slip(self):
        """Working days by which all that slipped is later, together."""
        return sum(change.slip or 0 for change in self.slipped)

    def by_team(self):
        """[(team or None, items, working days)] of what slipped, the largest first."""
        return summed((change.state["team"], change.slip or 0) for change in self.slipped)

    def by_reason(self):
        """[(why or "", items, working days)] of what slipped; the sums are those of the teams.

        An item that was moved several times gives to each reason its own part, and what the
        log does not explain to no reason.
        """
        found = []
        for change in self.slipped:
            parts = defaultdict(int)
            for said in change.said:
                parts[said.why] += said.days
            if rest := (change.slip or 0) - sum(parts.values()):
                parts[""] += rest
            found += [(why, days) for why, days in parts.items() if days or len(parts) == 1]
        return summed(found)


def summed(pairs):
    items, days = defaultdict(int), defaultdict(int)
    for key, number in pairs:
        items[key] += 1
        days[key] += number
    return sorted(((key, items[key], days[key]) for key in items), key=lambda row: -row[2])


def compare(pairs, events, days):
    """The `Comparison` of {id: (state before, state after)}.

    `events` are those of the log in between, oldest first; `days` are the workspace's
    `WorkingDays`.
    """
    told = defaultdict(list)
    for event in events:
        told[event.object_id].append(event)
    changes = [changed(pk, *pair, told[pk], days) for pk, pair in pairs.items()]
    found = [change for change in changes if change.sorts]
    return Comparison(sorted(found, key=lambda change: (change.state["rank"], change.pk)))


def changed(pk, before, after, events, days):
    change = Change(pk, before, after)
    if is_kept(before) and is_kept(after):
        compare_fields(change, events, days)
    elif is_kept(before):
        change.sorts, change.for_good = ["removed"], after is None
        last = at_last(change, events)
        if any(value(before, name) != value(last, name) for name in DATES):
            measure(change, last, events, days)
        credit(change, events, {"item.trashed"})
    elif is_kept(after):
        change.sorts = ["added"]
        credit(change, events, {"item.added", "item.restored"})
    return change


def is_kept(state):
    return state is not None and not state["trashed"]


def at_last(change, events):
    """The state in which an item was removed; of what is gone for good, as the log tells it."""
    if change.after is not None:
        return change.after
    edits = {name: pair[1] for event in events for name, pair in event.changes.items()}
    return change.before | {name: edits[name] for name in DATES if name in edits}


def credit(change, events, verbs):
    """Name who did it last, as far as the reader may know."""
    for event in events:
        if event.verb in verbs:
            change.by, change.at = event.actor_name, event.at


def compare_fields(change, events, days):
    names = {
        name
        for name in (*DATES, "assignees", "status", *SCOPE)
        if value(change.before, name) != value(change.after, name)
    }
    change.fields = {
        name: [value(change.before, name), value(change.after, name)]
        for name in (*DATES, "assignees", "status", *SCOPE)
        if name in names
    }
    dropped = "dropped" in change.fields.get("status", ())
    belongs = {
        "moved": bool(names & set(DATES)),
        "owners": "assignees" in names,
        "scope": bool(names & set(SCOPE)) or dropped,
        "progress": "status" in names and not dropped,
    }
    change.sorts = [sort for sort, holds in belongs.items() if holds]
    for event in events:
        if names & event.changes.keys():
            change.by, change.at = event.actor_name, event.at
    if belongs["moved"]:
        measure(change, change.after, events, days)


def value(state, name):
    """A field of a state; what the item could not have at that time is as of a new item."""
    return state.get(name, BLANK[name])


def measure(change, now, events, days):
    """How far the days moved until the state `now`, and what the log says of it."""
    name = dated_by(change.before, now)
    before, after = (day_of(value(state, name)) for state in (change.before, now))
    if before and after:
        change.slip, change.calendar = days.between(before, after), (after - before).days
    reasons = {event.revision: event.why for event in events}
    for event in events:
        if not set(DATES) & event.changes.keys():
            continue
        pair = [day_of(each) for each in event.changes.get(name, (None, None))]
        part = days.between(*pair) if all(pair) else 0
        why = event.why or reasons.get(event.undoes, "")
        change.said.append(Said(why, event.actor_name, event.at, event.revision, part))
    if change.said:
        change.by, change.at = change.said[-1].by, change.said[-1].at


def dated_by(*both):
    """The field that says when an item is: its due day, or its start where it has none."""
    return "due_on" if any(value(state, "due_on") for state in both) else "start_on"


def later(change):
    """Working days later; days of the calendar where it moved over days of rest only."""
    return change.slip or change.calendar or 0


def day_of(text):
    return date.fromisoformat(text) if text else None

"""What the links of a plan mean for its dates: conflicts, slack, and the critical path.

Reckoned over the whole plan, whatever is filtered, once for each of its revisions.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from campaigns.plan.models import ENDED, Assignment, Dependency, Item
from campaigns.plan.working import Calendars
from campaigns.schedule import network
from campaigns.schedule.network import Link, Loop, Task
from teams.models import Member
from workspace.kernel import streams
from workspace.kernel.remembering import Remembered

reckonings = Remembered(500)


@dataclass
class Reckoning:
    """`slack` by item (see `network.critical`), `conflicts` {item: [Broken]}, `links` of the plan.

    `slack` and `conflicts` are those of linked items; `slack_of` has that of any. `rows` are all of
    the plan's (`Row`), `own` the working days of those whose people have days of their own, `until`
    the last day of the plan.
    A link from or to another campaign binds only what can be seen of it here: nothing.
    """

    calendars: Calendars
    links: list = field(default_factory=list)
    rows: dict = field(default_factory=dict)
    own: dict = field(default_factory=dict)
    slack: dict = field(default_factory=dict)
    conflicts: dict = field(default_factory=dict)
    critical: frozenset = frozenset()
    until: date | None = None

    def slack_of(self, pk):
        """By how many working days an item can slip; None for what has ended or has no dates."""
        known = self.slack.get(pk)
        if known is None and pk in self.rows and self.until:
            task, days = self.task(pk), self.calendars.days
            known = network.critical([task], [], days=days, until=self.until).get(pk)
        return None if known is None else known.total

    def task(self, pk):
        row = self.rows[pk]
        ended = row.status in ENDED
        own = self.own.get(pk)
        return Task(pk, row.start, row.due, pinned=row.pinned, ended=ended, days=own)

    def days_of(self, pk):
        """The days on which an item is worked on."""
        return self.own.get(pk, self.calendars.days)


def of(campaign, revision, calendars):
    """The `Reckoning` of a plan at its present `revision`, or the one that is known.

    Two statements; a third where people have working days of their own.
    """
    key = (campaign.pk, revision, calendars)
    known = reckonings.find(key)
    if known is None:
        hands = hands_of(campaign, calendars) if calendars.people else {}
        known = reckon(rows_of(campaign, revision), links_of(campaign), calendars, hands)
        reckonings.put(key, known)
    return known


class Row(NamedTuple):
    """What of an item matters to the others, and to where it is drawn."""

    face: int
    start: date | None
    due: date | None
    pinned: bool
    status: str
    title: str
    number: int
    kind: str


COLUMNS = ("face", "start_on", "due_on", "pinned", "status", "title", "number", "kind")
known_rows = Remembered(20)


def rows_of(campaign, revision):
    """{id: `Row`} of a plan, moved along from the last ones by the items whose face moved since."""
    before, known = known_rows.find(campaign.pk) or (-1, {})
    if before >= revision:
        return known
    items = Item.objects.filter(campaign=campaign)
    items = items.kept() if before < 0 else items.filter(face__gt=before)
    rows = known.copy()
    for pk, trashed_at, *row in items.values_list("pk", "trashed_at", *COLUMNS):
        if trashed_at:
            rows.pop(pk, None)
        else:
            rows[pk] = Row._make(row)
    known_rows.put(campaign.pk, (revision, rows))
    return rows


def hands_of(campaign, calendars):
    """{item: [member]} of those items of which somebody has working days of their own."""
    own = Assignment.objects.filter(member__in=calendars.people).values("item")
    rows = Assignment.objects.filter(
        item__campaign=campaign, item__in=own, member__in=Member.objects.present()
    )
    found = defaultdict(list)
    for item, member in rows.values_list("item", "member"):
        found[item].append(member)
    return found


def earlier(campaign, stream, revision, calendars):
    """The `Reckoning` of an earlier revision; one statement when this process did not make it."""
    known = reckonings.find((campaign.pk, revision, calendars))
    if known is not None:
        return known
    states = {
        pk: state
        for pk, state in streams.states_at(stream, "item", revision).items()
        if not state["trashed"]
    }
    rows = {
        pk: Row(
            0, day(s["start_on"]), day(s["due_on"]), s["pinned"], s["status"], s["title"], 0, ""
        )
        for pk, s in states.items()
    }
    links = [
        Link(before, pk, *state.get("waits_how", {}).get(str(before), ("FS", 0)))
        for pk, state in states.items()
        for before in state["waits_for"]
        if before in states
    ]
    hands = {pk: state["assignees"] for pk, state in states.items()}
    return reckon(rows, links, calendars, hands)


def day(text):
    return date.fromisoformat(text) if text else None


def links_of(campaign):
    rows = Dependency.objects.filter(
        item__campaign=campaign,
        waits_for__campaign=campaign,
        item__trashed_at__isnull=True,
        waits_for__trashed_at__isnull=True,
    )
    return [
        Link(earlier, later, kind, lag)
        for earlier, later, kind, lag in rows.order_by("pk").values_list(
            "waits_for", "item", "kind", "lag"
        )
    ]


def reckon(rows, links, calendars, hands):
    """From {id: `Row`} and the links of a plan; `hands` are the people of each item.

    What is linked with nothing has no part in it, but that the plan does not end before it.
    """
    own = {pk: calendars.of(some) for pk, some in hands.items()}
    own = {pk: days for pk, days in own.items() if days and pk in rows}
    found = Reckoning(calendars, links, rows, own)
    linked = {end for link in links for end in (link.earlier, link.later)} & rows.keys()
    tasks, days = [found.task(pk) for pk in linked], calendars.days
    found.until = max(
        (row.due or row.start for row in rows.values() if is_scheduled(row)), default=None
    )
    try:
        broken = network.conflicts(tasks, links, days=days)
        found.slack = network.critical(tasks, links, days=days, until=found.until)
    except Loop:
        # Plans from before loops were refused may hold one: then nothing can be reckoned.
        found.until = None
        return found
    ends = [slack.early_due for slack in found.slack.values()]
    found.until = max([*ends, found.until], default=None) if found.until else None
    for each in broken:
        if each.because != "ended":
            found.conflicts.setdefault(each.link.later, []).append(each)
    found.critical = frozenset(pk for pk, slack in found.slack.items() if slack.total <= 0)
    return found


def is_scheduled(row):
    return bool(row.due or row.start) and row.status not in ENDED


def differing(before, after):
    """The items that the rest of the plan says something else of than before."""
    found = before.critical ^ after.critical
    for pk in before.conflicts.keys() | after.conflicts.keys():
        if before.conflicts.get(pk) != after.conflicts.get(pk):
            found |= {pk}
    return found


def slipping(before, after):
    """The items whose slack is not what it was."""
    moved = {
        pk
        for pk in before.slack.keys() | after.slack.keys()
        if before.slack_of(pk) != after.slack_of(pk)
    }
    if before.until != after.until:
        moved |= after.rows.keys() - after.slack.keys()
    return moved

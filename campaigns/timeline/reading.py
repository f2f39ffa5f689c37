"""What of a plan's rows its timeline reckons with: all of it, or what moved since a revision."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from campaigns.plan.models import ENDED, Assignment, Dependency, Item
from campaigns.schedule.network import Link
from teams.models import Member
from workspace.kernel.streams.recording import chunks

COLUMNS = ("face", "start_on", "due_on", "pinned", "status", "title", "number", "kind")
AT_ONCE = 5_000


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

    @property
    def ended(self):
        return self.status in ENDED

    @property
    def last(self):
        """The last day that it is planned for; None for what has ended or has no dates."""
        return None if self.ended else self.due or self.start


class Read(NamedTuple):
    """{id: `Row`}, {id: [Link] to what it waits for} and {id: its own working days, or None}."""

    rows: dict
    waits: dict
    own: dict


def whole(campaign, calendars):
    """All items that are kept; two statements, a third where people have own days."""
    items = Item.objects.kept().filter(campaign=campaign).values_list("pk", *COLUMNS)
    rows = {pk: Row._make(row) for pk, *row in items}
    return Read(rows, waits_of(campaign), own_days(calendars, hands_of(campaign, calendars)))


def moved(campaign, calendars, revision):
    """The items that changed since a revision; what is in the trash by now is None.

    One statement when nothing did, else two, or a third where people have own days. A link, and
    whoever has an item in hand, is written with the item's `face`.
    """
    items = Item.objects.filter(campaign=campaign, face__gt=revision)
    rows = {
        pk: None if trashed_at else Row._make(row)
        for pk, trashed_at, *row in items.values_list("pk", "trashed_at", *COLUMNS)
    }
    waits, hands = {}, {}
    for some in chunks(list(rows), AT_ONCE):
        waits |= waits_of(campaign, some)
        hands |= hands_of(campaign, calendars, some)
    own = own_days(calendars, hands)
    return Read(
        rows,
        {pk: waits.get(pk, []) for pk in rows},
        {pk: own.get(pk) for pk in rows},
    )


def at(states, calendars):
    """What an earlier revision was, from the states of its items {id: state}."""
    kept = {pk: state for pk, state in states.items() if not state["trashed"]}
    return Read(
        {pk: row_of(state) for pk, state in kept.items()},
        {
            pk: [
                Link(before, pk, *state.get("waits_how", {}).get(str(before), ("FS", 0)))
                for before in state["waits_for"]
                if before in kept
            ]
            for pk, state in kept.items()
        },
        own_days(calendars, {pk: state["assignees"] for pk, state in kept.items()}),
    )


def row_of(state):
    start, due = (day(state[name]) for name in ("start_on", "due_on"))
    return Row(0, start, due, state["pinned"], state["status"], state["title"], 0, "")


def day(text):
    return date.fromisoformat(text) if text else None


def waits_of(campaign, only=None):
    """{item: [Link]} within the plan, to and from its trash too."""
    rows = Dependency.objects.filter(item__campaign=campaign, waits_for__campaign=campaign)
    if only is not None:
        rows = rows.filter(item__in=only)
    found = defaultdict(list)
    for link in rows.order_by("pk").values_list("waits_for", "item", "kind", "lag"):
        found[link[1]].append(Link(*link))
    return found


def hands_of(campaign, calendars, only=None):
    """{item: [member]} of those items of which somebody has working days of their own."""
    found = defaultdict(list)
    if calendars.people:
        own = Assignment.objects.filter(member__in=calendars.people).values("item")
        rows = Assignment.objects.filter(
            item__campaign=campaign, item__in=own, member__in=Member.objects.present()
        )
        if only is not None:
            rows = rows.filter(item__in=only)
        for item, member in rows.values_list("item", "member"):
            found[item].append(member)
    return found


def own_days(calendars, hands):
    found = {pk: calendars.of(some) for pk, some in hands.items()}
    return {pk: days for pk, days in found.items() if days}

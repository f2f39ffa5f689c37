"""What the links of a plan mean for its dates: conflicts, slack, and the critical path.

Reckoned over the whole plan, whatever is filtered, once for each of its revisions.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

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

    `names` and `numbers` are those of its items; `spans` the days they take; `own` the working
    days of those whose people have days of their own.
    A link from or to another campaign binds only what can be seen of it here: nothing.
    """

    calendars: Calendars
    links: list = field(default_factory=list)
    spans: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)
    numbers: dict = field(default_factory=dict)
    own: dict = field(default_factory=dict)
    slack: dict = field(default_factory=dict)
    conflicts: dict = field(default_factory=dict)
    critical: frozenset = frozenset()

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
        known = reckon(rows_of(campaign), links_of(campaign), calendars, hands)
        reckonings.put(key, known)
    return known


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
    rows = [
        (pk, day(s["start_on"]), day(s["due_on"]), s["pinned"], s["status"], s["title"], 0)
        for pk, s in states.items()
    ]
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


def rows_of(campaign):
    rows = Item.objects.kept().filter(campaign=campaign)
    return rows.values_list("pk", "start_on", "due_on", "pinned", "status", "title", "number")


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
    """From (id, start, due, pinned, status, title, number) of each item, and the links.

    `hands` are the people of each.
    """
    days = calendars.days
    found, tasks = Reckoning(calendars, links), []
    for pk, start, due, pinned, status, title, number in rows:
        own = calendars.of(hands.get(pk, ()))
        if own:
            found.own[pk] = own
        tasks.append(Task(pk, start, due, pinned=pinned, ended=status in ENDED, days=own))
        found.names[pk], found.numbers[pk] = title, number
        found.spans[pk] = (start, due)
    try:
        broken = network.conflicts(tasks, links, days=days)
        found.slack = network.critical(tasks, links, days=days)
    except Loop:
        # Plans from before loops were refused may hold one: then nothing can be reckoned.
        return found
    for each in broken:
        if each.because != "ended":
            found.conflicts.setdefault(each.link.later, []).append(each)
    linked = {end for link in links for end in (link.earlier, link.later)}
    found.critical = frozenset(
        pk for pk, slack in found.slack.items() if slack.total <= 0 and pk in linked
    )
    return found


def differing(before, after):
    """The items that the rest of the plan says something else of than before."""
    found = before.critical ^ after.critical
    for pk in before.conflicts.keys() | after.conflicts.keys():
        if before.conflicts.get(pk) != after.conflicts.get(pk):
            found |= {pk}
    return found


def slipping(before, after):
    """The items whose slack is not what it was."""
    return {
        pk
        for pk in before.slack.keys() | after.slack.keys()
        if total(before, pk) != total(after, pk)
    }


def total(reckoning, pk):
    slack = reckoning.slack.get(pk)
    return None if slack is None else slack.total

"""What the links of a plan mean for its dates: conflicts, slack, and the critical path.

Reckoned over the whole plan, whatever is filtered, once for each of its revisions.
"""

from dataclasses import dataclass, field
from datetime import date

from campaigns.plan.models import ENDED, Dependency, Item
from campaigns.schedule import network
from campaigns.schedule.network import Link, Loop, Task, WorkingDays
from teams import queries as teams
from workspace.kernel import streams
from workspace.kernel.remembering import Remembered

reckonings = Remembered(500)


@dataclass
class Reckoning:
    """`slack` by item (see `network.critical`), `conflicts` {item: [Broken]}, `links` of the plan.

    `names` and `numbers` are those of its items; `spans` the days they take.
    A link from or to another campaign binds only what can be seen of it here: nothing.
    """

    days: WorkingDays
    links: list = field(default_factory=list)
    spans: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)
    numbers: dict = field(default_factory=dict)
    slack: dict = field(default_factory=dict)
    conflicts: dict = field(default_factory=dict)
    critical: frozenset = frozenset()


def working_days(workspace):
    """The days on which the workspace works; one statement, or none when known."""
    return WorkingDays(*teams.working_days(workspace))


def of(campaign, revision, days):
    """The `Reckoning` of a plan at its present `revision`; two statements, or none when known."""
    key = (campaign.pk, revision, days)
    known = reckonings.find(key)
    if known is None:
        known = reckon(rows_of(campaign), links_of(campaign), days)
        reckonings.put(key, known)
    return known


def earlier(campaign, stream, revision, days):
    """The `Reckoning` of an earlier revision; one statement when this process did not make it."""
    known = reckonings.find((campaign.pk, revision, days))
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
    return reckon(rows, links, days)


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


def reckon(rows, links, days):
    """From (id, start, due, pinned, status, title, number) of each item, and the links."""
    found, tasks = Reckoning(days, links), []
    for pk, start, due, pinned, status, title, number in rows:
        tasks.append(Task(pk, start, due, pinned=pinned, ended=status in ENDED))
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

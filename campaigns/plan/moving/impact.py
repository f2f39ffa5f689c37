"""What follows from moving dates: which items go along, what breaks, and who is hit.

Everything linked is read once, in a handful of statements however many items and campaigns
there are; `campaigns.schedule` reckons.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from campaigns.plan import working
from campaigns.plan.models import ENDED, Assignment, Dependency, Item, Kind
from campaigns.schedule import network
from campaigns.schedule.network import Link, Task
from teams.models import Member, Workspace
from workspace.kernel.streams.recording import chunks


@dataclass(frozen=True)
class Wish:
    """Dates that somebody wants: {item's id: (start, due)}; days or None.

    With `back`, what these items wait for gives way to the earlier side as well. With `asks` its
    list has to be seen even when it hits nobody else.
    """

    dates: dict
    back: bool = False
    asks: bool = False


@dataclass(frozen=True)
class Step:
    """One item and its dates, (start, due), before and after; `wanted` or carried along."""

    item: Item
    before: tuple
    after: tuple
    wanted: bool

    @property
    def is_deadline(self):
        """A milestone that had its day already: a deadline that teams share."""
        return self.item.kind == Kind.MILESTONE and any(self.before)


@dataclass(frozen=True)
class Break:
    """What no longer fits: `later` is `by_days` working days too early for `earlier`."""

    earlier: Item
    later: Item
    by_days: int
    because: str


@dataclass
class Preview:
    """What a wish would do. `campaigns` are all that were read to know it."""

    steps: list = field(default_factory=list)
    breaks: list = field(default_factory=list)
    assigned: dict = field(default_factory=dict)
    campaigns: frozenset = frozenset()
    asks: bool = False
    strains: list = field(default_factory=list)

    @property
    def carried(self):
        return [step for step in self.steps if not step.wanted]

    @property
    def deadlines(self):
        return [step for step in self.steps if step.is_deadline]

    def people(self, but=None):
        """The members who answer for something that moves, by name."""
        met = {
            member.pk: member
            for step in self.steps
            if any(step.before)
            for member in self.assigned.get(step.item.pk, ())
            if but is None or member.pk != but.pk
        }
        return sorted(met.values(), key=lambda member: (member.name, member.pk))

    def hits(self, by):
        """Whether anybody or anything but `by` and what they moved is concerned."""
        if self.asks and self.steps:
            return True
        hit = self.carried or self.breaks or self.deadlines or self.strains or self.people(by)
        return bool(hit)

    @property
    def seal(self):
        """A short name for exactly this list: another list has another."""
        steps = [(step.item.pk, step.before, step.after, step.wanted) for step in self.steps]
        breaks = [(each.earlier.pk, each.later.pk, each.by_days) for each in self.breaks]
        people, strains = ([m.pk for m in self.people()], [each.named for each in self.strains])
        named = repr((sorted(steps), sorted(breaks), people, strains))
        return hashlib.sha256(named.encode()).hexdigest()[:32]


def preview(wish, strains=()):
    """The `Preview` of a wish, as things stand now, with whom it strains.

    Raises `campaigns.schedule.network.Loop`.
    """
    around, links = linked(wish)
    items = {
        item.pk: item
        for some in chunks(sorted(around), 5_000)
        for item in Item.objects.kept().filter(pk__in=some).select_related("campaign")
    }
    links = [link for link in links if link.earlier in items and link.later in items]
    assigned = assigned_to(items)
    found = reckon(items, links, wish, assigned)
    steps = [
        Step(items[pk], dates_of(items[pk]), after, pk in wish.dates)
        for pk, after in [*wish.dates.items(), *found.moves.items()]
        if pk in items and dates_of(items[pk]) != after
    ]
    return Preview(
        sorted(steps, key=place),
        [
            Break(items[each.link.earlier], items[each.link.later], each.by_days, each.because)
            for each in found.broken
        ],
        {step.item.pk: assigned[step.item.pk] for step in steps if step.item.pk in assigned},
        frozenset(item.campaign_id for item in items.values()),
        wish.asks,
        list(strains),
    )


def place(step):
    """What was wanted first, then campaign by campaign in the order of the new days."""
    item, days = step.item, [day for day in step.after if day]
    return not step.wanted, item.campaign.key, min(days, default=date.max), item.number


def dates_of(item):
    return item.start_on, item.due_on


def reckon(items, links, wish, assigned):
    """The engine's `Impact`, with only those breaks that the wish makes or makes worse."""
    workspace = Workspace.objects.get(pk__in={item.workspace_id for item in items.values()})
    calendars = working.calendars(workspace)
    tasks = [
        Task(
            item.pk,
            *dates_of(item),
            pinned=item.pinned,
            ended=item.status in ENDED,
            days=calendars.of(member.pk for member in assigned.get(item.pk, ())),
            rule=item.campaign.buffer_rule,
        )
        for item in items.values()
    ]
    days = calendars.days
    rule = network.CONSUME
    found = network.impact(tasks, links, wish.dates, rule=rule, days=days, back=wish.back)
    before = {each.link: each.by_days for each in network.conflicts(tasks, links, days=days)}
    broken = [
        each
        for each in found.broken
        if each.by_days > before.get(each.link, 0) and items[each.link.later].status not in ENDED
    ]
    return network.Impact(found.moves, broken)


def linked(wish):
    """The ids of all items that the wish can touch, with those that bind them; and the links."""
    reached = set(wish.dates) | followed(wish.dates, "waits_for_id", "item_id")
    if wish.back:
        reached |= followed(wish.dates, "item_id", "waits_for_id")
    links = {}
    for column in ("item__in", "waits_for__in") if wish.back else ("item__in",):
        for some in chunks(sorted(reached), 5_000):
            rows = Dependency.objects.filter(**{column: some})
            for row in rows.values_list("waits_for_id", "item_id", "kind", "lag"):
                links[row[:2]] = Link(*row)
    for row in Dependency.objects.filter(waits_for__in=list(wish.dates)).values_list(
        "waits_for_id", "item_id", "kind", "lag"
    ):
        links[row[:2]] = Link(*row)
    ends = {end for pair in links for end in pair}
    return reached | ends, list(links.values())


def followed(pks, source, target):
    """All items that hang on these, however far, by one statement in the database."""
    if not pks:
        return set()
    table = connection.ops.quote_name(Dependency._meta.db_table)
    marks = ", ".join(["%s"] * len(pks))
    statement = (
        f"WITH RECURSIVE reached(id) AS ("
        f"SELECT {target} FROM {table} WHERE {source} IN ({marks})"
        f" UNION SELECT d.{target} FROM {table} d JOIN reached r ON d.{source} = r.id"
        f") SELECT id FROM reached"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, list(pks))
        return {pk for (pk,) in cursor.fetchall()}


def assigned_to(pks):
    """{item's id: [members]} of those who answer for these items and are still here."""
    found = defaultdict(list)
    for some in chunks(sorted(pks), 5_000):
        rows = Assignment.objects.filter(item__in=some, member__in=Member.objects.present())
        for row in rows.select_related("member").order_by("pk"):
            found[row.item_id].append(row.member)
    return found

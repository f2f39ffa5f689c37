"""What follows from moving dates: which items go along, what breaks, and who is hit.

Everything linked is read once, in a handful of statements however many items and campaigns
there are; `campaigns.schedule` reckons.
"""

import hashlib
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from campaigns.plan import vocabulary, working
from campaigns.plan.models import ENDED, Assignment, Dependency, Item, Kind
from campaigns.schedule import network
from campaigns.schedule.network import Link, Loop, Task
from teams.models import Member
from workspace.kernel.refusals import Refusal
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
    """What a wish would do. `campaigns` are all that were read to know it.

    `breaks` are those of the whole list, `breaks_alone` those that there would be if what was
    wished for moved and nothing along with it.
    """

    steps: list = field(default_factory=list)
    breaks: list = field(default_factory=list)
    breaks_alone: list = field(default_factory=list)
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

    @property
    def crossed(self):
        """The items that stay, and no longer fit."""
        return staying(self.breaks, self.steps)

    def alone(self):
        """The preview of moving what was wished for, and nothing along with it."""
        if not self.carried:
            return self
        return Preview(
            [step for step in self.steps if step.wanted],
            self.breaks_alone,
            [],
            self.assigned,
            self.campaigns,
            self.asks,
            self.strains,
        )

    @property
    def reached(self):
        """The ids of the campaigns in which something moves or no longer fits."""
        moved = [step.item for step in self.steps]
        return {item.campaign_id for item in [*moved, *self.crossed]}

    def concerned(self):
        """The items that had a day and move, and those that no longer fit."""
        return [step.item for step in self.steps if any(step.before)] + self.crossed

    def people(self, but=None):
        """The members who answer for something that moves or no longer fits, by name."""
        met = {
            member.pk: member
            for item in self.concerned()
            for member in self.assigned.get(item.pk, ())
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
        breaks, alone = (
            sorted((each.earlier.pk, each.later.pk, each.by_days) for each in some)
            for some in (self.breaks, self.breaks_alone)
        )
        people, strains = ([m.pk for m in self.people()], [each.named for each in self.strains])
        named = repr((sorted(steps), breaks, alone, people, strains))
        return hashlib.sha256(named.encode()).hexdigest()[:32]


def staying(breaks, steps):
    """The items at `breaks` that take none of the `steps`, each once."""
    moved = {step.item.pk for step in steps}
    ends = {item.pk: item for each in breaks for item in (each.earlier, each.later)}
    return [item for pk, item in sorted(ends.items()) if pk not in moved]


def campaigns_of(wish):
    """The ids of the campaigns that are read to know what a wish would do."""
    return frozenset(
        pk
        for some in chunks(sorted(linked(wish)[0]), 5_000)
        for pk in Item.objects.kept().filter(pk__in=some).values_list("campaign", flat=True)
    )


def items_of(pks):
    """{id: item} of those that are not thrown away; those of a campaign share it."""
    items = {
        item.pk: item
        for some in chunks(sorted(pks), 5_000)
        for item in Item.objects.kept().filter(pk__in=some)
    }
    of = {item.campaign_id for item in items.values()}
    campaigns = Campaign.objects.select_related("workspace").in_bulk(of)
    for item in items.values():
        item.campaign = campaigns[item.campaign_id]
    return items


def preview(wish, strains=()):
    """The `Preview` of a wish as things stand now, with whom it strains; raises `Circle`."""
    around, links = linked(wish)
    items = items_of(around)
    if not items:
        return Preview(asks=wish.asks, strains=list(strains))
    links = [link for link in links if link.earlier in items and link.later in items]
    workspace = next(item.campaign.workspace for item in items.values())
    assigned = assigned_to(items, workspace)
    found, alone = reckon(items, links, wish, assigned, working.calendars(workspace))
    steps = [
        Step(items[pk], dates_of(items[pk]), after, pk in wish.dates)
        for pk, after in [*wish.dates.items(), *found.moves.items()]
        if pk in items and dates_of(items[pk]) != after
    ]
    breaks, breaks_alone = (
        [
            Break(items[each.link.earlier], items[each.link.later], each.by_days, each.because)
            for each in some
        ]
        for some in (found.broken, alone)
    )
    met = {step.item.pk for step in steps}
    met |= {item.pk for item in staying([*breaks, *breaks_alone], steps)}
    return Preview(
        sorted(steps, key=place),
        breaks,
        breaks_alone,
        {pk: assigned[pk] for pk in met if pk in assigned},
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


def reckon(items, links, wish, assigned, calendars):
    """The engine's `Impact`, and what breaks where nothing moves along, [Broken].

    With only those breaks that the wish makes or makes worse.
    """
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
    with refusing_circles(items):
        found = network.impact(tasks, links, wish.dates, rule=rule, days=days, back=wish.back)
        before = {each.link: each.by_days for each in network.conflicts(tasks, links, days=days)}
        alone = broken_alone(tasks, links, wish, days) if found.moves else []
    broken, alone = (
        [each for each in some if each.by_days > before.get(each.link, 0)]
        for some in (found.broken, alone)
    )
    return network.Impact(found.moves, broken), alone


def broken_alone(tasks, links, wish, days):
    """The links that do not hold when the wanted tasks move and no other does."""
    stay = [replace(task, rule=network.IGNORE) for task in tasks]
    found = network.impact(stay, links, wish.dates, rule=network.IGNORE, days=days)
    return [
        replace(each, because="") if each.because == "ignored" else each for each in found.broken
    ]


class Circle(Refusal):
    """Items wait for each other in a circle, so that nothing can be reckoned."""


@contextmanager
def refusing_circles(items):
    """Say no, by name, where `items` wait for each other in a circle (see `Loop`)."""
    try:
        yield
    except Loop as loop:
        names = " → ".join(keyed(items[pk]) for pk in loop.ids)
        raise Circle(
            _("These items wait for each other in a circle: %(names)s.") % {"names": names},
            mend=_("Remove one of these dependencies first."),
        ) from None


def keyed(item):
    return f"{item.campaign.key}-{item.number} {item.title}"


def linked(wish):
    """The ids of all items that the wish can touch, with those that bind them; and the links."""
    begun = set(wish.dates)
    if wish.back:
        begun |= followed(begun, "item_id", "waits_for_id")
    reached = begun | followed(begun, "waits_for_id", "item_id")
    links = {}
    for some in chunks(sorted(reached), 5_000):
        rows = Dependency.objects.filter(item__in=some)
        for row in rows.values_list("waits_for_id", "item_id", "kind", "lag"):
            links[row[:2]] = Link(*row)
    ends = {end for pair in links for end in pair}
    return reached | ends, list(links.values())


def followed(pks, source, target):
    """All items that hang on these, however far; one statement for a few thousand of them."""
    table, found = connection.ops.quote_name(Dependency._meta.db_table), set()
    for some in chunks(sorted(pks), 5_000):
        marks = ", ".join(["%s"] * len(some))
        statement = (
            f"WITH RECURSIVE reached(id) AS ("
            f"SELECT {target} FROM {table} WHERE {source} IN ({marks})"
            f" UNION SELECT d.{target} FROM {table} d JOIN reached r ON d.{source} = r.id"
            f") SELECT id FROM reached"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, list(some))
            found |= {pk for (pk,) in cursor.fetchall()}
    return found


def assigned_to(items, workspace):
    """{item's id: [members]} of those who answer for these items (ids) and are still here."""
    rows = [
        row
        for some in chunks(sorted(items), 5_000)
        for row in Assignment.objects.filter(item__in=some)
        .order_by("pk")
        .values_list("item", "member")
    ]
    found = defaultdict(list)
    if not rows:
        return found
    people = vocabulary.rows_of(workspace, "people", {member for _item, member in rows})
    for item, member in rows:
        if people[member].state != Member.State.LEFT:
            found[item].append(people[member])
    return found

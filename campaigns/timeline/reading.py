"""What of a plan's rows its timeline reckons with: all of it, or what moved since a revision."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import F

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


class Abroad(NamedTuple):
    """What of other plans is linked with a plan: {id: `Row`}, entitled with its key; and all links
    from or to it, {later: [Link]}.
    """

    rows: dict
    waits: dict


NOTHING_ABROAD = Abroad({}, {})


class Read(NamedTuple):
    """{id: `Row`}, {id: [Link] to what it waits for} and {id: its own working days, or None} of a
    plan; and the whole of what it is linked with `abroad`.
    """

    rows: dict
    waits: dict
    own: dict
    abroad: Abroad = NOTHING_ABROAD


def whole(campaign, calendars):
    """All items that are kept; three statements, a fourth where people have own days."""
    items = Item.objects.kept().filter(campaign=campaign).values_list("pk", *COLUMNS)
    rows = {pk: Row._make(row) for pk, *row in items}
    own = own_days(calendars, hands_of(campaign, calendars))
    return Read(rows, waits_of(campaign), own, abroad(campaign))


def abroad(campaign, only=None):
    """What is linked with a plan, or with those of its items `only`, from outside, as it is now;
    one statement.
    """
    links = Dependency.objects.filter(item__trashed_at=None, waits_for__trashed_at=None)
    before = links.filter(item__campaign=campaign).exclude(waits_for__campaign=campaign)
    after = links.filter(waits_for__campaign=campaign).exclude(item__campaign=campaign)
    if only is not None:
        before, after = before.filter(item__in=only), after.filter(waits_for__in=only)
    links, rows = [], {}
    for *link, pk, key, face, start, due, _pinned, status, title, number, kind in far(
        before, "waits_for"
    ).union(far(after, "item"), all=True):
        links.append(Link(*link))
        named = f"{key}-{number} {title}"
        rows[pk] = Row(face, start, due, True, status, named, number, kind)
    return linked(rows, links)


def linked(rows, links):
    """What is `Abroad` of these rows by these links."""
    waits = defaultdict(list)
    for link in sorted(links, key=repr):
        waits[link.later].append(link)
    ends = {end for link in links for end in (link.earlier, link.later)}
    return Abroad({pk: rows[pk] for pk in ends & rows.keys()}, dict(waits))


def abroad_since(campaign, pks, known):
    """What is abroad after these items changed, with what was `known` of the others.

    Any change of it is written with the `face` of what it is linked with in the plan
    (`plan/actions/abroad.py`).
    """
    if len(pks) > AT_ONCE:
        return abroad(campaign)
    news = abroad(campaign, list(pks))
    before, now = (
        [link for some in each.waits.values() for link in some] for each in (known, news)
    )
    kept = [link for link in before if link.earlier not in pks and link.later not in pks]
    return linked(known.rows | news.rows, kept + now)


def far(links, end):
    """Links with the columns of the item at their far `end`."""
    columns = ["pk", "campaign__key", *COLUMNS]
    named = {f"far_{place}": F(f"{end}__{name}") for place, name in enumerate(columns)}
    return links.order_by().values_list("waits_for", "item", "kind", "lag").annotate(**named)


def moved(campaign, calendars, revision, known):
    """The items that changed since a revision, of which `known` was abroad; what is in the trash by
    now is None.

    One statement when nothing did, else three, or a fourth where people have own days. A link, and
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
        abroad_since(campaign, rows.keys(), known) if rows else known,
    )


def at(states, calendars):
    """What an earlier revision was, from the states of its items {id: state}; nothing is known of
    what was abroad then."""
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

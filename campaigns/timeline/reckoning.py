"""What the links of a plan mean for its dates: conflicts, slack, and the critical path.

Reckoned over the whole plan, whatever is filtered, and moved along from revision to revision: a
change costs what hangs together with it.
"""

from bisect import insort
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from campaigns.plan.working import Calendars
from campaigns.schedule import network
from campaigns.timeline import reading
from campaigns.timeline.bonds import Bonds, bound_by
from campaigns.timeline.lanes import Laid, by_first_day
from workspace.kernel import streams
from workspace.kernel.remembering import Remembered

reckonings = Remembered(200)
newest = Remembered(20)


@dataclass
class Reckoning:
    """`rows` are all of the plan's (`reading.Row`), `own` the working days of those whose people
    have days of their own, `planned` the last day that anything unfinished is planned for, `abroad`
    what of other plans is linked with this one.
    """

    calendars: Calendars
    rows: dict
    own: dict
    bonds: Bonds
    planned: date | None
    abroad: reading.Abroad = reading.NOTHING_ABROAD

    @cached_property
    def until(self):
        """The last day of the plan, when all that is too early gives way; None without dates."""
        if self.planned is None:
            return None
        ends = {id(part): part.end for part in self.bonds.parts.values() if part}
        return date.fromordinal(max([self.planned.toordinal(), *ends.values()]))

    @cached_property
    def laid(self):
        """All items, by their first day."""
        return sorted((laid(pk, row) for pk, row in self.rows.items()), key=by_first_day)

    @cached_property
    def edges(self):
        """The days on which items begin or are due, each once."""
        return {day for row in self.rows.values() for day in (row.start, row.due) if day}

    def slack_of(self, pk):
        """By how many working days an item can slip; None for what has ended or has no dates."""
        if pk not in self.rows or self.until is None:
            return None
        if pk in self.bonds.parts:
            part = self.bonds.parts[pk]
            known = part and part.slack(pk, self.until.toordinal())
        else:
            task, days = self.bound(pk), self.calendars.days
            known = network.critical([task], [], days=days, until=self.until).get(pk)
        return known.total if known else None

    def is_critical(self, pk):
        """Whether an item that is linked with others has no room to slip."""
        slack = self.slack_of(pk) if pk in self.bonds.parts else None
        return slack is not None and slack <= 0

    def conflicts_of(self, pk):
        """The links of an item that do not hold, [Broken]."""
        return self.bonds.broken(pk)

    def waits_of(self, pk):
        """The links to what an item waits for."""
        links = self.bonds.waits.get(pk, ())
        return [k for k in links if k.earlier in self.rows or k.earlier in self.abroad.rows]

    @cached_property
    def bound(self):
        return bound_by(self.rows, self.own, self.abroad.rows)

    def holds_of(self, pk):
        """The links to what waits for an item."""
        held = self.bonds.held.get(pk, frozenset())
        waiting = sorted(pk for pk in held if pk in self.rows or pk in self.abroad.rows)
        return [link for other in waiting for link in self.bonds.waits[other] if link.earlier == pk]

    def days_of(self, pk):
        """The days on which an item is worked on."""
        return self.own.get(pk, self.calendars.days)

    def moved(self, read):
        """The reckoning after what was `read` has changed."""
        rows, own = merged(self.rows, read.rows), merged(self.own, read.own)
        bound = bound_by(rows, own, read.abroad.rows)
        waits = joined(read.waits, self.bonds.waits, self.abroad, read.abroad)
        bonds = self.bonds.moved(waits, self.bound, bound)
        before = [self.rows[pk] for pk in read.rows if pk in self.rows]
        after = [row for row in read.rows.values() if row]
        planned = self.planned
        if planned in {row.last for row in before}:
            planned = last_of(rows.values())
        planned = last_of(after, planned)
        found = Reckoning(self.calendars, rows, own, bonds, planned, read.abroad)
        found.laid = [item for item in self.laid if item.pk not in read.rows]
        for pk in read.rows.keys() & rows.keys():
            insort(found.laid, laid(pk, rows[pk]), key=by_first_day)
        if [(row.start, row.due) for row in before] == [(row.start, row.due) for row in after]:
            found.edges = self.edges
        return found


def joined(read, known, before, now):
    """{id: [Link]} of all whose links, or neighbours abroad, may have changed.

    `read` are the links within the plan of what changed in it, `known` all links before; `before`
    and `now` what was and is abroad.
    """
    found = {pk: links + now.waits.get(pk, []) for pk, links in read.items()}
    for pk in (before.waits.keys() | now.waits.keys()) - read.keys():
        far = before.waits.get(pk, ())
        within = [link for link in known.get(pk, ()) if link not in far]
        found[pk] = within + now.waits.get(pk, [])
    for pk in (before.rows.keys() | now.rows.keys()) - found.keys():
        found[pk] = []
    return found


def merged(known, news):
    """The `known` with the `news`, of which None is no more."""
    found = known | news
    for key, value in news.items():
        if value is None:
            del found[key]
    return found


def laid(pk, row):
    return Laid(pk, row.face, None, row.start, row.due, row.kind, row.title)


def last_of(rows, *days):
    """The last day that any of these is planned for, or the latest of the `days`."""
    return max((day for day in (*days, *(row.last for row in rows)) if day), default=None)


def of(campaign, revision, calendars):
    """The `Reckoning` of a plan at its present `revision`, or the one that is known.

    Four statements at most; one, or three or four, where that of a revision before is known.
    """
    key = (campaign.pk, revision, calendars)
    known = reckonings.find(key)
    if known is not None:
        return known
    before, known = newest.find(campaign.pk) or (-1, None)
    if known is None or known.calendars is not calendars:
        known = reckon(reading.whole(campaign, calendars), calendars)
    elif before >= revision:
        # Somebody else was faster: what they know is no older.
        return known
    elif (read := reading.moved(campaign, calendars, before, known.abroad)).rows:
        known = known.moved(read)
    reckonings.put(key, known)
    newest.put(campaign.pk, (revision, known))
    return known


def earlier(campaign, stream, revision, calendars):
    """The `Reckoning` of an earlier revision; one statement when this process did not make it."""
    known = reckonings.find((campaign.pk, revision, calendars))
    if known is None:
        states = streams.states_at(stream, "item", revision)
        known = reckon(reading.at(states, calendars), calendars)
    return known


def reckon(read, calendars):
    """The `Reckoning` of a plan of which all was read."""
    waits = {pk: read.waits.get(pk, []) for pk in read.rows.keys() | read.waits.keys()}
    waits = joined(waits, {}, reading.NOTHING_ABROAD, read.abroad)
    bound = bound_by(read.rows, read.own, read.abroad.rows)
    bonds = Bonds(calendars.days).moved(waits, lambda pk: None, bound)
    last = last_of(read.rows.values())
    return Reckoning(calendars, read.rows, read.own, bonds, last, read.abroad)


def differing(before, after):
    """The items that the rest of the plan says something else of than before."""
    return {
        pk
        for pk in concerned(before, after)
        if before.is_critical(pk) != after.is_critical(pk)
        or before.conflicts_of(pk) != after.conflicts_of(pk)
    }


def slipping(before, after):
    """The items whose slack is not what it was."""
    moved = {pk for pk in concerned(before, after) if before.slack_of(pk) != after.slack_of(pk)}
    if before.until != after.until:
        moved |= after.rows.keys() - after.bonds.parts.keys()
    return moved


def renamed(before, after, pks):
    """What stands beside those of these items that have another name or other links now."""

    def said(reckoning, pk):
        row = reckoning.rows.get(pk)
        return row and (row.number, row.title), reckoning.bonds.waits.get(pk, [])

    changed = {pk for pk in pks if said(before, pk) != said(after, pk)}
    beside = before.bonds.beside(changed) | after.bonds.beside(changed)
    return beside & (before.rows.keys() | after.rows.keys())


def beside_abroad(found):
    """The items that hang together with what stands in other plans."""
    parts = {id(part): part for pk in found.abroad.rows if (part := found.bonds.parts.get(pk))}
    return found.rows.keys() & {pk for part in parts.values() for pk in part.net.tasks}


def concerned(before, after):
    """The linked items of whose parts, or of the end of the plan, anything has changed."""
    old, new = before.bonds.parts, after.bonds.parts
    linked = (old.keys() | new.keys()) & (before.rows.keys() | after.rows.keys())
    if before.until != after.until:
        return linked
    nothing = object()
    return {pk for pk in linked if old.get(pk, nothing) is not new.get(pk, nothing)}

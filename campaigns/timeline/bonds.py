"""The links of a plan, and its parts: what of it hangs together, each reckoned by itself."""

from dataclasses import dataclass, field
from functools import cache

from campaigns.schedule import network
from campaigns.schedule.network import Loop, Part, Task


@dataclass
class Bonds:
    """`parts` has the `Part` of each linked item that has not ended; None where they wait for each
    other in a circle (plans from before those were refused may hold one).

    `waits` are {later: [Link]}, `held` {earlier: {later}}; both name what is in the trash too. What
    is linked from another campaign binds, and stays where it is. `words` say the links within the
    plan, {later: "EARLIER-LATER-KIND+LAG …"}, and `!` behind what does not hold.
    """

    days: network.WorkingDays
    waits: dict = field(default_factory=dict)
    held: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)
    words: dict = field(default_factory=dict)

    def moved(self, waits, before, after):
        """The bonds after some items changed, {id: their links now}; these if none matters.

        `before` and `after` are `bound_by` the plan then and now.
        """
        touched = {
            pk for pk in waits if before(pk) != after(pk) or waits[pk] != self.waits.get(pk, [])
        }
        if not touched:
            return self
        if all(
            waits[pk] == self.waits.get(pk, []) and standing(before(pk)) == standing(after(pk))
            for pk in touched
        ):
            return self.dated(touched, after)
        found = Bonds(self.days, {**self.waits}, {**self.held}, words={**self.words})
        found.relink(touched, waits)
        again = self.together(touched | self.beside(touched) | found.beside(touched))
        found.parts = {pk: part for pk, part in self.parts.items() if pk not in again}
        found.take_apart(again, after)
        found.say(again, after)
        return found

    def dated(self, touched, bound):
        """The bonds after these took other days, and all hangs together as it did."""
        found = Bonds(self.days, self.waits, self.held, {**self.parts}, {**self.words})
        for part in {id(part): part for pk in touched if (part := self.parts.get(pk))}.values():
            moved = part.moved({pk: bound(pk) for pk in touched & part.net.tasks.keys()})
            found.parts |= dict.fromkeys(part.net.tasks, moved)
        found.say(touched.union(*(self.held.get(pk, ()) for pk in touched)), bound)
        return found

    def relink(self, touched, waits):
        """Take in the links of the touched items as they are now."""
        for pk in touched:
            old, new = ({link.earlier for link in some.get(pk, ())} for some in (self.waits, waits))
            self.waits[pk] = waits[pk]
            for earlier in old ^ new:
                held = self.held.get(earlier, frozenset())
                self.held[earlier] = held | {pk} if earlier in new else held - {pk}

    def beside(self, pks):
        """All that these wait for, and all that wait for them."""
        earlier = {link.earlier for pk in pks for link in self.waits.get(pk, ())}
        return earlier.union(*(self.held.get(pk, ()) for pk in pks))

    def together(self, pks):
        """These, and all that hangs together with any of them."""
        parts = {id(part): part for pk in pks if (part := self.parts.get(pk))}
        # What waits in a circle has no part that would name the others.
        circles = (pk for pk, part in self.parts.items() if part is None)
        return pks.union(circles, *(part.net.tasks for part in parts.values()))

    def take_apart(self, pks, bound):
        """Find the parts among these items; all that hangs together with any is among them."""
        tasks = {pk: bound(pk) for pk in sorted(pks)}
        live = {pk for pk, task in tasks.items() if task and not task.ended}
        live = {pk for pk in live if any(bound(other) for other in self.beside([pk]))}
        links = {
            pk: [link for link in self.waits.get(pk, ()) if link.earlier in live] for pk in live
        }
        pairs = ((link.earlier, link.later) for some in links.values() for link in some)
        for ids in map(sorted, network.apart(live, pairs)):
            within = [link for pk in ids for link in links[pk]]
            self.parts |= dict.fromkeys(ids, part_of([tasks[pk] for pk in ids], within, self.days))

    def say(self, pks, bound):
        """Put the links to what these wait for into words."""
        for pk in pks:
            links = [
                link for link in self.waits.get(pk, ()) if here(bound(link.earlier), bound(pk))
            ]
            broken = {each.link for each in self.broken(pk)}
            words = [
                f"{link.earlier}-{pk}-{link.kind}{lag_of(link)}{'!' if link in broken else ''}"
                for link in links
            ]
            self.words.pop(pk, None)
            if words:
                self.words[pk] = " ".join(words)

    def broken(self, pk):
        """The links to what an item waits for that do not hold, [Broken]."""
        part = self.parts.get(pk)
        return part.broken.get(pk, []) if part else []


def standing(task):
    """What of a task says whether it binds others; nothing of one that is not known."""
    return task and (task.ended, task.abroad)


def lag_of(link):
    return f"{link.lag:+d}" if link.lag else ""


def part_of(tasks, links, days):
    try:
        return Part.of(tasks, links, days)
    except Loop:
        return None


def here(*tasks):
    """Whether all of these are in the plan."""
    return all(task and not task.abroad for task in tasks)


def bound_by(rows, own, abroad):
    """What of an item binds others, by its id: a `Task`, or None for what is not known.

    `abroad` are the rows of other plans with which this one is linked.
    """

    @cache
    def bound(pk):
        row = rows.get(pk) or abroad.get(pk)
        if row is None:
            return None
        far = pk not in rows
        return Task(pk, row.start, row.due, row.pinned, row.ended, own.get(pk), abroad=far)

    return bound

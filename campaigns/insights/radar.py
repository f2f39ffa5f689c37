"""The handoff radar: how long work waits between hands, at whom it queues, what comes back.

Pure functions over the event log of one or several campaigns. Nobody is asked to record a
handoff; these are read from what people do:

- *freed*: the last item that another one waited for is done; that one can begin;
- *review*: an item goes into review;
- *team*: an item is given from one team to another;
- *people*: an item is taken from some people and given to others.

The receiver's *first move* ends the wait: a change of the item's status or checklist, a comment
or a file, by somebody else than who handed it over. Whoever does it: it also ends when the work
is begun or ended, when a review is over, and when the item is passed on from whom it waited for.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from statistics import median

from django.utils import timezone

WORDS = {"item.commented", "item.attached"}
BEGUN = {"doing", "review", "done", "dropped"}
SMALL = 5
DAY = 86_400


@dataclass
class Wait:
    """An item waits for the first move of who receives it; `ended` is None while it does."""

    kind: str
    item: int
    giver: object
    taker: object
    by: int | None
    began: datetime
    ended: datetime | None = None


@dataclass
class Pair:
    """All waits from one side to another; lengths are in working days."""

    giver: str
    taker: str
    ended: list = field(default_factory=list)
    waiting: list = field(default_factory=list)

    @property
    def lengths(self):
        return sorted(length for length, _wait in self.ended)

    @property
    def cases(self):
        return len(self.ended)

    @property
    def few(self):
        """Too few to tell much: fewer than five."""
        return self.cases < SMALL

    @property
    def median(self):
        """The middle length; of an even number the mean of the two in the middle."""
        return median(self.lengths) if self.ended else None

    @property
    def ninetieth(self):
        """The length that nine of ten do not exceed: the nearest rank, ceil(0.9 n)."""
        return self.lengths[ceil(0.9 * self.cases) - 1] if self.ended else None

    @property
    def longest(self):
        """(length so far, wait) of what waits longest now."""
        return max(self.waiting, key=lambda pair: pair[0], default=None)


@dataclass
class Bounces:
    """How often one item came back: out of review, or to whom it had been taken from."""

    item: int
    reviews: int = 0
    returns: int = 0

    @property
    def count(self):
        return self.reviews + self.returns


def as_they_stand(events):
    """The events without those that are undone now, and without undoing itself.

    What was redone stands where it happened first.
    """
    undone = {
        (event.stream_id, event.undoes): (event.stream_id, event.revision)
        for event in events
        if event.undoes is not None
    }

    def stands(place):
        holds = True
        while place in undone:
            place, holds = undone[place], not holds
        return holds

    return [
        event
        for event in events
        if event.undoes is None and stands((event.stream_id, event.revision))
    ]


def waits(events):
    """The `Wait`s that these events (oldest first, as they stand) begin, ended ones with their
    end."""
    found, waiting = [], defaultdict(list)
    for event in events:
        end(found, waiting, event)
        for wait in begun(event):
            waiting[wait.item].append(wait)
    return found + [wait for some in waiting.values() for wait in some]


def end(found, waiting, event):
    """End what the event is the first move of; forget what it makes void."""
    for pk in event.data.get("held", ()):
        waiting[pk] = [wait for wait in waiting[pk] if wait.kind != "freed"]
    if event.verb in {"item.trashed", "item.purged"}:
        waiting.pop(event.object_id, None)
        return
    still = []
    for wait in waiting.get(event.object_id, ()):
        if is_first_move(wait, event):
            wait.ended = event.at
            found.append(wait)
        else:
            still.append(wait)
    waiting[event.object_id] = still


def is_first_move(wait, event):
    status = event.changes.get("status")
    if is_passed_on(wait, event) or (status and (wait.kind == "review" or status[1] in BEGUN)):
        return True
    moved = status or event.verb in WORDS or "checklist" in event.changes
    return bool(moved) and event.actor_id != wait.by


def is_passed_on(wait, event):
    """Whether it is given away from the team, or from all of the people, that it waited for."""
    if wait.kind == "team":
        return "team" in event.changes
    if wait.kind == "people" and "assignees" in event.changes:
        return wait.taker.isdisjoint(event.changes["assignees"][1] or ())
    return False


def begun(event):
    """The waits that an event begins."""
    changes, made = event.changes, []
    if event.verb == "item.added":
        return made
    status = changes.get("status", (None, None))[1]
    if status == "done":
        made += [("freed", pk, event.object_id, pk) for pk in event.data.get("freed", ())]
    if status == "review":
        made.append(("review", event.object_id, event.object_id, None))
    before, after = changes.get("team", (None, None))
    if before and after:
        made.append(("team", event.object_id, before, after))
    before, after = (set(pks or ()) for pks in changes.get("assignees", ((), ())))
    if before - after and after - before:
        made.append(("people", event.object_id, before - after, after - before))
    return [
        Wait(kind, item, giver, taker, event.actor_id, event.at)
        for kind, item, giver, taker in made
    ]


def bounces(events):
    """[`Bounces`] of the items that came back by these events as they stand, most often first.

    Out of review into work or to the beginning; or to a person from whom the item had been
    taken before, in the time that is looked at.
    """
    found, taken = {}, defaultdict(set)
    for event in events:
        if event.verb == "item.added":
            continue
        pk = event.object_id
        if event.changes.get("status") in (["review", "doing"], ["review", "todo"]):
            found.setdefault(pk, Bounces(pk)).reviews += 1
        before, after = (set(pks or ()) for pks in event.changes.get("assignees", ((), ())))
        if (after - before) & taken[pk]:
            found.setdefault(pk, Bounces(pk)).returns += 1
        taken[pk] |= before - after
    return sorted(found.values(), key=lambda each: (-each.count, each.item))


def worked(days, began, ended):
    """Working days between two moments, with fractions, in the time zone in force.

    A working day counts from midnight to midnight; days of rest do not count.
    """
    return standing(days, ended) - standing(days, began)


def standing(days, moment):
    local = timezone.localtime(moment)
    whole = days.before(local.date().toordinal())
    if not days.is_working(local.date()):
        return whole
    return whole + (local.hour * 3600 + local.minute * 60 + local.second) / DAY


def pairs(found, sides, days, now):
    """[`Pair`] of the waits between two sides, where most time was waited first.

    `sides(wait)` names both, or is None for what stays on one side.
    """
    made = {}
    for wait in found:
        names = sides(wait)
        if names is None:
            continue
        pair = made.setdefault(names, Pair(*names))
        if wait.ended:
            pair.ended.append((worked(days, wait.began, wait.ended), wait))
        else:
            pair.waiting.append((worked(days, wait.began, now), wait))
    return sorted(made.values(), key=lambda pair: -waited(pair))


def waited(pair):
    return sum(length for length, _wait in (*pair.ended, *pair.waiting))

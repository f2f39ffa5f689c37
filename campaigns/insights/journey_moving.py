"""In which revision each part of the touchpoints page last changed, as far as this process knows.

A number that comes in changes no item, and no lead. So the page remembers each of its parts by the
revision in which that part may have changed, and reads the events since it last looked to learn
which parts those are: what an event of another noun changes, nobody says here, so it moves all.
"""

from typing import NamedTuple

from workspace.kernel.ready import ready
from workspace.kernel.remembering import Remembered
from workspace.kernel.streams.models import Event


class Moved(NamedTuple):
    """A stream at a revision: the newest one, up to it, in which each part may have changed."""

    revision: int
    items: int
    touchpoints: int
    numbers: int
    leads: int


# Which part an event of a noun moves, and no other.
PARTS = {"item": "items", "touchpoint": "touchpoints", "batch": "numbers", "lead": "leads"}
# Whoever has more to catch up with reads all anew.
MANY = 100

known = Remembered(2_000)


def at(stream, revision):
    """What of a stream moved last, at `revision`; one statement at most."""
    before = known.find(stream)
    if before is not None and before.revision == revision:
        return before
    if before is not None and before.revision > revision:
        return everything(revision)
    moved = everything(revision) if before is None else moved_along(before, stream, revision)
    known.put(stream, moved)
    return moved


def everything(revision):
    return Moved(*[revision] * len(Moved._fields))


def moved_along(before, stream, revision):
    nouns = list(events(stream=stream, after=before.revision, until=revision))
    if len(nouns) > MANY or not PARTS.keys() >= set(nouns):
        return everything(revision)
    return before._replace(revision=revision, **{PARTS[noun]: revision for noun in nouns})


@ready
def events(*, stream, after, until):
    rows = Event.objects.filter(stream=stream, revision__gt=after, revision__lte=until)
    return rows.order_by("revision").values_list("noun", flat=True)[: MANY + 1]

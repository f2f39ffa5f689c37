"""From bytes to a reading, and from a reading's choices to the drafts of a plan. Stores nothing."""

from dataclasses import replace

from . import boards, cards, containers, tables
from .drafts import DraftPlan
from .references import Resolver
from .rows import RowReader
from .vendors import KEY, ROUNDTABLE


def inspect(data, filename="", choices=None):
    """How the file is understood, for a person to look at and to change.

    `choices` is a dictionary like `Reading.in_force`, with as many or as few keys as a person has
    decided. Raises `Unreadable` when no plan can be read at all.
    """
    return _understood(data, filename, choices)[1]


def read(data, choices=None, filename=""):
    """The `DraftPlan` the file holds under these choices. Raises `Unreadable` like `inspect`."""
    return understand(data, filename, choices)[1]


def understand(data, filename="", choices=None):
    """Both at once: the reading and the drafts under it."""
    source, reading = _understood(data, filename, choices)
    if isinstance(source, boards.Board):
        reader = cards.CardReader(source, reading)
    else:
        reader = RowReader(source)
    return reading, _plan(reader, reading)


def _understood(data, filename, choices):
    choices = choices or {}
    kind = containers.container(data)
    if kind == containers.BOARD:
        return boards.understood(data, filename, choices)
    table = tables.understood(data, kind, filename, choices)
    return table, table.reading


def _plan(reader, reading):
    ours = reading["vendor"].value == ROUNDTABLE
    resolver = Resolver(reader.sketches(), elsewhere=KEY if ours else None)
    items, problems, links = resolver.resolved()
    settled = reader.roster.settled()
    return DraftPlan(
        items=tuple(_with_settled_people(item, settled) for item in items),
        problems=tuple(sorted([*reader.problems, *problems], key=lambda p: p.line)),
        left_out=(*reader.left_out(), *links),
        people=reader.roster.people(settled),
        open_questions=reading.open_questions,
        skip_bad_rows=reading["skip_bad_rows"].value,
    )


def _with_settled_people(item, settled):
    refs = tuple(dict.fromkeys(settled[ref] for ref in item.people))
    comments = tuple(c._replace(author=settled.get(c.author)) for c in item.comments)
    if (refs, comments) == (item.people, item.comments):
        return item
    return replace(item, people=refs, comments=comments)

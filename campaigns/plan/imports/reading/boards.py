"""A Trello board's JSON export: lists, cards, checklists, comments, labels, custom fields."""

import json
import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from . import cells, limits, terms
from .drafts import PersonRef
from .problems import Unreadable
from .readings import Choice, Option, Reading, Standing, settle

_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_COMMENTS = ("commentCard", "copyCommentCard")


@dataclass(frozen=True)
class Board:
    """Trello's own records, with anything of a wrong shape left out of reach."""

    lists: dict[str, dict]
    members: dict[str, PersonRef]
    labels: dict[str, str]
    fields: dict[str, dict]
    cards: list[dict]
    checklists: dict[str, list[dict]]
    comments: dict[str, list[dict]]
    actions: int


def understood(data, filename, choices):
    """The board and how it is read."""
    board = board_of(parsed(data))
    moments = any(text_of(card, key) for card in board.cards for key in ("due", "start"))
    archived = sum(is_archived(board, card) for card in board.cards)
    sections = [section_of(board, card) for card in board.cards]
    words = terms.counted_words("section", sections, choices)
    decided = (
        Choice("container", "board", Standing.CERTAIN),
        Choice("vendor", "trello", Standing.CERTAIN),
        terms.zone_choice(choices, Standing.OPEN if moments else Standing.LIKELY),
        _archived_choice(archived, choices),
        terms.yes_or_no(choices, "skip_bad_rows"),
    )
    sample = tuple((section_of(board, card), text_of(card, "name")) for card in board.cards[:8])
    return board, Reading(filename, decided, (), words, len(board.cards), sample)


def _archived_choice(count, choices):
    options = (
        Option(False, _("Leave archived cards and lists out"), str(count)),
        Option(True, _("Bring archived cards and lists in"), str(count)),
    )
    return settle(choices, "archived", False, Standing.LIKELY, options)


# The file


def parsed(data):
    """The JSON, refused when it nests too deep or holds what JSON may not."""
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("wrong_encoding", line=line, encoding=encoding.upper()) from None
    _refuse_depth(text.encode("utf-8", "replace"))
    try:
        return json.loads(text, parse_constant=_no_such_number)
    except json.JSONDecodeError as error:
        raise Unreadable("json_broken", line=error.lineno) from None
    except (ValueError, RecursionError):
        raise Unreadable("json_broken", line=1) from None


def _no_such_number(name):
    raise ValueError(name)


def _refuse_depth(data):
    depth = 0
    for token in _TOKENS.finditer(data):
        if token[0] in (b"{", b"["):
            depth += 1
        elif token[0] in (b"}", b"]"):
            depth -= 1
        if depth > limits.JSON_DEPTH:
            raise Unreadable("json_too_deep", limit=limits.JSON_DEPTH)


def board_of(found):
    if not isinstance(found, dict) or not {"cards", "lists"} <= found.keys():
        raise Unreadable("json_not_a_board")
    cards = records(found, "cards")
    if not cards:
        raise Unreadable("json_not_a_board")
    if len(cards) > limits.ROWS:
        raise Unreadable("too_many_rows", limit=limits.ROWS)
    actions = records(found, "actions")
    return Board(
        lists=_by_id(found, "lists"),
        members={key: person(member) for key, member in _by_id(found, "members").items()},
        labels={key: label_name(label) for key, label in _by_id(found, "labels").items()},
        fields=_by_id(found, "customFields"),
        cards=cards,
        checklists=_grouped(records(found, "checklists"), lambda c: text_of(c, "idCard")),
        comments=_grouped((a for a in actions if text_of(a, "type") in _COMMENTS), _card_of_action),
        actions=len(actions),
    )


def records(record, key):
    value = record.get(key)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def record(record, key):
    value = record.get(key)
    return value if isinstance(value, dict) else {}


def text_of(record, key):
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return cells.clean(str(value))


def texts_of(record, key):
    value = record.get(key)
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _by_id(found, key):
    return {text_of(record, "id"): record for record in records(found, key)}


def _grouped(records, key):
    groups = {}
    for record in records:
        groups.setdefault(key(record), []).append(record)
    return groups


def _card_of_action(action):
    return text_of(record(record(action, "data"), "card"), "id")


def person(member):
    return PersonRef(
        text_of(member, "fullName") or text_of(member, "username"),
        text_of(member, "email").casefold(),
    )


def label_name(label):
    """A label without a name is known by its colour."""
    return text_of(label, "name") or text_of(label, "color")


def section_of(board, card):
    return text_of(board.lists.get(text_of(card, "idList"), {}), "name")


def is_archived(board, card):
    return (
        card.get("closed") is True
        or board.lists.get(text_of(card, "idList"), {}).get("closed") is True
    )

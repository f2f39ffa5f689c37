"""How a file was understood: every decision, how sure it is, and what else it could be.

A form shows a `Reading` and sends back a dictionary of choices; reading again with these choices
gives the reading that the person meant. Nothing unsure is taken silently: it stands as OPEN.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.text import Truncator

from .problems import Unreadable

SAMPLES = 3
SAMPLE_CHARACTERS = 300


class Standing(StrEnum):
    CHOSEN = "chosen"  # by a person
    CERTAIN = "certain"  # the file says so
    LIKELY = "likely"  # shown, and good enough to go on
    OPEN = "open"  # a question: the import waits for the answer


class Option(NamedTuple):
    """`evidence` shows what the file would look like, or how many rows speak for this value."""

    value: Any
    label: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Choice:
    key: str
    value: Any
    standing: Standing
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of the file, the field it fills, and a few of its values."""

    index: int
    heading: str
    field: str
    standing: Standing
    samples: tuple[str, ...] = ()
    filled: int = 0


def samples_of(cells):
    """A few different values among the first of a column; a very long one is cut, and shows it."""
    different = list(dict.fromkeys(cells[:50]))[:SAMPLES]
    return tuple(Truncator(text).chars(SAMPLE_CHARACTERS) for text in different)


@dataclass(frozen=True)
class Word:
    """A word of the file (a status, a section, a kind, a priority) and what it is taken for."""

    vocabulary: str
    word: str
    count: int
    meaning: str
    standing: Standing


@dataclass(frozen=True)
class Reading:
    """What `inspect` found. `rows` counts what may become items; `sample` shows the first ones."""

    filename: str
    choices: tuple[Choice, ...]
    columns: tuple[Column, ...] = ()
    words: tuple[Word, ...] = ()
    rows: int = 0
    sample: tuple[tuple[str, ...], ...] = ()
    skipped_lines: tuple[int, ...] = ()

    def __getitem__(self, key):
        return next(choice for choice in self.choices if choice.key == key)

    @property
    def in_force(self):
        """All decisions as a plain dictionary: fit for JSON, for a form, and for `read`."""
        settled = {choice.key: choice.value for choice in self.choices}
        settled["columns"] = {str(column.index): column.field for column in self.columns}
        settled["words"] = {}
        for word in self.words:
            settled["words"].setdefault(word.vocabulary, {})[word.word] = word.meaning
        return settled

    @property
    def open_questions(self):
        """Names of what a person must answer: "date_order", "columns.3", "words.status.Paused"."""
        return (
            *(c.key for c in self.choices if c.standing is Standing.OPEN),
            *(f"columns.{c.index}" for c in self.columns if c.standing is Standing.OPEN),
            *(f"words.{w.vocabulary}.{w.word}" for w in self.words if w.standing is Standing.OPEN),
        )


def settle(choices, key, guess, standing, options=()):
    """The person's choice for `key` if there is one (and it is possible), else the guess."""
    options = tuple(options)
    if choices.get(key) is None:
        return Choice(key, guess, standing, options)
    chosen = choices[key]
    if options and chosen not in [option.value for option in options]:
        raise Unreadable("impossible_choice", key=key, value=chosen)
    return Choice(key, chosen, Standing.CHOSEN, options)

"""Formulas of derived metrics: read by an own small parser, reckoned in exact fractions.

    formula = parse("(revenue - spend) / spend")
    formula.names                                  # frozenset({"revenue", "spend"})
    formula.value({"revenue": Fraction(3), "spend": Fraction(2)})      # Fraction(1, 2)

A formula is written of metric keys, decimal numbers, `+ - * /` and brackets. Nothing of it is ever
run as code. A value is None where a number is missing or something is divided by nothing.

    sum     = product { ("+" | "-") product }
    product = signed { ("*" | "/") signed }
    signed  = { "-" } ( number | name | "(" sum ")" )
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from django.utils.translation import gettext as _

LONGEST, DEEPEST = 300, 20
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?|\.\d+)|([A-Za-z][A-Za-z0-9_]*)|([-+*/()]))")
# What people type for a sign; also all that a Chinese keyboard types in full width.
FULL_WIDTH = {0xFF01 + place: chr(0x21 + place) for place in range(0x5E)}
SIGNS = FULL_WIDTH | str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-"})


class Unreadable(ValueError):
    """A formula that means nothing: `sentence` says why, `position` (from 0) where."""

    def __init__(self, sentence, position):
        super().__init__(sentence)
        self.sentence = sentence
        self.position = position

    def __str__(self):
        return _("%(sentence)s (at character %(position)d)") % {
            "sentence": self.sentence,
            "position": self.position + 1,
        }


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction
    text: str

    def names(self):
        return frozenset()

    def reckon(self, sums):
        return self.value


@dataclass(frozen=True, slots=True)
class Name:
    key: str

    def names(self):
        return frozenset([self.key])

    def reckon(self, sums):
        return sums.get(self.key)


@dataclass(frozen=True, slots=True)
class Minus:
    of: object

    def names(self):
        return self.of.names()

    def reckon(self, sums):
        value = self.of.reckon(sums)
        return None if value is None else -value


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands of one rank with the signs between them: `a - b + c`, `a * b / c`.

    It is kept flat, so that the longest formula is no deeper than its brackets.
    """

    first: object
    rest: tuple

    def names(self):
        return self.first.names().union(*(part.names() for _sign, part in self.rest))

    def reckon(self, sums):
        value = self.first.reckon(sums)
        for sign, part in self.rest:
            other = part.reckon(sums)
            if value is None or other is None or (sign == "/" and not other):
                return None
            value = APPLY[sign](value, other)
        return value


APPLY = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
}


@dataclass(frozen=True)
class Formula:
    text: str
    tree: object

    @property
    def names(self):
        """The keys of the metrics that it is made of."""
        return self.tree.names()

    def value(self, sums):
        """What it comes to, exactly; None where a number is missing or a divisor is nothing."""
        return self.tree.reckon(sums)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    position: int


def tokens(text):
    """The words of a formula, with an empty one at its end."""
    text = text.translate(SIGNS)
    found, place = [], 0
    end = len(text.rstrip())
    while place < end:
        match = TOKEN.match(text, place)
        if match is None:
            raise unknown(text, place)
        kind = ("number", "name", "sign")[match.lastindex - 1]
        start = match.start(match.lastindex)
        found.append(Token(kind, match[match.lastindex], start))
        place = match.end()
    return [*found, Token("end", "", end)]


def unknown(text, place):
    place += len(text[place:]) - len(text[place:].lstrip())
    sign = text[place]
    if sign == ",":
        return Unreadable(_("Write decimals with a point, and no commas."), place)
    if sign == "%":
        return Unreadable(_("Write a percentage as a fraction: 12.5 % is 0.125."), place)
    return Unreadable(_("“%(sign)s” has no meaning in a formula.") % {"sign": sign}, place)


class Reading:
    """One walk over the words of a formula."""

    def __init__(self, text):
        self.words = tokens(text)
        self.place = 0
        self.depth = 0

    @property
    def word(self):
        return self.words[self.place]

    def take(self):
        word = self.word
        self.place += 1
        return word

    def meets(self, signs):
        return self.word.kind == "sign" and self.word.text in signs

    def chain(self, signs, part):
        first, rest = part(), []
        while self.meets(signs):
            sign = self.take().text
            rest.append((sign, part()))
        return Chain(first, tuple(rest)) if rest else first

    def sum(self):
        return self.chain("+-", self.product)

    def product(self):
        return self.chain("*/", self.signed)

    def signed(self):
        negative = False
        while self.meets("-"):
            self.take()
            negative = not negative
        part = self.part()
        return Minus(part) if negative else part

    def part(self):
        word = self.take()
        if word.kind == "number":
            return Number(Fraction(word.text), word.text)
        if word.kind == "name":
            return Name(word.text.lower())
        if word.text == "(":
            return self.bracket(word)
        self.place -= 1
        raise self.misplaced(word)

    def bracket(self, opened):
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable(_("There are too many brackets within each other."), opened.position)
        inside = self.sum()
        if not self.meets(")"):
            if self.word.kind == "end":
                raise Unreadable(_("This bracket is never closed."), opened.position)
            raise self.misplaced(self.word)
        self.take()
        self.depth -= 1
        return inside

    def misplaced(self, word):
        if word.kind == "end":
            return Unreadable(_("Something is missing at the end."), word.position)
        if word.kind in {"number", "name"}:
            return Unreadable(
                _("A sign such as + or / is missing before “%(word)s”.") % {"word": word.text},
                word.position,
            )
        return Unreadable(
            _("“%(word)s” is not expected here.") % {"word": word.text}, word.position
        )


@lru_cache(maxsize=2048)
def parse(text):
    """The formula that `text` says; raises `Unreadable` with the place of what is wrong."""
    if not text.strip():
        raise Unreadable(_("A formula is missing."), 0)
    if len(text) > LONGEST:
        raise Unreadable(
            _("A formula has at most %(most)d characters.") % {"most": LONGEST}, LONGEST
        )
    reading = Reading(text)
    tree = reading.sum()
    if reading.word.kind != "end":
        raise reading.misplaced(reading.word)
    return Formula(text, tree)

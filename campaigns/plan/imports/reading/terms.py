"""The decisions that turn cells into values: date order, zone, decimal mark, and words."""

from collections import Counter
from datetime import tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext_lazy as _

from . import amounts, people
from .problems import Unreadable
from .readings import Choice, Option, Standing, Word, settle
from .words import DEFAULTS, MEANINGS, meaning, one_line

ORDER_LABELS = {
    "DMY": _("day, month, year"),
    "MDY": _("month, day, year"),
    "YMD": _("year, month, day"),
}
COMPLETION, SECTION = "completion", "section"


class Terms(NamedTuple):
    """`words` maps vocabulary and word to a meaning; `done_by` is COMPLETION or SECTION."""

    date_order: str
    zone: tzinfo
    decimal: str
    comma: str
    done_by: str
    words: dict[str, dict[str, str]]

    def meaning(self, vocabulary, word):
        return self.words[vocabulary].get(one_line(word), DEFAULTS[vocabulary])


def terms_of(choices, words):
    """The terms in force, from settled choices and words."""
    settled = {choice.key: choice.value for choice in choices}
    meanings = {vocabulary: {} for vocabulary in MEANINGS}
    for word in words:
        meanings[word.vocabulary][word.word] = word.meaning
    return Terms(
        settled.get("date_order", "YMD"),
        ZoneInfo(settled.get("time_zone", "UTC")),
        settled.get("decimal", amounts.POINT),
        settled.get("people_comma", people.SEVERAL),
        settled.get("done_by", SECTION),
        meanings,
    )


def date_order_choice(evidence, choices):
    """Day first or month first: from dates that make sense in one order only, else a question."""
    guess, standing = _order(evidence)
    options = [
        Option(order, label, str(evidence.only[order])) for order, label in ORDER_LABELS.items()
    ]
    return settle(choices, "date_order", guess, standing, options)


def _order(evidence):
    if len(evidence.only) == 1:
        return next(iter(evidence.only)), Standing.CERTAIN
    if evidence.only:
        return evidence.only.most_common(1)[0][0], Standing.OPEN
    if not evidence.unclear:
        return "YMD", Standing.CERTAIN
    return "DMY", Standing.LIKELY if evidence.dotted else Standing.OPEN


def zone_choice(choices, standing):
    """The zone in which moments fall on days; it cannot be read from a file, so it is asked."""
    chosen = settle(choices, "time_zone", "UTC", standing)
    if str(chosen.value) not in available_timezones():
        raise Unreadable("impossible_choice", key="time_zone", value=chosen.value)
    return chosen


def decimal_choice(texts, choices, typed):
    """Point or comma; `typed` numbers, as in a workbook, always have a point."""
    point, comma, unclear = amounts.decimal_evidence(texts)
    if point and comma:
        guess, standing = (amounts.POINT if point >= comma else amounts.COMMA), Standing.OPEN
    elif comma:
        guess, standing = amounts.COMMA, Standing.CERTAIN
    elif point or typed or not unclear:
        guess, standing = amounts.POINT, Standing.CERTAIN
    else:
        guess, standing = amounts.POINT, Standing.OPEN
    options = [Option(amounts.POINT, "12.5", str(point)), Option(amounts.COMMA, "12,5", str(comma))]
    return settle(choices, "decimal", guess, standing, options)


def comma_choice(cells, known, choices):
    """Asked only when some "A, B" could be one person or two."""
    unclear = [cell for cell in cells if not people.comma_meaning(cell, known)]
    if not unclear:
        return Choice("people_comma", people.SEVERAL, Standing.CERTAIN)
    options = [
        Option(people.SURNAME, _("one person: surname, given name"), unclear[0][:80]),
        Option(people.SEVERAL, _("several people"), unclear[0][:80]),
    ]
    return settle(choices, "people_comma", people.SURNAME, Standing.OPEN, options)


def counted_words(vocabulary, texts, choices):
    """Every different word with its count and what it is taken for, the frequent ones first."""
    chosen = _chosen_words(choices, vocabulary)
    return tuple(
        _word(vocabulary, word, count, chosen.get(word))
        for word, count in Counter(one_line(text) for text in texts if text).most_common()
    )


def _chosen_words(choices, vocabulary):
    words = choices.get("words") or {}
    chosen = words.get(vocabulary) if isinstance(words, dict) else None
    return chosen if isinstance(chosen, dict) else {}


def _word(vocabulary, word, count, chosen):
    if chosen is None:
        return Word(vocabulary, word, count, *meaning(vocabulary, word))
    if chosen not in MEANINGS[vocabulary]:
        raise Unreadable("impossible_choice", key=word, value=chosen)
    return Word(vocabulary, word, count, chosen, Standing.CHOSEN)


def yes_or_no(choices, key, standing=Standing.CERTAIN):
    """A switch that is off until a person turns it on."""
    return settle(choices, key, False, standing, (Option(False, _("No")), Option(True, _("Yes"))))

"""Files of leads that nobody brought in: they hold who people are, and do not stay for ever."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import transaction

from campaigns.leads.models import LeadImport
from campaigns.plan.imports import store
from campaigns.plan.imports.reading import Unreadable, containers, encodings, workbooks
from workspace.kernel import clock, phones, sweeping
from workspace.kernel.refusals import Invalid

KEPT_FOR = timedelta(days=7)
SHORTEST = 6  # characters of an id that are not found by chance
LINE = 7  # the last digits of a number are the same however its country is written
_WORDS = re.compile(r"[^\W_]+")
_CELLS = re.compile(r"[,;|\t\"]")
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,}")


def idle():
    """Those that were only looked at, and those that failed."""
    return LeadImport.objects.filter(
        state__in=(LeadImport.State.PREVIEW, LeadImport.State.FAILED)
    ).order_by("pk")


def forget_old():
    """Drop those that nobody has gone on with for long."""
    for imp in idle().filter(created_at__lt=clock.now() - KEPT_FOR):
        with sweeping.apart("import %s of leads was not forgotten", imp.pk):
            drop(imp)


def drop(imp):
    """Forget a file with all that is known of it; one that somebody goes on with stays."""
    with transaction.atomic():
        if idle().filter(pk=imp.pk, version=imp.version).delete()[0]:
            transaction.on_commit(partial(store.forget, imp.file))


def naming(leads):
    """Those that hold one of these leads, and those of which nobody can tell any more."""
    marks = Marks.of(leads)
    return [imp for imp in idle() if any(map(marks.are_in, lines_of(imp)))]


UNTOLD = None


def lines_of(imp):
    """The lines of a file, whatever its columns were taken for; `UNTOLD` of one without any."""
    try:
        data = store.bytes_of(imp)
        if containers.container(data) == containers.WORKBOOK:
            sheets = workbooks.read_workbook(data).values()
            return ["\t".join(row.cells) for sheet in sheets for row in sheet.rows]
        encoding = encodings.encoding_choice(data, imp.choices)
        return encodings.decoded(data, encoding.value).splitlines()
    except (Unreadable, Invalid):
        return [UNTOLD]


@dataclass(frozen=True)
class Marks:
    """What tells people in a line of a file: one word is enough, a name needs all of its own.

    A phone stands in one cell. A name of one word is that of many, so it needs its company as well,
    unless nothing else is known of the person.
    """

    words: frozenset
    numbers: frozenset
    names: frozenset

    @classmethod
    def of(cls, leads):
        said = {text for lead in leads for text in (lead.email_key, lead.external_id)}
        numbers = {phones.typed_digits(lead.phone) for lead in leads} - {""}
        return cls(
            frozenset(plain(text) for text in said if len(text) >= SHORTEST),
            frozenset(number[-LINE:] for number in numbers),
            frozenset(map(name_of, leads)),
        )

    def are_in(self, line):
        if line is UNTOLD:
            return True
        text = plain(line)
        if any(word in text for word in self.words):
            return True
        cells = map(phones.digits, _CELLS.split(text)) if self.numbers else ()
        if any(number in digits for digits in cells for number in self.numbers):
            return True
        there = _WORDS.findall(text)
        return any(is_named(name, there) for name in self.names if name)


def name_of(lead):
    """The words that tell a lead by its name, or none."""
    words = _WORDS.findall(plain(lead.name))
    if len(words) > 1 or _CHINESE.fullmatch("".join(words)):
        return tuple(words)
    if words and lead.company:
        return (*words, *_WORDS.findall(plain(lead.company)))
    return () if lead.email_key or phones.typed_digits(lead.phone) else tuple(words)


def is_named(name, there):
    """Whether all words of a name are there; a Chinese one also in parts."""
    if set(name) <= set(there):
        return True
    whole = "".join(name)
    return whole.isalpha() and not whole.isascii() and whole in "".join(there)


def plain(text):
    return unicodedata.normalize("NFKC", text).casefold()

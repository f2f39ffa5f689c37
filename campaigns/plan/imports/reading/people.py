"""People as files name them: several in a cell, "name <mail>", "Surname, Given", two spellings."""

import re
from collections import Counter, defaultdict

from .cells import listed
from .drafts import PersonRef, SeenPerson
from .words import plain

SURNAME, SEVERAL = "surname", "several"

_LONGEST = 200
_MAIL = re.compile(r"[<(（\[]?\s*([^\s<>()（）\[\],;]+@[^\s<>()（）\[\],;]+)\s*[>)）\]]?")
_LATIN_NAME = re.compile(r"[^\W\d_一-鿿぀-ヿ가-힣]+(?:[ .'’-]+[^\W\d_一-鿿぀-ヿ가-힣]+)?\.?")


def named(cell, comma, known=frozenset()):
    """Everybody a cell names. `comma` says what an unclear comma means: SURNAME or SEVERAL."""
    return tuple(
        ref
        for part in listed(cell, ";；、\n")
        for ref in _around_commas(part, comma, known)
        if any(ref)
    )


def _around_commas(text, comma, known):
    parts = listed(text, ",，")
    if len(parts) == 2:
        meant = comma_meaning(text, known) or comma
        if meant == SURNAME:
            return [_flipped(*parts)]
    return [one(part) for part in parts]


def comma_meaning(text, known):
    """SURNAME, SEVERAL, or "" when "A, B" could be one person or two."""
    parts = listed(text, ",，")
    if len(parts) != 2 or "@" in parts[0]:
        return SEVERAL
    first, second = parts[0][:_LONGEST], one(parts[1]).name
    if plain(f"{second} {first}") in known:
        return SURNAME
    if not (_LATIN_NAME.fullmatch(first) and _LATIN_NAME.fullmatch(second)):
        return SEVERAL
    if {plain(first), plain(second)} <= known or (" " in first and " " in second):
        return SEVERAL
    return SURNAME if "@" in parts[1] else ""


def _flipped(surname, rest):
    given = one(rest)
    return PersonRef(f"{given.name} {surname}".strip(), given.mail)


def one(text):
    """One person out of "Name", "mail", "Name <mail>" or "Name (mail)"."""
    text = " ".join(text.split())[:_LONGEST]
    mail = _MAIL.search(text) if "@" in text else None
    if not mail:
        return PersonRef(text.strip(" \"'<>"))
    name = (text[: mail.start()] + text[mail.end() :]).strip(" \"'<>-")
    return PersonRef(name, mail[1].casefold())


def paired(names, mails):
    """Names and mails of two columns, put together when there are as many of each."""
    if len(names) == len(mails):
        return tuple(PersonRef(n.name, n.mail or m.mail) for n, m in zip(names, mails, strict=True))
    return (*names, *mails)


class Roster:
    """Everybody seen in a file; gathers spellings and tells who is the same person.

    One mail is one person, whatever the name's case. A name without a mail is the person of that
    name; with two mails under one name it stays a name of its own, since nobody can tell.
    """

    def __init__(self):
        self._seen = Counter()  # how often a spelling stands for somebody on an item

    def see(self, refs):
        """Note the people of an item."""
        self._seen.update(refs)
        return refs

    def see_author(self, ref):
        """Note somebody who only said something; None passes."""
        if ref:
            self._seen[ref] += 0
        return ref

    def settled(self):
        """A dictionary from every spelling to the one that stands for the person."""
        groups = defaultdict(Counter)
        mails_of = defaultdict(set)
        for ref in self._seen:
            if ref.mail:
                mails_of[plain(ref.name)].add(ref.mail)
        for ref, count in self._seen.items():
            groups[_identity(ref, mails_of)][ref] += count
        return {ref: _best(group) for group in groups.values() for ref in group}

    def people(self, settled):
        spellings, items = defaultdict(set), Counter()
        for ref, count in self._seen.items():
            spellings[settled[ref]].add(ref.name or ref.mail)
            items[settled[ref]] += count
        return tuple(
            SeenPerson(ref, tuple(sorted(spellings[ref])), items[ref]) for ref in sorted(spellings)
        )


def _identity(ref, mails_of):
    if ref.mail:
        return ref.mail
    mails = mails_of.get(plain(ref.name), ())
    return next(iter(mails)) if len(mails) == 1 else plain(ref.name)


def _best(group):
    """The most frequent spelling that is neither all small nor all capital letters."""
    names = Counter()
    for ref, count in group.items():
        names[ref.name] += count
    name = max(names, key=lambda n: (bool(n), n not in (n.lower(), n.upper()), names[n], n))
    return PersonRef(name, next((ref.mail for ref in group if ref.mail), ""))

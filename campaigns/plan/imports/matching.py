"""Whom and what a file means: its people, channels, stages and teams among ours.

Every match can be changed by a person; `choices["people"]` maps a person's key, and
`choices["channel"]`, `["stage"]`, `["team"]` a word of the file, to one of the decisions.
"""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models.functions import Lower

from campaigns.plan import vocabulary
from campaigns.plan.imports.reading import PersonRef, Standing, Unreadable
from campaigns.plan.imports.reading.words import plain
from campaigns.plan.models import Channel, Stage
from teams import policies as people_policies
from teams.models import Member, Team

VOCABULARIES = {"channel": Channel, "stage": Stage, "team": Team}
ROW, NEW, COLUMN = "row", "new", "column"  # one of ours (row:12), made new, kept as a column
NAME, INVITE, NOBODY = "name", "invite", "nobody"


class Person(NamedTuple):
    """Somebody a file names, and who that is. `row` is the member that `decision` names.

    A mail is taken by somebody who cannot be given work here: who left, or is another's guest.
    """

    key: str
    ref: PersonRef
    spellings: tuple[str, ...]
    items: int
    decision: str
    standing: Standing
    row: Member | None
    decisions: tuple[str, ...]
    mail_is_taken: bool

    @property
    def is_open(self):
        return self.standing is Standing.OPEN


class Word(NamedTuple):
    """A channel, stage or team of a file, and which of ours it is."""

    vocabulary: str
    word: str
    count: int
    decision: str
    standing: Standing
    row: Channel | Stage | Team | None
    decisions: tuple[str, ...]


@dataclass(frozen=True)
class Matches:
    people: tuple[Person, ...]
    words: tuple[Word, ...]
    members: tuple[Member, ...]
    rows: dict[str, list]

    @property
    def open_questions(self):
        return tuple(f"people.{person.key}" for person in self.people if person.is_open)


def matched(plan, campaign, by, choices):
    """The `Matches` of a draft plan for a campaign, under the choices of `by`."""
    members = tuple(vocabulary.assignable(campaign).order_by(Lower("name"), "pk"))
    rows = {name: list(model.objects.order_by("name")) for name, model in VOCABULARIES.items()}
    crowd = Crowd(members, by, choices.get("people"))
    return Matches(
        people=tuple(crowd.person(seen) for seen in plan.people),
        words=tuple(
            word
            for name in VOCABULARIES
            for word in matched_words(name, plan, rows[name], by, choices.get(name))
        ),
        members=members,
        rows=rows,
    )


def key_of(ref):
    return ref.mail or plain(ref.name)


class Crowd:
    """The members that the people of a file may be."""

    def __init__(self, members, by, chosen):
        self.members = {member.pk: member for member in members}
        self.chosen = chosen if isinstance(chosen, dict) else {}
        self.addresses = {
            address: pk
            for pk, address in Member.objects.exclude(email="").values_list("pk", Lower("email"))
        }
        self.by_name = {}
        for member in members:
            self.by_name.setdefault(plain(member.name), []).append(member)
        self.may_invite = people_policies.workspace.allows(by, "bring_members")

    def person(self, seen):
        key = key_of(seen.ref)
        decisions = self.decisions(seen)
        decision, standing = self.guess(seen)
        if is_possible(self.chosen.get(key), decisions, self.members):
            decision, standing = self.chosen[key], Standing.CHOSEN
        row = self.members.get(id_in(decision))
        taken = self.taken(seen.ref)
        return Person(
            key, seen.ref, seen.spellings, seen.items, decision, standing, row, decisions, taken
        )

    def taken(self, ref):
        return ref.mail in self.addresses

    def decisions(self, seen):
        """What can be done about somebody who is none of ours."""
        if not seen.items:
            return (NOBODY,)
        if seen.ref.mail in self.addresses:
            return (NOBODY, NAME) if seen.ref.name else (NOBODY,)
        return (NAME, INVITE, NOBODY) if self.may_invite and seen.ref.mail else (NAME, NOBODY)

    def guess(self, seen):
        """By mail, then by a name that only one of ours has; two of that name are a question."""
        known = self.addresses.get(seen.ref.mail) if seen.ref.mail else None
        if known:
            if known in self.members:
                return f"{ROW}:{known}", Standing.CERTAIN
            return NOBODY, Standing.LIKELY
        namesakes = self.by_name.get(plain(seen.ref.name), []) if seen.ref.name else []
        if len(namesakes) == 1:
            return f"{ROW}:{namesakes[0].pk}", Standing.LIKELY
        if not seen.items:
            return NOBODY, Standing.LIKELY
        if namesakes:
            return f"{ROW}:{namesakes[0].pk}", Standing.OPEN
        return NAME, Standing.LIKELY


def matched_words(name, plan, rows, by, chosen):
    """The words of one vocabulary, the frequent ones first."""
    chosen = chosen if isinstance(chosen, dict) else {}
    ours = {squeezed(row.name): row for row in rows}
    by_id = {row.pk: row for row in rows}
    may_add = name != "team" or people_policies.team.allows(by, "add")
    decisions = (NEW, COLUMN) if may_add else (COLUMN,)
    counted = Counter(word for item in plan.items if (word := getattr(item, name)))
    for word, count in counted.most_common():
        row = ours.get(squeezed(word))
        decision, standing = (
            (f"{ROW}:{row.pk}", Standing.CERTAIN) if row else (decisions[0], Standing.LIKELY)
        )
        if is_possible(chosen.get(word), decisions, by_id):
            decision, standing = chosen[word], Standing.CHOSEN
        row = by_id.get(id_in(decision))
        yield Word(name, word, count, decision, standing, row, decisions)


def squeezed(text):
    """A name without case, blanks and marks, so that "E-mail" is "email"."""
    return plain(text).replace(" ", "") or text


def id_in(decision):
    """The id in "row:12", or None."""
    kind, _colon, number = str(decision).partition(":")
    is_id = kind == ROW and number.isascii() and number.isdigit() and len(number) < 16
    return int(number) if is_id else None


def is_possible(decision, decisions, rows):
    """Whether a decision can be carried out; one that no longer can be is as if not made."""
    return decision in decisions or id_in(decision) in rows


def refuse_impossible(matches, answers):
    """Raise `Unreadable` when one of the answers just given is not among the decisions."""
    for name in ("people", *VOCABULARIES):
        for key, answer in (answers.get(name) or {}).items():
            if answer is not None and answer != decision_on(matches, name, key):
                raise Unreadable("impossible_choice", key=key, value=answer)


def decision_on(matches, name, key):
    if name == "people":
        return next((each.decision for each in matches.people if each.key == key), None)
    found = (w.decision for w in matches.words if (w.vocabulary, w.word) == (name, key))
    return next(found, None)

"""The rows that the words and people of a file stand for, once it is decided which they are."""

from campaigns.plan.actions import label_named, vocabulary
from campaigns.plan.imports import matching
from campaigns.plan.models import Label
from teams.actions import groups, invitations, members

NAME_LETTERS = 120


class Places:
    """What each person, word and label of a file is: an id, or None for those left out."""

    def __init__(self, people, words, labels):
        self.people = people
        self.words = words
        self.labels = labels

    def person(self, ref):
        return self.people.get(matching.key_of(ref)) if ref else None

    def row(self, vocabulary, word):
        return self.words.get((vocabulary, word))

    def label(self, name):
        return self.labels[name.casefold()]


def supposed(matches, plan):
    """The places as they would be: what is yet to be made has an id below zero."""
    made = iter(range(-1, -(2**31), -1))
    return Places(
        {p.key: place_of(p, lambda _p: next(made)) for p in matches.people},
        words_of(matches, lambda _word: next(made)),
        {name: known or next(made) for name, known in known_labels(plan).items()},
    )


def settled(matches, plan, *, by, into):
    """The places, with everything made that is missing; `into` is the campaign's name.

    Runs within an open record, which makes it a part of the same transaction.
    """
    spelled = {name.casefold(): name for item in plan.items for name in item.labels}
    return Places(
        {p.key: place_of(p, lambda each: make_person(each, by, into)) for p in matches.people},
        words_of(matches, lambda word: make_word(word, by)),
        {
            name: known or label_named(by.workspace_id, spelled[name], by=by).pk
            for name, known in known_labels(plan).items()
        },
    )


def words_of(matches, make):
    """{(vocabulary, word): id}; two spellings of one name are made once."""
    made = {}

    def make_once(word):
        name = (word.vocabulary, matching.squeezed(word.word))
        if name not in made:
            made[name] = make(word)
        return made[name]

    return {(w.vocabulary, w.word): place_of(w, make_once) for w in matches.words}


def place_of(match, make):
    if match.row is not None:
        return match.row.pk
    if match.decision in {matching.NOBODY, matching.COLUMN}:
        return None
    return make(match)


def known_labels(plan):
    """{label of the file, in small letters: its id, or None}."""
    ours = {label.name.casefold(): label.pk for label in Label.objects.all()}
    wanted = dict.fromkeys(name.casefold() for item in plan.items for name in item.labels)
    return {name: ours.get(name) for name in wanted}


def make_person(person, by, into):
    """A member who is only a name, or who is invited."""
    name = (person.ref.name or person.ref.mail.partition("@")[0])[:NAME_LETTERS]
    if person.decision == matching.INVITE:
        invited = invitations.invite(
            by.workspace_id, by=by, email=person.ref.mail, name=name, into=into
        )
        return invited.pk
    mail = "" if person.mail_is_taken else person.ref.mail
    return members.add_name(by=by, name=name, email=mail).pk


def make_word(word, by):
    """A new channel, stage or team of this name."""
    if word.vocabulary == "team":
        return groups.add_team(by=by, name=word.word).pk
    add = {"channel": vocabulary.add_channel, "stage": vocabulary.add_stage}[word.vocabulary]
    return add(by.workspace_id, by=by, name=word.word).pk

"""Which campaign, channel and stage of ours a place of a file is.

First what somebody has said before; then a campaign whose key or name the place bears. A place
that is none of ours does not hold an import up: its numbers wait until somebody says what it is.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from campaigns.metrics.intake import externals, recalling
from campaigns.metrics.intake.reading import Standing
from campaigns.metrics.intake.reading.vendors import GENERIC, VENDORS
from campaigns.plan.imports.reading.words import plain
from campaigns.plan.models import Channel, Stage
from workspace.kernel.refusals import Invalid

CAMPAIGN, WAIT, IGNORE = "campaign", "wait", "ignore"
NONE = "none"
EARLIER, BY_KEY, BY_NAME, CHOSEN, NOTHING = "earlier", "key", "name", "chosen", ""


@dataclass(frozen=True)
class Match:
    """A campaign as the file calls it, and what it is taken for, and why."""

    key: str
    name: str
    rows: int
    decision: str
    why: str
    channel: int | None
    stage: int | None

    @property
    def campaign_id(self):
        kind, _colon, pk = self.decision.partition(":")
        return int(pk) if kind == CAMPAIGN else None


class Where(NamedTuple):
    """Where numbers go; `stage` with a channel makes a touchpoint. With `lets_go` somebody said
    that they go nowhere, wherever they were."""

    campaign_id: int | None
    channel_id: int | None
    stage_id: int | None
    external_id: str
    external_name: str
    ignored: bool
    lets_go: bool = False


@dataclass(frozen=True)
class WordMatch:
    """A channel or a stage as the file calls it; its row's id, or None."""

    vocabulary: str
    word: str
    pk: int | None
    standing: Standing


@dataclass(frozen=True)
class Matches:
    source: str
    matches: dict
    words: dict
    campaigns: tuple
    channels: tuple
    stages: tuple
    into: int | None
    needs_campaign: bool

    @property
    def open_questions(self):
        asked = ("into",) if self.needs_campaign and self.into is None else ()
        return asked + tuple(
            f"{word.vocabulary}.{word.word}"
            for word in self.words.values()
            if word.standing is Standing.OPEN
        )

    def where(self, place):
        """Where the numbers of a place of the file go."""
        if not recalling.key_of(place):
            channel, stage = self.word("channel", place.channel), self.word("stage", place.stage)
            return Where(self.into, channel, stage if channel else None, "", "", False)
        match = self.matches[recalling.key_of(place)]
        channel = self.word("channel", place.channel) or match.channel
        stage = (self.word("stage", place.stage) or match.stage) if channel else None
        if self.source == GENERIC:
            external = externals.id_of(match.key, place.channel, place.stage)
        else:
            external = match.key
        return Where(
            match.campaign_id,
            channel,
            stage,
            external,
            match.name,
            match.decision == IGNORE,
            match.why == CHOSEN and match.campaign_id is None,
        )

    def word(self, vocabulary, word):
        return self.words[vocabulary, word].pk if word else None


def source_of(reading):
    """The word for the tool that a file is of; numbers of one tool replace each other."""
    return reading["vendor"].value


def matched(reading, numbers, choices):
    """The `Matches` of the places of a file under a person's choices."""
    source = source_of(reading)
    campaigns = tuple(Campaign.objects.order_by("phase", "name"))
    channels = tuple(Channel.objects.order_by("position", "name"))
    stages = tuple(Stage.objects.order_by("position", "name"))
    rows = {}
    names = {}
    for place, count in numbers.rows.items():
        if key := recalling.key_of(place):
            rows[key] = rows.get(key, 0) + count
            names[key] = place.campaign or names.get(key, "") or key
    usual = usual_channel(source, channels)
    guess = Guess(campaigns, usual)
    ids = {key: guess.id_of(key, name, source) for key, name in names.items()}
    said = recalling.known(source, names, ids, numbers.rows)
    matches = {}
    for key, name in names.items():
        found = guess(ids[key], name, rows[key], said.get(key))
        matches[key] = chosen(found, choices, campaigns, channels, stages)
    return Matches(
        source,
        matches,
        words_of(numbers, choices, channels, stages),
        campaigns,
        channels,
        stages,
        into_of(choices, campaigns),
        any(not recalling.key_of(place) for place in numbers.rows),
    )


def usual_channel(source, channels):
    """The channel that bears a name which a tool's channel usually has."""
    named = {plain(channel.name): channel.pk for channel in channels}
    likely = (plain(name) for name in VENDORS[source].channels)
    return next((named[name] for name in likely if name in named), None)


class Guess:
    def __init__(self, campaigns, channel):
        self.channel = channel
        self.by_key = {campaign.key.upper(): campaign.pk for campaign in campaigns}
        self.keys = {campaign.pk: campaign.key for campaign in campaigns}
        self.by_name = {}
        for campaign in campaigns:
            self.by_name.setdefault(plain(campaign.name), campaign.pk)

    def id_of(self, key, name, source):
        """What a campaign of a file is told by: in a table of one's own, which may name one of ours
        by key or by name, its key."""
        pk, _why, exact = self.campaign(name)
        return (
            self.keys[pk] if source == GENERIC and exact and key == name else externals.id_of(key)
        )

    def __call__(self, external_id, name, rows, said):
        pk, why, _exact = self.campaign(name)
        channel, stage = self.channel, None
        decision = f"{CAMPAIGN}:{pk}" if pk else WAIT
        if said is not None and (said.campaign_id or said.ignored):
            decision = IGNORE if said.ignored else f"{CAMPAIGN}:{said.campaign_id}"
            why, channel, stage = EARLIER, said.channel_id, said.stage_id
        return Match(
            said.external_id if said else external_id,
            name[:200],
            rows,
            decision,
            why,
            channel,
            stage,
        )

    def campaign(self, name):
        """(id, why, whether the name is nothing but the campaign's key or name)."""
        if pk := self.by_key.get(name.strip().upper()):
            return pk, BY_KEY, True
        if pk := self.by_name.get(plain(name)):
            return pk, BY_NAME, True
        words = re.findall(r"[A-Za-z0-9]+", name)
        keys = {self.by_key[word.upper()] for word in words if word.upper() in self.by_key}
        if len(keys) == 1:
            return keys.pop(), BY_KEY, False
        padded = f" {plain(name)} "
        names = {pk for known, pk in self.by_name.items() if known and f" {known} " in padded}
        if len(names) == 1:
            return names.pop(), BY_NAME, False
        return None, NOTHING, False


def chosen(match, choices, campaigns, channels, stages):
    """The match under what a person has said of it."""
    values = vars(match)
    said = (choices.get("campaigns") or {}).get(match.key)
    if said is not None:
        possible = {WAIT, IGNORE} | {f"{CAMPAIGN}:{campaign.pk}" for campaign in campaigns}
        refuse_unless(said in possible, said)
        values = values | {"decision": said, "why": CHOSEN}
    for name, rows in (("channel", channels), ("stage", stages)):
        said = (choices.get(f"{name}s") or {}).get(match.key)
        if said is not None:
            values = values | {name: row_of(said, rows)}
    return Match(**values)


def row_of(text, rows):
    """The id of the row that a choice names, or None."""
    if text == NONE:
        return None
    found = [row.pk for row in rows if str(row.pk) == str(text)]
    refuse_unless(found, text)
    return found[0]


def refuse_unless(possible, text):
    if not possible:
        sentence = _("“%(text)s” is not one of the choices.") % {"text": str(text)[:80]}
        raise Invalid.at("value", sentence)


def into_of(choices, campaigns):
    """The campaign of a table that names none."""
    said = choices.get("into")
    return None if said is None else row_of(said, campaigns)


def words_of(numbers, choices, channels, stages):
    found = {}
    for vocabulary, rows in (("channel", channels), ("stage", stages)):
        named = {plain(row.name): row.pk for row in rows}
        said = choices.get(f"{vocabulary}_words") or {}
        for place in numbers.rows:
            word = getattr(place, vocabulary)
            if not word or (vocabulary, word) in found:
                continue
            pk = named.get(plain(word))
            standing = Standing.CERTAIN if pk else Standing.OPEN
            if word in said:
                pk, standing = row_of(said[word], rows), Standing.CHOSEN
            found[vocabulary, word] = WordMatch(vocabulary, word, pk, standing)
    return found

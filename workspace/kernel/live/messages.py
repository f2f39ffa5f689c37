"""What a follower is told about one revision: names and ids, never content.

    {"stream": 12, "revision": 346, "actor": 3,
     "events": [{"verb": "item.edited", "noun": "item", "id": 5}]}

A revision of very many events says `"many": true` instead of naming each: the page then reads
its view again.
"""

import json
from dataclasses import dataclass
from functools import cached_property

from workspace.kernel.streams.models import Event

MANY = 200
MOST_REPLAYED = 1000
# What a guest may hear of the workspace's own stream: its name, not who comes and goes.
OUTSIDERS_HEAR = {"workspace": {"workspace"}}
COLUMNS = (
    "stream_id",
    "revision",
    "actor_id",
    "verb",
    "noun",
    "object_id",
    "audience",
)


@dataclass(frozen=True)
class Told:
    """One event of a message."""

    verb: str
    noun: str
    pk: int
    for_team_only: bool

    def names(self):
        return {"verb": self.verb, "noun": self.noun, "id": self.pk}


class Message:
    """One revision of a stream; serialised once for all who may hear the same of it."""

    def __init__(self, stream, kind, revision, actor, told):
        self.stream = stream
        self.kind = kind
        self.revision = revision
        self.actor = actor
        self.told = told

    @cached_property
    def nouns(self):
        return {event.noun for event in self.told}

    @cached_property
    def for_team(self):
        return self.serialised(self.told)

    @cached_property
    def for_outsiders(self):
        """None when nothing of this revision is for guests."""
        allowed = OUTSIDERS_HEAR.get(self.kind)
        heard = [
            event
            for event in self.told
            if not event.for_team_only and (allowed is None or event.noun in allowed)
        ]
        return self.serialised(heard) if heard else None

    def serialised(self, told):
        message = {"stream": self.stream, "revision": self.revision, "actor": self.actor}
        if len(told) > MANY:
            message |= {"many": True, "events": []}
        else:
            message["events"] = [event.names() for event in told]
        return json.dumps(message, separators=(",", ":"))

    def heard_by(self, outsider):
        return self.for_outsiders if outsider else self.for_team


def messages_after(stream, kind, revision, *, until=None):
    """The messages of a stream after `revision`, oldest first; None when they are too many."""
    events = Event.objects.filter(stream=stream, revision__gt=revision, position__lte=MANY)
    if until is not None:
        events = events.filter(revision__lte=until)
    rows = list(events.order_by("revision", "position").values_list(*COLUMNS)[: MOST_REPLAYED + 1])
    if len(rows) > MOST_REPLAYED:
        return None
    return list(grouped(rows, kind))


def grouped(rows, kind):
    """One message per revision of rows in the order of their stream."""
    message = None
    for stream, revision, actor, verb, noun, pk, audience in rows:
        if message is None or message.revision != revision:
            if message:
                yield message
            message = Message(stream, kind, revision, actor, [])
        message.told.append(Told(verb, noun, pk, audience == Event.Audience.TEAM))
    if message:
        yield message

"""Who is listening, and what they may hear: judged for all connections in one batch.

The kernel knows workspaces and members; what else can be followed is decided by its own chapter:

    @live.decides("campaign")
    def campaigns_seen(wanted):        # {Reader: {campaign id, …}} → {Reader: those they may see}
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from workspace.kernel import scope
from workspace.kernel.streams.models import Stream

OUTSIDERS = {"guest", "viewer"}
MOST_KNOWN = 20_000
AUTHORITIES: dict = {}


def decides(kind):
    """Register the function that says who may follow streams of `kind`."""

    def register(decide):
        if kind in AUTHORITIES:
            raise ValueError(f"Somebody decides about {kind!r} streams already")
        AUTHORITIES[kind] = decide
        return decide

    return register


@dataclass(frozen=True)
class Reader:
    """A member of one workspace, or whoever holds share links; `links` are (campaign, link) ids."""

    workspace_id: int
    member_id: int | None = None
    role: str = "viewer"
    links: frozenset = frozenset()


@dataclass(frozen=True)
class Asking:
    """A session that wants to follow these streams."""

    session_key: str
    streams: frozenset


@dataclass
class Verdict:
    """What an `Asking` may follow, as {stream id: `Place`}, and as whom in each workspace."""

    signed_in: bool = False
    seen: dict = field(default_factory=dict)
    readers: dict = field(default_factory=dict)

    def admits(self, asking):
        return asking.streams <= self.seen.keys()


@dataclass(frozen=True)
class Place:
    """A stream as one reader finds it."""

    kind: str
    workspace_id: int
    revision: int
    outsider: bool


@dataclass(frozen=True)
class Person:
    """What a session says about who opened it."""

    user_id: int | None = None
    links: frozenset = frozenset()


NOBODY = Person()


@decides("workspace")
def workspaces_seen(wanted):
    """A workspace is followed by its members alone."""
    return {
        reader: {pk for pk in ids if reader.member_id and pk == reader.workspace_id}
        for reader, ids in wanted.items()
    }


class Judge:
    """Remembers decoded sessions, so that judging the same ones again costs look-ups alone."""

    def __init__(self):
        self.known = {}

    def judge(self, askings):
        """{asking: Verdict} by a constant number of queries, however many are asking."""
        with scope.everything(because="one connection may follow streams of several workspaces"):
            streams = streams_of(askings)
            people = self.people({asking.session_key for asking in askings})
            readers = readers_of(people, {stream.workspace_id for stream in streams.values()})
            verdicts = {
                asking: Verdict(signed_in=people.get(asking.session_key, NOBODY) != NOBODY)
                for asking in askings
            }
            found = list(pairs(askings, streams, readers))
            seen = decided((stream, reader) for _asking, stream, reader in found)
            for asking, stream, reader in found:
                if stream.of in seen[stream.kind].get(reader, ()):
                    admit(verdicts[asking], stream, reader)
        return verdicts

    def people(self, session_keys):
        """{session key: Person} of the sessions that are alive and whose password still holds."""
        rows = Session.objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
        contents = {row.session_key: self.content(row) for row in rows}
        users = (
            get_user_model()
            .objects.filter(is_active=True)
            .in_bulk(
                {content[SESSION_KEY] for content in contents.values() if content[SESSION_KEY]}
            )
        )
        hashes = {pk: user.get_session_auth_hash() for pk, user in users.items()}
        return {key: person(content, hashes) for key, content in contents.items()}

    def content(self, row):
        """The part of a session's data that matters here."""
        data, content = self.known.get(row.session_key, (None, None))
        if data != row.session_data:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            content = read_session(row.session_data)
            self.known[row.session_key] = (row.session_data, content)
        return content


def read_session(data):
    session = SessionStore().decode(data)
    user_id = session.get(SESSION_KEY) if session.get(BACKEND_SESSION_KEY) else None
    links = session.get("share_links") or {}
    return {
        SESSION_KEY: int(user_id) if user_id else None,
        HASH_SESSION_KEY: session.get(HASH_SESSION_KEY, ""),
        "links": frozenset((int(campaign), int(link)) for campaign, link in links.items()),
    }


def person(content, hashes):
    expected = hashes.get(content[SESSION_KEY], "")
    fresh = expected and constant_time_compare(content[HASH_SESSION_KEY], expected)
    return Person(content[SESSION_KEY] if fresh else None, content["links"])


def streams_of(askings):
    return Stream.objects.in_bulk({pk for asking in askings for pk in asking.streams})


def readers_of(people, workspace_ids):
    """{(session key, workspace id): Reader} for the active members and the holders of links."""
    user_ids = {person.user_id for person in people.values() if person.user_id}
    members = {
        (user, workspace): (pk, role)
        for pk, user, workspace, role in apps.get_model(settings.ACTOR_MODEL)
        .objects.active()
        .filter(user__in=user_ids, workspace__in=workspace_ids)
        .values_list("pk", "user", "workspace", "role")
    }
    readers = {}
    for key, who in people.items():
        for workspace in workspace_ids:
            if member := members.get((who.user_id, workspace)):
                readers[key, workspace] = Reader(workspace, *member)
            elif who.links:
                readers[key, workspace] = Reader(workspace, links=who.links)
    return readers


def pairs(askings, streams, readers):
    """Each (asking, stream, reader) where the stream exists and the session is somebody there."""
    for asking in askings:
        for pk in asking.streams:
            stream = streams.get(pk)
            reader = stream and readers.get((asking.session_key, stream.workspace_id))
            if reader:
                yield asking, stream, reader


def decided(pairs):
    """{kind: {reader: ids of what they may follow}}, asked of each kind's authority at once."""
    wanted = defaultdict(lambda: defaultdict(set))
    for stream, reader in pairs:
        wanted[stream.kind][reader].add(stream.of)
    return {kind: AUTHORITIES[kind](ids) for kind, ids in wanted.items()}


def admit(verdict, stream, reader):
    verdict.readers[stream.workspace_id] = reader
    verdict.seen[stream.pk] = Place(
        stream.kind, stream.workspace_id, stream.revision, reader.role in OUTSIDERS
    )

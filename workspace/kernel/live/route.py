"""`GET /live/`: the stream of events; `GET /live/poll/`: the same, once, when a stream fails.

Raw ASGI: a stream must not hold a thread. Answers: 200; 400 for nonsense; 401 when nobody is
signed in; 404 when one of the streams does not exist or may not be seen; 405; 503 when full.
"""

import asyncio
import json
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from workspace.kernel.live import cursors
from workspace.kernel.live.clients import frame
from workspace.kernel.live.hub import Full
from workspace.kernel.live.readers import Asking

PATHS = {"/live/", "/live/poll/"}
RETRY = b"retry: 2000\n\n"
STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
JSON_HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]


class No(Exception):
    def __init__(self, status, **body):
        super().__init__(status)
        self.status = status
        self.body = body


async def live(scope, receive, send, hub):
    """Answer one request below /live/."""
    try:
        asking, cursor = understood(scope)
        verdict = await hub.admission.verdict(asking)
        refuse_unseen(asking, verdict)
        if scope["path"] == "/live/poll/":
            await answer(send, 200, await polled(hub, verdict, cursor))
        else:
            await stream(receive, send, hub, asking, verdict, cursor)
    except No as no:
        await answer(send, no.status, no.body)


def understood(scope):
    """(Asking, cursor) of a request; raises `No`."""
    if scope["method"] != "GET":
        raise No(405)
    headers = dict(scope["headers"])
    host, _port = split_domain_port(headers.get(b"host", b"").decode("latin1"))
    if not validate_host(host, settings.ALLOWED_HOSTS):
        raise No(400)
    query = parse_qs(scope["query_string"].decode("latin1"))
    reached = headers.get(b"last-event-id", b"").decode("latin1") or query.get("since", [""])[0]
    try:
        streams = cursors.parse_streams(query.get("follow", [""])[0])
        cursor = cursors.parse(reached)
    except ValueError as error:
        raise No(400, detail=str(error)) from None
    return Asking(session_key(headers.get(b"cookie", b"")), streams), cursor


def session_key(cookie):
    try:
        morsel = SimpleCookie(cookie.decode("latin1")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        morsel = None
    if morsel is None or not morsel.value:
        raise No(401)
    return morsel.value


def refuse_unseen(asking, verdict):
    if not verdict.signed_in:
        raise No(401)
    if not verdict.admits(asking):
        raise No(404, unseen=sorted(asking.streams - verdict.seen.keys()))


async def polled(hub, verdict, cursor):
    """What was missed since `cursor`, as JSON that a page reads like the stream's messages."""
    reached = {pk: place.revision for pk, place in verdict.seen.items()}
    messages, resets = [], []
    for pk, missed in await hub.missed(verdict, cursor, reached):
        if missed is None:
            resets.append(pk)
        for message in missed or ():
            if told := message.heard_by(verdict.seen[pk].outsider):
                messages.append(json.loads(told))
    return {"cursor": cursors.written(reached), "messages": messages, "reset": resets}


async def stream(receive, send, hub, asking, verdict, cursor):
    try:
        client, reached = hub.join(asking, verdict)
    except Full:
        raise No(503) from None
    watch = asyncio.ensure_future(until_gone(receive, client))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
        await send(part(RETRY + await replayed(hub, verdict, cursor, reached)))
        while (frames := await client.next()) is not None:
            await send(part(frames))
        await send(part(b"", more=False))
    finally:
        watch.cancel()
        hub.leave(client)


async def replayed(hub, verdict, cursor, reached):
    """The frames between the page's cursor and the revision from which the client listens."""
    frames = []
    position = {pk: cursor.get(pk, revision) for pk, revision in reached.items()}
    behind = any(position[pk] != revision for pk, revision in reached.items())
    for pk, missed in await hub.missed(verdict, cursor, reached) if behind else ():
        if missed is None:
            position[pk] = reached[pk]
            frames.append(frame(str(pk), event="reset", cursor=cursors.written(position)))
        for message in missed or ():
            position[pk] = message.revision
            if told := message.heard_by(verdict.seen[pk].outsider):
                frames.append(frame(told, cursor=cursors.written(position)))
    return b"".join(frames)


async def until_gone(receive, client):
    """End the client when the browser hangs up."""
    while (await receive())["type"] != "http.disconnect":
        pass
    client.end()


def part(body, *, more=True):
    return {"type": "http.response.body", "body": body, "more_body": more}


async def answer(send, status, body):
    text = json.dumps(body, separators=(",", ":")).encode()
    headers = [*JSON_HEADERS, (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})

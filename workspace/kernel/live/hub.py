"""Where all open streams of one process meet the one reader of the event table.

Everything here runs on the event loop; what touches the database runs in the hub's own threads.
"""

import asyncio
import contextlib
import functools
import logging
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, close_old_connections

from workspace.kernel import bell, scope
from workspace.kernel.live import cursors
from workspace.kernel.live.admission import Admission
from workspace.kernel.live.clients import PING, Client, frame
from workspace.kernel.live.messages import messages_after
from workspace.kernel.live.presence import Presence
from workspace.kernel.live.readers import Judge
from workspace.kernel.live.tail import Tail
from workspace.kernel.streams.models import Stream

log = logging.getLogger(__name__)
PING_EVERY = 15
JUDGE_EVERY = 4.0
MOST_CLIENTS = 5000
# Events that may take somebody's access away: everybody is judged again at once.
DOUBTS = {"member", "participation", "share_link", "invitation", "workspace"}


class Full(Exception):
    """This process holds as many streams as it can."""


class Hub:
    """`admit` a session, `join` its client, `leave` when the connection ends."""

    def __init__(self):
        self.loop = asyncio.get_running_loop()
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="live")
        self.judge = Judge()
        self.admission = Admission(self.judged)
        self.tail = Tail(self.hear)
        self.presence = Presence(self)
        self.parties = defaultdict(set)
        self.followed = defaultdict(set)
        self.reached = {}
        self.guards = {}
        self.count = 0
        self.doubt = asyncio.Event()
        self.tasks = []

    def open(self):
        bell.listen(self.tail.wake)
        self.tail.start()
        work = (self.keep_pinging, self.keep_judging, self.presence.keep_telling)
        self.tasks = [self.loop.create_task(each()) for each in work]

    def close(self):
        """End every stream now; safe to call from a signal handler's callback, and twice."""
        for task in self.tasks:
            task.cancel()
        for client in self.clients():
            client.end()
        self.tail.stop()

    def clients(self):
        return [client for party in self.parties.values() for client in party]

    async def in_thread(self, work, *arguments):
        return await self.loop.run_in_executor(self.threads, tidy, work, *arguments)

    # Coming and going ------------------------------------------------------------------------

    async def judged(self, askings):
        verdicts = await self.in_thread(self.judge.judge, askings)
        places = [place for verdict in verdicts.values() for place in verdict.seen.values()]
        await self.guard({place.workspace_id for place in places})
        return verdicts

    async def guard(self, workspace_ids):
        """Read the workspaces' own streams too: they tell at once who lost access."""
        if missing := workspace_ids - self.guards.keys():
            for pk, workspace_id, revision in await self.in_thread(workspace_streams, missing):
                self.guards[workspace_id] = pk
                self.reach(pk, "workspace", revision)

    def reach(self, stream, kind, revision):
        if stream not in self.reached:
            self.reached[stream] = revision
            self.tail.watch(stream, kind, revision)

    def join(self, asking, verdict):
        """A client that misses nothing from now on, and the cursor from which it starts."""
        if self.count >= MOST_CLIENTS:
            raise Full
        client = Client(asking, verdict)
        for pk in client.streams:
            self.reach(pk, verdict.seen[pk].kind, verdict.seen[pk].revision)
            self.followed[pk].add(client.party)
        self.parties[client.party].add(client)
        self.count += 1
        self.presence.changed(client.streams)
        return client, {pk: self.reached[pk] for pk in client.streams}

    def leave(self, client):
        party = self.parties[client.party]
        party.discard(client)
        self.count -= 1
        self.presence.changed(client.streams)
        if not party:
            del self.parties[client.party]
            for pk in client.streams:
                self.followed[pk].discard(client.party)
                if not self.followed[pk]:
                    del self.followed[pk]

    async def missed(self, verdict, cursor, reached):
        """[(stream, messages)] since `cursor`; messages is None where the page must start over."""
        places = {pk: verdict.seen[pk] for pk in reached}
        return await self.in_thread(missed, places, cursor, reached)

    # Telling ---------------------------------------------------------------------------------

    def hear(self, stream, reached, messages):
        """Called by the reader's thread."""
        self.loop.call_soon_threadsafe(self.tell, stream, reached, messages)

    def tell(self, stream, reached, messages):
        if messages is None:
            self.reached[stream] = max(reached, self.reached.get(stream, 0))
            self.broadcast(stream, lambda outsider: str(stream), event="reset")
            self.doubt.set()
        for message in messages or ():
            if message.revision > self.reached.get(stream, message.revision):
                self.reached[stream] = message.revision
                self.broadcast(stream, message.heard_by)
                if message.nouns & DOUBTS:
                    self.doubt.set()

    def tell_presence(self, stream):
        self.broadcast(stream, lambda outsider: f'{{"stream":{stream}}}', event="presence")

    def broadcast(self, stream, data, *, event=""):
        """Send `data(outsider)` to all who follow `stream`; bytes are made once per party."""
        for party in self.followed.get(stream, ()):
            text = data(stream in party[1])
            if text is None:
                continue
            cursor = "" if event == "presence" else cursors.written(self.reached_by(party[0]))
            told = frame(text, event=event, cursor=cursor)
            reset = functools.partial(self.reset, party[0])
            for client in self.parties[party]:
                client.offer(told, reset=reset)

    def reached_by(self, streams):
        return {pk: self.reached[pk] for pk in streams}

    def reset(self, streams):
        names = ",".join(map(str, sorted(streams)))
        return frame(names, event="reset", cursor=cursors.written(self.reached_by(streams)))

    async def keep_pinging(self):
        """Each client every 15 seconds; a fifteenth of them at a time, lest events wait behind."""
        while True:
            await asyncio.sleep(1)
            turn = int(time.monotonic()) % PING_EVERY
            for client in self.clients():
                if id(client) // 64 % PING_EVERY == turn and not client.waiting:
                    client.offer(PING)

    # Judging again ---------------------------------------------------------------------------

    async def keep_judging(self):
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.doubt.wait(), JUDGE_EVERY)
            self.doubt.clear()
            try:
                await self.judge_again()
            except DatabaseError as error:
                log.warning("nobody could be judged again: %s", error)

    async def judge_again(self):
        clients = self.clients()
        verdicts = await self.judged({client.asking for client in clients}) if clients else {}
        for client in clients:
            verdict = verdicts[client.asking]
            if not verdict.admits(client.asking) or changed(client, verdict):
                gone = client.streams - verdict.seen.keys()
                client.end(frame(",".join(map(str, sorted(gone))), event="gone"))
        self.forget_unfollowed({reader for client in clients for reader in client.readers})

    def forget_unfollowed(self, workspace_ids):
        self.guards = {ws: pk for ws, pk in self.guards.items() if ws in workspace_ids}
        idle = self.reached.keys() - self.followed.keys() - set(self.guards.values())
        self.tail.forget(idle)
        for pk in idle:
            del self.reached[pk]


def tidy(work, *arguments):
    """Run in a thread that keeps its database connection as long as that is well."""
    close_old_connections()
    try:
        return work(*arguments)
    finally:
        close_old_connections()


def workspace_streams(workspace_ids):
    with scope.of(*workspace_ids):
        return list(
            Stream.objects.filter(kind="workspace", of__in=workspace_ids).values_list(
                "pk", "workspace_id", "revision"
            )
        )


def missed(places, cursor, reached):
    found = []
    with scope.of(*{place.workspace_id for place in places.values()}):
        for pk, place in places.items():
            since = cursor.get(pk, reached[pk])
            if since > place.revision:
                found.append((pk, None))
            elif since < reached[pk]:
                found.append((pk, messages_after(pk, place.kind, since, until=reached[pk])))
    return found


def changed(client, verdict):
    """The reader's role is another than when the stream was opened: it must be opened anew."""
    return client.readers != verdict.readers

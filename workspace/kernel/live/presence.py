"""Who is here now: told by each process to the others through its `Listener` row."""

import asyncio
import logging
import os
import socket
import time
import uuid
from collections import defaultdict
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone

from workspace.kernel.live.models import Listener
from workspace.kernel.remembering import Remembered

log = logging.getLogger(__name__)
EVERY = 1.0
WRITE_AT_LEAST_EVERY = 10
FORGOTTEN_AFTER = timedelta(seconds=25)
# With many viewers each coming and going must not make all of them ask who is there.
VIEWERS_TOLD_PER_SECOND = 20


def present(stream):
    """The ids of the members who have a page of this stream open, in any process."""
    return sorted(everybody().get(stream, ()))


lately = Remembered(1)


def present_lately(stream):
    """`present` as it was within the last second; for pages, which are told of what came since."""
    asked_at, found = lately.find("everybody") or (-EVERY, {})
    if time.monotonic() - asked_at >= EVERY:
        found = everybody()
    return sorted(found.get(stream, ()))


def everybody():
    """{stream id: {member id, …}} over all processes that are alive."""
    found = defaultdict(set)
    alive = Listener.objects.filter(seen_at__gt=timezone.now() - FORGOTTEN_AFTER)
    for listener in alive:
        for stream, members in listener.present.items():
            found[int(stream)].update(members)
    lately.put("everybody", (time.monotonic(), found))
    return found


class Presence:
    """Keeps this process's row, and tells the followers of a stream when who is there changed."""

    def __init__(self, hub):
        self.hub = hub
        self.name = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.moved = False
        self.written_at = 0.0
        self.told = {}
        self.quiet_until = {}

    def changed(self, _streams):
        self.moved = True

    async def keep_telling(self):
        while True:
            await asyncio.sleep(EVERY)
            if not self.hub.count and not self.moved:
                continue
            try:
                self.tell(await self.exchange())
            except DatabaseError as error:
                log.warning("presence waits for the database: %s", error)

    async def exchange(self):
        """Write this process's row when it is time, and read everybody's."""
        own = None
        if self.moved or time.monotonic() - self.written_at > WRITE_AT_LEAST_EVERY:
            self.moved, self.written_at = False, time.monotonic()
            own = self.here()
        return await self.hub.in_thread(exchange, self.name, own)

    def here(self):
        """{stream id: [member id, …]} of this process's open pages."""
        found = defaultdict(set)
        for client in self.hub.clients():
            for stream, workspace_id in client.places:
                if member_id := client.readers[workspace_id].member_id:
                    found[stream].add(member_id)
        return {stream: sorted(members) for stream, members in found.items()}

    def tell(self, now_present):
        now = time.monotonic()
        for stream in self.hub.followed:
            members = now_present.get(stream, set())
            if members != self.told.get(stream) and now >= self.quiet_until.get(stream, 0):
                self.told[stream] = members
                self.quiet_until[stream] = now + len(members) / VIEWERS_TOLD_PER_SECOND
                self.hub.tell_presence(stream)
        self.told = {pk: who for pk, who in self.told.items() if pk in self.hub.followed}
        self.quiet_until = {pk: at for pk, at in self.quiet_until.items() if at > now}


def exchange(name, own):
    if own is not None:
        now = timezone.now()
        Listener.objects.filter(seen_at__lt=now - 2 * FORGOTTEN_AFTER).delete()
        Listener.objects.update_or_create(name=name, defaults={"present": own, "seen_at": now})
    return everybody()

"""The one reader of a process: it looks for new revisions of the streams somebody follows.

It reads revisions, never `id > …`: ids are given before the commit and become visible out of
order, revisions of a stream are not. It wakes by the bell at once, by SQLite's `data_version`
for what other processes commit, and looks by itself every now and then in any case.
"""

import logging
import threading
import time

from django.db import DatabaseError, connection

from workspace.kernel import scope
from workspace.kernel.live.messages import messages_after
from workspace.kernel.streams.models import Stream

log = logging.getLogger(__name__)
GLANCE = 0.01  # how often `data_version` is compared: 5 µs each
FLOOR = 2.0  # how long a lost ring can go unnoticed
FLOOR_ALONE = 0.25  # … while no bell reaches us from other processes
SOME = 500


class Tail(threading.Thread):
    """Calls `deliver(messages)`, a list per stream or (stream, None) for "too many to tell"."""

    def __init__(self, deliver):
        super().__init__(name="live-tail", daemon=True)
        self.deliver = deliver
        self.kinds = {}
        self.positions = {}
        self.lock = threading.Lock()
        self.woken = threading.Event()
        self.over = False
        self.hears_others = False
        self.data_version = None

    def watch(self, stream, kind, revision):
        """Begin to read `stream` after `revision`, unless it is read already."""
        with self.lock:
            idle = not self.positions
            self.kinds[stream] = kind
            self.positions.setdefault(stream, revision)
        if idle:  # who has nothing to read sleeps longer
            self.woken.set()

    def forget(self, streams):
        with self.lock:
            for stream in streams:
                self.positions.pop(stream, None)
                self.kinds.pop(stream, None)

    def wake(self, _stream_id=None):
        self.woken.set()

    def stop(self):
        self.over = True
        self.woken.set()

    def run(self):
        with scope.everything(because="one reader serves the followers of all workspaces"):
            while not self.over:
                try:
                    self.wait()
                    self.look()
                except DatabaseError as error:
                    log.warning("live updates wait for the database: %s", error)
                    connection.close()
                    time.sleep(1)
        connection.close()

    def wait(self):
        """Return when there may be something to read."""
        floor = FLOOR if self.hears_others or connection.vendor == "sqlite" else FLOOR_ALONE
        until = time.monotonic() + floor
        glance = GLANCE if connection.vendor == "sqlite" else floor
        while not self.woken.wait(glance if self.positions else floor):
            if time.monotonic() >= until or self.others_wrote():
                break
        self.woken.clear()

    def others_wrote(self):
        if connection.vendor != "sqlite":
            return False
        connection.ensure_connection()
        version = connection.connection.execute("PRAGMA data_version").fetchone()[0]
        wrote, self.data_version = version != self.data_version, version
        return wrote

    def look(self):
        with self.lock:
            positions = dict(self.positions)
        for moved in self.moved(positions):
            messages = messages_after(moved, self.kinds.get(moved), positions[moved])
            self.tell(moved, messages)

    def moved(self, positions):
        names = list(positions)
        for start in range(0, len(names), SOME):
            rows = Stream.objects.filter(pk__in=names[start : start + SOME])
            for pk, revision in rows.values_list("pk", "revision"):
                if revision > positions[pk]:
                    yield pk

    def tell(self, stream, messages):
        if messages is None:
            reached = Stream.objects.values_list("revision", flat=True).get(pk=stream)
        elif messages:
            reached = messages[-1].revision
        else:
            return
        with self.lock:
            if stream in self.positions:
                self.positions[stream] = reached
        self.deliver(stream, reached, messages)

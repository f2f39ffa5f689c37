"""The doorbell: tells whoever waits that a stream has moved or an effect is due.

Ringing never waits and never fails: it wakes this process's own listeners at once and leaves
the rest (the worker, other processes by Redis) to a thread. Whoever misses it looks by itself a
moment later; the bell carries no truth.
"""

import logging
import threading

log = logging.getLogger(__name__)
listeners: list = []
carriers: list = []


class Outside:
    """Rings that wait to be carried out of this process; those of one moment become one."""

    def __init__(self):
        self.changed = threading.Condition()
        self.streams = set()
        self.effects = False
        self.thread = None

    def put(self, stream_id, effects):
        with self.changed:
            self.streams.add(stream_id)
            self.effects = self.effects or effects
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.run, name="bell", daemon=True)
                self.thread.start()
            self.changed.notify()

    def take(self):
        with self.changed:
            while not self.streams:
                self.changed.wait()
            taken = self.streams, self.effects
            self.streams, self.effects = set(), False
        return taken

    def run(self):
        while True:
            stream_ids, effects = self.take()
            for carrier in carriers:
                try:
                    carrier(stream_ids, effects)
                except Exception as error:
                    log.warning("the bell could not ring outside: %s", error)


outside = Outside()


def listen(callback):
    """Call `callback(stream_id)` in this process for each ring; it must return at once."""
    listeners.append(callback)


def carry(carrier):
    """Let `carrier(stream_ids, effects)` run in the bell's thread; it may wait, and may fail."""
    carriers.append(carrier)


def ring(stream, *, effects=False):
    for callback in listeners:
        callback(stream.pk)
    if carriers:
        outside.put(stream.pk, effects)

"""The doorbell: tells whoever waits that a stream has moved or an effect is due.

Ringing never waits and never fails: it wakes this process's own listeners at once and leaves
the rest (the worker, other processes by Redis) to a thread. Whoever misses it looks by itself a
moment later; the bell carries no truth.
"""

import logging
import queue
import threading

log = logging.getLogger(__name__)
listeners = []
_outside = queue.SimpleQueue()
_thread = None
_lock = threading.Lock()
carriers = []


def listen(callback):
    """Call `callback(stream_id)` in this process for each ring; it must return at once."""
    listeners.append(callback)


def carry(carrier):
    """Let `carrier(stream_id, effects)` run in the bell's thread; it may wait, and may fail."""
    carriers.append(carrier)


def ring(stream, *, effects=False):
    for callback in listeners:
        callback(stream.pk)
    if carriers:
        _outside.put((stream.pk, effects))
        start()


def start():
    global _thread
    with _lock:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=run, name="bell", daemon=True)
            _thread.start()


def run():
    while True:
        stream_id, effects = _outside.get()
        for carrier in carriers:
            try:
                carrier(stream_id, effects)
            except Exception as error:
                log.warning("the bell could not ring outside: %s", error)

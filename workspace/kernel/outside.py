"""The bell beyond this process: the worker is woken, other web processes hear by Redis.

Nothing here is needed for correctness: the outbox is swept and streams are read anyway. Redis
has half a second to answer, and none while it is known to be ill.
"""

import logging
import threading
import time

import redis
from django.conf import settings
from kombu.exceptions import OperationalError

from workspace.kernel.breaker import Breaker, Resting

log = logging.getLogger(__name__)
CHANNEL = "roundtable:bell"
PATIENCE = 0.5
REST = 2.0
AILMENTS = (redis.RedisError, OperationalError, OSError)


def client():
    """A Redis client that never waits longer than half a second."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
    )


def carrier():
    """The function that the bell's thread runs for each ring."""
    line = client() if settings.REDIS_URL else None
    breaker = Breaker("Redis", line.ping if line else lambda: None, AILMENTS)

    def carry(stream_ids, effects):
        try:
            if line:
                breaker.call(line.publish, CHANNEL, ",".join(map(str, sorted(stream_ids))))
            if effects:
                breaker.call(wake_worker)
        except (Resting, *AILMENTS):
            return

    return carry


def wake_worker():
    from workspace.kernel.outbox.tasks import sweep

    sweep.apply_async(retry=False, expires=30)


def hear(tail):
    """Wake `tail` when another process rings; nothing to do without Redis."""
    if settings.REDIS_URL:
        threading.Thread(target=keep_hearing, args=(tail,), name="live-redis", daemon=True).start()


def keep_hearing(tail):
    while not tail.over:
        try:
            hear_until_lost(tail)
        except AILMENTS as error:
            log.warning("live updates poll while Redis is not reachable: %s", error)
        tail.hears_others = False
        tail.wake()
        time.sleep(REST)


def hear_until_lost(tail):
    with client().pubsub(ignore_subscribe_messages=True) as line:
        line.subscribe(CHANNEL)
        asked = time.monotonic()
        while not tail.over:
            if line.get_message(timeout=PATIENCE):
                tail.wake()
            tail.hears_others = True
            if time.monotonic() - asked > REST:
                asked = time.monotonic()
                line.ping()

"""A Redis cache that is missed, not mourned: when Redis fails, every look-up is a miss."""

import redis
from django.core.cache.backends.redis import RedisCache

from workspace.kernel import outside
from workspace.kernel.breaker import Breaker, Resting

FAILURES = (redis.RedisError, OSError)
# One for all threads: the first to meet a hung Redis waits, the others do without it.
breaker = Breaker("The cache", lambda: outside.client().ping(), FAILURES)


def forgiving(method, otherwise):
    def call(self, *args, **kwargs):
        try:
            return breaker.call(getattr(super(ForgivingRedis, self), method), *args, **kwargs)
        except (Resting, *FAILURES):
            return otherwise(*args, **kwargs)

    return call


class ForgivingRedis(RedisCache):
    get = forgiving("get", lambda key, default=None, version=None: default)
    get_many = forgiving("get_many", lambda keys, version=None: {})
    set = forgiving("set", lambda *args, **kwargs: None)
    set_many = forgiving("set_many", lambda data, *args, **kwargs: list(data))
    add = forgiving("add", lambda *args, **kwargs: True)
    incr = forgiving("incr", lambda key, delta=1, version=None: delta)
    touch = forgiving("touch", lambda *args, **kwargs: False)
    delete = forgiving("delete", lambda *args, **kwargs: False)
    delete_many = forgiving("delete_many", lambda *args, **kwargs: None)
    has_key = forgiving("has_key", lambda *args, **kwargs: False)

"""How often a token may ask: `API_RATE` requests in each minute."""

import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

WINDOW = 60


class TokenRate(BaseThrottle):
    """Counted in the cache: when that is lost, the count begins again, and nobody is kept out."""

    def allow_request(self, request, view):
        if request.auth is None or not settings.API_RATE:
            return True
        return (
            counted(f"api-rate:{request.auth.pk}:{int(time.time()) // WINDOW}") <= settings.API_RATE
        )

    def wait(self):
        return WINDOW - time.time() % WINDOW


def counted(key):
    cache.add(key, 0, 2 * WINDOW)
    try:
        return cache.incr(key)
    except ValueError:
        return 1

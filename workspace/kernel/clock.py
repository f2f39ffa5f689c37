"""What time it is, for everything that is recorded.

The demo workspace tells a story over months; it tells it through the ordinary actions, under a
clock that is set. Nothing else sets the clock.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_moment = ContextVar("moment", default=None)


def now():
    return _moment.get() or timezone.now()


@contextmanager
def at(moment):
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)

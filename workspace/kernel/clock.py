"""What time it is, for everything that is recorded; and which day, by the workspace's clock.

The demo workspace tells a story over months; it tells it through the ordinary actions, under a
clock that is set. Nothing else sets the clock.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.utils import timezone

_moment = ContextVar("moment", default=None)
_zone = ContextVar("zone", default=None)


def now():
    return _moment.get() or timezone.now()


@contextmanager
def at(moment):
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def workspace_today():
    """The day by the workspace's clock: by it all days are meant that are kept.

    Readers far apart agree on it; what a screen calls today may be the reader's own. Outside a
    request it is the day in the zone in force, which is the workspace's for whoever works for one.
    """
    return timezone.localdate(now(), _zone.get())


@contextmanager
def of_no_workspace():
    """Until somebody says whose clock it is: `keep_time_of`, whose word ends with this."""
    token = _zone.set(None)
    try:
        yield
    finally:
        _zone.reset(token)


def keep_time_of(workspace):
    _zone.set(ZoneInfo(workspace.time_zone))

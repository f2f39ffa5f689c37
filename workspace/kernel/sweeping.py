"""What the worker looks after from time to time, one thing apart from the others."""

import logging
import sys
import traceback
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connection

log = logging.getLogger(__name__)


@contextmanager
def apart(what, *named):
    """What fails in this block is logged and left to the next sweep; the sweep goes on after it.

    `what` and the ids that fill it are logged with the kind of error and its place. What an error
    says is not: it may hold the row that it is about. Without a database the sweep ends.
    """
    try:
        yield
    except (InterfaceError, OperationalError):
        if not connection.is_usable():
            raise
        tell(what, *named)
    except Exception:
        tell(what, *named)


def tell(what, *named):
    kind, _error, trace = sys.exc_info()
    *_outer, last = traceback.extract_tb(trace)
    log.error(f"{what}: %s at %s:%s", *named, kind.__name__, last.filename, last.lineno)

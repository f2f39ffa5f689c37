"""One server per data folder: a lock that the operating system lets go when its holder dies."""

import fcntl
import os

from django.conf import settings
from django.core.management.base import CommandError


def hold(*, shared=False):
    """Take the lock of the data folder and return its descriptor; refuse when it is held."""
    descriptor = os.open(settings.DATA_DIR / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise CommandError(
            f"A server is running on the data folder {settings.DATA_DIR}. Stop it first."
        ) from None
    return descriptor

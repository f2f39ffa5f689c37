"""The bytes of imported files: kept under an opaque key, never served."""

import secrets
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from campaigns.plan.imports.reading import limits
from campaigns.plan.imports.reading.problems import Unreadable
from workspace.kernel.refusals import Invalid


def path_of(key):
    return f"imports/{key[:2]}/{key}"


def keep(upload):
    """Store an uploaded file and return its key; `Invalid` when it is too big to be read."""
    if upload.size > limits.FILE_BYTES:
        megabytes = {"size": upload.size // 2**20 + 1, "limit": limits.FILE_BYTES // 2**20}
        refuse(Unreadable("too_big", **megabytes))
    if not upload.size:
        refuse(Unreadable("empty"))
    key = secrets.token_urlsafe(32)
    default_storage.save(path_of(key), ContentFile(upload.read()))
    return key


def refuse(unreadable):
    raise Invalid(
        unreadable.reason, mend=unreadable.mend, fields={"file": [unreadable.reason]}
    ) from unreadable


@contextmanager
def refusing():
    """Refuse in words what is asked of a file that can no longer be read."""
    try:
        yield
    except Unreadable as unreadable:
        refuse(unreadable)


def bytes_of(imp):
    try:
        with default_storage.open(path_of(imp.file)) as file:
            return file.read()
    except FileNotFoundError:
        raise Invalid(
            _("The file “%(name)s” is no longer there.") % {"name": imp.name},
            mend=_("Choose it again."),
        ) from None


def forget(key):
    default_storage.delete(path_of(key))

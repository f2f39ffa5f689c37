"""Compare-and-set: the one way an editable row is changed."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from workspace.kernel import owned
from workspace.kernel.refusals import Stale


class Versioned(owned.Owned):
    """A row that people edit; `version` counts its edits and starts at 1."""

    version = models.PositiveIntegerField(default=1)

    class Meta(owned.Owned.Meta):
        abstract = True


def change(row, *, version, **values):
    """Write `values` if `row` still has `version`; the row in memory then has them too.

    Raises `Stale` when someone was faster; returns nothing, as the row is what changed.
    """
    changed = (
        type(row)
        .objects.filter(pk=row.pk, version=version)
        .update(version=F("version") + 1, **values)
    )
    if not changed:
        raise Stale(_("This was changed meanwhile."), present=row.pk)
    row.version = version + 1
    for name, value in values.items():
        setattr(row, name, value)

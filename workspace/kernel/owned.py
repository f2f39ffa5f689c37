"""Rows that belong to one workspace, and the manager that cannot forget it."""

from django.conf import settings
from django.db import models

from workspace.kernel import scope


class OwnedQuerySet(models.QuerySet):
    """Reads are filtered when the queryset is made; writes are guarded here."""

    def create(self, **values):
        row = self.model(**values)
        scope.guard(owner_of(row))
        self._for_write = True
        row.save(force_insert=True, using=self.db)
        return row

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for row in objs:
            scope.guard(owner_of(row))
        return super().bulk_create(objs, *args, **kwargs)

    def update(self, **values):
        if target := values.get("workspace_id") or getattr(values.get("workspace"), "pk", None):
            scope.guard(target)
        return super().update(**values)


class OwnedManager(models.Manager.from_queryset(OwnedQuerySet)):  # type: ignore[misc]
    """Raises outside a scope, also for related access: it is the base manager too."""

    def get_queryset(self):
        within = scope.current()
        rows = super().get_queryset()
        if within is scope.EVERYTHING:
            return rows
        return rows.filter(**{f"{self.model.owner_field}__in": within})


def manager(queryset_class):
    """An owned manager with the methods of `queryset_class` (an `OwnedQuerySet`)."""
    return OwnedManager.from_queryset(queryset_class)()


def owner_of(row):
    return getattr(row, type(row).owner_field)


class Owned(models.Model):
    """A row that belongs to exactly one workspace."""

    owner_field = "workspace_id"

    # Not indexed alone: every query names the workspace, and SQLite, which keeps no statistics by
    # itself, then takes that index for each row of another and reads the whole workspace.
    workspace = models.ForeignKey(
        settings.TENANT_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    objects = OwnedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, **kwargs):
        scope.guard(owner_of(self))
        super().save(**kwargs)

    def delete(self, **kwargs):
        scope.guard(owner_of(self))
        return super().delete(**kwargs)

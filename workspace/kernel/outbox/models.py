from django.db import models
from django.db.models import Q

from workspace.kernel.owned import Owned, OwnedQuerySet, manager


class EffectQuerySet(OwnedQuerySet):
    def ready(self, now):
        """Due and free: waiting, or leased by a worker that did not come back."""
        return self.filter(
            Q(state=Effect.State.WAITING, due_at__lte=now)
            | Q(state=Effect.State.LEASED, leased_until__lte=now)
        )

    def dead(self):
        return self.filter(state=Effect.State.DEAD)


class Effect(Owned):
    """Something that must happen because of a committed change, exactly named by `key`."""

    class State(models.TextChoices):
        WAITING = "waiting"
        LEASED = "leased"
        DONE = "done"
        DEAD = "dead"

    name = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = manager(EffectQuerySet)  # type: ignore[misc,django-manager-missing]

    class Meta(Owned.Meta):
        indexes = [
            models.Index(
                fields=["due_at"],
                name="effects_to_do",
                condition=Q(state__in=["waiting", "leased"]),
            )
        ]

    def __str__(self):
        return self.key


class Finished(Owned):
    """An effect that took place; its unique key is why it cannot take place twice."""

    key = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField(db_index=True)


class Heartbeat(models.Model):
    """When a process was last known to be well, by its name; it belongs to no workspace."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

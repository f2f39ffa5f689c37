"""What an administrator does with effects that could not take place."""

from workspace.kernel import clock
from workspace.kernel.outbox.models import Effect


def retry(effect):
    """Put a dead effect back among those that are due; False when it is not dead any more."""
    dead = Effect.objects.dead().filter(pk=effect.pk)
    return bool(dead.update(state=Effect.State.WAITING, attempts=0, due_at=clock.now(), error=""))

"""Leaving an effect that belongs to no revision, such as the work on a file that changes nothing
until it is done. An effect of a change is left by its record (`streams.record`)."""

from django.db import transaction

from workspace.kernel import bell, clock
from workspace.kernel.outbox.models import Effect


def leave(name, *, key, stream, **payload):
    """Leave an effect in the outbox, in the caller's transaction; `key` tells it from all others.

    `stream` is the one whose listeners are rung.
    """
    now = clock.now()
    Effect.objects.create(
        workspace_id=stream.workspace_id,
        name=name,
        payload=payload,
        key=key,
        due_at=now,
        created_at=now,
    )
    transaction.on_commit(lambda: bell.ring(stream, effects=True))

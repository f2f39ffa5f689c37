"""Leasing effects and carrying them out; safe beside any number of other dispatchers."""

import logging
import uuid
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from workspace.kernel import scope
from workspace.kernel.outbox.handlers import HANDLERS
from workspace.kernel.outbox.models import Effect, Finished

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8


def dispatch(limit=50):
    """Carry out up to `limit` effects that are due; return how many were tried."""
    with scope.everything(because="the outbox serves all workspaces; each effect runs in its own"):
        effects = lease(limit)
    for effect in effects:
        with scope.of(effect.workspace_id):
            carry_out(effect)
    return len(effects)


def lease(limit):
    now = timezone.now()
    token = uuid.uuid4().hex
    with transaction.atomic():
        ready = Effect.objects.ready(now).order_by("due_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            ready = ready.select_for_update(skip_locked=True)
        names = list(ready.values_list("pk", flat=True)[:limit])
        Effect.objects.ready(now).filter(pk__in=names).update(
            state=Effect.State.LEASED, lease=token, leased_until=now + LEASE
        )
    return list(Effect.objects.filter(lease=token, state=Effect.State.LEASED).order_by("due_at", "pk"))


def carry_out(effect):
    try:
        handler = HANDLERS[effect.name]
        if handler.network and not Finished.objects.filter(key=effect.key).exists():
            handler.run(effect, **effect.payload)
        finish(effect, handler)
    except Exception as error:
        log.exception("effect %s failed", effect.key)
        postpone(effect, error)


def finish(effect, handler):
    """One transaction: what the handler writes, the unique key, the effect's end."""
    now = timezone.now()
    with transaction.atomic():
        mine = Effect.objects.filter(pk=effect.pk, lease=effect.lease, state=Effect.State.LEASED)
        if not mine.update(state=Effect.State.DONE, done_at=now, error=""):
            return
        Finished.objects.create(workspace_id=effect.workspace_id, key=effect.key, at=now)
        if not handler.network:
            handler.run(effect, **effect.payload)


def postpone(effect, error):
    """Try again after 4, 16, 64 … seconds (an hour at most); after the last attempt it is dead."""
    attempts = effect.attempts + 1
    dead = attempts >= MOST_ATTEMPTS or effect.name not in HANDLERS
    Effect.objects.filter(pk=effect.pk, lease=effect.lease).update(
        state=Effect.State.DEAD if dead else Effect.State.WAITING,
        attempts=attempts,
        due_at=timezone.now() + timedelta(seconds=min(4**attempts, 3600)),
        error=f"{type(error).__name__}: {error}"[:2000],
    )

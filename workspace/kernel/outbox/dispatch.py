"""Leasing effects and carrying them out; safe beside any number of other dispatchers."""

import logging
import uuid
from datetime import timedelta
from itertools import takewhile

from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from workspace.kernel import clock, scope
from workspace.kernel.outbox.handlers import HANDLERS
from workspace.kernel.outbox.models import Effect, Finished

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8
TOGETHER = 20


def dispatch(limit=1000):
    """Carry out the effects that are due, up to `limit`; return how many were tried."""
    tried = 0
    while tried < limit:
        with scope.everything(because="the outbox serves all workspaces, each effect in its own"):
            effects = lease(min(TOGETHER, limit - tried))
        if not effects:
            break
        for effect in effects:
            with scope.of(effect.workspace_id), clock.of_no_workspace():
                carry_out(effect)
        tried += len(effects)
    return tried


def lease(limit):
    """Take some effects for `LEASE`; nobody else does them meanwhile."""
    now = timezone.now()
    if not Effect.objects.ready(now).exists():  # reading takes no lock
        return []
    token = uuid.uuid4().hex
    with transaction.atomic():
        found = list(free(now).values_list("pk", "name")[:limit])
        names = [pk for pk, _name in batch(found)]
        Effect.objects.ready(now).filter(pk__in=names).update(
            state=Effect.State.LEASED,
            lease=token,
            leased_until=now + LEASE,
            attempts=F("attempts") + 1,
        )
    mine = Effect.objects.filter(pk__in=names, lease=token, state=Effect.State.LEASED)
    return list(mine.select_related("workspace").order_by("due_at", "pk"))


def free(now):
    ready = Effect.objects.ready(now).order_by("due_at", "pk")
    if connection.features.has_select_for_update_skip_locked:
        return ready.select_for_update(skip_locked=True)
    return ready


def batch(found):
    """Slow effects one at a time, lest others wait behind them; quick ones together."""
    return list(takewhile(lambda effect: is_quick(effect[1]), found)) or found[:1]


def is_quick(name):
    handler = HANDLERS.get(name)
    return handler is None or not (handler.network or handler.takes > LEASE)


def carry_out(effect):
    try:
        if effect.attempts > MOST_ATTEMPTS:
            raise RuntimeError("The worker stopped each time it carried this out")
        clock.keep_time_of(effect.workspace)
        handler = HANDLERS[effect.name]
        if handler.network:
            if not keep(effect, handler.takes):
                return
            handler.run(effect, **effect.payload)
        finish(effect, handler)
    except Exception as error:
        log.exception("effect %s failed", effect.key)
        postpone(effect, error)


def keep(effect, takes):
    """Renew the lease for as long as the handler may take; False when it was lost meanwhile."""
    until = timezone.now() + max(takes, LEASE)
    return bool(held(effect).update(leased_until=until))


def held(effect):
    return Effect.objects.filter(pk=effect.pk, lease=effect.lease, state=Effect.State.LEASED)


def finish(effect, handler):
    """One transaction: what the handler writes, the unique key, the effect's end."""
    now = timezone.now()
    with transaction.atomic():
        if not held(effect).update(state=Effect.State.DONE, done_at=now, error=""):
            return
        Finished.objects.create(workspace_id=effect.workspace_id, key=effect.key, at=now)
        if not handler.network:
            handler.run(effect, **effect.payload)


def postpone(effect, error):
    """Try again after 4, 16, 64 … seconds (an hour at most); after the last attempt it is dead."""
    handler = HANDLERS.get(effect.name)
    dead = effect.attempts >= MOST_ATTEMPTS or handler is None
    try:
        with transaction.atomic():
            mine = held(effect).update(
                state=Effect.State.DEAD if dead else Effect.State.WAITING,
                due_at=timezone.now() + timedelta(seconds=min(4**effect.attempts, 3600)),
                error=text_of(error),
            )
            if mine and dead and handler and handler.given_up:
                give_up(effect, handler)
    except OperationalError as unreachable:  # its lease ends by itself
        log.warning("effect %s could not be postponed: %s", effect.key, unreachable)


def give_up(effect, handler):
    """Tell who waits for a dead effect; it is dead also where they cannot be told."""
    try:
        with transaction.atomic():
            handler.given_up(**effect.payload)
    except OperationalError:
        raise
    except Exception:
        log.exception("nobody was told that effect %s is dead", effect.key)


def text_of(error):
    """What an error says, in letters that every database keeps."""
    text = f"{type(error).__name__}: {error}"[:2000].replace("\0", "")
    return text.encode(errors="replace").decode()

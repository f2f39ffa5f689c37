"""What the worker does: carry out effects, say that it is alive, forget what is long done."""

import os
import socket
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from workspace.kernel import scope, sweeping
from workspace.kernel.api_requests import Answered
from workspace.kernel.outbox.dispatch import dispatch
from workspace.kernel.outbox.models import Effect, Finished, Heartbeat

EFFECTS_KEPT = timedelta(days=1)
KEYS_KEPT = timedelta(days=30)
ANSWERS_KEPT = timedelta(days=1)
WORKER = "worker"


@shared_task(name="workspace.outbox.sweep")
def sweep():
    """Carry out whatever is due; the bell only makes it happen sooner."""
    dispatch()


@shared_task(name="workspace.worker.beat")
def beat():
    """Say that a worker is alive."""
    name = f"{WORKER}:{socket.gethostname()[:40]}:{os.getpid()}"
    now = timezone.now()
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})
    Heartbeat.objects.filter(at__lt=now - timedelta(days=1)).delete()


@shared_task(name="workspace.purge")
def purge():
    """Delete done effects, keys of long ago, and yesterday's answers."""
    now = timezone.now()
    with scope.everything(because="old rows of all workspaces go"):
        for rows in (
            Effect.objects.filter(state=Effect.State.DONE, done_at__lt=now - EFFECTS_KEPT),
            Finished.objects.filter(at__lt=now - KEYS_KEPT),
            Answered.objects.filter(at__lt=now - ANSWERS_KEPT),
        ):
            with sweeping.apart("old rows of %s stay", rows.model.__name__):
                rows.delete()

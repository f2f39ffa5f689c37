"""Items that return are made by the worker, some days before they are due."""

from datetime import date, timedelta

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from campaigns.patterns.actions import recurring
from campaigns.patterns.models import Recurrence
from workspace.kernel import outbox, scope, sweeping
from workspace.kernel.outbox.models import Effect
from workspace.kernel.streams.models import Stream

MAKE = "patterns.make_next"
LONGEST_AHEAD = 60


@outbox.handles(MAKE)
def make_next(effect, *, recurrence, due):
    """Make one item that returns; its row says whether it was made already."""
    row = Recurrence.objects.select_related("item").filter(pk=recurrence).first()
    if row is not None:
        recurring.make_next(row, date.fromisoformat(due))


@shared_task(name="campaigns.patterns.sweep")
def sweep():
    """Leave an effect for each item that is to return by now."""
    latest = timezone.localdate() + timedelta(days=LONGEST_AHEAD + 1)
    with scope.everything(because="items of all workspaces return"):
        soon = Recurrence.objects.filter(
            stopped_at__isnull=True, next_on__lte=latest, item__trashed_at__isnull=True
        ).exclude(item__campaign__phase="closed")
        rows = list(soon.select_related("workspace"))
    for row in rows:
        with sweeping.apart("item %s did not return", row.item_id), scope.of(row.workspace_id):
            today = recurring.today_in(row.workspace)
            if row.next_on - timedelta(days=row.ahead) <= today:
                leave(row, today)


def leave(row, today):
    """Leave its effect, unless one waits or was carried out today.

    So what came too late for an effect, such as an item back from the trash, is made another day.
    """
    name = f"patterns.next:{row.pk}:{row.item_id}:{row.next_on}:"
    waiting = Q(key__startswith=name) & ~Q(state=Effect.State.DONE)
    if Effect.objects.filter(Q(key=f"{name}{today}") | waiting).exists():
        return
    stream = Stream.objects.get(kind="workspace", of=row.workspace_id)
    due = row.next_on.isoformat()
    outbox.leave(MAKE, key=f"{name}{today}", stream=stream, recurrence=row.pk, due=due)

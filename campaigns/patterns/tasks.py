"""Items that return are made by the worker, some days before they are due."""

from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from campaigns.patterns.actions import recurring
from campaigns.patterns.models import Recurrence
from workspace.kernel import outbox, scope
from workspace.kernel.outbox.models import Effect, Finished
from workspace.kernel.streams.models import Stream

MAKE = "patterns.make_next"
LONGEST_AHEAD = 60


@outbox.handles(MAKE)
def make_next(effect, *, recurrence, due):
    """Make one item that returns; its effect's key is why there is never a second."""
    row = Recurrence.objects.select_related("item").filter(pk=recurrence).first()
    if row is not None:
        recurring.make_next(row, date.fromisoformat(due))


@shared_task(name="campaigns.patterns.sweep")
def sweep():
    """Leave an effect for each item that is to return by now."""
    today = timezone.localdate()
    with scope.everything(because="items of all workspaces return"):
        soon = Recurrence.objects.filter(
            stopped_at__isnull=True,
            next_on__lte=today + timedelta(days=LONGEST_AHEAD),
            item__trashed_at__isnull=True,
        ).exclude(item__campaign__phase="closed")
        due = [row for row in soon if row.next_on - timedelta(days=row.ahead) <= today]
    for row in due:
        with scope.of(row.workspace_id):
            leave(row)


def leave(row):
    key = f"patterns.next:{row.pk}:{row.next_on}"
    if Effect.objects.filter(key=key).exists() or Finished.objects.filter(key=key).exists():
        return
    stream = Stream.objects.get(kind="workspace", of=row.workspace_id)
    outbox.leave(MAKE, key=key, stream=stream, recurrence=row.pk, due=row.next_on.isoformat())

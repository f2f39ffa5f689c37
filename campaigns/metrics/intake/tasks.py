"""Effects of bringing numbers in, carried out by the worker."""

from celery import shared_task

from campaigns.metrics.intake import actions
from campaigns.metrics.models import Batch
from campaigns.plan.imports import course
from workspace.kernel import outbox, scope


def give_up(*, batch):
    """Whoever waits for the numbers learns that they will not come in."""
    if found := Batch.objects.filter(pk=batch).select_related("by__user").first():
        course.give_up(found)


@outbox.handles("metrics.bring_numbers", network=True, given_up=give_up)
def bring_numbers(effect, *, batch):
    """Bring a file in. It reads for seconds, and so runs outside the effect's transaction."""
    found = Batch.objects.filter(pk=batch).select_related("by__user").first()
    if found is not None:
        actions.carry_out(found)


@shared_task(name="campaigns.metrics.tidy")
def tidy():
    with scope.everything(because="old files of numbers are forgotten in all workspaces"):
        actions.forget_old()

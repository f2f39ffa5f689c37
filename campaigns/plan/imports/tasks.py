"""Effects of imports, carried out by the worker."""

from celery import shared_task

from campaigns.plan.imports import actions
from campaigns.plan.imports.models import Import
from workspace.kernel import outbox, scope


def give_up(*, imp):
    """Whoever waits for the file learns that it will not come in."""
    if imp := Import.objects.filter(pk=imp).select_related("by__user").first():
        actions.give_up(imp)


@outbox.handles("plan.run_import", network=True, given_up=give_up)
def run_import(effect, *, imp):
    """Bring a file in. It reads for seconds, and so runs outside the effect's own transaction."""
    imp = Import.objects.filter(pk=imp).select_related("campaign", "by__user").first()
    if imp is not None:
        actions.carry_out(imp)


@shared_task(name="campaigns.plan.imports.tidy")
def tidy():
    with scope.everything(because="what nobody brought in is forgotten in all workspaces"):
        actions.forget_abandoned()

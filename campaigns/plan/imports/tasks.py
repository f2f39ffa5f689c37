"""Effects of imports, carried out by the worker."""

from campaigns.plan.imports import actions
from campaigns.plan.imports.models import Import
from workspace.kernel import outbox


@outbox.handles("plan.run_import", network=True)
def run_import(effect, *, imp):
    """Bring a file in. It reads for seconds, and so runs outside the effect's own transaction."""
    imp = Import.objects.filter(pk=imp).select_related("campaign", "by__user").first()
    if imp is not None:
        actions.carry_out(imp)

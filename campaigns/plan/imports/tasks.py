"""Effects of imports, carried out by the worker."""

from celery import shared_task

from campaigns.plan.imports import actions, course, policies
from campaigns.plan.imports.models import Import
from teams.models import Member
from workspace.kernel import outbox, scope


def give_up(*, imp):
    """Whoever waits for the file learns that it will not come in."""
    if imp := Import.objects.filter(pk=imp).select_related("by__user").first():
        course.give_up(imp)


@outbox.handles("plan.run_import", network=True, given_up=give_up)
def run_import(effect, *, imp):
    """Bring a file in. It reads for seconds, and so runs outside the effect's own transaction."""
    imp = Import.objects.filter(pk=imp).select_related("campaign", "by__user").first()
    if imp is not None:
        actions.carry_out(imp)


def leave_in(*, imp, by):
    if imp := Import.objects.filter(pk=imp).first():
        actions.leave_in(imp)


@outbox.handles("plan.undo_import", network=True, given_up=leave_in)
def undo_import(effect, *, imp, by):
    """Take a large import out again; in one transaction of its own, as the plan is locked by it."""
    imp = Import.objects.filter(pk=imp, state=Import.State.UNDOING).first()
    if imp is None:
        return
    by = Member.objects.active().select_related("user").filter(pk=by).first()
    if by is None or not policies.import_.allows(by, "undo", imp):
        actions.leave_in(imp)
    else:
        actions.undo(imp, by=by)


@shared_task(name="campaigns.plan.imports.tidy")
def tidy():
    with scope.everything(because="what nobody brought in is forgotten in all workspaces"):
        actions.forget_abandoned()

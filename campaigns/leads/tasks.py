"""Effects of leads, carried out by the worker: files, clocks set anew, leads coming back."""

from datetime import timedelta

from celery import shared_task
from django.db.models import Min
from django.utils import timezone

from campaigns.leads import files
from campaigns.leads.actions import deciding, keying, ruling
from campaigns.leads.imports import actions as imports
from campaigns.leads.models import Lead, LeadImport
from campaigns.plan.imports import course
from teams.actions.workspaces import HOURS_MOVED, ZONE_MOVED
from teams.models import Workspace
from workspace.kernel import outbox, scope, sweeping


@outbox.handles(ruling.RECOUNT, network=True)
@outbox.handles(HOURS_MOVED, network=True)
def count_anew(effect):
    """Until when each waiting lead is to be decided, after hours, holidays or agreement changed.

    It goes on lead by lead, and so runs outside the effect's own transaction.
    """
    workspace = Workspace.objects.filter(pk=effect.workspace_id).first()
    if workspace is not None:
        ruling.count_anew(workspace)


@outbox.handles(ZONE_MOVED, network=True, takes=timedelta(minutes=30))
def key_anew(effect):
    """By which phones leads are found, after the workspace moved to where others are at home."""
    workspace = Workspace.objects.filter(pk=effect.workspace_id).first()
    if workspace is not None:
        keying.key_anew(workspace)


@shared_task(name="campaigns.leads.sweep")
def sweep():
    """Let recycled leads come back whose day has come, by the clock of their workspace."""
    with scope.everything(because="leads of all workspaces come back"):
        recycled = Lead.objects.standing().filter(state=Lead.State.RECYCLED)
        first = dict(recycled.order_by().values_list("workspace").annotate(Min("back_on")))
        zones = dict(Workspace.objects.filter(pk__in=first).values_list("pk", "time_zone"))
    for pk, zone in zones.items():
        with scope.of(pk), timezone.override(zone):
            today = timezone.localdate()
            if first[pk] <= today:
                here = Lead.objects.standing().filter(state=Lead.State.RECYCLED)
                for lead in here.filter(back_on__lte=today):
                    with sweeping.apart("lead %s did not come back", lead.pk):
                        deciding.come_back(lead)


@shared_task(name="campaigns.leads.tidy")
def tidy():
    """Files hold who leads are: what nobody brings in has an end."""
    with scope.everything(because="files that nobody brought in are forgotten in all workspaces"):
        files.forget_old()


def give_up(*, imp):
    """Whoever waits for the file learns that it will not come in."""
    if found := LeadImport.objects.filter(pk=imp).select_related("by__user").first():
        course.give_up(found)


@outbox.handles("leads.run_import", network=True, given_up=give_up)
def run_import(effect, *, imp):
    """Bring a file in. It reads for seconds, and so runs outside the effect's own transaction."""
    found = LeadImport.objects.filter(pk=imp)
    found = found.select_related("campaign__workspace", "workspace", "by__user").first()
    if found is not None:
        imports.carry_out(found)

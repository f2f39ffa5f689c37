"""Calendars from addresses, read by the worker once a day; feeds of who has left, revoked."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from campaigns.calendar import fetching, reading
from campaigns.calendar.actions import feeds
from campaigns.calendar.actions import overlays as actions
from campaigns.calendar.models import Overlay
from teams.models import Member
from workspace.kernel import outbox, scope, sweeping
from workspace.kernel.outbox.models import Effect
from workspace.kernel.refusals import Refusal
from workspace.kernel.streams.models import Stream

EVERY = timedelta(hours=24)


@outbox.handles(actions.FETCH, network=True)
def fetch_overlay(effect, *, overlay):
    """Read the address of an overlay; what is wrong with it is shown, not tried over and over."""
    overlay = Overlay.objects.exclude(url="").select_related("workspace").filter(pk=overlay).first()
    if overlay is None:
        return
    with timezone.override(ZoneInfo(overlay.workspace.time_zone)):
        try:
            found = reading.read(fetching.fetch(overlay.url), timezone.localdate())
        except Refusal as refusal:
            actions.note_problem(overlay, refusal.message)
        else:
            actions.take_in(overlay, found)


@outbox.handles("calendar.member_left")
def member_left(effect, *, member):
    """End the feeds of somebody who has left."""
    feeds.revoke_all_of(Member.objects.get(pk=member))


@shared_task(name="campaigns.calendar.sweep")
def sweep():
    """Have every address read that was not read for a day; once for each day, however often."""
    now = timezone.now()
    with scope.everything(because="the overlays of all workspaces are read again"):
        stale = Q(fetched_at__lt=now - EVERY) | Q(fetched_at=None, created_at__lt=now - EVERY)
        overlays = list(Overlay.objects.exclude(url="").filter(stale))
    for overlay in overlays:
        key = f"calendar.fetch:{overlay.pk}:{now.date()}"
        with (
            sweeping.apart("calendar %s was not read again", overlay.pk),
            scope.of(overlay.workspace_id),
        ):
            if not Effect.objects.filter(key=key).exists():
                stream = Stream.objects.get(kind="workspace", of=overlay.workspace_id)
                outbox.leave(actions.FETCH, key=key, stream=stream, overlay=overlay.pk)

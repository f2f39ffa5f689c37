"""Calendars from elsewhere: laid over the plan from a file or an address, read again, removed."""

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.calendar import reading
from campaigns.calendar.models import Overlay, OverlayDay
from workspace.kernel import rows, streams
from workspace.kernel.refusals import Invalid, Refusal

MOST = 40
FETCH = "calendar.fetch_overlay"


def lay(workspace_id, *, by, name, content=None, url=""):
    """Lay a calendar over the plan: from the bytes of a file now, or from an address soon."""
    if bool(content) == bool(url):
        sentence = _("Choose a file, or give an address.")
        raise Invalid.at("file", sentence)
    found = [] if content is None else reading.read(content, timezone.localdate())
    with streams.record("workspace", workspace_id, by=by) as record:
        count = Overlay.objects.count()
        if count >= MOST:
            raise Refusal(
                _("There are %(count)d calendars over the plan already.") % {"count": MOST}
            )
        overlay = Overlay.objects.create(
            workspace_id=workspace_id,
            name=name,
            hue=(count * 5 + 6) % 12,
            url=url,
            made_by=by,
            fetched_at=None if url else record.at,
            created_at=record.at,
        )
        put(overlay, found)
        record("overlay.laid", overlay, audience="team")
        if url:
            record.effect(FETCH, overlay=overlay.pk)
    return overlay


def ask_again(overlay, *, by):
    """Read the address of an overlay again, soon."""
    if not overlay.url:
        raise Refusal(_("This calendar came as a file."), mend=_("Add the new file beside it."))
    with streams.record("workspace", overlay.workspace_id, by=by) as record:
        record("overlay.asked", overlay, audience="team")
        record.effect(FETCH, overlay=overlay.pk)


def take_in(overlay, found):
    """What its address said just now; who looks at a calendar sees it when it differs."""
    with streams.record("workspace", overlay.workspace_id, by=None) as record:
        before = {(day.title, day.first_on, day.last_on) for day in overlay.days.all()}
        differs = before != set(found)
        if differs:
            overlay.days.all().delete()
            put(overlay, found)
        if differs or overlay.problem:
            record("overlay.read", overlay, audience="team")
        rows.change(overlay, version=overlay.version, fetched_at=record.at, problem="")


def note_problem(overlay, problem):
    """Its address could not be read, and why; what was read before stays."""
    with streams.record("workspace", overlay.workspace_id, by=None) as record:
        rows.change(overlay, version=overlay.version, problem=problem[:300])
        record("overlay.failed", overlay, audience="team")


def put(overlay, found):
    OverlayDay.objects.bulk_create(
        (
            OverlayDay(
                workspace_id=overlay.workspace_id,
                overlay=overlay,
                title=each.title,
                first_on=each.first,
                last_on=each.last,
            )
            for each in found
        ),
        batch_size=500,
    )


def remove(overlay, *, by):
    """Take a calendar away from over the plan."""
    with streams.record("workspace", overlay.workspace_id, by=by) as record:
        record("overlay.removed", overlay, audience="team")
        overlay.delete()

"""What stands on which day: items, holidays, and calendars from elsewhere."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from campaigns.brief.models import Campaign
from campaigns.calendar import policies
from campaigns.calendar.models import OverlayDay
from campaigns.plan.models import ENDED, Item
from teams.models import Holiday
from workspace.kernel.streams.models import Stream

MOST = 5_000


@dataclass(frozen=True)
class Entry:
    """An item as a calendar shows it; the day it lacks, start or due, is the one it has."""

    pk: int
    face: int
    number: int
    version: int
    title: str
    kind: str
    status: str
    start: date | None
    due: date | None
    campaign: int
    channel: int | None

    @property
    def first(self):
        return self.start or self.due

    @property
    def last(self):
        return self.due or self.start

    @property
    def order(self):
        """What is to be seen first: shared deadlines, then what is not finished."""
        return (self.status in ENDED, self.kind != "milestone")


COLUMNS = (
    "pk",
    "face",
    "number",
    "version",
    "title",
    "kind",
    "status",
    "start_on",
    "due_on",
    "campaign",
    "channel",
)


def entries(rows, first, last):
    """The dated items among `rows` that touch these days; the earliest `MOST` of them."""
    both = Q(start_on__lte=last, due_on__gte=first)
    only_due = Q(start_on__isnull=True, due_on__range=(first, last))
    only_start = Q(due_on__isnull=True, start_on__range=(first, last))
    found = rows.filter(both | only_due | only_start).order_by("due_on", "number")
    return [Entry(*values) for values in found.values_list(*COLUMNS)[:MOST]]


def items_of(campaign, filters, reader):
    rows = Item.objects.kept().filter(campaign=campaign)
    return filters.narrow(rows, reader, timezone.localdate())


def items_of_all(filters, reader):
    return filters.narrow(Item.objects.visible_to(reader), reader, timezone.localdate())


def campaigns_with_streams(reader):
    """[(campaign, stream, revision)] of all that `reader` sees, by two statements."""
    campaigns = list(Campaign.objects.visible_to(reader).order_by("name", "pk"))
    streams = Stream.objects.filter(kind="campaign", of__in=[each.pk for each in campaigns])
    known = {of: (pk, revision) for of, pk, revision in streams.values_list("of", "pk", "revision")}
    return [(campaign, *known[campaign.pk]) for campaign in campaigns]


def holidays(first, last):
    """{day: (name, whether it is worked on)} of the days that are not like their weekday."""
    listed = Holiday.objects.filter(day__range=(first, last))
    return {day: (name, works) for day, name, works in listed.values_list("day", "name", "works")}


def overlays(reader):
    return list(policies.overlay.visible_to(reader).order_by("name", "pk"))


def overlay_days(shown, first, last):
    """What lies over these days, of the calendars in `shown`."""
    rows = OverlayDay.objects.filter(overlay__in=shown, first_on__lte=last, last_on__gte=first)
    return list(rows.select_related("overlay").order_by("first_on", "title", "pk")[:MOST])


def stream_of(reader):
    """[(stream, revision)] of the workspace, whose holidays and overlays a calendar shows.

    Nothing for who reads by a link: a workspace is followed by its members alone.
    """
    if reader.role == "viewer":
        return []
    rows = Stream.objects.filter(kind="workspace", of=reader.workspace_id)
    return list(rows.values_list("pk", "revision"))

"""Which leads wait for a rep, a window at a time, and how their clocks stand."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, F, Prefetch, Q

from campaigns.brief.models import Campaign
from campaigns.leads import sla
from campaigns.leads.models import Lead, Note, Touch
from campaigns.leads.queries.offices import Office, reasons, waiting_since
from workspace.kernel import clock
from workspace.kernel.remembering import Remembered
from workspace.kernel.streams.models import Stream

WINDOW = 20
SHORTLY = 60
ORDER = (F("due_at").asc(nulls_last=True), "pk")
OURS, MINE, ALL = "ours", "mine", "all"


def rows(reader, whose=OURS, campaign=None):
    """The waiting leads that are nobody's or the reader's; or the reader's alone; or all."""
    found = Lead.objects.visible_to(reader).waiting()
    if campaign is not None:
        found = found.filter(campaign=campaign)
    if whose == ALL:
        return found
    mine = Q(owner=reader.pk)
    return found.filter(mine if whose == MINE else mine | Q(owner__isnull=True))


def window(reader, whose=OURS, campaign=None, after=None, size=WINDOW):
    """(the next leads to decide on, where to go on from or None): the most pressing first.

    Three statements: each has its touches and notes. `after` is where the window before ended.
    """
    found = rows(reader, whose, campaign)
    if after is not None:
        found = found.filter(beyond(*after))
    found = found.select_related(
        "campaign", "owner", "touchpoint__channel", "touchpoint__stage"
    ).prefetch_related(
        Prefetch("touches", Touch.objects.select_related("channel").order_by("at", "pk")),
        Prefetch("notes", Note.objects.order_by("-pk")),
    )
    leads = list(found.order_by(*ORDER)[: size + 1])
    more = len(leads) > size
    leads = leads[:size]
    return leads, (leads[-1].due_at, leads[-1].pk) if more else None


def beyond(due_at, pk):
    """Those that come after a lead in the order of the inbox."""
    if due_at is None:
        return Q(due_at__isnull=True, pk__gt=pk)
    return Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk) | Q(due_at__isnull=True)


def place_of(text):
    """Where a window begins, as an address says it: `1764576000.25`, `.25`; None of nonsense."""
    moment, dot, pk = text.partition(".")
    if not dot or not pk.isdecimal() or not (moment.isdecimal() or not moment):
        return None
    try:
        at = datetime.fromtimestamp(int(moment) / 1_000_000, UTC) if moment else None
    except (OverflowError, ValueError, OSError):
        return None
    return at, min(int(pk), 2**63 - 1)


def place_as_text(due_at, pk):
    """The inverse of `place_of`."""
    if due_at is None:
        return f".{pk}"
    return f"{round((due_at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)}.{pk}"


def count(reader, whose=OURS, campaign=None):
    """(how many wait, how many of them are over their time)."""
    found = rows(reader, whose, campaign).aggregate(
        waiting=Count("pk"), over=Count("pk", filter=Q(due_at__lt=clock.now()))
    )
    return found["waiting"], found["over"]


def following(reader):
    """[(stream, revision)] of all that moves an inbox; the workspace's own is the last."""
    campaigns = Campaign.objects.visible_to(reader).open().values("pk")
    streams = Stream.objects.filter(
        Q(kind="campaign", of__in=campaigns) | Q(kind="workspace", of=reader.workspace_id)
    )
    return list(streams.order_by("kind", "pk").values_list("pk", "revision"))


remembered = Remembered(50)


def rules(workspace, revision):
    """(`Office`, reasons in use) of a workspace, as of a revision of its stream.

    Hours, agreement, holidays and reasons change within that stream only.
    """
    key = (workspace.pk, revision, clock.now().year)
    found = remembered.find(key)
    if found is None:
        found = Office.of(workspace), list(reasons())
        remembered.put(key, found)
    return found


@dataclass(frozen=True)
class Clock:
    """How a waiting lead's time stands, in working minutes; `due_at` None: it only counts up."""

    due_at: datetime | None
    minutes: int
    state: str

    @property
    def over(self):
        return self.state == "over"


def clock_of(lead, office):
    """The `Clock` of a waiting lead, by the office hours of its owner's team, or everybody's."""
    hours = office.hours_of(lead.owner.team_id if lead.owner else None)
    now = clock.now()
    if lead.due_at is None:
        waited = sla.minutes_between(waiting_since(lead, hours), now, hours)
        return Clock(None, waited, "waits")
    if lead.due_at < now:
        return Clock(lead.due_at, sla.minutes_between(lead.due_at, now, hours), "over")
    left = sla.minutes_between(now, lead.due_at, hours)
    return Clock(lead.due_at, left, "soon" if left <= SHORTLY else "fine")

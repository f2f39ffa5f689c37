"""Which leads wait for a rep, a window at a time, and how their clocks stand."""

from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace

from django.db.models import Exists, F, OuterRef, Q

from campaigns.brief.models import Campaign
from campaigns.leads import sla
from campaigns.leads.models import Lead, Note, Touch
from campaigns.leads.queries.offices import agreed
from campaigns.leads.queries.people import by_lead, told_of
from teams.models import Member
from teams.policies import DECIDERS
from workspace.kernel import clock
from workspace.kernel.ready import ready
from workspace.kernel.remembering import Remembered
from workspace.kernel.streams.models import Stream

WINDOW = 20
SHORTLY = 60
ORDER = (F("due_at").asc(nulls_last=True), "pk")
OURS, MINE, ALL = "ours", "mine", "all"
JOINED = ("campaign", "owner", "touchpoint__channel", "touchpoint__stage")
# What a screen shows of a lead and of what it hangs on; the rest is not read.
SHOWN = (
    *("name", "company", "title", "email", "phone", "country", "consent", "consent_at"),
    *("external_id", "utm", "state", "waits_since", "due_at", "erased_at", "version"),
    *("workspace", "campaign", "owner", "touchpoint"),
    *("campaign__key", "campaign__name", "campaign__workspace"),
    *("owner__name", "owner__team", "touchpoint__promise"),
    *("touchpoint__channel__name", "touchpoint__channel__hue", "touchpoint__channel__icon"),
    "touchpoint__stage__name",
)


def rows(reader, whose=OURS, campaign=None):
    """The waiting leads that are nobody's or the reader's; or the reader's alone; or all.

    A lead is nobody's, too, while the one who has it does not decide: they have left, or have no
    inbox, such as the marketer whom a file names. Else nobody would see that it waits.
    """
    found = Lead.objects.visible_to(reader).waiting()
    if campaign is not None:
        found = found.filter(campaign=campaign)
    if whose == ALL:
        return found
    mine = Q(owner=reader.pk)
    if whose == MINE:
        return found.filter(mine)
    # In this order: of thousands that nobody owns, none is looked for among the members.
    return found.filter(Q(owner__isnull=True) | mine | Q(owner__in=without_inbox()))


def without_inbox():
    """Those who do not decide: they have left, or it is not their work."""
    decides = Q(role__in=sorted(DECIDERS.roles))
    return Member.objects.filter(Q(state=Member.State.LEFT) | ~decides)


def window(reader, whose=OURS, campaign=None, after=None, size=WINDOW):
    """(the next leads to decide on, where to go on from or None): the most pressing first.

    `after` is where the window before ended. One statement; `furnish` reads what a decision needs.
    """
    if campaign is None and after is None:
        mine = {} if whose == ALL else {"reader": reader.pk}
        leads = list(most_pressing(reader.role, whose, size + 1, **mine))
    else:
        found = rows(reader, whose, campaign)
        found = found if after is None else found.filter(beyond(*after))
        leads = list(drawn(found)[: size + 1])
    more = len(leads) > size
    leads = leads[:size]
    return leads, (leads[-1].due_at, leads[-1].pk) if more else None


@ready
def most_pressing(role, whose, number, *, reader=None):
    return drawn(rows(SimpleNamespace(role=role, pk=reader), whose))[:number]


def drawn(found):
    """With all that a screen shows of them, and nothing else, in the order of the inbox."""
    return found.select_related(*JOINED).only(*SHOWN).order_by(*ORDER)


def one(reader, pk):
    """The waiting lead of an id, whosever it is; None when it does not wait."""
    return drawn(rows(reader, ALL).filter(pk=pk)).first()


def furnish(leads):
    """Read how these leads met us and what was noted about them; two statements.

    Those that were merged into them are the same people, so it is theirs, too.
    """
    if len(leads) == 1:
        [lead] = leads
        kept = {"touches": touches_of(lead=lead.pk), "notes": notes_of(lead=lead.pk)}
        lead._prefetched_objects_cache = kept
        return
    pks = [lead.pk for lead in leads]
    touched, noted = (by_lead(told_of(rows, pks)) for rows in (touches(), notes()))
    for lead in leads:
        kept = {"touches": touched[lead.pk], "notes": noted[lead.pk]}
        lead._prefetched_objects_cache = kept


def touches():
    return Touch.objects.select_related("channel").order_by("at", "pk")


def notes():
    return Note.objects.order_by("-pk")


@ready
def touches_of(*, lead):
    return told_of(touches(), [lead])


@ready
def notes_of(*, lead):
    return told_of(notes(), [lead])


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


@dataclass(frozen=True)
class Followed:
    """What an inbox depends on: `streams` are the [(stream, revision)] that its page follows.

    `rules` is the revision of the workspace's own stream; `revisions` has that of each stream, also
    of campaigns that are closed.
    """

    streams: list
    rules: int
    revisions: dict


def following(reader):
    """The `Followed` of an inbox: the workspace, then its open campaigns, the newest first."""
    told = list(all_streams(workspace=reader.workspace_id))
    open_ones = [(pk, revision) for pk, revision, kind, closed in told if not closed]
    rules = next((revision for _pk, revision, kind, _closed in told if kind == "workspace"), 0)
    return Followed(open_ones, rules, {pk: revision for pk, revision, *_rest in told})


@ready
def all_streams(*, workspace):
    """The workspace's own stream comes first, then the campaigns', newest first."""
    closed = Campaign.objects.filter(pk=OuterRef("of"), phase=Campaign.Phase.CLOSED)
    mine = Stream.objects.filter(Q(kind="workspace", of=workspace) | Q(kind="campaign"))
    found = mine.annotate(closed=Exists(closed) & Q(kind="campaign"))
    return found.order_by("-kind", "-pk").values_list("pk", "revision", "kind", "closed")


remembered = Remembered(50)


def rules(workspace, revision):
    """(`Office`, reasons in use) of a workspace, as of a revision of its stream.

    Hours, agreement, holidays and reasons change within that stream only.
    """
    key = (workspace.pk, revision, clock.now().year)
    found = remembered.find(key)
    if found is None:
        found = agreed(workspace)
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
        waited = sla.minutes_between(lead.waits_since, now, hours)
        return Clock(None, waited, "waits")
    if lead.due_at < now:
        return Clock(lead.due_at, sla.minutes_between(lead.due_at, now, hours), "over")
    left = sla.minutes_between(now, lead.due_at, hours)
    return Clock(lead.due_at, left, "soon" if left <= SHORTLY else "fine")

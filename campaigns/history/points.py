"""Points in time of a plan, as an address names them, and the revisions they stand for.

`now`, `start` (before anything was planned), `monday`, `visit` (the reader's last one),
`baseline:7`, `revision:120`, a day `2026-11-01`, a moment `2026-11-01T09:30`. Days and moments
are in the reader's time zone. A day counts whole: as a beginning it is its first moment, as an
end its last.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.history import actions, policies
from campaigns.history.models import Visit
from workspace.kernel.remembering import Remembered
from workspace.kernel.streams.models import Event
from workspace.kernel.templatetags.look import day as day_words

LARGEST = 15
SETTLED = timedelta(minutes=1)
standing = Remembered(2_000)


class Unknown(LookupError):
    """An address names a point that this plan or this reader does not have."""


@dataclass(frozen=True)
class Point:
    """A revision of a plan, how an address names it, and how a person does."""

    text: str
    revision: int
    label: str
    at: datetime | None = None


def point(campaign, text, reader, *, stream, newest, end=False):
    """The `Point` that `text` names in the stream of `campaign`; raises `Unknown`.

    `newest` is the stream's present revision; with `end` a day stands for its last moment.
    """
    kind, _colon, value = text.partition(":")
    if text == "now":
        return Point(text, newest, _("now"))
    if text == "start":
        return Point(text, 0, _("the beginning"))
    if text == "visit":
        return last_visit(campaign, reader)
    if text == "monday":
        today = timezone.localdate()
        return at_moment(stream, text, midnight(today - timedelta(days=today.weekday())))
    if kind == "baseline":
        return of_baseline(campaign, reader, text, value)
    if kind == "revision":
        return of_revision(text, value, newest)
    return at_moment(stream, text, *moment_of(text, end))


def of_baseline(campaign, reader, text, value):
    rows = policies.baseline.visible_to(reader).filter(campaign=campaign)
    found = rows.filter(pk=whole(value)).first()
    if found is None:
        raise Unknown(text)
    return Point(text, found.revision, _("“%(name)s”") % {"name": found.name}, found.created_at)


def of_revision(text, value, newest):
    revision = whole(value)
    if revision > newest:
        raise Unknown(text)
    return Point(text, revision, _("revision %(number)d") % {"number": revision})


def whole(text):
    if not (text.isascii() and text.isdigit() and len(text) <= LARGEST):
        raise Unknown(text)
    return int(text)


def last_visit(campaign, reader):
    """Where the plan stood when the reader last left it; the visit that goes on does not count."""
    seen = Visit.objects.filter(campaign=campaign, member=reader.pk).first()
    revision, at = left_at(seen)
    if at is None:
        raise Unknown("visit")
    return Point("visit", revision, _("your last visit"), at)


def left_at(seen):
    """(revision, moment) at which a reader's last visit ended; (0, None) before the second."""
    if seen is None:
        return 0, None
    if timezone.now() - seen.at > actions.AWAY:
        return seen.revision, seen.at
    return seen.before, seen.before_at


def moment_of(text, end):
    """(moment, its words) of a day or a moment in ISO form."""
    try:
        if len(text) == 10:
            day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007
            return midnight(day + timedelta(days=1) if end else day), day_words(day)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise Unknown(text) from None
    moment = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    local = timezone.localtime(moment)
    return moment, f"{day_words(local.date())}, {local:%H:%M}"


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))


def at_moment(stream, text, moment, label=""):
    """What the plan was just before `moment`."""
    label = label or _("Monday, %(day)s") % {"day": day_words(timezone.localtime(moment).date())}
    return Point(text, revision_before(stream, moment), label, moment)


def revision_before(stream, moment):
    """The last revision made before `moment`, 0 when there was none.

    Read from the newest backwards along the order of revisions, which is that of time. What
    stood at a moment that is over stands for ever, so it is remembered.
    """
    known = standing.find((stream, moment))
    if known is None:
        events = Event.objects.filter(stream=stream, at__lt=moment)
        newest_first = events.order_by("-revision", "-position")
        known = newest_first.values_list("revision", flat=True).first() or 0
        if moment < timezone.now() - SETTLED:
            standing.put((stream, moment), known)
    return known

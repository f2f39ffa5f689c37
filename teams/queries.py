"""Questions about people that pages ask."""

from datetime import date

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from teams import public_holidays
from teams.models import ApiToken, Holiday, Invitation, Member, Partner, Team, TimeOff
from workspace.kernel import scope
from workspace.kernel.live import cursors
from workspace.kernel.ready import ready
from workspace.kernel.remembering import OfWorkspaces
from workspace.kernel.streams.models import Event, Stream


def workspaces_of(user):
    """The active memberships of `user`, by the names of their workspaces."""
    with scope.everything(because="a person may go to any of their workspaces"):
        return list(memberships(user=user.pk))


@ready
def memberships(*, user):
    known = Member.objects.active().filter(user=user)
    return known.select_related("workspace", "team", "partner").order_by("workspace__name", "pk")


def following(workspace):
    """What a page of the workspace's own matters follows."""
    streams = Stream.objects.filter(kind="workspace", of=workspace.pk)
    return cursors.following(streams.values_list("pk", "revision"))


def number_of_tokens(user):
    """How many API tokens of `user` are not revoked, in all their workspaces."""
    with scope.everything(because="a password is the same in all workspaces of a person"):
        return ApiToken.objects.unrevoked().filter(member__user=user).count()


def people(reader, filters):
    """The members `reader` sees, as the filters of the people page (a clean form) want them.

    Each has `open_invitations`, a list of none or one.
    """
    chosen = Member.objects.visible_to(reader)
    if words := filters.get("q"):
        chosen = chosen.filter(
            Q(name__icontains=words) | Q(email__icontains=words) | Q(title__icontains=words)
        )
    for name in ("role", "state", "team", "partner"):
        if filters.get(name):
            chosen = chosen.filter(**{name: filters[name]})
    if not filters.get("state"):
        chosen = chosen.present()
    return chosen.for_people().prefetch_related(
        Prefetch(
            "invitations",
            queryset=Invitation.objects.unanswered(),
            to_attr="open_invitations",
        )
    )


calendars = OfWorkspaces(200)


def working_days(workspace):
    """The mask of a workspace's working weekdays, the set of its holidays, and of the days that it
    works on though its week has them off.

    One statement, or none: every change to them moves the workspace's `face`.
    """
    listed = Holiday.objects.values_list("day", "works")
    return workspace.working_days, *calendars.of(workspace, lambda: off_and_on(listed))


def off_and_on(listed):
    """The days off among listed days, [(day, whether they are worked on)], and those worked on."""
    on = frozenset(day for day, works in listed if works)
    return frozenset(day for day, works in listed if not works), on


def own_calendars(off, on, year):
    """[(member id, own weekdays or None, days off, days worked on, [(first, last day)] away)] of
    those whose days are not the workspace's.

    `off` and `on` are the workspace's; those of a country are known for some years around `year`.
    """
    away = {}
    for member, *days in TimeOff.objects.values_list("member", "first_on", "last_on"):
        away.setdefault(member, []).append(tuple(days))
    own = Q(working_days__isnull=False) | ~Q(holiday_country="") | ~Q(own_days={})
    rows = Member.objects.present().filter(own | Q(pk__in=away)).order_by("pk")
    columns = ("pk", "working_days", "holiday_country", "holiday_region", "own_days")
    return [
        (pk, mask, *own_days((off, on), year, mask, *theirs), tuple(sorted(away.get(pk, ()))))
        for pk, mask, *theirs in rows.values_list(*columns)
    ]


def own_days(usual, year, mask, country, region, by_hand):
    """The days off of somebody, and those that they work on: of their country or the workspace's
    (`usual`), changed by hand.

    Who has a week of their own makes up for nothing, unless by hand.
    """
    off, on = public_holidays.around(country, region, year) if country else usual
    days = {date.fromisoformat(day): works for day, works in by_hand.items()}
    works = {day for day, is_worked in days.items() if is_worked}
    return (off - works) | (days.keys() - works), (frozenset() if mask else on) | works


def holidays(today):
    """The listed holidays of this year and those to come, in order."""
    return list(Holiday.objects.filter(day__year__gte=today.year).order_by("day"))


def teams_with_counts():
    return Team.objects.annotate(size=Count("members", filter=~Q(members__state="left"))).order_by(
        "name"
    )


def partners_with_counts():
    return Partner.objects.annotate(size=Count("people", filter=~Q(people__state="left"))).order_by(
        "name"
    )


def find_invitation(token_hash):
    """The invitation with this token, in whatever state, or None."""
    with scope.everything(because="an invitation is opened before any workspace is known"):
        return (
            Invitation.objects.filter(token_hash=token_hash)
            .select_related("workspace", "member", "invited_by")
            .first()
        )


def are_invited(emails):
    """Whether an open invitation, into any workspace, was sent to one of these addresses."""
    addresses = [email.lower() for email in emails]
    with scope.everything(because="whoever was invited may make an account, into whichever"):
        return Invitation.objects.open(timezone.now()).filter(email__in=addresses).exists()


def state_of(invitation, now=None):
    """ "open", "used", "withdrawn", "replaced" (there is a newer one) or "expired"."""
    if invitation.accepted_at:
        return "used"
    if invitation.revoked_at:
        newer = invitation.member.invitations.filter(created_at__gt=invitation.created_at)
        return "replaced" if newer.exists() else "withdrawn"
    return "open" if invitation.expires_at > (now or timezone.now()) else "expired"


def log(workspace, *, person=None, before=None):
    """What happened to the workspace itself, newest first; campaigns have their own activity."""
    events = Event.objects.filter(stream__kind="workspace", stream__of=workspace.pk)
    if person:
        events = events.filter(actor=person)
    if before:
        events = events.filter(pk__lt=before)
    return events.order_by("-pk")

"""Who takes part in a campaign: inviting, granting, extending, ending."""

from django.utils.translation import gettext as _

from campaigns.brief.models import Participation
from campaigns.brief.policies import campaign as policy
from teams.actions import invitations
from teams.actions.workspaces import wear_new_names
from teams.models import Member
from workspace.kernel import clock, streams
from workspace.kernel.refusals import Invalid
from workspace.kernel.values import plain


def invite(campaign, *, by, email, role=Member.Role.GUEST, until=None, lands_on="", **person):
    """Invite somebody straight into `campaign`, guests with a last day; return the participation.

    `person` is the rest of `teams.actions.invite`: name, team, partner, member. Who is in the
    workspace already is admitted at once and told by mail.
    """
    policy.demand(by, "invite", campaign)
    with streams.record("campaign", campaign.pk, by=by) as record:
        member = invitations.invite(
            campaign.workspace_id,
            by=by,
            email=email,
            role=role,
            lands_on=lands_on,
            into=campaign.name,
            until=until,
            **person,
        )
        participation = grant(campaign, member, record, until=until)
        if member.state == Member.State.ACTIVE and member.pk != by.pk:
            record.effect("campaigns.tell_admitted", participation=participation.pk, by=by.pk)
    return participation


def admit(campaign, member, *, by, until=None):
    """Let a member of the workspace take part in `campaign`; return the participation."""
    with streams.record("campaign", campaign.pk, by=by) as record:
        return grant(campaign, member, record, until=until)


def grant(campaign, member, record, *, until):
    """The member's participation, new or with this last day."""
    check_last_day(member, until)
    participation = Participation.objects.filter(campaign=campaign, member=member).first()
    if participation is None:
        participation = Participation.objects.create(
            workspace_id=campaign.workspace_id,
            campaign=campaign,
            member=member,
            until=until,
            added_at=record.at,
        )
        record("participation.added", participation, name=member.name, until=plain(until))
        wear_new_names(campaign.workspace_id)
    elif participation.until != until:
        move_last_day(participation, until, record)
    return participation


def check_last_day(member, until):
    """Guests have a last day of access, and it is not over yet."""
    if member.is_guest and until is None:
        words = _("A guest needs a last day of access.")
        raise Invalid.at("until", words)
    if until and until < clock.workspace_today():
        words = _("This day is over; choose today or a later one.")
        raise Invalid.at("until", words)


def move_last_day(participation, until, record):
    before = participation.until
    Participation.objects.filter(pk=participation.pk).update(until=until)
    participation.until = until
    wear_new_names(participation.workspace_id)
    record(
        "participation.edited",
        participation,
        name=participation.member.name,
        changes={"until": [plain(before), plain(until)]},
    )


def extend(participation, *, by, until):
    """Give another last day of access."""
    check_last_day(participation.member, until)
    with streams.record("campaign", participation.campaign_id, by=by) as record:
        move_last_day(participation, until, record)
    return participation


def end(participation, *, by):
    """End somebody's part in a campaign now; a guest sees it no more. Their work stays."""
    with streams.record("campaign", participation.campaign_id, by=by) as record:
        record(
            "participation.removed",
            participation,
            name=participation.member.name,
            member=participation.member_id,
        )
        wear_new_names(participation.workspace_id)
        participation.delete()

"""Inviting people, and coming in by an invitation."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from teams.actions import accounts
from teams.actions.members import one_per_address
from teams.actions.workspaces import HOURS_MOVED, wear_new_names
from teams.models import Invitation, Member
from teams.policies import BRINGING, workspace
from teams.secrets import fingerprint, invitation_token, new_nonce
from workspace.kernel import rows, streams
from workspace.kernel.refusals import Forbidden, Refusal
from workspace.kernel.values import changes_of

LASTS = timedelta(days=14)


class Gone(Refusal):
    """An invitation that cannot be used any more."""

    status = 410
    code = "gone"


@transaction.atomic
def invite(
    workspace_id,
    *,
    by,
    email,
    name="",
    role=Member.Role.MEMBER,
    team=None,
    partner=None,
    member=None,
    lands_on="",
    into="",
    until=None,
):
    """Invite the person behind a mailbox; return their member row.

    `member` is the row of a name that is meant, if it is known; otherwise the row with that
    address is taken, or made. Somebody who is here already is returned as they are, and gets no
    mail; an invitation that is still unanswered is replaced by the new one, with the role that
    this one says, by who may bring in people of the old role, too. `into` and `until` are told in
    the mail, and `lands_on` is the path the person comes to. Composes: call it within the
    transaction of an action that grants a campaign.
    """
    email = email.strip().lower()
    workspace.demand(by, BRINGING[role])
    with streams.record("workspace", workspace_id, by=by) as record:
        member = member or known(workspace_id, email)
        if member and member.state == Member.State.ACTIVE:
            return member
        before = member.role if member and member.state == Member.State.INVITED else role
        demand_standing(member, before, by=by)
        worked_in = member.team_id if member else team and team.pk
        with one_per_address(email):
            member = expect(workspace_id, member, email, name, role, team, partner)
        wear_new_names(workspace_id)
        if member.team_id != worked_in:
            record.effect(HOURS_MOVED)
        send(member, record, by=by, lands_on=lands_on, into=into, until=until)
        changes = changes_of({"role": before}, {"role": role})
        record("member.invited", member, role=role, into=into, changes=changes)
    return member


def demand_standing(member, role, *, by):
    """Refuse to send anew, or for less, an invitation that `by` could not have sent."""
    if not workspace.allows(by, BRINGING[role]):
        raise Forbidden(
            _("%(name)s is invited already, with the role %(role)s.")
            % {"name": member.name, "role": member.get_role_display()},
            mend=_("Ask somebody who may give this role to change the invitation."),
        )


def known(workspace_id, email):
    """The member with that address, if there is one."""
    rows_with_it = Member.objects.filter(workspace_id=workspace_id).alias(address=Lower("email"))
    return rows_with_it.filter(address=email).first()


def expect(workspace_id, member, email, name, role, team, partner):
    """The row of the invited person: new, or a name or an invitation as it is told now."""
    called = name.strip() or email.partition("@")[0]
    if member is None:
        return Member.objects.create(
            workspace_id=workspace_id,
            name=called,
            email=email,
            role=role,
            state=Member.State.INVITED,
            team=team,
            partner=partner,
        )
    if member.state == Member.State.LEFT:
        raise Refusal(
            _("%(name)s was removed from this workspace.") % {"name": member.name},
            mend=_("A manager can bring them back on the people page."),
        )
    as_before = member.partner if role == Member.Role.GUEST else None
    rows.change(
        member,
        version=member.version,
        email=email,
        role=role,
        state=Member.State.INVITED,
        team=team or member.team,
        partner=partner or as_before,
    )
    return member


def send(member, record, *, by, lands_on="", into="", until=None):
    """Replace the unanswered invitation of `member`, and leave the mail in the outbox."""
    member.invitations.unanswered().update(revoked_at=record.at)
    nonce = new_nonce()
    invitation = Invitation.objects.create(
        workspace_id=member.workspace_id,
        member=member,
        email=member.email,
        nonce=nonce,
        token_hash=fingerprint(invitation_token(nonce)),
        invited_by=by,
        into=into,
        until=until,
        lands_on=lands_on,
        created_at=record.at,
        expires_at=record.at + LASTS,
    )
    record.effect("teams.send_invitation", invitation=invitation.pk)
    return invitation


def resend(invitation, *, by):
    """Send a new link for another 14 days; the old one ends."""
    with streams.record("workspace", invitation.workspace_id, by=by) as record:
        if not Invitation.objects.unanswered().filter(pk=invitation.pk).exists():
            raise Gone(_("This invitation was answered or withdrawn meanwhile."))
        again = send(
            invitation.member,
            record,
            by=by,
            lands_on=invitation.lands_on,
            into=invitation.into,
            until=invitation.until,
        )
        record("member.invited", invitation.member, role=invitation.member.role, again=True)
    return again


def withdraw(invitation, *, by):
    """Take an invitation back; its link opens nothing any more, and its person is only a name."""
    with streams.record("workspace", invitation.workspace_id, by=by) as record:
        if (
            not Invitation.objects.unanswered()
            .filter(pk=invitation.pk)
            .update(revoked_at=record.at)
        ):
            raise Gone(_("This invitation was answered or withdrawn meanwhile."))
        member = invitation.member
        rows.change(member, version=member.version, state=Member.State.NAME)
        wear_new_names(member.workspace_id)
        record("member.uninvited", member)
    return invitation


def accept(invitation, *, user):
    """Come in with an account whose verified addresses include the invited one."""
    if not accounts.has_verified(user, invitation.email):
        raise Refusal(
            _("This invitation is for %(email)s.") % {"email": invitation.email},
            mend=_("Sign in with the account that has this address."),
        )
    return come_in(invitation, lambda: user)


def accept_as_new(invitation, *, name, password, language=""):
    """Make an account for the invited mailbox and come in with it.

    The link was in that mailbox alone, so the address needs no further proof.
    """
    user = accounts.prepare(invitation.email, name=name, password=password, language=language)
    return come_in(invitation, lambda: accounts.store(user))


def come_in(invitation, bring_user):
    """Use up `invitation`, and activate its member with the user that `bring_user` returns."""
    member = invitation.member
    with streams.record("workspace", invitation.workspace_id, by=member) as record:
        use_up(invitation, record.at)
        member.refresh_from_db()
        user = bring_user()
        if member.user_id not in {None, user.pk}:
            raise Refusal(_("%(name)s has another account already.") % {"name": member.name})
        wear_new_names(member.workspace_id)
        try:
            with transaction.atomic():
                rows.change(
                    member,
                    version=member.version,
                    user=user,
                    name=user.name or member.name,
                    state=Member.State.ACTIVE,
                    joined_at=record.at,
                    left_at=None,
                )
        except IntegrityError:
            raise Refusal(
                _("You belong to this workspace already, under another address.")
            ) from None
        record("member.joined", member)
    return member


def use_up(invitation, now):
    """The one row change by which an invitation is used, whoever else tries at the same time."""
    if not Invitation.objects.open(now).filter(pk=invitation.pk).update(accepted_at=now):
        raise Gone(
            _("This invitation has been used, withdrawn or has expired."),
            mend=_("Ask the person who invited you for a new one."),
        )

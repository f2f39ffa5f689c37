"""People in a workspace: named, changed, removed, brought back."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teams import policies
from teams.actions.workspaces import HOURS_MOVED, wear_new_names
from teams.models import Invitation, Member
from teams.policies import BRINGING, workspace
from workspace.kernel import merging, rows, scope, streams
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.values import changes_of, plain

EDITABLE = ("name", "title", "role", "team", "partner", "sees_leads")


def add_name(*, by, name, email="", team=None):
    """Keep somebody as a name that work can be given to, without inviting them."""
    email = email.strip().lower()
    with streams.record("workspace", by.workspace_id, by=by) as record:
        with one_per_address(email):
            member = Member.objects.create(
                workspace_id=by.workspace_id, name=name, email=email, team=team
            )
        wear_new_names(by.workspace_id)
        record("member.added", member)
    return member


def edit(member, *, by, version, strict=False, **values):
    """Change what a member is called, their role, team or partner, and whether they see leads."""
    if unknown := set(values) - set(EDITABLE):
        raise ValueError(f"A member has no editable {', '.join(sorted(unknown))}")
    with streams.record("workspace", member.workspace_id, by=by) as record:
        values = merging.merged(member, "member", version, values, strict=strict)
        refuse_partner_of_others(member, values)
        values = consistent(member, values)
        before = {name: plain(getattr(member, name)) for name in values}
        changes = changes_of(before, {name: plain(value) for name, value in values.items()})
        if not changes:
            return member
        if "role" in changes:
            check_role(member, values["role"], by=by)
        if "sees_leads" in changes:
            policies.member.demand(by, "grant_leads", member)
        rows.change(member, version=member.version, **{name: values[name] for name in changes})
        wear_new_names(member.workspace_id)
        record("member.edited", member, changes=changes, version=member.version)
        if "role" in changes:
            take_back_invitations(member, record)
        if "team" in changes:
            record.effect(HOURS_MOVED)
    return member


def refuse_partner_of_others(member, values):
    """Refuse a partner for somebody who was made more than a guest meanwhile."""
    if values.get("partner") and values.get("role", member.role) != Member.Role.GUEST:
        raise Invalid.at("partner", _("Only guests come from a partner organisation."))


def consistent(member, values):
    """`values` with what follows from a role: only guests come from partners."""
    if values.get("role", member.role) != Member.Role.GUEST and (
        "partner" in values or member.partner_id
    ):
        values = values | {"partner": None}
    return values


def check_role(member, role, *, by):
    """Nobody gives a role above their own, and the last owner stays one."""
    workspace.demand(by, BRINGING[role])
    if member.role == Member.Role.OWNER:
        keep_an_owner(member)


def keep_an_owner(leaving):
    """Refuse when `leaving` is the last owner; the workspace's stream is locked meanwhile."""
    owners = Member.objects.active().filter(
        workspace_id=leaving.workspace_id, role=Member.Role.OWNER
    )
    if leaving.state == Member.State.ACTIVE and not owners.exclude(pk=leaving.pk).exists():
        raise Refusal(
            _("%(name)s is the only owner of this workspace.") % {"name": leaving.name},
            mend=_("Make somebody else an owner first."),
        )


def remove(member, *, by, version):
    """End a person's access now; their work and words stay, under their name.

    Tokens, unanswered invitations to and from them and, when this was their last workspace,
    sessions end in the same transaction; open pages, share links and calendar feeds end by the
    event and the effects it leaves.
    """
    with streams.record("workspace", member.workspace_id, by=by) as record:
        if member.state == Member.State.LEFT:
            raise Refusal(_("%(name)s has left already.") % {"name": member.name})
        if member.role == Member.Role.OWNER:
            keep_an_owner(member)
        before = member.state
        rows.change(member, version=version, state=Member.State.LEFT, left_at=record.at)
        wear_new_names(member.workspace_id)
        member.tokens.unrevoked().update(revoked_at=record.at)
        member.invitations.unanswered().update(revoked_at=record.at)
        if member.user_id:
            end_sessions_of_strangers(member.user)
        record("member.removed", member, changes={"state": [before, Member.State.LEFT]})
        take_back_invitations(member, record)
        record.effect("campaigns.member_left", member=member.pk)
        record.effect("calendar.member_left", member=member.pk)
    return member


def take_back_invitations(sender, record):
    """Withdraw unanswered invitations that `sender` could not send as they stand now.

    Or somebody could ask themselves in again before they lose their role.
    """
    sent = Invitation.objects.unanswered().filter(invited_by=sender).select_related("member")
    for invitation in sent.order_by("pk"):
        invited = invitation.member
        stands = sender.state == Member.State.ACTIVE
        if stands and workspace.allows(sender, BRINGING[invited.role]):
            continue
        Invitation.objects.filter(pk=invitation.pk).update(revoked_at=record.at)
        rows.change(invited, version=invited.version, state=Member.State.NAME)
        record("member.uninvited", invited)


def end_sessions_of_strangers(user):
    """Sign `user` out everywhere when they belong to no workspace any more."""
    with scope.everything(because="whether a person has another workspace is asked of all"):
        if user.memberships.active().exists():
            return
    for session in user.usersession_set.all():
        session.end()


def bring_back(member, *, by, version):
    """Let somebody in again who had been removed, with the role and the work they had.

    Who never had an account stays a name until invited again.
    """
    with streams.record("workspace", member.workspace_id, by=by) as record:
        if member.state != Member.State.LEFT:
            raise Refusal(_("%(name)s has not left.") % {"name": member.name})
        state = Member.State.ACTIVE if member.user_id else Member.State.NAME
        rows.change(member, version=version, state=state, left_at=None)
        wear_new_names(member.workspace_id)
        record("member.brought_back", member, changes={"state": [Member.State.LEFT, state]})
    return member


@contextmanager
def one_per_address(email):
    """Turn the database's refusal of an address that is taken into words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        taken = _("%(email)s is the address of somebody else here.") % {"email": email}
        raise Invalid.at("email", taken) from None

"""The page an invitation's mail leads to, and what the team does with invitations sent."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams import navigation, policies, queries
from teams.actions import accounts
from teams.actions import invitations as actions
from teams.forms import Accept
from teams.secrets import fingerprint
from workspace.kernel import scope
from workspace.kernel.access import public
from workspace.kernel.typed import attempt


@public(because="an invitation is opened before there is an account; its token is the proof")
def accept(request, token):
    """Come in: as the signed-in person it is for, or as somebody new with this mailbox."""
    invitation = queries.find_invitation(fingerprint(token))
    if invitation is None:
        return render(request, "teams/accept.html", {"state": "unknown"}, status=404)
    with scope.of(invitation.workspace_id):
        state = queries.state_of(invitation)
        if state != "open":
            return show(request, invitation, state, status=410)
        if request.user.is_authenticated:
            return accept_signed_in(request, invitation)
        if accounts.owner_of(invitation.email):
            return show(request, invitation, "sign_in")
        return accept_new(request, invitation)


def accept_signed_in(request, invitation):
    if not accounts.has_verified(request.user, invitation.email):
        return show(request, invitation, "other", status=403)
    if request.method == "POST":
        actions.accept(invitation, user=request.user)
        return redirect(landing(invitation))
    return show(request, invitation, "open")


def accept_new(request, invitation):
    form = Accept(request.POST or None, initial={"name": invitation.member.name})
    joined = []

    def come_in(typed):
        joined.append(actions.accept_as_new(invitation, language=get_language(), **typed))

    if request.method == "POST" and attempt(form, come_in):
        return perform_login(
            request, joined[0].user, email_verification="none", redirect_url=landing(invitation)
        )
    return show(request, invitation, "open", form=form, status=422 if form.errors else 200)


def show(request, invitation, state, *, form=None, status=200):
    context = {"invitation": invitation, "state": state, "form": form, "here": request.path}
    return render(request, "teams/accept.html", context, status=status)


def landing(invitation):
    return invitation.lands_on or navigation.address("my_work", invitation.workspace) or "/"


@policies.invitation.opens("resend", pk="pk")
@require_POST
def resend(request, invitation):
    actions.resend(invitation, by=request.member)
    messages.success(
        request, _("A new invitation is on its way to %(email)s.") % {"email": invitation.email}
    )
    return redirect("people", workspace=request.workspace.slug)


@policies.invitation.opens("withdraw", pk="pk")
@require_POST
def withdraw(request, invitation):
    actions.withdraw(invitation, by=request.member)
    messages.success(
        request, _("The invitation to %(email)s was withdrawn.") % {"email": invitation.email}
    )
    return redirect("people", workspace=request.workspace.slug)

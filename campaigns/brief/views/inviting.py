"""One form that invites: to the workspace, or straight into a campaign with an end date."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.brief.actions import inviting as actions
from campaigns.brief.forms import Invite
from teams import policies
from teams.actions import invitations
from workspace.kernel.typed import attempt, status_of


@policies.workspace.opens("bring_guests")
def invite(request, workspace):
    shown = {"campaign": request.GET.get("campaign")}
    form = Invite(request.POST or None, reader=request.member, initial=shown)
    if request.method == "POST" and attempt(form, lambda typed: send(request, **typed)):
        return redirect("people", workspace=workspace.slug)
    return render(request, "campaigns/brief/invite.html", {"form": form}, status=status_of(form))


def send(request, *, campaign, until, **person):
    """Invite as the form says, and tell what happened."""
    if campaign:
        landing = landing_of(request, campaign)
        row = actions.invite(campaign, by=request.member, until=until, lands_on=landing, **person)
        member = row.member
    else:
        member = invitations.invite(request.workspace.pk, by=request.member, **person)
    if member.state == member.State.ACTIVE:
        words = _("%(name)s is here already.") if not campaign else _("%(name)s takes part now.")
    else:
        words = _("The invitation to %(name)s is on its way.")
    messages.success(request, words % {"name": member.name})


def landing_of(request, campaign):
    return reverse(
        "campaign", kwargs={"workspace": request.workspace.slug, "campaign": campaign.key}
    )

"""The people of one campaign: who takes part, until when, and who reads it by a link."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.brief import policies, queries
from campaigns.brief.actions import inviting, sharing
from campaigns.brief.forms import Extend, Invite, Share
from campaigns.brief.views.inviting import send
from campaigns.brief.visitors import open_link
from workspace.kernel.access import public
from workspace.kernel.typed import attempt, status_of


@policies.campaign.opens("see_people", key__iexact="campaign")
def people(request, campaign):
    return page(request, campaign)


def page(request, campaign, *, form=None, share_form=None, secret=""):
    reader = request.member
    may_invite = policies.campaign.allows(reader, "invite", campaign)
    context = {
        "campaign": campaign,
        "participants": queries.participants(campaign, reader),
        "may_invite": may_invite,
        "form": form or (may_invite and Invite(reader=reader, campaign=campaign)),
        "may_share": policies.campaign.allows(reader, "share", campaign),
        "share_links": queries.share_links(campaign, reader),
        "share_form": share_form or Share(prefix="share"),
        "secret_url": request.build_absolute_uri(f"/s/{secret}/") if secret else "",
    }
    bad = any(shown is not None and shown.errors for shown in (form, share_form))
    return render(request, "campaigns/brief/people.html", context, status=422 if bad else 200)


@policies.campaign.opens("invite", key__iexact="campaign")
@require_POST
def invite(request, campaign):
    form = Invite(request.POST, reader=request.member, campaign=campaign)
    if not attempt(form, lambda typed: send(request, **typed)):
        return page(request, campaign, form=form)
    return back(request, campaign)


@policies.participation.opens("extend", pk="pk", campaign__key__iexact="campaign")
def extend(request, participation):
    """Another last day; the form keeps the present one until it is sent."""
    form = Extend(request.POST or None, initial={"until": participation.until})
    if request.method == "POST" and attempt(
        form, lambda typed: inviting.extend(participation, by=request.member, **typed)
    ):
        return back(request, participation.campaign)
    context = {"participation": participation, "campaign": participation.campaign, "form": form}
    return render(request, "campaigns/brief/extend.html", context, status=status_of(form))


@policies.participation.opens("end", pk="pk", campaign__key__iexact="campaign")
@require_POST
def end(request, participation):
    campaign, name = participation.campaign, participation.member.name
    inviting.end(participation, by=request.member)
    messages.success(request, _("%(name)s takes part no more.") % {"name": name})
    return back(request, campaign)


@policies.campaign.opens("share", key__iexact="campaign")
@require_POST
def share(request, campaign):
    """Make a share link; the answer is the one page that shows it."""
    form = Share(request.POST, prefix="share")
    made = []
    if attempt(
        form, lambda typed: made.append(sharing.share(campaign, by=request.member, **typed))
    ):
        response = page(request, campaign, secret=made[0][1])
    else:
        response = page(request, campaign, share_form=form)
    response["Cache-Control"] = "no-store"
    return response


@policies.share_link.opens("revoke", pk="pk", campaign__key__iexact="campaign")
@require_POST
def revoke(request, link):
    sharing.revoke(link, by=request.member)
    return back(request, link.campaign)


@public(because="whoever has the link may read; the link is the key")
def open_shared(request, token):
    try:
        link = open_link(request, token)
    except Http404:
        return render(request, "campaigns/brief/no_link.html", status=404)
    return redirect("campaign", workspace=link.workspace.slug, campaign=link.campaign.key)


def back(request, campaign):
    return redirect("participants", workspace=request.workspace.slug, campaign=campaign.key)

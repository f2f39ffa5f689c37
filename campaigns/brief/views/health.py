"""How a campaign stands, why, and what a person says of it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.brief import actions, health, policies, queries
from campaigns.brief.forms import Override
from workspace.kernel import fragments
from workspace.kernel.live.cursors import following
from workspace.kernel.typed import attempt


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def stands(request, campaign):
    """The level for all who read the plan; the reasons, and who says otherwise, for the team."""
    return page(request, campaign)


def page(request, campaign, form=None):
    followed = queries.streams_of(campaign)
    member = request.member
    inside = policies.campaign.allows(member, "see_reasons", campaign)
    may_override = policies.campaign.allows(member, "override", campaign)
    context = {
        "campaign": campaign,
        "stands": health.shown(campaign),
        "inside": inside,
        "reasons": health.stored_reasons(campaign, request.workspace.slug) if inside else [],
        "waivers": queries.waivers(campaign) if inside else [],
        "form": form or (Override() if may_override else None),
        "is_behind": any(health.is_behind(campaign, revision) for _pk, revision in followed),
        **following(followed),
    }
    status = 422 if form else 200
    return render(request, "campaigns/brief/health.html", context, status=status)


@policies.campaign.opens("override", key__iexact="campaign")
@require_POST
def override(request, campaign):
    """Say that it stands otherwise, why, and until when."""
    form = Override(request.POST)
    if not attempt(form, lambda typed: actions.override(campaign, by=request.member, **typed)):
        return page(request, campaign, form)
    return fragments.done(request, said=_("Saved"), back=address(request, campaign))


@policies.campaign.opens("override", key__iexact="campaign")
@require_POST
def take_back(request, campaign):
    """What was computed counts again."""
    actions.take_back(campaign, by=request.member)
    said = _("What was computed counts again")
    return fragments.done(request, said=said, back=address(request, campaign))


def address(request, campaign):
    names = {"workspace": request.workspace.slug, "campaign": campaign.key}
    return reverse("health", kwargs=names)

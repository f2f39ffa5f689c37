"""The gate of a campaign: what is there, what is missing and where it is mended, what is waived."""

from types import SimpleNamespace

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.brief import actions, gate, policies, queries
from campaigns.brief.forms import Waive
from campaigns.brief.models import Campaign
from workspace.kernel import fragments
from workspace.kernel.typed import attempt

PLANNED, LIVE = Campaign.Phase.PLANNED, Campaign.Phase.LIVE
NEXT = {Campaign.Phase.DRAFT: PLANNED, PLANNED: LIVE}


@policies.campaign.opens("see_gate", key__iexact="campaign")
@require_safe
def golive(request, campaign):
    """Everything the gate asks for, ticked or with the link that mends it."""
    return page(request, campaign)


def page(request, campaign, *, refusal=None, form=None):
    """The checklist; with what was refused, or with what was typed of a waiver."""
    follow = queries.following(campaign)
    slug, member = request.workspace.slug, request.member
    needs = listed(campaign, slug)
    following = NEXT.get(campaign.phase)
    absent = [need for need in needs if need.is_open]
    context = {
        "campaign": campaign,
        "groups": [
            (heading, [need for need in needs if need.phase == phase])
            for phase, heading in ((PLANNED, _("To be planned")), (LIVE, _("To go live")))
        ],
        "next": following,
        "next_label": Campaign.Phase(following).label if following else "",
        "open": [need for need in absent if need.phase in asked_for(campaign, following)],
        "waivers": queries.waivers(campaign),
        "form": form or (Waive(needs=absent) if absent else None),
        "refusal": refusal,
        "permissions": {
            "advance": policies.campaign.allows(member, "advance", campaign),
            "waive": policies.campaign.allows(member, "waive", campaign),
        },
        **follow,
    }
    status = 422 if refusal or form else 200
    return render(request, "campaigns/brief/golive.html", context, status=status)


def asked_for(campaign, following):
    return gate.ASKED.get((campaign.phase, following), set())


def listed(campaign, slug):
    """The needs as the page shows them: there, waived by whom, or missing."""
    waived = {}
    for waiver in gate.running(campaign):
        waived |= dict.fromkeys(waiver.waives, waiver)
    return [
        SimpleNamespace(
            key=need.key,
            label=need.label,
            there=need.there,
            sentence=need.sentence,
            mend=need.mend,
            url=need.url(campaign, slug),
            phase=need.phase,
            waiver=waived.get(need.key) if need.is_missing else None,
            is_open=need.is_missing and need.key not in waived,
        )
        for need in gate.needs(campaign)
    ]


@policies.campaign.opens("waive", key__iexact="campaign")
@require_POST
def waive(request, campaign):
    """Do without some of what is missing, for a reason and until a day."""
    absent = [need for need in listed(campaign, request.workspace.slug) if need.is_open]
    form = Waive(request.POST, needs=absent)
    if not attempt(form, lambda typed: actions.waive(campaign, by=request.member, **typed)):
        return page(request, campaign, form=form)
    return fragments.done(request, said=_("Waived"), back=address(request, campaign))


@policies.waiver.opens("withdraw", pk="waiver", campaign__key__iexact="campaign")
@require_POST
def withdraw(request, waiver):
    """Take a waiver back."""
    actions.withdraw(waiver, by=request.member)
    back = address(request, waiver.campaign)
    return fragments.done(request, said=_("The waiver is withdrawn"), back=back)


def address(request, campaign):
    names = {"workspace": request.workspace.slug, "campaign": campaign.key}
    return reverse("golive", kwargs=names)

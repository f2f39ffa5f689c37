"""Saying who answers for a touchpoint, and what it promises."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.brief import gate
from campaigns.brief import policies as brief
from campaigns.journey import actions, policies
from campaigns.journey.forms import TouchpointForm
from campaigns.plan.addresses import address
from campaigns.plan.policies import channel as channels
from campaigns.plan.policies import stage as stages
from workspace.kernel import fragments
from workspace.kernel.refusals import Invalid


@brief.campaign.opens("view", key__iexact="campaign")
@require_POST
def edit(request, campaign, channel, stage):
    """Change what was sent of a touchpoint: its owner, its promise."""
    policies.touchpoint.demand(request.member, "edit")
    channel = channels.fetch(request.member, "view", pk=channel)
    stage = stages.fetch(request.member, "view", pk=stage)
    form = TouchpointForm(request.POST)
    if not form.is_valid():
        raise Invalid.of(form)
    actions.edit(
        campaign, channel, stage, by=request.member, version=seen(request), **form.changes()
    )
    if back := gate.way_back(request, campaign):
        messages.success(request, _("Saved"))
        return redirect(back)
    place = {"channel": channel.pk, "stage": stage.pk}
    return fragments.done(
        request,
        said=_("Saved"),
        back=address("touchpoint", campaign, request.workspace.slug, **place),
        **{"plan:moved": {}},
    )


def seen(request):
    """The version that the person saw; 0 where nobody had said anything yet."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

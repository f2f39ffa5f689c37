"""Starting a campaign, changing what it says of itself, and moving it on."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.brief import actions, gate, policies
from campaigns.brief.forms import CampaignForm, NewCampaignForm
from campaigns.brief.models import Campaign
from campaigns.brief.views.gate import page as gate_page
from teams.models import Member
from workspace.kernel import fragments
from workspace.kernel.refusals import Invalid
from workspace.kernel.typed import attempt, blame, version_of, version_shown


@policies.campaign.opens("add")
def new(request, workspace):
    form = NewCampaignForm(request.POST or None, initial={"owner": request.member.pk})
    if request.method == "POST" and form.is_valid():
        try:
            campaign = actions.create(workspace.pk, by=request.member, **form.cleaned_data)
        except Invalid as refusal:
            blame(form, refusal)
        else:
            return redirect("board", workspace=workspace.slug, campaign=campaign.key)
    status = 422 if form.is_bound else 200
    context = {"form": form, "back": reverse("campaigns", kwargs={"workspace": workspace.slug})}
    return render(request, "campaigns/brief/new.html", context, status=status)


@policies.campaign.opens("view", key__iexact="campaign")
def settings(request, campaign):
    """What the campaign says of itself; contributors change it, everybody reads it."""
    may_edit = policies.campaign.allows(request.member, "edit", campaign)
    form = CampaignForm(request.POST or None, initial=model_to_dict(campaign))
    if not may_edit:
        # Whoever only reads learns who the owner is, not who else could be.
        form.fields["owner"].queryset = Member.objects.filter(pk=campaign.owner_id)
    if request.method == "POST":
        policies.campaign.demand(request.member, "edit", campaign)
        if attempt(form, lambda typed: edited(request, campaign, typed)):
            if back := gate.way_back(request, campaign):
                messages.success(request, _("Saved"))
                return redirect(back)
            return fragments.done(request, said=_("Saved"), back=request.path)
    context = {
        "campaign": campaign,
        "form": form,
        "version": version_shown(form, campaign),
        "may_edit": may_edit,
        "phases": phases(campaign)
        if policies.campaign.allows(request.member, "advance", campaign)
        else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/brief/settings.html", context, status=status)


def edited(request, campaign, typed):
    return actions.edit(campaign, by=request.member, version=seen(request, campaign), **typed)


def seen(request, campaign):
    return version_of(request) if request.POST.get("version") else campaign.version


def phases(campaign):
    following = actions.campaigns.NEXT_PHASES[campaign.phase]
    return [(phase, Campaign.Phase(phase).label) for phase in Campaign.Phase if phase in following]


@policies.campaign.opens("advance", key__iexact="campaign")
@require_POST
def advance(request, campaign):
    phase = request.POST.get("phase", "")
    if phase not in Campaign.Phase.values:
        raise Invalid.at("phase", _("There is no such phase."))
    try:
        version = seen(request, campaign)
        actions.advance(campaign, by=request.member, version=version, phase=phase)
    except gate.NotReady as refusal:
        if request.htmx or not policies.campaign.allows(request.member, "see_gate", campaign):
            raise
        return gate_page(request, campaign, refusal=refusal)
    back = reverse(
        "campaign_settings", kwargs={"workspace": request.workspace.slug, "campaign": campaign.key}
    )
    said = _("%(campaign)s is now %(phase)s") % {
        "campaign": campaign.name,
        "phase": Campaign.Phase(phase).label,
    }
    return fragments.done(request, said=said, back=back)

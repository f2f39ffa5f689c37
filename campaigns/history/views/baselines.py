"""Names for states of a plan, and noting who was here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.brief import policies as brief
from campaigns.history import actions, policies, queries
from campaigns.history.forms import BaselineForm
from campaigns.history.views import frame
from campaigns.plan import windows
from campaigns.plan.addresses import address
from workspace.kernel import fragments
from workspace.kernel.refusals import Invalid


@brief.campaign.opens("view", key__iexact="campaign")
@require_safe
def baselines(request, campaign):
    """The named states of the plan; each is compared with now by one click."""
    stream, revision = windows.revision_of(campaign)
    slug, member = request.workspace.slug, request.member
    found = list(queries.baselines(campaign, member))
    for baseline in found:
        baseline.removable = policies.baseline.allows(member, "remove", baseline)
        baseline.compare_url = address("compare", campaign, slug) + f"?from=baseline:{baseline.pk}"
        baseline.past_url = address("past", campaign, slug, revision=baseline.revision)
    context = frame.context(campaign, slug, "baselines", stream, revision) | {
        "baselines": found,
        "add": policies.baseline.allows(member, "add"),
        "form": BaselineForm(),
    }
    return render(request, "campaigns/history/baselines.html", context)


@brief.campaign.opens("view", key__iexact="campaign")
@require_POST
def add(request, campaign):
    """Name the present plan, or the plan at a revision."""
    policies.baseline.demand(request.member, "add")
    form = BaselineForm(request.POST)
    if not form.is_valid():
        raise Invalid.of(form)
    made = actions.name_plan(campaign, by=request.member, **form.cleaned_data)
    return fragments.done(
        request,
        said=_("The plan is kept as “%(name)s”") % {"name": made.name},
        back=address("baselines", campaign, request.workspace.slug),
        **{"plan:moved": {}},
    )


@policies.baseline.opens("remove", pk="baseline", campaign__key__iexact="campaign")
@require_POST
def remove(request, baseline):
    """Take the name away; nothing of the plan is lost."""
    actions.remove(baseline, by=request.member)
    return fragments.done(
        request,
        said=_("Removed the baseline “%(name)s”") % {"name": baseline.name},
        back=address("baselines", baseline.campaign, request.workspace.slug),
        **{"plan:moved": {}},
    )


@brief.campaign.opens("view", key__iexact="campaign")
@require_POST
def visit(request, campaign):
    """Somebody has a page of the campaign open (`static/js/visiting.js`)."""
    actions.note_visit(campaign, request.member)
    return HttpResponse(status=204)

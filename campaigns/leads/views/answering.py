"""Marketing's answers to sales, and having seen them."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.brief import policies as brief
from campaigns.leads import policies
from campaigns.leads.actions import answering
from campaigns.leads.decision_forms import Answering
from campaigns.plan.addresses import address
from workspace.kernel import fragments
from workspace.kernel.refusals import Invalid


@brief.campaign.opens("view", key__iexact="campaign")
@require_POST
def answer(request, campaign):
    """Answer quotes, or all rejections of a touchpoint for one reason."""
    policies.answer.demand(request.member, "add")
    form = Answering(request.POST, campaign=campaign)
    if not form.is_valid():
        raise Invalid.of(form)
    typed = form.cleaned_data
    said = {name: typed[name] for name in ("decision", "item", "title")}
    if typed["reason"]:
        answering.answer_reason(
            campaign, typed["touchpoint"], typed["reason"], by=request.member, **said
        )
    else:
        answering.answer_quotes(campaign, typed["quotes"], by=request.member, **said)
    return fragments.done(
        request,
        said=_("Answered: sales is told"),
        back=address("verdict", campaign, request.workspace.slug),
        **{"plan:moved": {}},
    )


@policies.answer.opens("see")
@require_POST
def see(request, workspace):
    """The reader has seen what their rejections and quotes changed."""
    answering.see(by=request.member)
    return fragments.done(request, said=_("Good to know"), **{"plan:moved": {}, "lead:seen": {}})

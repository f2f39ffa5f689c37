"""Marketing's answers to sales, and having seen them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.leads import policies
from campaigns.leads.actions import answering
from campaigns.leads.decision_forms import Answering
from campaigns.plan.addresses import address
from workspace.kernel import fragments
from workspace.kernel.refusals import Invalid


@policies.verdict.opens("answer", key__iexact="campaign")
@require_POST
def answer(request, campaign):
    """Answer quotes, or all rejections of a touchpoint for one reason."""
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
    messages.success(request, _("Answered: sales is told"))
    page = address("verdict", campaign, request.workspace.slug)
    if not request.htmx:
        return redirect(page)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = page
    return response


@policies.answer.opens("see")
@require_POST
def see(request, workspace):
    """The reader has seen what their rejections and quotes changed."""
    answering.see(by=request.member)
    return fragments.done(request, said=_("Good to know"), **{"plan:moved": {}, "lead:seen": {}})

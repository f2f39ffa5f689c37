"""What a rep does with one lead; each answers with a toast that can take it back."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.leads import policies
from campaigns.leads.actions import deciding, quoting
from campaigns.leads.decision_forms import Advance, Noting, Quoting, Recycle, Reject
from campaigns.leads.models import Lead
from workspace.kernel import fragments
from workspace.kernel.refusals import Invalid
from workspace.kernel.templatetags.look import day

LEAD = {"pk": "lead"}


@policies.lead.opens("decide", **LEAD)
@require_POST
def accept(request, lead):
    deciding.accept(lead, by=request.member)
    return decided(request, lead, _("Accepted: it is yours now"))


@policies.lead.opens("decide", **LEAD)
@require_POST
def reject(request, lead):
    typed = clean(Reject(request.POST))
    deciding.reject(lead, by=request.member, **typed)
    return decided(request, lead, _("Rejected: %(reason)s") % {"reason": typed["reason"]})


@policies.lead.opens("decide", **LEAD)
@require_POST
def recycle(request, lead):
    typed = clean(Recycle(request.POST))
    deciding.recycle(lead, by=request.member, **typed)
    return decided(request, lead, _("Comes back on %(day)s") % {"day": day(typed["on"])})


def clean(form):
    if not form.is_valid():
        raise Invalid.of(form)
    return form.cleaned_data


def decided(request, lead, said):
    """The toast, with Undo; the page knows which lead it was about."""
    slug = request.workspace.slug
    undo = reverse("undo_lead", kwargs={"workspace": slug, "lead": lead.pk})
    return answer(request, said, undo=undo, **{"lead:decided": {"lead": lead.pk}})


def answer(request, said, **more):
    back = reverse("inbox", kwargs={"workspace": request.workspace.slug})
    response = fragments.done(request, said=said, back=back, **more)
    if not request.htmx and response.url.startswith(request.build_absolute_uri(back)):
        # Without scripts the next lead is the first of the inbox again.
        return redirect(back)
    return response


@policies.lead.opens("decide", **LEAD)
@require_POST
def undo(request, lead):
    """Take the newest decision back; the lead waits, or stands where it stood, again."""
    deciding.undo(lead, by=request.member)
    return answer(request, _("Taken back"), **{"lead:back": {"lead": lead.pk}})


@policies.lead.opens("decide", **LEAD)
@require_POST
def note(request, lead):
    deciding.note(lead, by=request.member, **clean(Noting(request.POST)))
    return answer(request, _("Noted"), **{"lead:noted": {"lead": lead.pk}})


@policies.lead.opens("decide", **LEAD)
@require_POST
def quote(request, lead):
    quoting.quote(lead, by=request.member, **clean(Quoting(request.POST)))
    return answer(request, _("Passed on to marketing"), **{"lead:noted": {"lead": lead.pk}})


@policies.lead.opens("promote", **LEAD)
@require_POST
def promote(request, lead):
    deciding.promote(lead, by=request.member)
    return stepped(request, lead, _("Sales has it now"))


@policies.lead.opens("decide", **LEAD)
@require_POST
def advance(request, lead):
    """Qualified, an opportunity of a value, won or lost."""
    typed = clean(Advance(request.POST))
    deciding.advance(lead, by=request.member, **typed)
    return stepped(request, lead, str(Lead.State(typed["state"]).label))


def stepped(request, lead, said):
    place = {"workspace": request.workspace.slug, "lead": lead.pk}
    return fragments.done(
        request,
        said=said,
        undo=reverse("undo_lead", kwargs=place),
        back=reverse("lead", kwargs=place),
        **{"plan:moved": {}},
    )

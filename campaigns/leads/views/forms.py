"""The forms of a campaign that send leads: made, given another secret, revoked."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.brief import policies as brief
from campaigns.leads import policies, secrets
from campaigns.leads.actions import forms as actions
from campaigns.leads.forms import FormForm
from campaigns.leads.views import frame
from campaigns.plan.addresses import address
from workspace.kernel.typed import attempt, status_of

FORM = {"pk": "form", "campaign__key__iexact": "campaign"}


@brief.campaign.opens("view", key__iexact="campaign")
@require_http_methods(["GET", "HEAD", "POST"])
def forms(request, campaign):
    """The forms; the secret of a new one is on this answer and nowhere else."""
    policies.form.demand(request.member, "view")
    form, made = FormForm(request.POST or None, campaign=campaign), []
    if request.method == "POST" and attempt(
        form, lambda typed: made.append(actions.make(campaign, by=request.member, **typed))
    ):
        form = FormForm(campaign=campaign)
    return page(request, campaign, form, made[0] if made else None)


def page(request, campaign, form, fresh=None):
    rows = policies.form.visible_to(request.member).filter(
        campaign=campaign, revoked_at__isnull=True
    )
    found = rows.select_related("touchpoint__channel", "touchpoint__stage", "made_by")
    slug = request.workspace.slug
    context = frame.of_campaign(request, campaign, "forms") | {
        "form": form,
        "forms": [
            {
                "form": one,
                "url": url_of(one),
                "rotate": address("rotate_form", campaign, slug, form=one.pk),
                "revoke": address("revoke_form", campaign, slug, form=one.pk),
            }
            for one in found.order_by("-pk")
        ],
        "fresh": fresh
        and {"form": fresh, "url": url_of(fresh), "secret": secrets.secret_of(fresh)},
    }
    response = render(request, "campaigns/leads/forms.html", context, status=status_of(form))
    response["Cache-Control"] = "no-store"
    return response


def shown_once(form):
    return {"form": form, "url": url_of(form), "secret": secrets.secret_of(form)}


def url_of(form):
    return settings.PUBLIC_URL + reverse("receive_lead", kwargs={"form_key": form.key})


@policies.form.opens("edit", **FORM)
@require_POST
def rotate(request, form):
    """Another secret, shown on this answer and nowhere else."""
    actions.rotate(form, by=request.member)
    return page(request, form.campaign, FormForm(campaign=form.campaign), form)


@policies.form.opens("revoke", **FORM)
@require_POST
def revoke(request, form):
    actions.revoke(form, by=request.member)
    messages.success(request, _("Revoked: what it sends is refused now."))
    return redirect(address("forms", form.campaign, request.workspace.slug))

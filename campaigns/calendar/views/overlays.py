"""Calendars from elsewhere that lie over the plan: add, read again, remove."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.calendar import policies
from campaigns.calendar.actions import overlays as actions
from campaigns.calendar.forms import LayOverlay
from workspace.kernel.typed import attempt, status_of


@policies.overlay.opens("view")
@require_http_methods(["GET", "HEAD", "POST"])
def overlays(request, workspace):
    """All of them, and the form that adds one."""
    reader = request.member
    form = LayOverlay(request.POST or None, request.FILES or None)
    if request.method == "POST":
        policies.overlay.demand(reader, "add")
        if attempt(form, lambda typed: actions.lay(workspace.pk, by=reader, **typed)):
            messages.success(request, _("Laid over the plan"))
            return redirect("overlays", workspace=workspace.slug)
    context = {
        "form": form,
        "overlays": [furnished(row, reader) for row in rows(reader)],
        "may_add": policies.overlay.allows(reader, "add"),
        "may_refresh": policies.overlay.allows(reader, "refresh"),
    }
    return render(request, "campaigns/calendar/overlays.html", context, status=status_of(form))


def rows(reader):
    found = policies.overlay.visible_to(reader).annotate(size=Count("days"))
    return found.select_related("made_by").order_by("name", "pk")


def furnished(overlay, reader):
    overlay.removable = policies.overlay.allows(reader, "remove", overlay)
    return overlay


@policies.overlay.opens("refresh", pk="pk")
@require_POST
def refresh(request, overlay):
    actions.ask_again(overlay, by=request.member)
    messages.success(request, _("It will be read again in a moment."))
    return redirect("overlays", workspace=request.workspace.slug)


@policies.overlay.opens("remove", pk="pk")
@require_POST
def remove(request, overlay):
    actions.remove(overlay, by=request.member)
    return redirect("overlays", workspace=request.workspace.slug)

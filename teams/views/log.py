"""For administrators: what happened in the workspace, and effects that could not take place."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams import policies, queries
from teams.actions import effects as actions
from teams.forms import LogFilters
from teams.sentences import told

PAGE = 100


@policies.workspace.opens("see_log")
def log(request, workspace):
    """The event log, newest first, a page at a time from `before` on."""
    filters = LogFilters(request.GET or None)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    events = queries.log(workspace, person=chosen.get("person"), before=chosen.get("before"))
    page = list(events[: PAGE + 1])
    context = {
        "events": told(page[:PAGE]),
        "filters": filters,
        "older": page[PAGE - 1].pk if len(page) > PAGE else None,
    }
    return render(request, "teams/log.html", context)


@policies.workspace.opens("see_effects")
def effects(request, workspace):
    dead = policies.effect.visible_to(request.member).dead().order_by("-pk")[:200]
    return render(request, "teams/effects.html", {"effects": dead})


@policies.effect.opens("retry", pk="pk")
@require_POST
def retry(request, effect):
    actions.retry(effect, by=request.member)
    messages.success(request, _("It will be tried again in a moment."))
    return redirect("effects", workspace=request.workspace.slug)

"""Founding a workspace, and its settings."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from teams import navigation, policies, queries
from teams.actions import workspaces as actions
from teams.forms import WorkspaceSettings
from workspace.kernel.access import personal
from workspace.kernel.typed import attempt, status_of, version_of, version_shown


@personal
def new(request):
    """A place to begin: make a workspace, or learn that an invitation will come by mail."""
    form = WorkspaceSettings(request.POST or None)
    if request.method == "POST":
        founded = []
        if attempt(form, lambda typed: founded.append(actions.found(user=request.user, **typed))):
            return redirect(navigation.address("my_work", founded[0].workspace))
    context = {"form": form, "memberships": queries.workspaces_of(request.user)}
    return render(request, "teams/new_workspace.html", context, status=status_of(form))


@policies.workspace.opens("edit")
def settings(request, workspace):
    shown = {"name": workspace.name, "time_zone": workspace.time_zone}
    form = WorkspaceSettings(request.POST or None, initial=shown)
    if request.method == "POST" and attempt(
        form,
        lambda typed: actions.edit(
            workspace, by=request.member, version=version_of(request), **typed
        ),
    ):
        messages.success(request, _("Saved."))
        return redirect("workspace_settings", workspace=workspace.slug)
    context = {"form": form, "version": version_shown(form, workspace)}
    return render(request, "teams/settings.html", context, status=status_of(form))

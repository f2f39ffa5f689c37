"""Teams of the company and partner organisations, on one page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams import policies, queries
from teams.actions import groups as actions
from teams.forms import EditPartner, EditTeam
from workspace.kernel.typed import attempt, status_of, version_of, version_shown


@policies.workspace.opens("see_people")
def groups(request, workspace, team_form=None, partner_form=None):
    context = {
        **queries.following(workspace),
        "teams": queries.teams_with_counts(),
        "partners": queries.partners_with_counts(),
        "team_form": team_form or EditTeam(prefix="team"),
        "partner_form": partner_form or EditPartner(prefix="partner"),
        "may_add": policies.team.allows(request.member, "add"),
        "may_edit": policies.team.allows(request.member, "edit"),
    }
    status = max(status_of(context["team_form"]), status_of(context["partner_form"]))
    return render(request, "teams/groups.html", context, status=status)


@policies.team.opens("add")
@require_POST
def add_team(request, workspace):
    form = EditTeam(request.POST, prefix="team")
    if not attempt(form, lambda typed: actions.add_team(by=request.member, **typed)):
        return groups(request, team_form=form)
    return saved(request)


@policies.partner.opens("add")
@require_POST
def add_partner(request, workspace):
    form = EditPartner(request.POST, prefix="partner")
    if not attempt(form, lambda typed: actions.add_partner(by=request.member, **typed)):
        return groups(request, partner_form=form)
    return saved(request)


@policies.team.opens("edit", pk="pk")
def team(request, team):
    return edit(request, team, EditTeam, "function")


@policies.partner.opens("edit", pk="pk")
def partner(request, partner):
    return edit(request, partner, EditPartner, "kind")


def edit(request, group, form_class, kind):
    form = form_class(
        request.POST or None, initial={"name": group.name, kind: getattr(group, kind)}
    )
    if request.method == "POST" and attempt(
        form,
        lambda typed: actions.edit(group, by=request.member, version=version_of(request), **typed),
    ):
        return saved(request)
    context = {"group": group, "form": form, "noun": actions.NOUNS[type(group)]}
    context["version"] = version_shown(form, group)
    return render(request, "teams/group.html", context, status=status_of(form))


@policies.team.opens("dissolve", pk="pk")
@require_POST
def dissolve_team(request, team):
    actions.dissolve(team, by=request.member)
    return saved(request)


@policies.partner.opens("dissolve", pk="pk")
@require_POST
def dissolve_partner(request, partner):
    actions.dissolve(partner, by=request.member)
    return saved(request)


def saved(request):
    messages.success(request, _("Saved."))
    return redirect("teams", workspace=request.workspace.slug)

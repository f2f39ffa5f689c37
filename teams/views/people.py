"""The people of a workspace: the list, one person, removing and bringing back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams import policies, queries
from teams.actions import members as actions
from teams.filters import bar
from teams.forms import AddName, EditMember, PeopleFilters
from workspace.kernel.typed import attempt, status_of, version_of

PAGE = 50


@policies.workspace.opens("see_people")
def people(request, workspace, added=None):
    filters = PeopleFilters(request.GET or None)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    page = Paginator(queries.people(request.member, chosen), PAGE).get_page(chosen.get("page"))
    form = added or AddName()
    context = {
        **queries.following(workspace),
        "page": page,
        "filters": bar(filters, request.path),
        "name_form": form,
        "may_invite": bool(policies.bringable(request.member)),
        "may_add": policies.member.allows(request.member, "add"),
    }
    return render(request, "teams/people.html", context, status=status_of(form))


@policies.member.opens("add")
@require_POST
def add_name(request, workspace):
    form = AddName(request.POST)
    if not attempt(form, lambda typed: actions.add_name(by=request.member, **typed)):
        return people(request, added=form)
    messages.success(request, _("%(name)s can be given work now.") % form.cleaned_data)
    return redirect("people", workspace=workspace.slug)


@policies.member.opens("view", pk="pk")
def person(request, person):
    may_edit = policies.member.allows(request.member, "edit", person)
    if request.method == "POST":
        policies.member.demand(request.member, "edit", person)
    shown = {name: getattr(person, name) for name in (*actions.EDITABLE, "version")}
    form = EditMember(request.POST or None, reader=request.member, person=person, initial=shown)
    if request.method == "POST" and attempt(
        form, lambda typed: actions.edit(person, by=request.member, **typed)
    ):
        messages.success(request, _("Saved."))
        return redirect("people", workspace=request.workspace.slug)
    invitation = policies.invitation.visible_to(request.member).unanswered().filter(member=person)
    invitation = invitation.select_related("member").first()
    context = {
        "person": person,
        "form": form if may_edit else None,
        "invitation": invitation,
        "may_answer": invitation
        and policies.invitation.allows(request.member, "resend", invitation),
        "may_remove": policies.member.allows(request.member, "remove", person),
        "may_bring_back": policies.member.allows(request.member, "bring_back", person),
    }
    return render(request, "teams/person.html", context, status=status_of(form))


@policies.member.opens("remove", pk="pk")
@require_POST
def remove(request, person):
    actions.remove(person, by=request.member, version=version_of(request))
    if person.pk == request.member.pk:
        return redirect("home")
    messages.success(request, _("%(name)s has no access any more.") % {"name": person.name})
    return redirect("people", workspace=request.workspace.slug)


@policies.member.opens("bring_back", pk="pk")
@require_POST
def bring_back(request, person):
    actions.bring_back(person, by=request.member, version=version_of(request))
    messages.success(request, _("%(name)s is back.") % {"name": person.name})
    return redirect("person", workspace=request.workspace.slug, pk=person.pk)

"""Letting an item come again: the rule, its next dates, and an end of it."""

from types import SimpleNamespace

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.patterns.actions import recurring as actions
from campaigns.patterns.forms import RepeatItem
from campaigns.patterns.models import SHOWN, Recurrence
from campaigns.plan import policies
from campaigns.plan.addresses import address
from campaigns.plan.views.items import ITEM
from workspace.kernel import fragments
from workspace.kernel.typed import attempt, status_of


@policies.item.opens("edit", **ITEM)
@require_http_methods(["GET", "HEAD", "POST"])
def repeats(request, item):
    """A rule is chosen and its next dates are shown; then it is kept."""
    first = item.due_on or item.start_on
    asked = request.POST if request.method == "POST" else request.GET
    running = Recurrence.objects.filter(item=item, stopped_at__isnull=True).first()
    typed = asked if "every" in asked else None
    form = RepeatItem(typed, item=item, by=request.member, running=running)
    if request.method == "POST" and attempt(
        form, lambda typed: actions.repeat(item, by=request.member, **typed)
    ):
        return back(request, item, _("It comes again"))
    context = {
        "item": item,
        "campaign": item.campaign,
        "key": f"{item.campaign.key}-{item.number}",
        "form": form,
        "recurrence": running,
        "returns_on": running and running.returns_on(request.workspace),
        "first": first,
        "preview": preview(form, item, request.member) if first else None,
        "to_come": running.to_come(request.workspace) if running else (),
        "item_url": address("item", item.campaign, request.workspace.slug, number=item.number),
    }
    page = "campaigns/patterns/repeats.html"
    part = f"{page}#preview" if request.htmx and request.method == "GET" else page
    status = status_of(form) if request.method == "POST" else 200
    return render(request, part, context, status=status)


def preview(form, item, by):
    """The next days of the rule that was chosen, and the fields that keep it."""
    if not form.is_bound or not form.is_valid():
        return None
    typed = form.cleaned_data
    on_working_days = typed["on_working_days"]
    days = actions.next_days(item, typed["rule"], SHOWN, by=by, on_working_days=on_working_days)
    return SimpleNamespace(days=days, fields=[(n, v) for n, vs in form.data.lists() for v in vs])


@policies.item.opens("edit", **ITEM)
@require_POST
def stop(request, item):
    actions.stop(item, by=request.member)
    return back(request, item, _("It comes no more"))


def back(request, item, said):
    page = address("item", item.campaign, request.workspace.slug, number=item.number)
    if request.htmx:
        return fragments.done(request, said=said)
    return redirect(page)

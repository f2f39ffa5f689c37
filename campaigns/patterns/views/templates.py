"""Templates: the list, saving a plan as one, and starting a campaign from one."""

from types import SimpleNamespace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.brief import policies as brief
from campaigns.brief.models import Campaign
from campaigns.patterns import plans, policies, rules
from campaigns.patterns.actions import recurring
from campaigns.patterns.actions import templates as actions
from campaigns.patterns.forms import RenameTemplate, SaveTemplate, StartFromTemplate, suggested
from campaigns.patterns.rules import Every
from campaigns.plan.models import Kind
from workspace.kernel.refusals import Refusal
from workspace.kernel.templatetags.look import day as day_in_words
from workspace.kernel.templatetags.look import from_to, listed
from workspace.kernel.typed import attempt, status_of, version_of

SHOWN = 300


@policies.template.opens("view")
@require_safe
def templates(request, workspace):
    """All templates of the workspace, and what may be done with each."""
    found = policies.template.visible_to(request.member).select_related("made_by")
    context = {
        "templates": [furnished(row, request.member) for row in found.order_by("name", "pk")],
        "may_use": policies.template.allows(request.member, "use"),
    }
    return render(request, "campaigns/patterns/templates.html", context)


def furnished(template, reader):
    count = len(template.plan["items"])
    template.size = ngettext("%(count)d item", "%(count)d items", count) % {"count": count}
    template.editable = policies.template.allows(reader, "edit", template)
    template.removable = policies.template.allows(reader, "remove", template)
    return template


@policies.template.opens("edit", pk="pk")
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request, template):
    start = {"name": template.name, "description": template.description}
    form = RenameTemplate(request.POST or None, initial=start)
    if request.method == "POST" and attempt(
        form,
        lambda typed: actions.rename(
            template, by=request.member, version=version_of(request), **typed
        ),
    ):
        return redirect("templates", workspace=request.workspace.slug)
    context = {"form": form, "template": template}
    return render(request, "campaigns/patterns/rename.html", context, status=status_of(form))


@policies.template.opens("remove", pk="pk")
@require_POST
def remove(request, template):
    actions.remove(template, by=request.member)
    messages.success(request, _("Removed “%(name)s”") % {"name": template.name})
    return redirect("templates", workspace=request.workspace.slug)


@policies.template.opens("use", pk="pk")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, template):
    """The launch, and all days that follow from it; then the campaign is there."""
    brief.campaign.demand(request.member, "add")
    made = []
    days = plans.days_of(request.workspace)
    initial = suggested(template, taken_keys(), timezone.localdate(), days)
    asked = request.POST if request.method == "POST" else initial | request.GET.dict()
    form = StartFromTemplate(asked)
    if request.method == "POST" and attempt(
        form, lambda typed: made.append(actions.start(template, by=request.member, **typed))
    ):
        return redirect("board", workspace=request.workspace.slug, campaign=made[0].key)
    context = {"form": form, "template": template, "preview": preview(template, form, request)}
    page = "campaigns/patterns/start.html"
    part = f"{page}#preview" if request.htmx and request.method != "POST" else page
    status = status_of(form) if request.method == "POST" else 200
    return render(request, part, context, status=status)


def taken_keys():
    return {key.upper() for key in Campaign.objects.values_list("key", flat=True)}


def preview(template, form, request):
    """The days of all items with the launch that was typed; None while there is none."""
    form.is_valid()
    launch = form.cleaned_data.get("launch")
    if launch is None:
        return None
    try:
        first, last = actions.sound_span(template, launch, request.workspace)
    except Refusal as refusal:
        form.add_error("launch", refusal.message)
        return None
    kinds = dict(Kind.choices)
    days, today = plans.days_of(request.workspace), recurring.today_in(request.workspace)
    dated = plans.dated(template.plan, launch, days)
    return SimpleNamespace(
        span=from_to(first, last),
        late=first < timezone.localdate(),
        more=max(len(dated) - SHOWN, 0),
        rows=[
            SimpleNamespace(
                title=item["title"],
                kind=kinds[item["kind"]],
                milestone=item["kind"] == "milestone",
                start=start,
                due=due,
                again=told_again(item, due or start, launch, days, today),
            )
            for item, start, due in sorted(dated, key=by_day)[:SHOWN]
        ],
    )


def told_again(item, day, launch, days, today):
    """In words how an item comes again with this launch; empty when it does not."""
    coming = actions.next_of(item, day, launch, days, today)
    if not coming:
        return ""
    values, next_day = coming
    often = rules.chosen(values["rule"])
    words = [str(Every(often["every"]).label)]
    words += [listed(str(WEEKDAYS[each]) for each in often.get("weekdays", ()))]
    words.append(_("next on %(day)s") % {"day": day_in_words(next_day)})
    if "until" in often:
        words.append(_("the last time by %(day)s") % {"day": day_in_words(often["until"])})
    if times := values["times"]:
        said = ngettext("%(count)d time in all", "%(count)d times in all", times)
        words.append(said % {"count": times})
    return " · ".join(filter(None, words))


def by_day(row):
    _item, start, due = row
    known = due or start
    return (known is None, known and known.toordinal())


@brief.campaign.opens("view", key__iexact="campaign")
@require_http_methods(["GET", "HEAD", "POST"])
def save(request, campaign):
    """Keep the plan of a campaign as a template."""
    policies.template.demand(request.member, "add")
    form = SaveTemplate(
        request.POST or None, campaign=campaign, initial={"name": campaign.name[:80]}
    )
    if request.method == "POST" and attempt(
        form, lambda typed: actions.save(campaign, by=request.member, **typed)
    ):
        messages.success(request, _("Kept as a template"))
        return redirect("templates", workspace=request.workspace.slug)
    context = {"form": form, "campaign": campaign}
    return render(request, "campaigns/patterns/save.html", context, status=status_of(form))

"""The timeline of a campaign, its table twin, and what of it changed since a revision."""

from django.http import JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from campaigns.brief import policies
from campaigns.plan import pages, windows, working
from campaigns.plan.addresses import address
from campaigns.plan.filters import Filters
from campaigns.plan.models import Dependency
from campaigns.plan.views import frame
from campaigns.timeline import changes, controls, lanes, table
from campaigns.timeline.asking import Asked
from campaigns.timeline.showing import Plan, ground

FIRST, MORE = 300, 200


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def timeline(request, campaign):
    """Bars in lanes, or (`as=table`) the same as a table; `more=LANE&from=N` is a lane's rest."""
    filters, asked = Filters.read(request.GET), Asked.read(request.GET)
    calendars = working.calendars(request.workspace)
    if "more" in request.GET and request.htmx:
        return more_of_lane(request, campaign, filters, asked, calendars)
    make = table_page if asked.table else bars_page
    return pages.conditional(
        request,
        campaign,
        "timeline",
        lambda *where: make(request, campaign, filters, asked, calendars, *where),
    )


def bars_page(request, campaign, filters, asked, calendars, stream, revision):
    plan = Plan(request, campaign, filters, asked, calendars, revision)
    context = context_of(request, campaign, filters, asked, stream, revision)
    room = windows.WHOLE if {"all", "more"} & request.GET.keys() else FIRST
    shown, tray = plan.lanes()
    windowed = []
    for lane in shown:
        first, room = lane.items[:room], max(0, room - len(lane.items))
        windowed += first
        if len(first) < lane.count:
            lane.more_url = f"{asked.query(filters)}&more={lane.key}&from={len(first)}"
    drawn = plan.draw(windowed)
    for lane in shown:
        lane.body = lanes.body(lane.items, drawn)
    waiting = lanes.draw_tray(tray.items, request.member, plan.scale)
    tray.body = lanes.body(tray.items, waiting)
    context |= {
        "lanes": shown,
        "tray": tray,
        "scale": plan.scale,
        "links_of_plan": changes.links(plan.reckoning),
        "ground": ground(plan.scale, calendars.days),
        "legend": bool(plan.shadows),
    }
    context["ghosts"], context["window"] = plan.ghosts()
    return render(request, "campaigns/timeline/timeline.html", context)


def table_page(request, campaign, filters, asked, calendars, stream, revision):
    plan = Plan(request, campaign, filters, asked, calendars, revision)
    context = context_of(request, campaign, filters, asked, stream, revision)
    drawn, groups = table.draw(plan.items, plan), plan.groups()
    for group in groups:
        group.body = lanes.body(group.items, drawn)
    context |= {
        "groups": groups,
        "ghosts": plan.ghosts()[0],
        "links_of_plan": changes.links(plan.reckoning),
        "of_baseline": asked.baseline,
    }
    return render(request, "campaigns/timeline/table.html", context)


def more_of_lane(request, campaign, filters, asked, calendars):
    """A window of one lane, as its rows and the link to the next."""
    revision = windows.revision_of(campaign)[1]
    plan = Plan(request, campaign, filters, asked, calendars, revision)
    start = whole(request.GET.get("from"))
    found = [lane for lane in plan.lanes()[0] if lane.key == request.GET["more"]]
    lane = found[0] if found else lanes.Lane("", "")
    window = lane.items[start : start + MORE]
    lane.body = lanes.body(window, plan.draw(window))
    if start + len(window) < lane.count:
        query = asked.query(filters)
        lane.more_url = f"{query}&more={lane.key}&from={start + len(window)}"
    return render(request, "campaigns/timeline/timeline.html#rows", {"lane": lane})


def context_of(request, campaign, filters, asked, stream, revision):
    """The frame of a plan page, with the filters' own choice of lanes, and the controls."""
    slug = request.workspace.slug
    context = frame.context(request, campaign, filters, "timeline", stream, revision)
    context["links"]["changes"] = address("timeline_changes", campaign, slug)
    context["filter_form"] = controls.filter_form(
        campaign, filters, asked, context["choices"], request.workspace
    )
    context["may_move"] = context["permissions"]["edit"]
    context["by_person"] = filters.group == "assignee"
    context["zooms"] = controls.zooms(filters, asked)
    context["link_kinds"] = Dependency.Kind.choices
    context["ways"] = controls.ways(filters, asked)
    context["hidden"] = controls.hidden(filters, asked)
    context["baselines"] = controls.baselines(campaign, request.member, asked)
    return context


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def since(request, campaign):
    """What an open timeline must redraw to be as the plan is now (see `timeline/changes.py`)."""
    filters, asked = Filters.read(request.GET), Asked.read(request.GET)
    calendars = working.calendars(request.workspace)
    stream, revision = windows.revision_of(campaign)
    plan = Plan(request, campaign, filters, asked, calendars, revision)
    found = changes.since(plan, stream, revision, whole(request.GET.get("since")))
    context = {
        "hidden": controls.hidden(filters, asked),
        "baselines": controls.baselines(campaign, request.member, asked),
    }
    found["baselines"] = get_template("campaigns/timeline/baselines.html").render(context)
    found["summary"] = frame.summary_html(campaign, revision, request)
    answer = JsonResponse(found)
    patch_cache_control(answer, no_store=True)
    patch_vary_headers(answer, ["Cookie"])
    return answer


def whole(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0

"""The touchpoints of a campaign: all on one map, one by one, and what of them changed."""

from types import SimpleNamespace

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.brief import policies
from campaigns.insights import journey_map, verdict, verdict_views
from campaigns.insights.journey_map import Map
from campaigns.journey import forms
from campaigns.journey.policies import touchpoint as policy
from campaigns.plan import cards, pages, windows
from campaigns.plan.addresses import address
from campaigns.plan.filters import Filters
from campaigns.plan.views import frame
from campaigns.plan.views.redrawing import whole
from workspace.kernel import clock
from workspace.kernel.live.cursors import following

MORE = 200


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def touchpoints(request, campaign):
    """The map; `?rows=all` shows channels that are not used, `?more=CELL&from=N` a cell's rest."""
    filters = Filters.read(request.GET)
    if "more" in request.GET and request.htmx:
        return more_of_cell(request, campaign, filters)
    return pages.conditional(
        request, campaign, "touchpoints", lambda *where: page(request, campaign, filters, *where)
    )


def page(request, campaign, filters, stream, revision):
    context = frame.context(request, campaign, filters, "touchpoints", stream, revision)
    context["links"]["changes"] = address("touchpoint_changes", campaign, request.workspace.slug)
    shown = Map(request, campaign, filters, stream, revision, whole=shows_all(request))
    shown.draw()
    words = shown.words
    context |= {
        "columns": shown.columns(),
        "channels": shown.channels(),
        "rows": len(shown.channels()),
        "sum": shown.figures_of_all(),
        "may_edit": shown.may_edit,
        "inside": shown.inside,
        "places": {"channels": words.channels, "stages": words.stages},
        "whole": shown.whole,
        "hidden_channels": len(words.channels) - len([each for each in shown.channels() if each]),
        "rows_url": rows_url(filters, shown.whole),
    }
    return render(request, journey_map.TEMPLATE, context)


def shows_all(request):
    return request.GET.get("rows") == "all"


def rows_url(filters, is_whole):
    """The map with the channels that are not used, or without them."""
    query = filters.query()
    return f"?{query}" if is_whole else f"?{query}{'&' if query else ''}rows=all"


def more_of_cell(request, campaign, filters):
    where = windows.revision_of(campaign)
    shown = Map(request, campaign, filters, *where, whole=shows_all(request))
    found = [cell for cell in shown.cells.values() if cell.key == request.GET["more"]]
    if not found:
        raise Http404
    [cell], start = found, whole(request.GET.get("from"))
    window = cell.items[start : start + MORE]
    cell.body = windows.draw(window, request.member, journey_map.SHAPE)
    if start + len(window) < cell.count:
        cell.more_url = shown.more_url(cell.key, start + len(window))
    return render(request, f"{journey_map.TEMPLATE}#cards", {"cell": cell})


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def since(request, campaign):
    """What an open map must redraw to be as the plan is now (see `journey_map.since`)."""
    stream, revision = windows.revision_of(campaign)
    filters = Filters.read(request.GET)
    shown = Map(request, campaign, filters, stream, revision, whole=shows_all(request))
    found = journey_map.since(shown, stream, revision, whole(request.GET.get("since")))
    found["summary"] = frame.summary_html(campaign, revision, request)
    answer = JsonResponse(found)
    patch_cache_control(answer, no_store=True)
    patch_vary_headers(answer, ["Cookie"])
    return answer


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def touchpoint(request, campaign, channel, stage):
    """One touchpoint: its promise and owner, its work, and what came of it."""
    stream, revision = windows.revision_of(campaign)
    asked = Filters(channel=(str(channel),), stage=(str(stage),))
    shown = Map(request, campaign, asked, stream, revision, whole=True)
    cell = shown.cells.get((channel, stage))
    if cell is None:
        raise Http404
    drawn = cards.draw(cell.items, request.member, journey_map.SHAPE)
    context = {
        "campaign": campaign,
        "cell": cell,
        "body": mark_safe("".join(drawn.get(pk, "") for pk, _face in cell.items)),
        "inside": shown.inside,
        "form": forms.TouchpointForm(initial=initial(cell)) if shown.may_edit else None,
        "said_by_sales": verdict_of(campaign, cell, request.workspace.slug)
        if shown.inside
        else None,
        "verdict_url": verdict_url(campaign, cell, request.workspace.slug),
        "version": cell.touchpoint.version if cell.touchpoint else 0,
        "views": views_of(campaign, asked, request.workspace.slug),
        "permissions": {"add": policy.allows(request.member, "edit")},
        **following([(stream, revision)]),
    }
    return render(request, "campaigns/insights/touchpoint.html", context)


def verdict_of(campaign, cell, slug):
    """What sales says of this touchpoint, with reasons and quotes; None where it says nothing."""
    if cell.touchpoint is None:
        return None
    today = clock.workspace_today()
    found = verdict.verdicts([campaign.pk], by=("channel", "touchpoint"), today=today)
    here = {key: each for key, each in found.items() if key[1] == cell.touchpoint.pk}
    return next(iter(verdict_views.places_of(campaign, here, slug)), None)


def verdict_url(campaign, cell, slug):
    page = address("verdict", campaign, slug)
    return f"{page}#place-{cell.touchpoint.pk}" if cell.touchpoint else page


def initial(cell):
    return {"owner": cell.owner and cell.owner.pk, "promise": cell.promise}


def views_of(campaign, asked, slug):
    """The other views of the plan, with the items of this touchpoint alone."""
    query = asked.query()
    return [
        SimpleNamespace(label=label, icon=icon, url=f"{address(name, campaign, slug)}?{query}")
        for name, label, icon in (
            ("board", _("Board"), "square-kanban"),
            ("list", _("List"), "list"),
            ("timeline", _("Timeline"), "list-tree"),
            ("calendar", _("Calendar"), "calendar-days"),
        )
    ]

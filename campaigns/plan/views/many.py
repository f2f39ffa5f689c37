"""The trash, undo, and what happened in the campaign."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from campaigns.brief import policies as brief
from campaigns.plan import actions, feed, policies, windows
from campaigns.plan.addresses import address
from campaigns.plan.forms import whole_numbers
from campaigns.plan.models import Item
from campaigns.plan.views import frame
from campaigns.plan.views.items import ITEM, after, undo_address
from campaigns.plan.views.redrawing import whole
from workspace.kernel import fragments
from workspace.kernel.live.cursors import following

CAMPAIGN = {"key__iexact": "campaign"}


@brief.campaign.opens("view", **CAMPAIGN)
@require_safe
def trashed(request, campaign):
    """What was thrown away in the last thirty days, and who may take it back."""
    policies.trashed_item.demand(request.member, "view")
    stream, revision = windows.revision_of(campaign)
    rows = policies.trashed_item.visible_to(request.member).filter(campaign=campaign)
    page = Paginator(rows.order_by("-trashed_at", "-pk"), 100).get_page(request.GET.get("page"))
    thrown_by = feed.thrown_away_by(page.object_list)
    for item in page.object_list:
        item.thrown_by = thrown_by.get(item.pk, "")
        item.days_left = actions.trashing.days_left(item)
    return render(
        request,
        "campaigns/plan/trash.html",
        {
            "campaign": campaign,
            "page": page,
            **following([(stream, revision)]),
            "permissions": {"restore": policies.trashed_item.allows(request.member, "restore")},
            "links": frame.links(campaign, request.workspace.slug)
            | {"restore": address("restore", campaign, request.workspace.slug)},
            "kept_days": actions.trashing.KEPT_FOR.days,
        },
    )


@brief.campaign.opens("view", **CAMPAIGN)
@require_POST
def restore(request, campaign):
    policies.trashed_item.demand(request.member, "restore")
    items = actions.restore(
        campaign, whole_numbers(request.POST.getlist("item")), by=request.member
    )
    said = ngettext("Took %(count)d item back", "Took %(count)d items back", len(items))
    return fragments.done(
        request,
        said=said % {"count": len(items)},
        undo=undo_address(request, campaign),
        back=address("trash", campaign, request.workspace.slug),
        **{"plan:moved": {}},
    )


@brief.campaign.opens("view", **CAMPAIGN)
@require_POST
def undo(request, campaign, revision):
    """Take back one's own revision; the toast offers to take that back in turn."""
    policies.item.demand(request.member, "undo")
    actions.undo(campaign, revision, by=request.member)
    return after(request, campaign, _("Undone"))


@brief.campaign.opens("view", **CAMPAIGN)
@require_safe
def activity(request, campaign):
    """What happened in the campaign, newest first; `?before=REVISION` goes on."""
    policies.event.demand(request.member, "view")
    stream, revision = windows.revision_of(campaign)
    events = feed.of_campaign(stream, request.member, before=whole(request.GET.get("before")))
    slug = request.workspace.slug
    numbers = dict(
        Item.objects.filter(pk__in={e.object_id for e in events if e.noun == "item"}).values_list(
            "pk", "number"
        )
    )
    for event in events:
        if event.noun == "item" and event.object_id in numbers:
            event.url = address("item", campaign, slug, number=numbers[event.object_id])
    offer_undo(request, campaign, stream, events)
    return render(
        request,
        "campaigns/plan/activity.html#events" if request.htmx else "campaigns/plan/activity.html",
        {
            "campaign": campaign,
            "events": events,
            **following([(stream, revision)]),
            "links": frame.links(campaign, slug),
            "more_url": f"?before={events[-1].revision}" if len(events) == 60 else "",
        },
    )


def offer_undo(request, campaign, stream, events):
    """Give the reader's own events, once for each revision, the address that takes it back."""
    if not policies.item.allows(request.member, "undo"):
        return
    mine = [event for event in events if getattr(event.actor, "pk", None) == request.member.pk]
    left = actions.undoable(stream, mine)
    for event in mine:
        if event.revision in left:
            left.remove(event.revision)
            slug = request.workspace.slug
            event.undo_url = address("undo", campaign, slug, revision=event.revision)


@policies.item.opens("view", **ITEM)
@require_safe
def item_activity(request, item):
    """Everything that happened to one item."""
    policies.event.demand(request.member, "view")
    stream, revision = windows.revision_of(item.campaign)
    events = feed.of_item(item, request.member, limit=500)
    offer_undo(request, item.campaign, stream, events)
    return render(
        request,
        "campaigns/plan/activity.html",
        {
            "campaign": item.campaign,
            "item": item,
            **following([(stream, revision)]),
            "events": events,
            "links": frame.links(item.campaign, request.workspace.slug),
        },
    )

"""A whole plan laid out anew: forward from its start, or back from its launch."""

from campaigns.plan import working
from campaigns.plan.actions.checking import check_day
from campaigns.plan.models import ENDED, Dependency, Item
from campaigns.plan.moving import impact
from campaigns.schedule import network
from campaigns.schedule.network import Link, Task
from workspace.kernel.values import plain

FORWARD, BACKWARD = "forward", "backward"
LAY = {FORWARD: network.forward, BACKWARD: network.backward}


def wish_to_lay(campaign, way, day):
    """The `Wish` that puts each item of a plan as early as can be from the day `day`, "forward",
    or as late as can be to end by it, "backward".

    By the dependencies and the lengths of what has dates. Pinned and foreign items stay where they
    are, and bind; what has ended stays and binds nothing. Its list is shown in any case, as it
    moves what nobody named.
    """
    check_day("due_on")(plain(day))
    items, links = around(campaign)
    assigned = impact.assigned_to(items, campaign.workspace)
    calendars = working.calendars(campaign.workspace)
    tasks = [
        Task(
            item.pk,
            *impact.dates_of(item),
            pinned=item.pinned or item.campaign_id != campaign.pk,
            ended=item.status in ENDED,
            days=calendars.of(member.pk for member in assigned.get(item.pk, ())),
        )
        for item in items.values()
    ]
    with impact.refusing_circles(items):
        found = LAY[way](tasks, links, day, days=calendars.days)
    return impact.Wish(
        {pk: dates for pk, dates in found.items() if dates != impact.dates_of(items[pk])},
        asks=True,
    )


def around(campaign):
    """{id: item} of a plan with the foreign items that it is linked with; and the links."""
    kept = Item.objects.kept()
    items = {item.pk: item for item in kept.filter(campaign=campaign).select_related("campaign")}
    links = [
        Link(*row)
        for column in ("item__campaign", "waits_for__campaign")
        for row in Dependency.objects.filter(**{column: campaign}).values_list(
            "waits_for_id", "item_id", "kind", "lag"
        )
    ]
    foreign = {end for link in links for end in (link.earlier, link.later)} - items.keys()
    items |= {item.pk: item for item in kept.filter(pk__in=foreign).select_related("campaign")}
    return items, list(dict.fromkeys(links))

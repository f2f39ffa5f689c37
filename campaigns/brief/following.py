"""Who may follow the stream of a campaign: the same people who may see it."""

from collections import defaultdict
from zoneinfo import ZoneInfo

from django.utils import timezone

from campaigns.brief.models import Campaign, Participation, ShareLink
from workspace.kernel import clock
from workspace.kernel.live import readers


@readers.decides("campaign")
def campaigns_seen(wanted):
    """{reader: ids of campaigns} → {reader: those they may follow}, by at most three queries.

    It is `CampaignQuerySet.visible_to` for many readers at once.
    """
    team = {reader for reader in wanted if reader.member_id and reader.role != "guest"}
    guests = {reader for reader in wanted if reader.role == "guest"}
    visitors = {reader for reader in wanted if reader.links}
    return merged(
        [
            seen_by_team(team, wanted),
            seen_by_guests(guests, wanted),
            seen_by_links(visitors, wanted),
        ]
    )


def merged(answers):
    return {reader: ids for answer in answers for reader, ids in answer.items()}


def seen_by_team(team, wanted):
    if not team:
        return {}
    ids = set().union(*(wanted[reader] for reader in team))
    homes = dict(Campaign.objects.filter(pk__in=ids).values_list("pk", "workspace"))
    return {
        reader: {pk for pk in wanted[reader] if homes.get(pk) == reader.workspace_id}
        for reader in team
    }


def seen_by_guests(guests, wanted):
    if not guests:
        return {}
    granted = defaultdict(set)
    rows = Participation.objects.filter(member__in={reader.member_id for reader in guests})
    rows = rows.values_list("member", "campaign", "until", "workspace__time_zone")
    now = clock.now()
    for member, campaign, until, zone in rows:
        # Each day ends by the clock of its own workspace.
        if until is None or until >= timezone.localdate(now, ZoneInfo(zone)):
            granted[member].add(campaign)
    return {reader: wanted[reader] & granted[reader.member_id] for reader in guests}


def seen_by_links(visitors, wanted):
    if not visitors:
        return {}
    ids = {link for reader in visitors for _campaign, link in reader.links}
    working = set(ShareLink.objects.working().filter(pk__in=ids).values_list("campaign", "pk"))
    return {
        reader: {campaign for campaign, link in reader.links & working} & wanted[reader]
        for reader in visitors
    }

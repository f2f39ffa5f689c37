"""Questions about touchpoints."""

from dataclasses import dataclass, field

from campaigns.journey.models import Touchpoint
from campaigns.plan.models import Item
from campaigns.plan.querysets import UNFINISHED


@dataclass
class Place:
    """A channel at a stage in one campaign: its touchpoint, if any, and the items there."""

    channel: int
    stage: int
    touchpoint: Touchpoint | None = None
    live: int = 0
    total: int = 0
    items: list = field(default_factory=list)

    @property
    def owner(self):
        return self.touchpoint.owner if self.touchpoint else None

    @property
    def promise(self):
        return self.touchpoint.promise if self.touchpoint else ""

    @property
    def is_used(self):
        """Work is planned here, or was: somebody has to answer for it."""
        return self.total > 0


def touchpoints(campaign_ids):
    """{(campaign, channel, stage): touchpoint with its owner}; one statement."""
    rows = Touchpoint.objects.filter(campaign__in=campaign_ids).select_related("owner")
    return {(row.campaign_id, row.channel_id, row.stage_id): row for row in rows}


def grid(campaign, reader):
    """{(channel, stage): Place} of all that is used, or of which somebody said something.

    Items without a channel or a stage are at no touchpoint. Two statements.
    """
    places = {}
    rows = (
        Item.objects.visible_to(reader)
        .filter(campaign=campaign, channel__isnull=False, stage__isnull=False)
        .exclude(status="dropped")
        .order_by("rank", "number")
    )
    for channel, stage, status, pk, face in rows.values_list(
        "channel", "stage", "status", "pk", "face"
    ):
        place = places.setdefault((channel, stage), Place(channel, stage))
        place.total += 1
        if status in UNFINISHED:
            place.live += 1
            place.items.append((pk, face))
    for (_campaign, *where), row in touchpoints([campaign.pk]).items():
        place = places.setdefault(tuple(where), Place(*where))
        place.touchpoint = row
    return places


def used(campaign_ids):
    """{campaign: [(channel, stage)]} where items are; one statement for all."""
    rows = (
        Item.objects.kept()
        .filter(campaign__in=campaign_ids, channel__isnull=False, stage__isnull=False)
        .exclude(status="dropped")
        .order_by("campaign", "channel__position", "channel", "stage__position", "stage")
        .values_list("campaign", "channel", "stage")
        .distinct()
    )
    found = {pk: [] for pk in campaign_ids}
    for campaign, channel, stage in rows:
        found[campaign].append((channel, stage))
    return found

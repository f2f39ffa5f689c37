"""Questions over all campaigns that a reader sees."""

from datetime import date

from django.db.models import OuterRef, Q, Subquery

from campaigns.brief import health
from campaigns.brief.models import Campaign, Participation
from campaigns.plan import windows
from campaigns.plan.filters import about
from campaigns.plan.models import Item
from campaigns.plan.policies import mention as mention_policy
from workspace.kernel.streams.models import Stream

PHASES = [Campaign.Phase.LIVE, Campaign.Phase.PLANNED, Campaign.Phase.DRAFT, Campaign.Phase.CLOSED]


def open_mentions(member):
    """Comments that ask for the member and have no answer yet, newest first."""
    return (
        mention_policy.visible_to(member)
        .filter(settled_at__isnull=True, comment__item__trashed_at__isnull=True)
        .select_related("comment__author", "comment__item__campaign")
        .order_by("-pk")[:20]
    )


def portfolio(reader, today):
    """The campaigns a reader sees, live ones first, each with `.stands` and `.people`.

    Four statements however many there are: campaigns, people, and the figures of those that
    changed since they were counted last.
    """
    streams = Stream.objects.filter(kind="campaign", of=OuterRef("pk"))
    campaigns = list(
        health.with_face(Campaign.objects.visible_to(reader)).annotate(
            stream=Subquery(streams.values("pk")[:1]),
            revision=Subquery(streams.values("revision")[:1]),
        )
    )
    stands = windows.summaries({each.pk: each.revision for each in campaigns}, today)
    people = {}
    for part in (
        Participation.objects.running(today)
        .filter(campaign__in=[campaign.pk for campaign in campaigns], member__state="active")
        .select_related("member")
        .order_by("pk")
    ):
        people.setdefault(part.campaign_id, []).append(part.member)
    for campaign in campaigns:
        campaign.stands = stands[campaign.pk]
        campaign.people = people.get(campaign.pk, [])
    return sorted(campaigns, key=importance)


def importance(campaign):
    return PHASES.index(campaign.phase), campaign.starts_on or date.max, campaign.pk


def found(reader, text, limit=12):
    """Campaigns and items whose words or key fit `text`: campaigns first, then newest items."""
    words = text.casefold().split()[:6]
    campaigns = Campaign.objects.visible_to(reader)
    items = Item.objects.visible_to(reader).select_related("campaign")
    for word in words:
        campaigns = campaigns.filter(Q(name__icontains=word) | Q(key__icontains=word))
        items = items.filter(about(word))
    hits = list(campaigns.order_by("-pk")[:4])
    return hits, list(items.order_by("-face", "-pk")[:limit]) if words else []

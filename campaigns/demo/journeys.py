"""Before a campaign of the story goes live: who answers for each touchpoint, and what is waived."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone

from campaigns.brief import actions as brief
from campaigns.brief import gate
from campaigns.journey import actions as journey
from campaigns.journey import queries
from campaigns.plan.models import Assignment
from workspace.kernel import clock

WAIVED = "The figures of last year come next month; the fair does not wait for them."
FOR = timedelta(days=45)


def make_ready(tale, phase):
    """Give every used touchpoint an owner, and waive what this story still has not."""
    if phase != "live":
        return
    campaign = tale.campaign
    name_owners(campaign, tale.owner)
    absent = [need.key for need in gate.missing(campaign, phase)]
    if absent:
        until = timezone.localdate(clock.now()) + FOR
        brief.waive(campaign, by=tale.owner, keys=absent, reason=WAIVED, until=until)


def name_owners(campaign, otherwise):
    """Whoever of the team has most of its items answers for a touchpoint."""
    hands = {}
    rows = Assignment.objects.filter(item__campaign=campaign, member__state="active")
    for each in rows.exclude(member__role="guest").select_related("item", "member").order_by("pk"):
        place = each.item.channel_id, each.item.stage_id
        hands.setdefault(place, Counter())[each.member] += 1
    for channel, stage in queries.used([campaign.pk])[campaign.pk]:
        counted = hands.get((channel, stage))
        owner = counted.most_common(1)[0][0] if counted else otherwise
        journey.edit(campaign, channel, stage, by=otherwise, owner=owner)

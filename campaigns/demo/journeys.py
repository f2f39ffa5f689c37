"""Before a campaign of the story goes live: who answers for each touchpoint, and what is waived."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone

from campaigns.brief import actions as brief
from campaigns.brief import gate
from campaigns.journey import actions as journey
from campaigns.journey import queries
from campaigns.plan.models import Assignment, Channel
from workspace.kernel import clock

# Why the fair went live without a baseline, and for how long from today.
WAIVED = "The figures of last year come next month; the fair does not wait for them."
WAIVED_FOR = timedelta(days=12)
PROMISES = {
    "E-mail": "One mail a week, each with one thing to try in the warehouse.",
    "Website": "See in two minutes what waiting trucks cost you.",
    "Webinar": "Forty minutes, one warehouse, all questions answered.",
    "Trade fair": "A live demo with your own dock plan, no slides.",
    "WeChat": "每周一个仓库案例，扫码即可预约演示。",
    "Phone": "We call back within one working day.",
}
WORD = ("CHINA", "on_track", "The two late texts are at the printer's; the date is safe.", 6)


def make_ready(tale, phase):
    """Give every used touchpoint an owner, and waive what this story still has not."""
    if phase != "live":
        return
    campaign = tale.campaign
    name_owners(campaign, tale.owner)
    if absent := [need.key for need in gate.missing(campaign, phase)]:
        until = timezone.localdate(tale.now) + WAIVED_FOR
        brief.waive(campaign, by=tale.owner, keys=absent, reason=WAIVED, until=until)


def say_otherwise(tales):
    """Somebody's word on how a campaign stands, and how all stand today."""
    key, level, reason, days = WORD
    for tale in tales:
        if tale.campaign.key == key:
            until = timezone.localdate(clock.now()) + timedelta(days=days)
            brief.override(tale.campaign, by=tale.owner, level=level, reason=reason, until=until)
    brief.sweep()


def name_owners(campaign, otherwise):
    """Whoever of the team has most of its items answers for a touchpoint."""
    hands, names = {}, dict(Channel.objects.values_list("pk", "name"))
    rows = Assignment.objects.filter(item__campaign=campaign, member__state="active")
    for each in rows.exclude(member__role="guest").select_related("item", "member").order_by("pk"):
        place = each.item.channel_id, each.item.stage_id
        hands.setdefault(place, Counter())[each.member] += 1
    for channel, stage in queries.used([campaign.pk])[campaign.pk]:
        counted = hands.get((channel, stage))
        said = {"owner": counted.most_common(1)[0][0] if counted else otherwise}
        if promise := PROMISES.get(names[channel]):
            said["promise"] = promise
        journey.edit(campaign, channel, stage, by=otherwise, **said)

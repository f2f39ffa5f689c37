"""What sales and marketing agree on and say to each other, with a canary in every text."""

from datetime import time

from campaigns.journey.models import Touchpoint
from campaigns.leads.actions import answering, deciding, quoting, ruling
from campaigns.leads.models import Lead
from campaigns.plan.models import Channel, Stage
from teams.models import Team
from tests.walk.planting_leads import SEEING
from workspace.kernel import clock, scope

TEAM = ("owner", "admin", "manager", "member", "sales", "reading")
HOURS = {"time_zone": "Asia/Shanghai", "opens_at": time(9), "closes_at": time(18)}


def plant_sales(world):
    manager, stranger = world.member("manager"), world.member("stranger")
    for kind, by, team in (("own", manager, TEAM), ("foreign", stranger, ("stranger",))):
        name = world.plant(f"name of a reason to reject, {kind}", team)
        world.things["rejection reason"][kind] = ruling.add_reason(by=by, name=name)
        row = Team.objects.filter(workspace=by.workspace_id).first()
        world.things["office hours"][kind] = ruling.set_hours(by=by, team=row, **HOURS)
    for campaign, kind, by, team, reason in (
        (world.spring, "own", manager, TEAM, "own"),
        (world.autumn, "sibling", manager, TEAM, "own"),
        (world.outside, "foreign", stranger, ("stranger",), "foreign"),
    ):
        with scope.of(campaign.workspace_id):
            plant(world, campaign, kind, by, team, world.things["rejection reason"][reason])


def plant(world, campaign, kind, by, team, reason):
    """Two leads wait; a third was rejected, quoted, and answered."""
    lead, twin = (world.things[noun][kind] for noun in ("lead", "other lead"))
    seeing = SEEING if team is TEAM else team
    touchpoint, _made = Touchpoint.objects.get_or_create(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        channel=Channel.objects.filter(workspace=campaign.workspace_id).first(),
        stage=Stage.objects.filter(workspace=campaign.workspace_id).first(),
        defaults={"promise": "A call with an engineer", "created_at": clock.now()},
    )
    Lead.objects.filter(pk__in=[lead.pk, twin.pk]).update(touchpoint=touchpoint)
    for each in (lead, twin):
        deciding.promote(each, by=by)
    said = world.plant(f"what a customer said, {kind}", team)
    quote = quoting.quote(twin, by=by, body=said, theme="price")
    deciding.note(twin, by=by, body=world.plant(f"note of a rep, {kind}", seeing))
    deciding.reject(twin, by=by, reason=reason)
    decided = world.plant(f"decision of marketing, {kind}", team)
    answering.answer_quotes(campaign, [quote], by=by, decision=decided)
    for each in (lead, twin):
        each.refresh_from_db()

"""Making the demo workspace, all of it or nothing."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.db import transaction
from django.db.models import F
from django.utils import translation

from campaigns.brief.models import Campaign
from campaigns.demo import agreeing, calendars, company, journeys, moving
from campaigns.demo.scripts import scripts
from campaigns.demo.telling import Tale
from teams.models import Workspace
from workspace.kernel import clock, scope
from workspace.kernel.outbox.models import Effect

FOUNDED = timedelta(days=400)


@dataclass(frozen=True)
class Loaded:
    workspace: Workspace
    cast: dict
    campaigns: list
    items: int


@translation.override("en")
@transaction.atomic
def load(*, seed=1, slug=company.SLUG):
    """Found Nordlicht Software and let its year happen up to now.

    Its stories name channels and stages in English, whatever the installation's language is.
    """
    now = clock.now()
    with clock.at(now - FOUNDED):
        owner = company.found(slug)
    with scope.of(owner.workspace_id):
        with clock.at(now - FOUNDED + timedelta(days=1)):
            cast = company.bring_everybody(owner)
            agreeing.agree(owner)
        tales = [Tale(script, cast, seed=seed, now=now) for script in scripts()]
        campaigns = [tale.happen() for tale in tales]
        with clock.at(now - timedelta(days=20)):
            company.plan_time(owner, cast)
        with clock.at(now - timedelta(days=2)):
            calendars.lay_fairs(owner, now.date())
            calendars.keep_template(campaigns[0], owner)
        with clock.at(now):
            answer_sales(tales)
            let_dates_move([tale for tale in tales if not tale.script.forgotten])
        with clock.at(now):
            calendars.let_one_return(campaigns[1], tales[1].owner)
        with clock.at(now):
            journeys.say_otherwise(tales)
        let_old_mail_rest(owner.workspace_id)
    return Loaded(owner.workspace, cast, campaigns, sum(len(tale.items) for tale in tales))


def answer_sales(tales):
    """Marketing answers where it still works: not in what is over, or forgotten."""
    for tale in tales:
        tale.campaign.refresh_from_db(fields=["phase"])
        if tale.campaign.phase == Campaign.Phase.LIVE and not tale.script.forgotten:
            agreeing.answer(tale.campaign, by=tale.owner)


def let_dates_move(tales):
    """What happened last: campaigns were linked, and in some of them a date moved."""
    for earlier, later in pairwise(tales):
        moving.link_campaigns(earlier.campaign, later.campaign, by=later.owner)
    for tale in tales:
        moving.move_something(tale.campaign, by=tale.owner)


def let_old_mail_rest(workspace_id):
    """What the story's people were told by mail, they were told long ago."""
    Effect.objects.filter(workspace_id=workspace_id, state=Effect.State.WAITING).update(
        state=Effect.State.DONE, done_at=F("created_at")
    )

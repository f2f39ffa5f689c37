"""Puts leads that wait into a campaign: `python -m tests.journeys.leads NUMBER CAMPAIGN`."""

import json
import os
import sys
from datetime import timedelta


def named(model, name, add, workspace_id):
    """The word of this name; a new one is made so that the running server hears of it."""
    from teams.models import Member

    found = model.objects.filter(name=name).first()
    return found or add(workspace_id, by=Member.objects.get(role="owner"), name=name)


def wait(number, key):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
    django.setup()
    from django.db.models import Max

    from campaigns.brief.models import Campaign
    from campaigns.journey.models import Touchpoint
    from campaigns.leads.actions import deciding, ruling, states
    from campaigns.leads.models import Lead, RejectionReason
    from campaigns.metrics import standard
    from campaigns.metrics.actions import Number, observe
    from campaigns.plan.actions import vocabulary
    from campaigns.plan.models import Channel, Stage
    from teams.models import Member
    from workspace.kernel import clock, scope

    with scope.everything(because="there is one workspace"):
        campaign = Campaign.objects.select_related("workspace").get(key=key)
        place = {"workspace_id": campaign.workspace_id}
        if not RejectionReason.objects.exists():
            ruling.furnish(campaign.workspace_id)
            standard.furnish(campaign.workspace_id)
        touchpoint = Touchpoint.objects.get_or_create(
            campaign=campaign,
            channel=named(Channel, "Webinar", vocabulary.add_channel, campaign.workspace_id),
            stage=named(Stage, "Purchase", vocabulary.add_stage, campaign.workspace_id),
            defaults={"promise": "A call with an engineer", "created_at": clock.now()},
            **place,
        )[0]
        by = Member.objects.get(role="owner")
        spend = Number(
            metric="spend",
            day=clock.now().date(),
            amount=840_000_000,
            currency="EUR",
            campaign_id=campaign.pk,
            channel_id=touchpoint.channel_id,
            touchpoint_id=touchpoint.pk,
        )
        observe([spend], by=by, source="test")
        first = (Lead.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        for place_in_line in range(number):
            now = clock.now()
            lead = Lead.objects.create(
                campaign=campaign,
                touchpoint=touchpoint,
                name=f"Erin {first + place_in_line:03}",
                company="Nordwind",
                email=f"erin{first + place_in_line}@nordwind.example",
                created_at=now,
                **states.enter({}, "new", now),
                **place,
            )
            deciding.promote(lead, by=by)
            due = now + timedelta(hours=place_in_line + 1)
            Lead.objects.filter(pk=lead.pk).update(due_at=due)
        print(json.dumps({"touchpoint": touchpoint.pk, "first": first}))


if __name__ == "__main__":
    wait(int(sys.argv[1]), sys.argv[2])

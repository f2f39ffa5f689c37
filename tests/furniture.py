"""Rows for tests, made as the product makes them."""

from itertools import count
from zoneinfo import ZoneInfo

from django.utils import timezone

from campaigns.brief import actions as brief
from campaigns.brief.models import Campaign, Participation
from campaigns.plan import actions
from campaigns.plan.models import Channel, Stage
from teams.models import Member, Partner, Team, User, Workspace
from workspace.kernel import clock, streams

numbers = count(1)
ZONE = "Europe/Berlin"


def today():
    """The day it is in the workspaces made here, which begins before that of UTC."""
    return timezone.localdate(timezone=ZoneInfo(ZONE))


def workspace(slug):
    made = Workspace.objects.create(slug=slug, name=slug.title(), time_zone=ZONE)
    streams.open_stream("workspace", made.pk, workspace_id=made.pk)
    return made


class People:
    """Members by role; asking for the same role and name again gives the same person."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.known = {}

    def __call__(self, role, name="", **values):
        if (role, name) not in self.known:
            self.known[role, name] = self.make(role, name, **values)
        return self.known[role, name]

    def make(self, role, name, **values):
        number = next(numbers)
        email = f"{role}{number}@{self.workspace.slug}.example"
        name = name or f"{role.title()} {number}"
        user = User.objects.create_user(email, "correct horse battery", name=name)
        user.emailaddress_set.create(email=email, verified=True, primary=True)
        return Member.objects.create(
            workspace=self.workspace,
            user=user,
            name=name,
            email=email,
            role=role,
            state="active",
            joined_at=clock.now(),
            **values,
        )


def campaign(workspace, *, by, key="SPRING", name="Spring launch"):
    return brief.create(workspace.pk, by=by, key=key, name=name)


def grant(campaign, member, until=None):
    return Participation.objects.create(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        member=member,
        until=until,
        added_at=clock.now(),
    )


class Plan:
    """Items from short lines: `"landing < brief, copy"` waits for two others."""

    def __init__(self, campaign, person):
        self.campaign = campaign
        self.by = person("member")
        self.items = {}

    def __call__(self, *lines, **values):
        made = []
        for line in lines:
            title, _sign, before = line.partition(" < ")
            waits_for = [self.items[name.strip()] for name in before.split(",") if name.strip()]
            item = actions.add(
                self.campaign, by=self.by, title=title, waits_for=waits_for, **values
            )
            self.items[title] = item
            made.append(item)
        return made


def furnish(campaign, person, number):
    """`number` items with everything a row can show."""
    workspace = campaign.workspace
    team, _made = Team.objects.get_or_create(workspace=workspace, name="Inbound")
    channel, _made = Channel.objects.get_or_create(workspace=workspace, name="E-mail", icon="mail")
    stage, _made = Stage.objects.get_or_create(workspace=workspace, name="Awareness")
    people = [person("member"), person("manager")]
    label = actions.label_named(workspace.pk, "legal", by=people[0])
    items = []
    for index in range(number):
        item = actions.add(
            campaign,
            by=people[0],
            title=f"Item {index}",
            team=team,
            channel=channel,
            stage=stage,
            labels=[label],
            assignees=people,
            checklist=[("a", True), ("b", False)],
            waits_for=items[-1:],
            due_on="2026-12-01",
        )
        actions.comment(item, by=people[1], body="Looks good")
        items.append(item)
    return items


__all__ = ["Campaign", "Partner", "People", "Plan", "campaign", "furnish", "grant", "workspace"]


def lead(campaign, **values):
    """A lead that was won a moment ago."""
    from campaigns.leads.models import Lead

    now = clock.now()
    moments = dict.fromkeys(("created_at", "mql_at", "waits_since", "accepted_at", "won_at"), now)
    worth = {"state": "won", "value": 500_000_000, "currency": "EUR"}
    return Lead.objects.create(
        workspace_id=campaign.workspace_id, campaign=campaign, **moments | worth | values
    )

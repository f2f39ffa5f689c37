"""Leads, touchpoints and reasons, made as rows."""

from datetime import UTC, datetime
from itertools import count

import pytest

from campaigns.journey.models import Touchpoint
from campaigns.leads.actions import states
from campaigns.leads.models import Agreement, Lead, RejectionReason
from campaigns.plan.models import Channel, Stage
from workspace.kernel import clock

numbers = count(1)
INBOX = "/w/acme/inbox/"
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def touchpoint(campaign):
    """`touchpoint("Webinar", "Consideration")` of the campaign."""

    def make(channel="Webinar", stage="Consideration", of=None):
        of = of or campaign
        place = {"workspace_id": of.workspace_id}
        channel = Channel.objects.get_or_create(name=channel, **place)[0]
        stage = Stage.objects.get_or_create(name=stage, **place)[0]
        found = Touchpoint.objects.filter(campaign=of, channel=channel, stage=stage).first()
        return found or Touchpoint.objects.create(
            campaign=of, channel=channel, stage=stage, created_at=clock.now(), **place
        )

    return make


@pytest.fixture
def lead(campaign):
    """`lead("mql", company="Nordwind")`: a lead that has come into that state."""

    def make(state="mql", *, of=None, at=None, due_at=None, **values):
        number = next(numbers)
        at = at or clock.now()
        entered = states.enter({}, state, at)
        if due_at:
            entered["due_at"] = due_at
        named = {"name": f"Erin Rask {number}", "email": f"erin{number}@nordwind.example"}
        of = of or campaign
        values = {"created_at": at} | named | entered | values
        return Lead.objects.create(workspace_id=of.workspace_id, campaign=of, **values)

    return make


@pytest.fixture
def reason(workspace):
    """`reason("wrong_role")`, or one with a name of its own."""

    def make(key="wrong_role", **values):
        found = RejectionReason.objects.filter(key=key).first()
        return found or RejectionReason.objects.create(workspace=workspace, key=key, **values)

    return make


@pytest.fixture
def agreement(workspace):
    """`agreement(240)`: the working minutes that sales may take."""
    return lambda minutes: Agreement.objects.create(workspace=workspace, minutes=minutes)


@pytest.fixture
def rep(person):
    return person("sales", name="Mei Lin")


@pytest.fixture
def browser(signed_in, rep):
    return signed_in(rep)

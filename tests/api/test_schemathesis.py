"""2,000 requests made up from the API's description: no failure, and every list is well after.

On a second database there are 400: most of what they find is alike on both.

Some keep to the description and some break it; most name rows that exist, so that they come as
far as the actions. The operations are dealt out to a few tests, which run side by side.
"""

import os
import re
from contextlib import contextmanager
from datetime import time, timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from campaigns.brief import actions as brief
from campaigns.brief.models import Participation, ShareLink, Waiver
from campaigns.calendar.models import Feed, Overlay
from campaigns.history.models import Baseline
from campaigns.journey import actions as touchpoints
from campaigns.journey.models import Touchpoint
from campaigns.leads.actions import merging, ruling
from campaigns.leads.models import Form, Lead, LeadImport, Merge, OfficeHours, RejectionReason
from campaigns.metrics.actions import aiming
from campaigns.metrics.models import Batch, Metric, Series, Target
from campaigns.patterns.models import Template
from campaigns.plan.imports.models import Import
from campaigns.plan.models import Attachment, Channel, Comment, Label, Mention, Stage
from campaigns.plan.moves import Move, Notice
from teams.actions import calendars
from teams.models import Holiday, Invitation, Partner, Team, TimeOff
from tests import furniture
from tests.api.test_counts import LISTS, add_to_everything
from workspace.kernel import clock

CASES = 400 if "DATABASE_URL" in os.environ else 2_000
HANDS = 4
ROLES = ("owner", "member", "guest")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def rows(campaign, person):
    """{URL parameter: a row or key that exists} of a furnished workspace."""
    people = {role: person(role) for role in (*ROLES, "admin")}
    items = furniture.furnish(campaign, person, 3)
    for index in range(2):
        add_to_everything(campaign, items[0], person, index)
    for guest in (people["guest"], person("guest", name="Reader")):
        furniture.grant(campaign, guest)
    set_days(people["owner"], items[0])
    metric = Metric.objects.get(key="clicks")
    aiming.aim(campaign, by=people["owner"], metric=metric, target=5_000_000)
    let_sales_work(campaign, people["owner"], items[0])
    merging.merge(*Lead.objects.order_by("pk")[:2], by=people["owner"])
    first = {
        "attachment": Attachment,
        "batch": Batch,
        "baseline": Baseline,
        "channel": Channel,
        "comment": Comment,
        "feed": Feed,
        "form": Form,
        "holiday": Holiday,
        "hours": OfficeHours,
        "import": Import,
        "invitation": Invitation,
        "label": Label,
        "lead": Lead,
        "lead_import": LeadImport,
        "merge": Merge,
        "mention": Mention,
        "metric": Metric,
        "move": Move,
        "notice": Notice,
        "overlay": Overlay,
        "participation": Participation,
        "partner": Partner,
        "reason": RejectionReason,
        "series": Series,
        "share_link": ShareLink,
        "stage": Stage,
        "target": Target,
        "team": Team,
        "template": Template,
        "time_off": TimeOff,
        "touchpoint": Touchpoint,
        "waiver": Waiver,
    }
    return {name: model.objects.earliest("pk").pk for name, model in first.items()} | {
        "campaign": "SPRING",
        "item": items[0].pk,
        "entry": items[0].checklist.earliest("pk").pk,
        "member": people["admin"].pk,
    }


def set_days(member, item):
    """Days off, and a notice of a moved date."""
    today = clock.now().date()
    calendars.add_holiday(by=member, day=today, name="Founders' day")
    calendars.add_time_off(member, by=member, first_on=today, last_on=today)
    move = Move.objects.create(workspace_id=item.workspace_id, item=item, at=clock.now())
    Notice.objects.create(workspace_id=item.workspace_id, move=move, member=member)


def let_sales_work(campaign, owner, item):
    """Hours, a touchpoint with a promise, a waived gate, a reason to reject for."""
    office = {"opens_at": time(9), "closes_at": time(17), "time_zone": "Europe/Berlin"}
    ruling.set_hours(by=owner, **office)
    touchpoints.edit(campaign, item.channel, item.stage, by=owner, promise="A demo in a week")
    RejectionReason.objects.get_or_create(workspace_id=campaign.workspace_id, key="wrong_role")
    until = clock.now().date() + timedelta(days=9)
    brief.waive(campaign, by=owner, keys=["objective"], reason="Next month", until=until)


@contextmanager
def one_connection():
    """A server closes old connections around each request; the test's transaction needs its own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.parametrize("hand", range(HANDS))
def test_made_up_requests_never_fail(hand, rows, caller, person, token, client):
    schema = schemathesis.openapi.from_dict(client.get("/api/schema/?format=json").json())
    schema.app = get_wsgi_application()
    secrets = [token(person(role)) for role in ROLES]
    operations = [each.ok() for each in schema.get_all_operations()]

    with one_connection():
        for operation in operations[hand::HANDS]:
            make_up(operation, -(-CASES // len(operations)), rows, secrets)

    owner, guest = (caller(person(role, name="Reader")) for role in ("owner", "guest"))
    owner.post(f"items/{rows['item']}/restore/")
    assert {path: owner.get(path.format(**rows)).status_code for path in LISTS} == dict.fromkeys(
        LISTS, 200
    )
    assert {guest.get(path.format(**rows)).status_code for path in LISTS} == {200, 403}


def make_up(operation, number, rows, secrets):
    """Send `number` requests to one operation and check every answer."""
    named = {name: rows[name] for name in re.findall(r"{(\w+)}", operation.path)}
    kept, broken = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
    made_up = [
        operation.as_strategy(kept, path_parameters=named),
        operation.as_strategy(broken, path_parameters=named),
        operation.as_strategy(kept),
    ]

    @settings(
        max_examples=number,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(made_up), secret=st.sampled_from(secrets), seen=st.booleans())
    def send(case, secret, seen):
        case.headers.update({"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"})
        if seen:
            case.headers["If-Match"] = "*"
        answer = case.call()
        case.validate_response(answer, checks=CHECKS)

    send()

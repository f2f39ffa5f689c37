"""Days that are kept are the workspace's, whatever day it is where somebody reads."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.brief import actions as brief
from campaigns.brief import gate
from campaigns.brief.models import Override, Waiver
from campaigns.journey.models import Touchpoint
from campaigns.leads.actions import states
from campaigns.leads.models import Lead, RejectionReason
from campaigns.plan.models import Channel, Stage
from workspace.kernel import clock
from workspace.kernel.refusals import Invalid

# Tuesday, 02:00, in Berlin, where the workspace is; Monday, 20:00, in New York.
NIGHT = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2))
NEW_YORK = "America/New_York"


@pytest.fixture(autouse=True)
def _night():
    with clock.at(NIGHT):
        yield


@pytest.fixture
def far(person):
    """Members who read in New York: `far("sales")`."""

    def make(role):
        member = person(role)
        member.user.time_zone = NEW_YORK
        member.user.save(update_fields=["time_zone"])
        return member

    return make


@pytest.fixture
def place(campaign):
    of = {"workspace_id": campaign.workspace_id}
    return Touchpoint.objects.create(
        campaign=campaign,
        channel=Channel.objects.create(name="Webinar", **of),
        stage=Stage.objects.create(name="Buy", **of),
        created_at=NIGHT,
        **of,
    )


@pytest.fixture
def lead(campaign, place):
    def make(state="mql", **values):
        return Lead.objects.create(
            workspace_id=campaign.workspace_id,
            campaign=campaign,
            touchpoint=place,
            name="Erin",
            created_at=NIGHT,
            **states.enter({}, state, NIGHT),
            **values,
        )

    return make


def test_a_lead_is_put_off_to_a_day_to_come_in_the_workspace(lead, far, signed_in):
    waiting, browser = lead(), signed_in(far("sales"))
    address = f"/w/acme/leads/{waiting.pk}/recycle/"

    browser.post(address, {"on": TUESDAY.isoformat()})
    waiting.refresh_from_db()
    assert waiting.state == "mql"

    browser.post(address, {"on": WEDNESDAY.isoformat()})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.back_on) == ("recycled", WEDNESDAY)


def test_the_inbox_offers_days_to_come_in_the_workspace(lead, far, signed_in):
    lead()

    page = signed_in(far("sales")).get("/w/acme/inbox/").content.decode()

    assert f'min="{WEDNESDAY.isoformat()}"' in page
    assert f'value="{TUESDAY.isoformat()}"' not in page


@pytest.mark.parametrize("address", ["verdict/", "items/1/"])
def test_what_was_rejected_just_now_is_in_this_week(
    lead, far, signed_in, campaign, plan, place, address
):
    plan("Landing page", channel=place.channel, stage=place.stage)
    lead("rejected", reason=RejectionReason.objects.create(workspace=campaign.workspace, key="a"))

    page = signed_in(far("member")).get(f"/w/acme/c/SPRING/{address}").content.decode()

    assert "1 more than last week" in page


def test_the_change_beside_an_item_moves_on_with_the_days(
    lead, person, signed_in, campaign, plan, place
):
    plan("Landing page", channel=place.channel, stage=place.stage)
    lead("rejected", reason=RejectionReason.objects.create(workspace=campaign.workspace, key="a"))
    browser = signed_in(person("member"))
    first = browser.get("/w/acme/c/SPRING/items/1/").content.decode()

    with clock.at(NIGHT.replace(day=9)):
        then = browser.get("/w/acme/c/SPRING/items/1/").content.decode()

    assert "1 more than last week" in first
    assert "1 fewer than last week" in then


def in_new_york(workspace, work):
    """What `work` gives in a request of somebody who reads there."""
    with timezone.override(ZoneInfo(NEW_YORK)), clock.of_no_workspace():
        clock.keep_time_of(workspace)
        return work()


def test_an_override_holds_to_a_day_of_the_workspace(workspace, campaign, person):
    word = {"by": person("manager"), "level": "on_track", "reason": "Back on Friday"}

    def until(day):
        return in_new_york(workspace, lambda: brief.override(campaign, until=day, **word))

    with pytest.raises(Invalid):
        until(MONDAY)
    until(TUESDAY)
    brief.sweep()

    assert Override.objects.get().ended_at is None


def test_a_waiver_holds_as_long_for_all_readers(workspace, campaign, person):
    Waiver.objects.create(
        workspace=workspace,
        campaign=campaign,
        waives=["objective"],
        reason="Soon",
        until=MONDAY,
        by=person("manager"),
        created_at=NIGHT,
    )

    assert in_new_york(workspace, lambda: gate.running(campaign)) == []

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.brief import actions, gate
from campaigns.brief.models import Campaign
from campaigns.plan import actions as plan_actions
from tests import furniture
from workspace.kernel import clock
from workspace.kernel.refusals import Invalid
from workspace.kernel.streams.models import Event

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=10)


def keys_of(refused):
    return [need.key for need in refused.value.missing]


def advance(campaign, person, phase):
    return actions.advance(campaign, by=person("manager"), version=campaign.version, phase=phase)


@pytest.fixture
def planned(campaign, person):
    """A campaign with objective, start and end, in the phase Planned."""
    actions.edit(
        campaign,
        by=person("member"),
        version=1,
        objective="500 leads that sales takes.",
        starts_on=TODAY,
        ends_on=SOON,
    )
    return advance(campaign, person, "planned")


def test_an_empty_campaign_is_not_planned_and_each_missing_thing_is_named(campaign, person):
    with pytest.raises(gate.NotReady) as refused:
        advance(campaign, person, "planned")

    assert keys_of(refused) == ["objective", "start", "end"]
    assert refused.value.details["missing"][0] == {
        "key": "objective",
        "label": "Objective",
        "detail": "Nobody has said what will be different when this has worked.",
        "mend": "/w/acme/c/SPRING/settings/?back=golive#id_objective",
    }
    assert Campaign.objects.get().phase == "draft"


def test_going_live_needs_a_metric_and_an_owner_of_each_used_touchpoint(planned, person):
    furniture.furnish(planned, person, 1)

    with pytest.raises(gate.NotReady) as refused:
        advance(planned, person, "live")

    [item] = planned.items.all()
    owner = f"touchpoint_owner:{item.channel_id}:{item.stage_id}"
    assert keys_of(refused) == ["primary_metric", owner]


def test_a_waiver_lets_it_through_until_its_last_day(planned, person):
    actions.waive(
        planned,
        by=person("manager"),
        keys=["primary_metric"],
        reason="The figures come on Monday.",
        until=SOON,
    )

    advance(planned, person, "live")

    assert Campaign.objects.get().phase == "live"
    planned.phase = "planned"
    after = SOON + timedelta(days=1)
    assert [need.key for need in gate.missing(planned, "live", today=after)] == ["primary_metric"]


def test_a_withdrawn_waiver_waives_nothing_and_a_live_campaign_stays_live(planned, person):
    waiver = actions.waive(
        planned, by=person("manager"), keys=["primary_metric"], reason="Soon.", until=SOON
    )
    advance(planned, person, "live")

    actions.withdraw(waiver, by=person("manager"))
    advance(planned, person, "planned")

    with pytest.raises(gate.NotReady):
        advance(planned, person, "live")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"keys": []}, "keys"),
        ({"keys": ["objective"]}, "keys"),
        ({"reason": " "}, "reason"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
    ],
)
def test_a_waiver_is_for_something_missing_with_a_reason_and_a_day(planned, person, given, field):
    sound = {"keys": ["primary_metric"], "reason": "Soon.", "until": SOON}

    with pytest.raises(Invalid) as refused:
        actions.waive(planned, by=person("manager"), **sound | given)

    assert list(refused.value.fields) == [field]


def test_the_reason_of_a_waiver_is_for_the_team_and_that_there_is_one_for_all(planned, person):
    actions.waive(
        planned, by=person("manager"), keys=["primary_metric"], reason="Between us.", until=SOON
    )

    events = Event.objects.filter(verb__contains="waive").order_by("position")
    assert [(each.verb, each.audience) for each in events] == [
        ("campaign.waived", "all"),
        ("waiver.added", "team"),
    ]
    assert "Between us." not in str(events[0].data) + str(events[0].changes) + events[0].why


def test_going_back_is_always_possible(planned, person):
    advance(planned, person, "draft")

    assert Campaign.objects.get().phase == "draft"


def test_a_campaign_is_launched_on_the_workspaces_day_on_which_it_went_live(planned, person):
    keys = ["primary_metric"]
    said = {"reason": "The board wants it out", "until": TODAY + timedelta(days=900)}
    actions.waive(planned, by=person("manager"), keys=keys, **said)
    days = [planned.launched_on]

    for phase, moment in (
        ("live", "2027-01-05T23:30"),
        ("closed", "2027-02-01T12:00"),
        ("live", "2027-02-02T12:00"),
        ("planned", "2027-02-03T12:00"),
        ("live", "2027-03-01T12:00"),
    ):
        with clock.at(datetime.fromisoformat(f"{moment}+00:00")):
            days.append(advance(planned, person, phase).launched_on)

    first, again = date(2027, 1, 6), date(2027, 3, 1)
    assert days == [None, first, first, first, None, again]


def test_the_gate_asks_as_many_statements_of_twenty_campaigns_as_of_one(
    workspace, person, django_assert_num_queries
):
    made = [
        furniture.campaign(workspace, by=person("owner"), key=f"C{number}") for number in range(20)
    ]
    for campaign in made:
        plan_actions.add(campaign, by=person("owner"), title="One")

    for some in (made[:1], made):
        with django_assert_num_queries(5):
            gate.needs_of(some)

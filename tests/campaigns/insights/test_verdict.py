"""The verdict of sales and what an accepted lead cost, beside a slow computation of both."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.insights import verdict
from campaigns.journey.models import Touchpoint
from campaigns.leads.actions import states
from campaigns.leads.models import Lead, RejectionReason
from campaigns.metrics import standard
from campaigns.metrics.actions import Number, defining, observe
from campaigns.metrics.models import Definition, Metric, Observation
from campaigns.plan.models import Channel, Stage
from tests.furniture import campaign as new_campaign
from workspace.kernel import clock

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
TODAY = date(2026, 12, 1)
LEVELS = [(), ("campaign",), ("channel",), ("touchpoint",), ("campaign", "channel", "touchpoint")]


@pytest.fixture
def place(workspace):
    """`place(campaign, "Webinar", "Purchase")`."""

    def make(campaign, channel, stage):
        channel = Channel.objects.get_or_create(workspace=workspace, name=channel)[0]
        stage = Stage.objects.get_or_create(workspace=workspace, name=stage)[0]
        return Touchpoint.objects.get_or_create(
            workspace=workspace,
            campaign=campaign,
            channel=channel,
            stage=stage,
            defaults={"created_at": NOW},
        )[0]

    return make


@pytest.fixture
def lead(workspace):
    def make(state, touchpoint, at=NOW, **values):
        return Lead.objects.create(
            workspace=workspace,
            campaign=values.pop("campaign", None) or touchpoint.campaign,
            touchpoint=touchpoint,
            created_at=at,
            **states.enter({}, state, at),
            **values,
        )

    return make


@pytest.fixture
def spend(person):
    standard.furnish(person("owner").workspace_id)

    def make(
        campaign, amount, currency="EUR", day=TODAY, touchpoint=None, channel=None, metric="spend"
    ):
        number = Number(
            metric=metric,
            day=day,
            amount=amount,
            currency=currency,
            campaign_id=campaign.pk,
            touchpoint_id=touchpoint and touchpoint.pk,
            channel_id=channel and channel.pk,
        )
        observe([number], by=person("owner"), source="test")

    return make


@pytest.fixture(params=[1, 2])
def crowd(request, workspace, person, campaign, place, lead, spend):
    dice = Random(request.param)
    other = new_campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    reasons = [RejectionReason.objects.create(workspace=workspace, key=k) for k in ("a", "b", "c")]
    for each in (campaign, other):
        places = [place(each, c, s) for c in ("Webinar", "Events") for s in ("Reach", "Buy")]
        for number in range(12):
            at = dice.choice([None, *places])
            spend(
                each,
                dice.randrange(1, 10**9),
                dice.choice(("EUR", "CNY")),
                TODAY - timedelta(days=number),
                at,
                at.channel if at else None,
            )
        for _each in range(60):
            state = dice.choice(("new", "mql", "accepted", "won", "rejected", "rejected"))
            more = {"reason": dice.choice(reasons)} if state == "rejected" else {}
            at = NOW - timedelta(hours=dice.randrange(24 * 25))
            lead(state, dice.choice([None, *places]), at, campaign=each, **more)
    return [campaign.pk, other.pk]


def slowly(campaigns, by):
    accepted, reasons, spent = Counter(), {}, {}

    def key(row_campaign, touchpoint, channel):
        here = {"campaign": row_campaign, "touchpoint": touchpoint, "channel": channel}
        return tuple(here[name] for name in by)

    for row in Lead.objects.select_related("touchpoint"):
        channel = row.touchpoint.channel_id if row.touchpoint else None
        where = key(row.campaign_id, row.touchpoint_id, channel)
        accepted[where] += row.accepted_at is not None
        if row.state == "rejected":
            day = row.rejected_at.date()
            recent = TODAY - timedelta(days=7) < day <= TODAY
            before = TODAY - timedelta(days=14) < day <= TODAY - timedelta(days=7)
            found = reasons.setdefault(where, {}).setdefault(row.reason_id, [0, 0, 0])
            for place, counts in enumerate((True, recent, before)):
                found[place] += counts
    for row in Observation.objects.select_related("series"):
        series = row.series
        where = key(series.campaign_id, series.touchpoint_id, series.channel_id)
        sums = spent.setdefault(where, {})
        sums[series.currency] = sums.get(series.currency, 0) + row.amount
    costs = {
        where: [
            (currency, round(Fraction(amount, accepted[where])))
            for currency, amount in sorted(sums.items())
        ]
        for where, sums in spent.items()
        if accepted[where]
    }
    return accepted, reasons, costs


@pytest.mark.parametrize("by", LEVELS, ids="-".join)
def test_verdict_and_cost_equal_a_slow_computation_at_every_level(crowd, by):
    accepted, reasons, costs = slowly(crowd, by)

    with clock.at(NOW):
        found = verdict.verdicts(crowd, by=by, today=TODAY)

    assert {k: v.tally.accepted for k, v in found.items() if v.tally.leads} == dict(accepted)
    assert {k: v.costs for k, v in found.items() if v.costs} == costs
    told = {
        key: {g.reason.pk: [g.count, g.recent, g.before] for g in each.reasons}
        for key, each in found.items()
        if each.reasons
    }
    assert told == reasons


@pytest.mark.parametrize("level", ["campaign", "channel", "touchpoint"])
def test_added_up_verdicts_equal_those_asked_for(crowd, level):
    by = ("campaign", "channel", "touchpoint")
    with clock.at(NOW):
        parts = verdict.verdicts(crowd, by=by, today=TODAY)
        expected = verdict.verdicts(crowd, by=(level,), today=TODAY)

    found = verdict.gathered(parts, lambda key: (key[by.index(level)],))

    assert {k: face(v) for k, v in found.items()} == {k: face(v) for k, v in expected.items()}


def face(found):
    given = [(g.reason.pk, g.count, g.recent, g.before, g.share) for g in found.reasons]
    return found.tally, found.costs, found.why_no_cost, sorted(given)


def test_it_asks_as_often_for_many_leads_as_for_one(campaign, place, lead, spend):
    at = place(campaign, "Webinar", "Buy")
    spend(campaign, 10**6)
    reason = RejectionReason.objects.create(workspace=campaign.workspace, key="a")

    def statements():
        with CaptureQueriesContext(connection) as asked:
            verdict.verdicts([campaign.pk], today=TODAY)
        return len(asked)

    lead("rejected", at, reason=reason)
    one = statements()
    for _each in range(19):
        lead("rejected", at, reason=reason)

    assert (one, statements()) == (6, 6)


def test_no_cost_says_why(campaign, place, lead, spend):
    at = place(campaign, "Webinar", "Buy")
    lead("mql", at)
    [before] = verdict.verdicts([campaign.pk], by=("campaign",), today=TODAY).values()
    spend(campaign, 5 * 10**6)
    [spent] = verdict.verdicts([campaign.pk], by=("campaign",), today=TODAY).values()
    lead("accepted", at)
    [taken] = verdict.verdicts([campaign.pk], by=("campaign",), today=TODAY).values()

    assert (before.costs, before.why_no_cost) == ([], "spend")
    assert (spent.costs, spent.why_no_cost) == ([], "accepted")
    assert (taken.costs, taken.why_no_cost) == ([("EUR", 5 * 10**6)], "")


@pytest.fixture
def redefine(workspace, person):
    """`redefine("last")`: how the spend is added up, from the morning of today on."""

    def change(**values):
        metric = Metric.objects.get(key="spend")
        defining.edit(metric, by=person("admin"), version=metric.version, **values)
        morning = datetime(2026, 12, 1, 0, 30, tzinfo=ZoneInfo(workspace.time_zone))
        Definition.objects.filter(metric=metric, number=metric.number).update(since=morning)

    return change


@pytest.mark.parametrize(
    ("days", "spent", "why"),
    [
        ((TODAY - timedelta(days=2), TODAY - timedelta(days=1)), {"EUR": 6 * 10**6}, ""),
        ((TODAY,), {"EUR": 3 * 10**6}, ""),
        ((TODAY - timedelta(days=1), TODAY), {}, "ways"),
    ],
    ids=["before", "since", "both"],
)
def test_a_redefined_spend_is_reckoned_by_what_held_on_its_days(
    days, spent, why, campaign, place, lead, spend, redefine
):
    at = place(campaign, "Webinar", "Buy")
    lead("accepted", at)
    for day in days:
        spend(campaign, 3 * 10**6, day=day, touchpoint=at, channel=at.channel)
    redefine(aggregation="last")

    parts = verdict.verdicts([campaign.pk], by=("channel", "touchpoint"), today=TODAY)

    [found] = parts.values()
    whole = verdict.gathered(parts, lambda _key: ())[()]
    assert (found.spend, found.why_no_cost) == (whole.spend, whole.why_no_cost) == (spent, why)
    assert found.costs == list(spent.items())


def test_a_spend_that_is_made_of_others_is_added_up_from_them(
    campaign, place, lead, spend, redefine, person
):
    at, other = (place(campaign, "Webinar", stage) for stage in ("Buy", "Think"))
    lead("accepted", at)
    for touchpoint in (at, other):
        spend(campaign, 5, touchpoint=touchpoint, channel=touchpoint.channel, metric="revenue")
    redefine(aggregation="ratio", formula="revenue / 2")

    parts = verdict.verdicts([campaign.pk], by=("channel", "touchpoint"), today=TODAY)

    assert [each.spend for each in parts.values()] == [{"EUR": 2}, {"EUR": 2}]
    assert verdict.gathered(parts, lambda _key: ())[()].spend == {"EUR": 5}


@pytest.mark.parametrize(("role", "status"), [("member", 200), ("sales", 200), ("guest", 404)])
def test_the_page_is_the_teams(signed_in, person, campaign, role, status):
    assert signed_in(person(role)).get("/w/acme/c/SPRING/verdict/").status_code == status


def test_an_item_shows_the_verdict_on_its_touchpoint(
    signed_in, person, campaign, plan, place, lead
):
    at = place(campaign, "Webinar", "Buy")
    plan("Landing page", channel=at.channel, stage=at.stage)
    lead("accepted", at)

    page = signed_in(person("member")).get("/w/acme/c/SPRING/items/1/").content.decode()

    assert "Verdict of sales" in page
    assert "<b>100%</b> accepted of 1" in page


@pytest.mark.parametrize("address", ["verdict/", "touchpoints/"])
def test_channels_and_cells_show_the_two_top_reasons_with_their_change(
    signed_in, person, campaign, place, lead, address
):
    at, today = place(campaign, "Webinar", "Buy"), clock.now()
    reasons = [
        RejectionReason.objects.create(workspace=campaign.workspace, key=key, position=number)
        for number, key in enumerate(("wrong_role", "no_budget", "unreachable"))
    ]
    for reason, times, days in zip(reasons, (3, 2, 1), (0, 8, 0), strict=True):
        for _time in range(times):
            lead("rejected", at, at=today - timedelta(days=days), reason=reason)

    page = signed_in(person("member")).get(f"/w/acme/c/SPRING/{address}").content.decode()
    row = page.split(ROWS[address], 1)[1].split(ENDS[address], 1)[0]

    assert [words in row for words in ("Wrong role <b>3</b>", "No budget <b>2</b>")] == [True] * 2
    assert "3 more than last week" in row
    assert "2 fewer than last week" in row
    assert "Unreachable" not in row


ROWS = {"verdict/": 'id="channel-', "touchpoints/": 'class="cell-figures'}
ENDS = {"verdict/": "</tr>", "touchpoints/": "</a>"}

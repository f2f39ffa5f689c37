"""Counts at every level, beside a slow computation over every single lead."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from campaigns.leads import queries
from campaigns.leads.models import Lead
from tests.furniture import campaign as new_campaign
from workspace.kernel import clock

STATES = (
    "new",
    "mql",
    "accepted",
    "qualified",
    "opportunity",
    "won",
    "lost",
    "rejected",
    "recycled",
)
BEGIN = datetime(2026, 10, 20, 0, 30, tzinfo=UTC)
NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")


@pytest.fixture(params=[1, 2, 3])
def crowd(request, workspace, person, campaign, lead, touchpoint, reason):
    """Two campaigns with leads of all sorts, some merged, some erased."""
    dice = Random(request.param)
    other = new_campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    places = {
        each.pk: [
            None,
            touchpoint("Webinar", of=each),
            touchpoint("Events", of=each),
            touchpoint("Webinar", "Purchase", of=each),
        ]
        for each in (campaign, other)
    }
    made = []
    for _each in range(150):
        of, state = dice.choice((campaign, other)), dice.choice(STATES)
        at = BEGIN + timedelta(minutes=dice.randrange(40 * 1440))
        values = {
            "touchpoint": dice.choice(places[of.pk]),
            "created_at": at - timedelta(hours=dice.randrange(50)),
        }
        values |= {"reason": reason()} if state == "rejected" else {}
        values |= {"back_on": date(2027, 1, 1)} if state == "recycled" else {}
        if dice.random() < 0.5:
            values |= {"value": dice.randrange(10**10), "currency": dice.choice(("EUR", "CNY"))}
        values |= {"erased_at": NOW} if dice.random() < 0.1 else {}
        values |= {"merged_into": dice.choice(made)} if made and dice.random() < 0.1 else {}
        due = NOW + timedelta(hours=dice.randrange(-50, 50))
        made.append(lead(state, of=of, at=at, due_at=due, **values))
    return [campaign.pk, other.pk]


def slowly(campaigns, by, since=None, until=None):
    found = defaultdict(queries.Tally)
    for row in Lead.objects.select_related("touchpoint"):
        if row.merged_into_id or row.campaign_id not in campaigns:
            continue
        for name, moment in things(row):
            if moment is None:
                continue
            day = moment.astimezone(ZONE).date()
            now = name in {"waiting", "breached"}
            if not now and ((since and day < since) or (until and day > until)):
                continue
            here = {
                "campaign": row.campaign_id,
                "touchpoint": row.touchpoint_id,
                "day": day,
                "channel": row.touchpoint and row.touchpoint.channel_id,
            }
            tally = found[tuple(here[each] for each in by)]
            setattr(tally, name, getattr(tally, name) + 1)
            if name == "won" and row.value is not None:
                tally.revenue[row.currency] = tally.revenue.get(row.currency, 0) + row.value
    return dict(found)


def things(row):
    yield "leads", row.created_at
    yield "mqls", row.mql_at
    yield "accepted", row.accepted_at
    yield "qualified", row.qualified_at
    yield "opportunities", row.opportunity_at
    if row.state == "won":
        yield "won", row.won_at
    if row.state == "rejected":
        yield "rejected", row.rejected_at
    if row.state == "recycled":
        yield "recycled", row.decided_at
    if row.state == "mql" and not row.erased_at:
        yield "waiting", row.mql_at
        if row.due_at and row.due_at < NOW:
            yield "breached", row.due_at


@pytest.mark.parametrize(
    "by",
    [
        (),
        ("campaign",),
        ("channel",),
        ("touchpoint",),
        ("campaign", "channel"),
        ("campaign", "touchpoint"),
        ("campaign", "day"),
        ("channel", "day"),
        ("day",),
    ],
    ids="-".join,
)
@pytest.mark.parametrize(
    "days", [(None, None), (date(2026, 10, 25), date(2026, 11, 11))], ids=["ever", "days"]
)
def test_counts_equal_a_slow_computation(crowd, by, days, django_assert_num_queries):
    since, until = days
    expected = slowly(crowd, by, since, until)

    with clock.at(NOW), django_assert_num_queries(2):
        found = queries.tallies(crowd, since=since, until=until, by=by)

    assert found == expected


def test_one_campaign_is_counted_alone(crowd):
    with clock.at(NOW):
        assert queries.tallies(crowd[:1]) == slowly(crowd[:1], ("campaign",))

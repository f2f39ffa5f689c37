"""Leads and what was spent for them, joined at every level as pages show it."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.journey.models import Touchpoint
from campaigns.leads.models import Lead
from campaigns.metrics import queries, standard
from campaigns.metrics.actions import Number, observe
from campaigns.metrics.models import DayTotal, Observation, Series
from campaigns.plan.models import Channel, Stage
from tests import furniture
from tests.campaigns.metrics.conftest import DAY, MILLION
from workspace.kernel import clock

LEVELS = [
    ("campaign",),
    ("campaign", "channel"),
    ("campaign", "touchpoint"),
    ("day",),
    ("campaign", "channel", "touchpoint", "day"),
]
SPENT = ("spend", "leads", "accepted_leads")
MOMENTS = {"leads": "created_at", "mqls": "mql_at", "accepted_leads": "accepted_at"}
FIGURES = {
    "spend": None,
    "leads": None,
    "cpl": ("spend", "leads"),
    "cost_per_accepted_lead": ("spend", "accepted_leads"),
    "acceptance_rate": ("accepted_leads", "mqls"),
}


@pytest.fixture
def places(workspace, campaign, person):
    """[(campaign, touchpoint or None)]: two campaigns with two touchpoints and none each."""
    standard.furnish(workspace.pk)
    other = furniture.campaign(workspace, by=person("owner"), key="FALL", name="Fall")
    stage = Stage.objects.create(workspace=workspace, name="Awareness")
    channels = [Channel.objects.create(workspace=workspace, name=name) for name in ("Fair", "Mail")]
    return [
        (each, channel and touchpoint(each, channel, stage))
        for each in (campaign, other)
        for channel in (*channels, None)
    ]


def touchpoint(campaign, channel, stage):
    return Touchpoint.objects.create(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        channel=channel,
        stage=stage,
        created_at=clock.now(),
    )


days = st.integers(0, 3)
leads = st.tuples(st.integers(0, 5), days, st.none() | days, st.none() | days)
spent = st.dictionaries(
    st.tuples(st.integers(0, 5), st.sampled_from(SPENT), days), st.integers(1, 10**9), max_size=12
)


@given(leads=st.lists(leads, max_size=15), spent=spent, since=st.integers(0, 2))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_level_equals_a_slow_reckoning(places, workspace, person, leads, spent, since):
    for model in (Observation, Series, DayTotal, Lead):
        model.objects.all().delete()
    zone = ZoneInfo(workspace.time_zone)
    Lead.objects.bulk_create(made(places[place], *moments, zone) for place, *moments in leads)
    rows = [number(places[place], *rest) for (place, *rest), amount in spent.items()]
    observe(
        [Number(**row, amount=amount) for row, amount in zip(rows, spent.values(), strict=True)],
        by=person("member"),
        source="api",
    )

    begin = DAY + timedelta(days=since)
    campaigns = [places[0][0].pk, places[3][0].pk]
    counting = {places[place][0].pk for place, *_moments in leads}
    for by in LEVELS:
        found = queries.figures(campaigns, since=begin, by=by)
        slow = slowly(places, leads, spent, begin, by, counting)
        for place in found.keys() | slow.keys():
            here = found.get(place)
            told = {key: (here.value(key).amount or 0) if here else 0 for key in FIGURES}
            assert told == figures_of(slow[place]), (by, place)


def made(place, came, mql, accepted, zone):
    campaign, where = place

    def moment(day):
        return day is not None and datetime.combine(DAY + timedelta(days=day), time(23, 30), zone)

    return Lead(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        touchpoint=where,
        state="mql",
        due_at=moment(came),
        waits_since=moment(came),
        created_at=moment(came),
        mql_at=moment(mql) or None,
        accepted_at=moment(accepted) or None,
    )


def number(place, key, day):
    campaign, where = place
    return {
        "metric": key,
        "day": DAY + timedelta(days=day),
        "currency": "EUR" if key == "spend" else "",
        "campaign_id": campaign.pk,
        "touchpoint_id": where and where.pk,
    }


def slowly(places, leads, spent, begin, by, counting):
    """{place: {key: sum}}, without any of the code that is tested."""
    found = defaultdict(lambda: defaultdict(int))

    def put(place, day, key, amount):
        if day is None or DAY + timedelta(days=day) < begin:
            return
        campaign, where = places[place]
        whole = {
            "campaign": campaign.pk,
            "channel": where and where.channel_id,
            "touchpoint": where and where.pk,
            "day": DAY + timedelta(days=day),
        }
        found[tuple(whole[name] for name in by)][key] += amount

    for place, *moments in leads:
        for key, day in zip(MOMENTS, moments, strict=True):
            put(place, day, key, MILLION)
    for (place, key, day), amount in spent.items():
        # Where leads are kept they are counted, whatever was brought in as well.
        if key == "spend" or places[place][0].pk not in counting:
            put(place, day, key, amount)
    return found


def figures_of(sums):
    def told(parts, key):
        if parts is None:
            return sums.get(key, 0)
        above, below = sums.get(parts[0], 0), sums.get(parts[1], 0)
        return round(Fraction(above, below) * MILLION) if below else 0

    return {key: told(parts, key) for key, parts in FIGURES.items()}

"""A target of a channel with one currency, in a campaign with two, is judged by that channel alone;
one that cannot be judged says which money came in, wherever it is read."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client

from campaigns.brief.actions import standing
from campaigns.brief.models import Campaign
from campaigns.metrics import health, queries, standard, standings
from campaigns.metrics.actions import Number, aiming, observe
from campaigns.metrics.models import Target
from campaigns.plan.models import Channel
from teams.actions import tokens
from tests import furniture

MILLION = 1_000_000
TARGETS = "/w/acme/c/SPRING/targets/"


@pytest.fixture
def metrics(workspace):
    standard.furnish(workspace.pk)
    return queries.defined()


@pytest.fixture
def today():
    return furniture.today()


@pytest.fixture
def channels(workspace):
    return {
        name: Channel.objects.create(workspace=workspace, name=name, position=place)
        for place, name in enumerate(("Search", "Social"))
    }


@pytest.fixture
def live(campaign, today):
    days = {"starts_on": today - timedelta(days=59), "ends_on": today + timedelta(days=60)}
    Campaign.objects.filter(pk=campaign.pk).update(phase="live", **days)
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def both(live, channels, metrics, person, today):
    """Search costs €100 for 10 leads and brings €300, Social $50 for 5 leads and brings $75."""
    came = {
        ("Search", "EUR"): {"spend": 100, "leads": 10, "revenue": 300},
        ("Social", "USD"): {"spend": 50, "leads": 5, "revenue": 75},
    }
    rows = [
        Number(
            key,
            today,
            amount * MILLION,
            "" if key == "leads" else currency,
            live.pk,
            channels[name].pk,
        )
        for (name, currency), amounts in came.items()
        for key, amount in amounts.items()
    ]
    observe(rows, by=person("member"), source="form")
    return live


@pytest.fixture
def aim(both, channels, metrics, person):
    """`aim("cpl", 10, "EUR", "Search")`, of the whole campaign without a channel."""

    def set_target(key, amount, currency="", channel=None):
        return aiming.aim(
            both,
            by=person("member"),
            metric=metrics[key],
            target=amount * MILLION,
            currency=currency,
            channel=channels.get(channel),
            why="Said late",
        )

    return set_target


@pytest.fixture
def program(person):
    secret = tokens.make(by=person("manager"), name="Tool", scopes=["metrics:read", "plan:read"])[1]
    return Client(headers={"Authorization": f"Bearer {secret}"})


def stands(target, today):
    rows = Target.objects.select_related("campaign", "metric", "channel").filter(pk=target.pk)
    return standings.standings(rows, today)[target.pk]


CHANNELS = [
    (("cpl", 10, "EUR", "Search"), 10, "on"),
    (("cpl", 20, "USD", "Social"), 10, "ahead"),
    (("roas", 4, "", "Search"), 3, "off"),
    (("roas", 1, "", "Social"), 1.5, "ahead"),
    (("spend", 200, "EUR", "Search"), 100, "on"),
    (("spend", 200, "EUR", None), 100, "on"),
]


@pytest.mark.parametrize(("said", "value", "judgement"), CHANNELS)
def test_it_is_judged_by_its_own_currency(said, value, judgement, aim, today):
    found = stands(aim(*said), today)

    assert (found.value.amount, found.value.why) == (value * MILLION, "")
    assert found.judgement == judgement


def test_its_health_names_the_channel(aim, live, today):
    aim("cpl", 10, "EUR", "Search")
    aim("roas", 4, "", "Search")

    [told] = health.paths([live], today)[live.pk]

    assert (told.key, told.data["metric"], told.data["channel"]) == ("target_off", "ROAS", "Search")


def test_page_program_overview_and_files_agree(aim, signed_in, person, program):
    target = aim("cpl", 10, "EUR", "Search")
    off = aim("roas", 4, "", "Search")
    browser = signed_in(person("manager"))
    standing.sweep()

    page = browser.get(TARGETS).content.decode()
    api = program.get("/api/v1/campaigns/SPRING/standings/").json()["results"]
    overview = browser.get("/w/acme/overview/").content.decode()
    table = csv.DictReader(
        StringIO(browser.get("/w/acme/c/SPRING/numbers.csv?span=30").content.decode("utf-8-sig"))
    )

    assert "<b>€10.00</b>" in page
    assert "<b>300%</b>" in page
    assert "Off the path" in page
    assert {row["target"]: (row["value"], row["judgement"], row["why"]) for row in api} == {
        target.pk: ("10", "on", ""),
        off.pk: ("3", "off", ""),
    }
    assert "ROAS · Search: off the path" in overview
    told = {(row["Channel"], row["Metric"]): (row["Value"], row["Currency"]) for row in table}
    assert told["Search", "CPL"] == ("10", "EUR")
    assert told["Social", "CPL"] == ("10", "USD")


APART = [
    (("cpl", 10, "EUR", None), "currencies", "CPL", "EUR, USD"),
    (("roas", 4, "", None), "currencies", "ROAS", "EUR, USD"),
    (("cpl", 10, "EUR", "Social"), "currency", "CPL · Social", "USD"),
    (("spend", 10, "GBP", None), "currency", "Spend", "EUR, USD"),
]


@pytest.mark.parametrize(("said", "why", "name", "currencies"), APART)
def test_one_that_cannot_be_judged_says_which_money_came_in(
    said, why, name, currencies, aim, live, today, signed_in, person, program
):
    target = aim(*said)
    browser = signed_in(person("manager"))
    standing.sweep()
    sentence = f"The money of {name} is in {currencies}: its target cannot be compared"

    found = stands(target, today)
    [told] = health.paths([live], today)[live.pk]
    page = browser.get(TARGETS).content.decode()
    [api] = program.get("/api/v1/campaigns/SPRING/standings/").json()["results"]

    assert (found.value.amount, found.value.why, found.judgement) == (None, why, None)
    assert told.key == "target_currency"
    assert "Money in other currencies" in page
    assert (api["value"], api["why"], api["judgement"]) == (None, why, None)
    for path in ("/w/acme/overview/", "/w/acme/c/SPRING/health/"):
        assert sentence in browser.get(path).content.decode()


def test_money_in_another_currency_is_waited_for_as_long_as_any_number(aim, live, today):
    target = aim("spend", 10, "GBP")
    Target.objects.filter(pk=target.pk).update(starts_on=today - timedelta(days=2))

    assert health.paths([live], today) == {}


def test_the_overview_says_why_beside_what_was_aimed_at(aim, signed_in, person):
    aim("spend", 10, "GBP")
    standing.sweep()

    page = signed_in(person("manager")).get("/w/acme/overview/?metric=spend&days=90")

    assert "Its money is in another currency." in page.content.decode()

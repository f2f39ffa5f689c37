"""A ratio of money says in which of several currencies it is reckoned, and a figure on which days,
wherever they are shown."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from campaigns.brief.models import Campaign
from campaigns.insights import journey_figures
from campaigns.metrics import queries, standard
from campaigns.metrics.actions import Number, defining, observe
from campaigns.metrics.figures import Figures
from campaigns.metrics.models import Definition, Metric
from teams.actions import tokens
from tests import furniture

MILLION = 1_000_000
DAY = timedelta(days=1)
NUMBERS = "/w/acme/c/SPRING/numbers"
BESIDE = "?metric=roas&days=30"
SPAN = "?span=30&per=week"


@pytest.fixture
def metrics(workspace):
    standard.furnish(workspace.pk)
    return queries.defined()


@pytest.fixture
def live(campaign):
    Campaign.objects.filter(pk=campaign.pk).update(phase="live", starts_on=today() - 60 * DAY)
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def enter(person, metrics):
    """`enter(campaign, "EUR", spend=2, revenue=8)`, today or on another day."""

    def numbers(campaign, currency="", day=None, **amounts):
        rows = [
            Number(key, day or today(), amount * MILLION, currency, campaign_id=campaign.pk)
            for key, amount in amounts.items()
        ]
        observe(rows, by=person("member"), source="form")

    return numbers


@pytest.fixture
def both(live, enter):
    enter(live, "EUR", spend=2, revenue=8)
    enter(live, "USD", spend=4, revenue=12)
    return live


@pytest.fixture
def program(person):
    secret = tokens.make(by=person("manager"), name="Tool", scopes=["metrics:read"])[1]
    return Client(headers={"Authorization": f"Bearer {secret}"})


def today():
    return furniture.today()


def rows_of(answer, metric="ROAS"):
    """The rows of a CSV that are of a metric, by heading."""
    table = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
    return [row for row in table if row["Metric"] == metric]


def test_a_ratio_of_two_currencies_is_told_in_each(both):
    values = queries.figures([both.pk])[(both.pk,)].values("roas")

    assert [(value.amount, value.currency, value.reckoned_in) for value in values] == [
        (4 * MILLION, "", "EUR"),
        (3 * MILLION, "", "USD"),
    ]


@pytest.mark.parametrize("address", [f"{NUMBERS}/{SPAN}", f"/w/acme/overview/{BESIDE}"])
def test_a_page_says_in_which_currency_where_there_are_two(address, both, signed_in, person):
    page = signed_in(person("manager")).get(address).content.decode()

    assert "400% (EUR)" in page
    assert "300% (USD)" in page


@pytest.mark.parametrize("address", [f"{NUMBERS}/{SPAN}", f"/w/acme/overview/{BESIDE}"])
def test_a_page_says_nothing_of_the_only_currency(address, live, enter, signed_in, person):
    enter(live, "EUR", spend=2, revenue=8)

    page = signed_in(person("manager")).get(address).content.decode()

    assert "(EUR)" not in page


def test_campaigns_of_different_currencies_say_which_beside_each_other(
    workspace, live, enter, signed_in, person
):
    other = furniture.campaign(workspace, by=person("owner"), key="FALL", name="Fall")
    Campaign.objects.filter(pk=other.pk).update(phase="live", starts_on=today() - 60 * DAY)
    enter(live, "EUR", spend=2, revenue=8)
    enter(other, "USD", spend=4, revenue=12)

    page = signed_in(person("manager")).get(f"/w/acme/overview/{BESIDE}").content.decode()

    assert "400% (EUR)" in page
    assert "300% (USD)" in page


@pytest.mark.parametrize("address", [f"{NUMBERS}.csv{SPAN}", f"/w/acme/overview.csv{BESIDE}"])
def test_a_file_has_the_currency_of_a_ratio(address, both, signed_in, person):
    rows = rows_of(signed_in(person("manager")).get(address))

    assert [(row["Value"], row["Currency"]) for row in rows] == [("400", "EUR"), ("300", "USD")]


@pytest.mark.parametrize(
    ("address", "amount"),
    [
        ("campaigns/SPRING/figures/?metric=roas", "amount"),
        ("comparison/?metric=roas", "value"),
    ],
)
def test_a_program_is_told_the_currency_of_a_ratio(address, amount, both, program):
    found = program.get(f"/api/v1/{address}").json()["results"]

    assert [(row[amount], row["currency"]) for row in found] == [("4", "EUR"), ("3", "USD")]


def test_the_course_of_a_ratio_is_that_of_its_currency(both, enter, program):
    enter(both, "EUR", day=today() - 20 * DAY, spend=1, revenue=7)

    found = program.get("/api/v1/comparison/?metric=roas&days=30").json()["results"]

    told = [[amount for amount in row["course"] if amount] for row in found]
    assert told == [["7", "4"], ["3"]]


def test_a_touchpoint_says_in_which_currency_where_another_has_a_different_one(metrics):
    here, there = (Figures(metrics) for _each in "12")
    for figures, currency in ((here, "EUR"), (there, "USD")):
        figures.add("spend", currency, 2)
        figures.add("revenue", currency, 8)

    apart = journey_figures.reckoned_apart([here, there], ["roas"])

    assert journey_figures.values_of(here, ["roas"], metrics, apart) == [("ROAS", "400% (EUR)")]
    assert journey_figures.values_of(here, ["roas"], metrics) == [("ROAS", "400%")]


@pytest.fixture
def redefined(live, enter, workspace, person):
    """Clicks for impressions, and from yesterday on for sessions; the day on which it changed."""
    change = today() - DAY
    enter(live, day=change - DAY, clicks=1, impressions=10)
    enter(live, clicks=3, sessions=4)
    metric = Metric.objects.get(key="ctr")
    defining.edit(metric, by=person("admin"), version=metric.version, formula="clicks / sessions")
    moment = datetime(change.year, change.month, change.day, tzinfo=ZoneInfo(workspace.time_zone))
    Definition.objects.filter(metric=metric, number=metric.number).update(since=moment)
    return change


@pytest.mark.parametrize(
    "address", [f"{NUMBERS}.csv?span=30&per=month", "/w/acme/overview.csv?metric=ctr&days=30"]
)
def test_a_file_names_the_days_on_which_a_figure_was_reckoned_alike(
    address, redefined, signed_in, person
):
    rows = rows_of(signed_in(person("manager")).get(address), "CTR")

    told = {row["Reckoned as"]: row["Value"] for row in rows}
    assert told == {f"until {redefined - DAY}": "10", f"from {redefined} on": "75"}


@pytest.mark.parametrize(
    "address",
    [
        "campaigns/SPRING/figures/?metric=ctr",
        "comparison/?metric=ctr",
    ],
)
def test_a_program_is_told_the_days_on_which_a_figure_was_reckoned_alike(
    address, redefined, program
):
    found = program.get(f"/api/v1/{address}").json()["results"]

    assert [row["reckoned_on"] for row in found] == [
        [{"since": None, "until": f"{redefined - DAY}"}],
        [{"since": f"{redefined}", "until": None}],
    ]


def test_a_page_names_the_days_beside_the_reason(redefined, signed_in, person):
    page = signed_in(person("manager")).get(f"{NUMBERS}/?span=30&per=month").content.decode()

    assert "what these came to stays apart. (until " in page
    assert "what these came to stays apart. (from " in page

"""A formula that comes to more than can be meant is "–" with the reason, wherever it is read."""

from datetime import date

import pytest

from campaigns.brief.actions import standing
from campaigns.brief.models import Campaign
from campaigns.metrics import queries
from campaigns.metrics.actions import aiming, defining
from tests.campaigns.metrics.conftest import DAY, MILLION

SPAN = "?from=2026-11-01&to=2026-11-30&metric=big"
FORMULAS = [
    "clicks * clicks * clicks * clicks",
    "9" * 290 + " * clicks",
    "clicks / 0." + "0" * 40 + "1",
    "0 - 1" + "0" * 30 + " * clicks",
]


@pytest.fixture
def big(workspace, person, metrics, campaign, enter):
    """A metric whose formula comes to too much on a day, and the campaign aims at it."""

    def define(formula):
        metric = defining.add(
            workspace.pk,
            by=person("manager"),
            key="big",
            name="Big",
            unit="count",
            aggregation="ratio",
            formula=formula,
        )
        days = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 30)}
        Campaign.objects.filter(pk=campaign.pk).update(phase="live", **days)
        campaign.refresh_from_db()
        aiming.aim(campaign, by=person("member"), metric=metric, target=3 * MILLION, why="Late")
        enter(DAY, clicks=9_000_000_000)
        return metric

    return define


@pytest.mark.parametrize("formula", FORMULAS)
def test_it_has_no_value_and_says_why(formula, big, campaign):
    big(formula)

    value = queries.figures([campaign.pk])[(campaign.pk,)].value("big")

    assert (value.amount, value.why) == (None, "large")


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_page_and_file_is_there(formula, big, signed_in, person, at):
    big(formula)
    browser = signed_in(person("manager"))

    standing.sweep()
    pages = [
        browser.get(path)
        for path in (
            at(f"numbers/{SPAN}"),
            at(f"numbers.csv{SPAN}"),
            at("targets/"),
            at("touchpoints/"),
            "/w/acme/overview/?metric=big&days=365",
            "/w/acme/overview.csv?metric=big&days=365",
        )
    ]

    assert [page.status_code for page in pages] == [200] * 6
    assert "This comes to more than can be meant" in pages[0].content.decode()
    assert "This comes to more than can be meant" in pages[2].content.decode()


def test_what_is_large_and_can_be_meant_is_shown_to_the_last_digit(big, signed_in, person, at):
    big("clicks * clicks")

    page = signed_in(person("member")).get(at(f"numbers/{SPAN}")).content.decode()

    assert "81,000,000,000,000,000,000" in page

"""What stands in a cell of the touchpoints page: the newest numbers, what is aimed at first."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.brief import actions as brief
from campaigns.journey import actions as journey
from campaigns.leads.actions import bringing
from campaigns.metrics import standard
from campaigns.metrics.actions import Number, aiming, defining, observe
from campaigns.metrics.models import Definition, Metric
from tests.campaigns.insights.conftest import MAP, cell, page
from workspace.kernel.templatetags.look import from_to

MILLION = 1_000_000
MONEY = ("spend", "revenue")


@pytest.fixture
def measured(mail, stages, add, campaign, person, workspace):
    """`measured(days=3, spend=9)` brings numbers in; `measured.aim("spend")` aims at it."""
    standard.furnish(workspace.pk)
    add("Invitation", mail, stages[0])
    by = person("member")
    touchpoint = journey.edit(campaign, mail, stages[0], by=by, promise="One mail")
    place = {"campaign_id": campaign.pk, "touchpoint_id": touchpoint.pk}

    def bring(days=0, **amounts):
        day = timezone.localdate() - timedelta(days=days)
        numbers = [
            Number(key, day, amount * MILLION, "EUR" if key in MONEY else "", **place)
            for key, amount in amounts.items()
        ]
        observe(numbers, by=by, source="form")
        return touchpoint

    def aim(key, **values):
        metric = Metric.objects.get(key=key)
        currency = "EUR" if metric.unit == "money" else ""
        aiming.aim(campaign, by=by, metric=metric, target=9 * MILLION, currency=currency, **values)

    bring.aim = aim
    return bring


def figures(head):
    """[(name, value)] of the figures of a cell that are not sales' verdict."""
    return re.findall(r"<span>([^<]+) <b>([^<]+)</b></span>", head)


def test_a_cell_shows_the_newest_numbers_of_what_the_campaign_aims_at_first(
    measured, mail, stages, campaign, person, signed_in
):
    measured(clicks=7, spend=20, impressions=700)
    measured(days=27, clicks=7)
    measured(days=28, clicks=900, impressions=900)
    browser = signed_in(person("member"))
    before = cell(page(browser), mail, stages[0])
    measured.aim("impressions", is_primary=True)
    measured.aim("cpc")

    aimed = cell(page(browser), mail, stages[0])
    own = browser.get(f"{MAP}{mail.pk}/{stages[0].pk}/").content.decode()

    assert figures(before) == [("Clicks", "14")]
    assert figures(aimed) == [("Impressions", "700"), ("CPC", "€1.43"), ("Clicks", "14")]
    assert ("Last 28 days" in aimed, "Last 28 days" in own) == (True, True)
    assert figures(own) == figures(aimed)


def test_a_cell_of_a_campaign_that_is_over_shows_its_last_days(
    measured, mail, stages, campaign, person, signed_in
):
    end = timezone.localdate() - timedelta(days=90)
    measured(days=100, clicks=7)
    brief.edit(campaign, by=person("member"), version=campaign.version, ends_on=end)

    head = cell(page(signed_in(person("member"))), mail, stages[0])

    assert figures(head) == [("Clicks", "7")]
    assert from_to(end - timedelta(days=27), end) in head


def test_what_is_aimed_at_and_counted_from_leads_is_told_from_them(
    measured, mail, stages, campaign, person, signed_in
):
    touchpoint = measured(spend=80, opportunities=50)
    measured(days=60, spend=20)
    measured.aim("opportunities")
    measured.aim("cpl")
    browser = signed_in(person("member"))
    brought = cell(page(browser), mail, stages[0])

    ada = {"name": "Ada", "touchpoint": touchpoint}
    bringing.bring(campaign, [ada], by=person("sales"), source="hand")
    told = cell(page(browser), mail, stages[0])

    assert figures(brought) == [("Opportunities", "50")]
    assert figures(told) == [("Opportunities", "0"), ("CPL", "€100.00")]


def test_what_no_lead_says_is_told_from_what_was_brought_in(
    measured, mail, stages, campaign, person, signed_in
):
    touchpoint = measured(spend=80, revenue=160)
    measured.aim("revenue")
    measured.aim("roas")
    browser = signed_in(person("member"))
    before = cell(page(browser), mail, stages[0])

    ada = {"name": "Ada", "touchpoint": touchpoint}
    bringing.bring(campaign, [ada], by=person("sales"), source="hand")
    after = cell(page(browser), mail, stages[0])

    assert figures(before) == [("Revenue", "€160.00"), ("ROAS", "200%")]
    assert figures(after) == figures(before)


def test_leads_count_in_the_days_on_which_a_cost_was_reckoned_as_it_was_then(
    measured, mail, stages, campaign, person, signed_in
):
    touchpoint = measured(spend=50)
    measured(days=40, spend=100)
    now = timezone.now()
    leads = [
        {"name": name, "touchpoint": touchpoint, "created_at": now - timedelta(days=days)}
        for name, days in (("Ada", 40), ("Bo", 0))
    ]
    bringing.bring(campaign, leads, by=person("sales"), source="hand")
    cpl = Metric.objects.get(key="cpl")
    defining.edit(cpl, by=person("admin"), version=cpl.version, formula="spend / leads / 2")
    since = now - timedelta(days=7)
    Definition.objects.filter(metric=cpl, number=cpl.number).update(since=since)
    measured.aim("cpl")

    told = cell(page(signed_in(person("member"))), mail, stages[0])

    assert figures(told) == [("CPL", "€100.00 · €25.00")]

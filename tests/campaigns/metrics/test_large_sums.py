"""Numbers may be large, and many: their sums are exact, also beyond what SQLite adds by itself."""

from datetime import date, timedelta

import pytest

from campaigns.brief.actions import standing
from campaigns.metrics import queries
from campaigns.metrics.actions import Number, aiming, observe
from campaigns.metrics.actions.entries import MOST_AMOUNT
from campaigns.metrics.intake import waiting
from campaigns.metrics.models import DayTotal, Observation
from workspace.kernel.refusals import Invalid

FIRST, COUNT = date(2024, 1, 1), 1_000  # as of a program that brings the millionths of an account
LARGE = MOST_AMOUNT - 1


@pytest.fixture
def bring(person, metrics):
    def numbers(amount=LARGE, *, same_day=False, **where):
        rows = [
            Number(
                "clicks",
                FIRST if same_day else FIRST + timedelta(days=number),
                amount,
                external_id=f"tool {number}" if same_day else "tool",
                **where,
            )
            for number in range(COUNT)
        ]
        return observe(rows, by=person("member"), source="tool")

    return numbers


@pytest.mark.parametrize("amount", [LARGE, -LARGE])
@pytest.mark.parametrize("by", [("campaign",), ("channel",)])
def test_a_sum_is_exact(by, amount, bring, campaign):
    bring(amount, campaign_id=campaign.pk)

    [found] = queries.figures([campaign.pk], by=by).values()

    assert found.value("clicks").amount == COUNT * amount


def test_the_pages_and_the_sweep_go_on(bring, campaign, person, metrics, signed_in, at):
    type(campaign).objects.filter(pk=campaign.pk).update(phase="live", starts_on=FIRST)
    campaign.refresh_from_db()
    aiming.aim(campaign, by=person("member"), metric=metrics["clicks"], target=LARGE, why="Late")
    bring(campaign_id=campaign.pk)
    browser = signed_in(person("manager"))

    standing.sweep()

    paths = (at("numbers/?span=all"), at("targets/"), "/w/acme/overview/?metric=clicks&by=launch")
    assert [browser.get(path).status_code for path in paths] == [200, 200, 200]


def test_what_waits_is_added_up_too(bring):
    bring()

    [found] = waiting.queue()

    assert [amount for _metric, _currency, amount in found.sums] == [COUNT * LARGE]


def test_a_day_that_comes_to_more_than_is_kept_is_refused_whole(bring, campaign):
    with pytest.raises(Invalid):
        bring(campaign_id=campaign.pk, same_day=True)

    assert not Observation.objects.exists()
    assert not DayTotal.objects.exists()

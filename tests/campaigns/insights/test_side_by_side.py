"""Campaigns beside each other: the same days, the same age, ratios of sums, small samples."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.insights import side_by_side
from campaigns.insights.side_by_side import Span
from campaigns.metrics import standard
from campaigns.metrics.actions import Number, observe
from campaigns.metrics.figures import Figures, Said
from tests import furniture

TODAY = date(2026, 11, 28)
MILLION = 1_000_000
KNOWN = {
    "spend": Said("spend", "money"),
    "accepted_leads": Said("accepted_leads"),
    "cpl": Said("cpl", "money", "ratio", "spend / (accepted_leads + 0)"),
}


@pytest.fixture
def metrics(workspace):
    from campaigns.metrics import queries

    standard.furnish(workspace.pk)
    return queries.defined()


@pytest.fixture
def enter(person, metrics):
    def numbers(campaign, day, **amounts):
        observe(
            [
                Number(
                    key,
                    day,
                    amount * MILLION,
                    "EUR" if metrics[key].unit == "money" else "",
                    campaign_id=campaign.pk,
                )
                for key, amount in amounts.items()
            ],
            by=person("member"),
            source="form",
        )

    return numbers


def values(row):
    return {cell.metric.key: cell.value.amount for cell in row.cells}


def test_a_span_of_the_calendar_is_the_same_for_all(campaign):
    assert Span(TODAY, since=date(2026, 11, 1)).of(campaign) == (date(2026, 11, 1), TODAY)


@pytest.mark.parametrize(
    ("launch", "window"),
    [
        (date(2026, 9, 1), (date(2026, 9, 1), date(2026, 9, 30))),
        (date(2026, 11, 20), (date(2026, 11, 20), TODAY)),
        (date(2026, 12, 1), None),
        (None, None),
    ],
)
def test_by_launch_each_campaign_has_its_own_first_days(campaign, launch, window):
    campaign.starts_on = launch

    assert Span(TODAY, days=30).of(campaign) == window


def test_two_campaigns_are_compared_by_their_first_days_wherever_those_lie(
    workspace, person, campaign, enter, metrics
):
    other = furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    campaign.starts_on, other.starts_on = date(2026, 9, 1), date(2026, 11, 1)
    for each, amount in ((campaign, 10), (other, 30)):
        enter(each, each.starts_on, spend=amount)
        enter(each, each.starts_on + timedelta(days=9), spend=amount)
        enter(each, each.starts_on + timedelta(days=10), spend=1000)

    rows = side_by_side.compare([campaign, other], ["spend"], Span(TODAY, days=10), metrics=metrics)

    assert [values(row) for row in rows] == [{"spend": 20 * MILLION}, {"spend": 60 * MILLION}]
    assert [row.days for row in rows] == [10, 10]


def test_a_campaign_without_a_launch_has_nothing_to_compare(campaign, metrics):
    [row] = side_by_side.compare([campaign], ["spend"], Span(TODAY, days=10), metrics=metrics)

    assert (row.days, row.cells) == (0, [])


def test_a_ratio_over_several_days_is_the_ratio_of_the_sums(campaign, enter, metrics):
    enter(campaign, date(2026, 11, 2), spend=10, clicks=1)
    enter(campaign, date(2026, 11, 3), spend=10, clicks=9)

    span = Span(TODAY, since=date(2026, 11, 1))
    [row] = side_by_side.compare([campaign], ["cpc"], span, metrics=metrics)

    assert values(row) == {"cpc": 2 * MILLION}


def test_money_of_two_currencies_is_shown_twice_and_never_added(campaign, person, metrics):
    for currency, amount in (("EUR", 5), ("USD", 7)):
        observe(
            [Number("spend", TODAY, amount * MILLION, currency, campaign_id=campaign.pk)],
            by=person("member"),
            source="form",
        )

    span = Span(TODAY, since=date(2026, 11, 1))
    [row] = side_by_side.compare([campaign], ["spend"], span, metrics=metrics)

    [cell] = row.cells
    assert [(value.currency, value.amount) for value in cell.values] == [
        ("EUR", 5 * MILLION),
        ("USD", 7 * MILLION),
    ]


@pytest.mark.parametrize(("accepted", "few"), [(3, 3), (29, 29), (30, None), (0, None)])
def test_a_ratio_of_few_cases_says_of_how_many(accepted, few):
    figures = Figures(KNOWN)
    figures.add("spend", "EUR", 90 * MILLION)
    figures.add("accepted_leads", "", accepted * MILLION)

    assert side_by_side.few(figures, "cpl", KNOWN) == few


def test_what_is_no_ratio_is_never_too_few():
    figures = Figures(KNOWN)
    figures.add("accepted_leads", "", MILLION)

    assert side_by_side.few(figures, "accepted_leads", KNOWN) is None


days = st.integers(0, 60).map(lambda number: date(2026, 9, 1) + timedelta(days=number))
entries = st.lists(st.tuples(days, st.integers(0, 500), st.integers(0, 40)), max_size=40)


@given(entries, days, st.integers(0, 60))
def test_the_parts_of_a_span_hold_each_of_its_days_once(given_days, first, length):
    last = first + timedelta(days=length)
    daily = defaultdict(lambda: Figures(KNOWN))
    for day, spend, accepted in given_days:
        daily[day].add("spend", "EUR", spend * MILLION)
        daily[day].add("accepted_leads", "", accepted * MILLION)

    parts = side_by_side.parts_of(first, last, daily, KNOWN)
    whole = Figures(KNOWN)
    for part in parts:
        whole.include(part)

    within = [each for each in given_days if first <= each[0] <= last]
    spend, accepted = sum(each[1] for each in within), sum(each[2] for each in within)
    assert len(parts) <= side_by_side.POINTS
    assert (whole.value("spend").amount or 0) == spend * MILLION
    expected = round(Fraction(spend, accepted) * MILLION) if accepted else None
    assert whole.value("cpl").amount == expected

"""Figures in words: how many decimals they have, alone and among others of their metric."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from campaigns.metrics import showing
from campaigns.metrics.actions import aiming
from campaigns.metrics.figures import Value
from workspace.kernel.templatetags.look import listed

MILLION = 1_000_000
LANGUAGES = ("en", "zh-hans", "zh-hant")


def value(amount, unit, currency=""):
    return Value(None if amount is None else round(amount * MILLION), unit, currency)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("amount", "unit", "currency", "words"),
    [
        (0.12, "percent", "", "12%"),
        (0.0345, "percent", "", "3.45%"),
        (0.34567, "percent", "", "34.6%"),
        (3, "percent", "", "300%"),
        (-0.005, "percent", "", "-0.5%"),
        (1234, "count", "", "1,234"),
        (12.345, "count", "", "12.34"),
        (1234.5, "money", "EUR", "€1,234.50"),
        (123456.7, "money", "EUR", "€123,457"),
        (-5, "money", "EUR", "-€5.00"),
        (90, "duration", "", "1:30"),
        (None, "percent", "", "–"),
    ],
)
def test_a_figure_alone_has_the_decimals_that_it_needs(language, amount, unit, currency, words):
    with translation.override(language):
        assert showing.shown(value(amount, unit, currency)) == words


def test_seconds_are_rounded_for_reading():
    values = [value(12.345678, "duration"), value(50, "duration")]
    decimals = showing.decimals_of(values)

    assert [showing.shown(each) for each in values] == ["12.3 s", "50 s"]
    assert [showing.shown(each, decimals) for each in values] == ["12.3 s", "50.0 s"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("amounts", "unit", "currency", "words"),
    [
        ((0.12, 0.0345, 0.005, None), "percent", "", ["12.00%", "3.45%", "0.50%", "–"]),
        ((0.12, 0.345, 3), "percent", "", ["12.0%", "34.5%", "300.0%"]),
        ((0.12, 0.3), "percent", "", ["12%", "30%"]),
        ((4, 3.2, 3.45), "count", "", ["4.00", "3.20", "3.45"]),
        ((120_000, 845.2), "money", "EUR", ["€120,000.00", "€845.20"]),
        ((120_000, 250_000), "money", "EUR", ["€120,000", "€250,000"]),
        ((None, None), "count", "", ["–", "–"]),
    ],
)
def test_figures_of_a_metric_that_stand_together_have_the_same_decimals(
    language, amounts, unit, currency, words
):
    values = [value(amount, unit, currency) for amount in amounts]
    decimals = showing.decimals_of(values)

    with translation.override(language):
        told = [showing.shown(each, decimals) for each in values]
        assert told == words


def test_money_never_has_more_decimals_than_its_currency():
    values = [value(12.5, "money", "EUR"), value(1200, "money", "JPY")]
    decimals = showing.decimals_of(values)

    assert [showing.shown(each, decimals) for each in values] == ["€12.50", "JP¥1,200"]


def texts(cells):
    return [value.text for cell in cells for value in cell.values]


def test_the_columns_of_the_numbers_are_even(signed_in, person, at, enter, channels):
    today = timezone.localdate()
    one, other = channels.values()
    enter(today, channel=one, clicks=9, impressions=250, conversions=1.25)
    enter(today - timedelta(days=1), channel=other, clicks=7, impressions=96, conversions=3)

    page = signed_in(person("member")).get(at("numbers/?span=7")).context

    keys = [heading.metric.key for heading in page["headings"]]
    assert keys == ["impressions", "clicks", "ctr", "conversions", "conversion_rate"]
    assert [texts(row.cells) for row in page["places"]] == [
        ["250", "9", "3.60%", "1.25", "13.9%"],
        ["96", "7", "7.29%", "3.00", "42.9%"],
    ]
    assert texts(page["total"]) == ["346", "16", "4.62%", "4.25", "26.6%"]
    assert [texts(row.cells)[2] for row in page["steps"]] == ["3.60%", "7.29%"]
    ctr = signed_in(person("member")).get(at("numbers/?span=7&metric=ctr")).context["chart"]
    assert [point.text for point in ctr.points if point.value is not None] == ["7.29%", "3.60%"]


def test_the_rows_of_a_metric_have_the_same_decimals(signed_in, person, at, enter, channels):
    today = timezone.localdate()
    one, other = channels.values()
    enter(today, channel=one, clicks=1200, conversions=1.25, spend=1200)
    enter(today, channel=other, clicks=30, conversions=3, spend=0.125)

    page = signed_in(person("member")).get(at("numbers/rows/?span=7")).context

    told = {}
    for row in page["rows"]:
        told.setdefault(row.metric.key, []).append(row.amount)
    assert told == {
        "clicks": ["1,200", "30"],
        "conversions": ["1.25", "3.00"],
        "spend": ["1,200.000", "0.125"],
    }


def test_the_figures_of_a_target_have_the_same_decimals(
    signed_in, person, campaign, metrics, at, enter
):
    today = timezone.localdate()
    aiming.aim(
        campaign,
        by=person("member"),
        metric=metrics["ctr"],
        baseline=MILLION // 100,
        target=MILLION * 5 // 100,
        starts_on=today - timedelta(days=9),
        due_on=today,
    )
    enter(today, clicks=7, impressions=200)

    [row] = signed_in(person("member")).get(at("targets/")).context["targets"]

    assert (row.baseline, row.aim, row.value) == ("1.0%", "5.0%", "3.5%")
    assert [amount for _day, amount, _path in row.course if amount != "–"] == ["3.5%"]
    assert {len(path.partition(".")[2]) for _day, _amount, path in row.course} == {2}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "a, b"), ("zh-hans", "a、b"), ("zh-hant", "a、b")]
)
def test_names_are_parted_as_each_language_does(language, words):
    with translation.override(language):
        assert listed(["a", "b"]) == words

"""How a number is written in the world, and what it is worth to the last digit."""

from decimal import Decimal

import pytest

from campaigns.metrics.intake.reading import amounts
from campaigns.metrics.intake.reading.amounts import COMMA, POINT, NotANumber


def value(text, decimal=POINT, unit="count", **how):
    found = amounts.amount(text, decimal, unit, **how)
    return None if found is None else Decimal(found.millionths).scaleb(-6)


@pytest.mark.parametrize(
    ("text", "decimal", "worth"),
    [
        ("19,043", POINT, "19043"),
        ("19.043", COMMA, "19043"),
        ("1,234,567.89", POINT, "1234567.89"),
        ("1.234.567,89", COMMA, "1234567.89"),
        ("1 234 567,89", COMMA, "1234567.89"),
        ("1\u202f234,5", COMMA, "1234.5"),
        ("1'234'567.5", POINT, "1234567.5"),
        ("1’234.5", POINT, "1234.5"),
        ("12,34,567.8", POINT, "1234567.8"),
        ("１，２３４．５", POINT, "1234.5"),
        ("3.5万", POINT, "35000"),
        ("1.2億", POINT, "120000000"),
        ("-5", POINT, "-5"),
        ("−5,5", COMMA, "-5.5"),
        ("(5.00)", POINT, "-5"),
        ("12.50", POINT, "12.5"),
        (".5", POINT, "0.5"),
        ("0", POINT, "0"),
        ("0.000001", POINT, "0.000001"),
        ("1.2E+3", POINT, "1200"),
    ],
)
def test_numbers(text, decimal, worth):
    assert value(text, decimal) == Decimal(worth)


@pytest.mark.parametrize(
    ("text", "worth", "currency"),
    [
        ("7,981.09", "7981.09", ""),
        ("€1,234.50", "1234.5", "EUR"),
        ("1,234.50 €", "1234.5", "EUR"),
        ("US$ 12", "12", "USD"),
        ("-$1.50", "-1.5", ""),
        ("($1.50)", "-1.5", ""),
        ("(12.50) EUR", "-12.5", "EUR"),
        ("€ (1,234.50)", "-1234.5", "EUR"),
        ("12.30 CHF", "12.3", "CHF"),
        ("CNY 8", "8", "CNY"),
        ("NT$ 1,200", "1200", "TWD"),
        ("¥88", "88", ""),
        ("88元", "88", ""),
        ("3.5万元", "35000", ""),
    ],
)
def test_money(text, worth, currency):
    found = amounts.amount(text, POINT, "money")

    assert (Decimal(found.millionths).scaleb(-6), found.currency) == (Decimal(worth), currency)


@pytest.mark.parametrize("text", ["", " ", "--", " -- ", "-", "–", "n/a", "N/A", "NULL", "不适用"])
def test_no_number_is_not_zero(text):
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("< 10%", "not_exact"),
        ("> 90%", "not_exact"),
        ("~5", "not_exact"),
        ("twelve", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("12,34.5", "not_a_number"),
        ("(-5)", "not_a_number"),
        ("( -5)", "not_a_number"),
        ("(1)2", "not_a_number"),
        ("1.234,5", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("12abc", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("1e400", "number_too_large"),
        ("100,000,000,001", "number_too_large"),
        ("9" * 70, "not_a_number"),
    ],
)
def test_what_is_no_number_is_said_to_be_none(text, kind):
    with pytest.raises(NotANumber) as refused:
        value(text)
    assert str(refused.value) == kind


def test_percentages_are_shares_of_one():
    assert value("7.65%") == Decimal("0.0765")
    assert value("12.5", unit="percent") == Decimal("0.125")
    assert value("0.125", unit="percent", percent_points=False) == Decimal("0.125")
    assert value("12.5%", unit="percent", percent_points=False) == Decimal("0.125")


def test_durations_are_seconds():
    assert value("1:02:03", unit="duration") == 3723
    assert value("02:03", unit="duration") == 123
    assert value("45.5 s", unit="duration") == Decimal("45.5")
    with pytest.raises(NotANumber):
        value("soon", unit="duration")


def test_a_number_of_more_places_is_rounded_to_even_and_says_so():
    assert amounts.amount("0.0000005", POINT) == (0, "", True)
    assert amounts.amount("0.0000015", POINT) == (2, "", True)
    assert amounts.amount("0.30000000000000004", POINT) == (300_000, "", True)
    assert amounts.amount("0.300000000", POINT) == (300_000, "", False)


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("1,234.5", POINT),
        ("1.234,5", COMMA),
        ("1,234", "either"),
        ("1.234", "either"),
        ("1,234,567", POINT),
        ("1.234.567", COMMA),
        ("0,123", COMMA),
        ("12.5", POINT),
        ("1234.567", POINT),
        ("12", ""),
        ("--", ""),
        ("€ 1,50", COMMA),
    ],
)
def test_what_a_number_says_of_the_decimal_mark(text, needed):
    assert amounts.needs(text) == needed


@pytest.mark.parametrize(
    ("heading", "currency", "bare"),
    [
        ("Amount spent (USD)", "USD", "Amount spent"),
        ("Spend EUR", "EUR", "Spend"),
        ("Cost in CHF", "CHF", "Cost"),
        ("Kosten (€)", "EUR", "Kosten"),
        ("花费（CNY）", "CNY", "花费"),
        ("Clicks (all)", "", "Clicks (all)"),
        ("CTR", "", "CTR"),
        ("ROI ALL", "", "ROI ALL"),
    ],
)
def test_the_currency_of_a_heading(heading, currency, bare):
    assert amounts.currency_of_heading(heading) == currency
    assert amounts.without_currency_in(heading) == bare

"""Numbers as people type them into a form."""

import pytest

from campaigns.metrics import amounts
from campaigns.metrics.models import Unit
from workspace.kernel.numbers import MILLION


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("1,234", Unit.COUNT, 1234),
        ("1.234.567", Unit.COUNT, 1234567),
        ("1 234 567", Unit.COUNT, 1234567),
        ("1'234.50", Unit.MONEY, 1234.5),
        ("1.234,5", Unit.MONEY, 1234.5),
        ("12,34", Unit.MONEY, 12.34),
        ("１，２３４", Unit.COUNT, 1234),
        ("-5", Unit.COUNT, -5),
        ("−5", Unit.COUNT, -5),
        ("–5", Unit.COUNT, -5),
        ("+5", Unit.COUNT, 5),
        ("1.234 %", Unit.PERCENT, 0.01234),
        ("12,34 %", Unit.PERCENT, 0.1234),
        ("0,125 %", Unit.PERCENT, 0.00125),
        ("1,234.5 %", Unit.PERCENT, 12.345),
        ("1,234,567", Unit.DURATION, 1234567),
        ("1:30", Unit.DURATION, 90),
        ("90:00", Unit.DURATION, 5400),
        ("1:02:03", Unit.DURATION, 3723),
    ],
)
def test_what_is_typed_is_read(text, unit, number):
    assert amounts.read(text, unit) == number * MILLION


@pytest.mark.parametrize("text", ["", " ", "-", "–", "--"])
def test_nothing_is_no_number(text):
    assert amounts.read(text, Unit.COUNT) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("+-5", Unit.COUNT),
        ("--5", Unit.COUNT),
        ("1,2,3", Unit.COUNT),
        ("1e5", Unit.COUNT),
        ("½", Unit.COUNT),
        ("NaN", Unit.COUNT),
        ("9" * 40, Unit.COUNT),
        ("5 %", Unit.COUNT),
        ("1:90", Unit.DURATION),
        ("1:75:00", Unit.DURATION),
    ],
)
def test_what_is_no_number_is_refused(text, unit):
    with pytest.raises(amounts.Unclear):
        amounts.read(text, unit)


def test_a_refusal_quotes_the_sign_too():
    with pytest.raises(amounts.Unclear, match="“-many” is not a number"):
        amounts.read("-many", Unit.COUNT)


@pytest.mark.parametrize(
    ("text", "unit", "ways"),
    [
        ("1.234", Unit.COUNT, {"1234": 1234, "1.2340": 1.234}),
        ("-1.234", Unit.MONEY, {"-1234": -1234, "-1.2340": -1.234}),
        ("12,345", Unit.PERCENT, {"12345": 123.45, "12.345": 0.12345}),
        ("1,234", Unit.DURATION, {"1234": 1234, "1.234": 1.234}),
    ],
)
def test_what_could_be_a_thousand_or_one_and_a_bit_is_not_guessed(text, unit, ways):
    with pytest.raises(amounts.Unclear) as refused:
        amounts.read(text, unit)

    first, second = ways
    says = f"“{text}” can be read in two ways: write {first} or {second}."
    assert str(refused.value) == says
    assert {way: amounts.read(way, unit) / MILLION for way in ways} == ways


@pytest.mark.parametrize("unit", Unit.values)
@pytest.mark.parametrize("amount", [1_234_000, -12_345_000, 1_234_567, 1_234 * MILLION, 500_000, 0])
def test_what_a_control_shows_is_read_back_as_it_was(amount, unit):
    assert amounts.read(amounts.typed(amount, unit), unit) == amount

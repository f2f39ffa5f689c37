"""Numbers as people type them into a form."""

from decimal import Decimal

import pytest
from django import forms

from workspace.kernel import numbers

MILLION = 1_000_000


class Deal(forms.Form):
    value = numbers.AmountField(required=False)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,000", "12000"),
        ("12.000,50", "12000.5"),
        ("12 000", "12000"),
        ("1'250.50", "1250.5"),
        ("1250.5", "1250.5"),
        ("１２，０００", "12000"),
        ("0,125", "0.125"),
        ("0,500", "0.5"),
        (",5", "0.5"),
    ],
)
def test_a_field_takes_a_number_as_people_write_it(text, number):
    form = Deal({"value": text})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["value"] == Decimal(number) * MILLION


@pytest.mark.parametrize(
    "text",
    ["12.000", "many", "-5", "1e5", "NaN", "1.2.3", "1.2,5", "12.34,5", "0.123,5", "0,125,000"],
)
def test_a_field_refuses_what_it_would_have_to_guess(text):
    assert not Deal({"value": text}).is_valid()


@pytest.mark.parametrize("number", ["12", "12.345", "1250.5", "0.001"])
def test_what_a_field_shows_is_read_back_as_it_was(number):
    amount = int(Decimal(number) * MILLION)

    shown = Deal(initial={"value": amount})["value"].value()

    assert Deal.base_fields["value"].clean(shown) == amount

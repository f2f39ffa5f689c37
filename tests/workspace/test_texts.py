"""What is typed is kept without what nobody sees or what deceives the eye."""

import importlib
import inspect
import pkgutil

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

import campaigns
import teams
from workspace.kernel import texts
from workspace.kernel.typed import Line, Prose


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u200b", ""),
        ("\u3164\ufe0f", ""),
        ("a\nb", "a b"),
        ("a \t\r\n b", "a b"),
        ("a\u2028b", "a b"),
        ("a  b", "a  b"),
        ("\ufeff=1", "=1"),
        ("fdp\u202etxt.exe", "fdptxt.exe"),
        ("ein\u00adsehen\x07", "einsehen"),
        ("b\U000e0061ad", "bad"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d💻 ❤️", "👩\u200d💻 ❤️"),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", None),
        ("葛\U000e0100城", None),
    ],
)
def test_a_line_shows_all_that_it_says(typed, kept):
    assert texts.line(typed) == (typed if kept is None else kept)


def test_prose_keeps_its_lines_and_loses_what_deceives():
    assert texts.prose("a\r\n\tb\u202e \u200bc\r\n") == "a\n\tb c\n"


@given(st.text())
def test_tidying_twice_changes_nothing_more(text):
    for tidy in (texts.line, texts.prose):
        assert tidy(tidy(text)) == tidy(text)
    assert not set("\n\r\t\v\f\x85\u2028\u2029") & set(texts.line(text))


def test_every_text_of_a_form_says_whether_it_is_one_line():
    plain = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in forms_of(campaigns, teams)
        for name, field in form.base_fields.items()
        if type(field) is forms.CharField and not isinstance(field.widget, forms.PasswordInput)
    ]
    odd = [
        name
        for form in forms_of(campaigns, teams)
        for name, field in form.base_fields.items()
        if isinstance(field, Line)
        and isinstance(field, Prose) != isinstance(field.widget, forms.Textarea)
    ]

    assert (plain, odd) == ([], [])


ELSEWHERE = {"teams.account_forms", "campaigns.leads.api.forms"}  # allauth's; the API's


def forms_of(*packages):
    """The forms that the modules of these packages define."""
    for package in packages:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("forms") or module.name in ELSEWHERE:
                continue
            found = importlib.import_module(module.name)
            for _name, each in inspect.getmembers(found, inspect.isclass):
                if issubclass(each, forms.BaseForm) and each.__module__ == module.name:
                    yield each


def test_a_form_says_that_a_text_without_anything_to_see_is_missing():
    with pytest.raises(forms.ValidationError, match="required"):
        Line().clean("\u200b\u2060")

    assert (Line().clean("two\nlines "), Prose().clean("two\r\nlines")) == (
        "two lines",
        "two\nlines",
    )

"""Numbers as people type them: exact, or refused."""

import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _

GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
POINTS = re.compile(r"\d{1,3}(\.\d{3}){2,}")
EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # a thousand in Hamburg, one and a bit in Dublin
PLAIN = re.compile(r"\d{1,15}(\.\d{1,9})?|\.\d{1,9}")
STRIPPED = re.compile("[\\s\u00a0\u202f'’_]")
MINUS = "-−–"
MILLION = 1_000_000


class Unclear(ValueError):
    """What was typed is no number, or no number that can be kept."""


def bare(text):
    """What was typed without the blanks and marks that say nothing."""
    return STRIPPED.sub("", text).replace("，", ",").replace("％", "%")


def read(text, *, large=True):
    """The number that `text` means; None when nothing was typed.

    A decimal point or a decimal comma, thousands with either or with spaces. Of what may be `large`
    1.234 could be either, and is not guessed.
    """
    text = bare(text)
    if text in {"", "-", "–", "--"}:
        return None
    negative = text[0] in MINUS
    if text[0] in f"+{MINUS}":
        text = text[1:]
    if large and EITHER.fullmatch(text):
        raise Unclear(
            _("“%(text)s” can be read in two ways: write %(whole)s or %(part)s.")
            % {"text": text, "whole": text.replace(".", ""), "part": f"{text}0"}
        )
    number = decimal(text)
    return -number if negative else number


def decimal(text):
    plain = without_thousands(text)
    if not PLAIN.fullmatch(plain):
        raise Unclear(_("“%(text)s” is not a number.") % {"text": text[:30]})
    return Decimal(plain)


def without_thousands(text):
    whole, point, part = text.partition(".")
    if "," not in text:
        return text.replace(".", "") if POINTS.fullmatch(text) else text
    if GROUPED.fullmatch(whole):
        return whole.replace(",", "") + point + part
    if text.count(",") == 1 and (not point or text.index(".") < text.index(",")):
        head, _comma, tail = text.partition(",")
        return head.replace(".", "") + "." + tail
    return text


def plain(number):
    """A number in digits with a decimal point, for programs."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def typed(number, *, large=True):
    """A number as `read` reads it back, for the value of a control."""
    text = plain(number)
    return f"{text}0" if large and EITHER.fullmatch(text.removeprefix("-")) else text


class AmountField(forms.DecimalField):
    """An amount in a form as people type it, in whole millionths; not less than nothing."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_digits=18, decimal_places=6, **kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            try:
                value = read(value)
            except Unclear as no:
                raise forms.ValidationError(str(no)) from None
        return super().to_python(value)

    def clean(self, value):
        number = super().clean(value)
        return None if number is None else int(number * MILLION)

    def prepare_value(self, value):
        return typed(Decimal(value) / MILLION) if isinstance(value, int) else value

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"inputmode": "decimal"}

"""Numbers as people type them: exact, or refused."""

import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _

# Thousands never begin with a nought: 0,125 is an eighth.
COMMAS = re.compile(r"[1-9]\d{0,2}(,\d{3})+")
POINTS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
ONE_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")
ONE_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # a thousand in Hamburg, one and a bit in Dublin
PLAIN = re.compile(r"\d{1,15}(\.\d{1,9})?|\.\d{1,9}")
STRIPPED = re.compile("[\\s\u00a0\u202f'’_]")
MINUS = "-−–"
MILLION = 1_000_000  # amounts are kept in whole millionths of their unit
# ISO 4217, without funds, metals and what is no money; HRK and BGN are in files of earlier years.
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
    GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD
    KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
    NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV
    WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())


class Unclear(ValueError):
    """What was typed is no number, or no number that can be kept."""


def currency(text):
    """The three letters of the currency that was typed; empty where nothing was."""
    code = text.strip().upper()
    if code and code not in CURRENCIES:
        raise Unclear(
            _("“%(text)s” is no currency: write its three letters, such as EUR.")
            % {"text": text.strip()[:30]}
        )
    return code


def bare(text):
    """What was typed without the blanks and marks that say nothing, in digits of one kind."""
    text = STRIPPED.sub("", text).replace("，", ",").replace("％", "%")
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def read(text, *, large=True):
    """The number that `text` means; None when nothing was typed.

    A decimal point or a decimal comma, thousands with either or with spaces. Nothing is guessed: of
    what may be `large` 1.234 could be a thousand, of anything else 1,234 could be one and a bit.
    """
    text = bare(text)
    if text in {"", "-", "–", "--"}:
        return None
    digits = text[1:] if text[0] in f"+{MINUS}" else text
    if (ONE_POINT if large else ONE_COMMA).fullmatch(digits):
        raise Unclear(either(text, large))
    plain = without_thousands(digits)
    if not PLAIN.fullmatch(plain):
        raise Unclear(_("“%(text)s” is not a number.") % {"text": text[:30]})
    number = Decimal(plain)
    return -number if text[0] in MINUS else number


def either(text, large):
    """What is said of a number that could be a thousand or one and a bit."""
    point = text.replace(",", ".")
    return _("“%(text)s” can be read in two ways: write %(whole)s or %(part)s.") % {
        "text": text,
        "whole": point.replace(".", ""),
        "part": f"{point}0" if large else point,
    }


def without_thousands(text):
    """The digits with a decimal point; what makes no sense stays as it is."""
    if "," not in text:
        several = text.count(".") > 1
        return text.replace(".", "") if several and POINTS.fullmatch(text) else text
    whole, point, part = text.partition(".")
    if COMMAS.fullmatch(whole):
        return whole.replace(",", "") + point + part
    whole, _comma, part = text.partition(",")
    if "," not in part and (whole.isdecimal() or not whole or POINTS.fullmatch(whole)):
        return f"{whole.replace('.', '')}.{part}"
    return text


def plain(number):
    """A number in digits with a decimal point, for programs."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def typed(number, *, large=True):
    """A number as `read` reads it back, for the value of a control."""
    text = plain(number)
    return f"{text}0" if large and ONE_POINT.fullmatch(text.removeprefix("-")) else text


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

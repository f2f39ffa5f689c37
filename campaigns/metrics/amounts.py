"""Numbers as people type them, as whole millionths: exact, or refused."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from campaigns.metrics.models import MILLION, Unit

GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
POINTS = re.compile(r"\d{1,3}(\.\d{3}){2,}")
EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # a thousand in Hamburg, one and a bit in Dublin
PLAIN = re.compile(r"\d{1,15}(\.\d{1,9})?|\.\d{1,9}")
CLOCK = re.compile(r"(?:(\d{1,6}):(?=[0-5]?\d:))?(\d{1,2}):([0-5]\d)")
STRIPPED = re.compile("[\\s\u00a0\u202f'’_]")
MINUS = "-−–"
MOST = 10**16


class Unclear(ValueError):
    """What was typed is no number, or no number that can be kept."""


def read(text, unit):
    """The millionths that `text` means in `unit`; None when nothing was typed.

    A decimal point or a decimal comma, thousands with either or with spaces. A percentage is typed
    as one (12.5 is 12.5 %), a duration in seconds or as 1:30 or 1:02:30. Of what is counted or
    paid, 1.234 could be either, and is not guessed.
    """
    bare = STRIPPED.sub("", text).replace("，", ",").replace("％", "%")
    if bare in {"", "-", "–", "--"}:
        return None
    sign = -1 if bare[0] in MINUS else 1
    bare = bare[1:] if bare[0] in f"+{MINUS}" else bare
    if unit == Unit.PERCENT:
        bare = bare.removesuffix("%")
    if unit == Unit.DURATION and (clock := CLOCK.fullmatch(bare)):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return sign * ((hours * 60 + minutes) * 60 + seconds) * MILLION
    if is_unclear(bare, unit):
        raise Unclear(
            _("“%(text)s” can be read in two ways: write %(whole)s or %(part)s.")
            % {"text": bare, "whole": bare.replace(".", ""), "part": f"{bare}0"}
        )
    return sign * scaled(decimal(bare), unit)


def is_unclear(bare, unit):
    return unit in {Unit.COUNT, Unit.MONEY} and EITHER.fullmatch(bare)


def decimal(bare):
    whole, point, part = bare.partition(".")
    if "," in bare:
        if GROUPED.fullmatch(whole):
            bare = whole.replace(",", "") + point + part
        elif bare.count(",") == 1 and (not point or bare.index(".") < bare.index(",")):
            head, _comma, tail = bare.partition(",")
            bare = head.replace(".", "") + "." + tail
    elif POINTS.fullmatch(bare):
        bare = bare.replace(".", "")
    if not PLAIN.fullmatch(bare):
        raise Unclear(_("“%(text)s” is not a number.") % {"text": bare[:30]})
    try:
        return Decimal(bare)
    except InvalidOperation:
        raise Unclear(_("“%(text)s” is not a number.") % {"text": bare[:30]}) from None


def scaled(number, unit):
    amount = number * MILLION / (100 if unit == Unit.PERCENT else 1)
    if amount != amount.to_integral_value():
        raise Unclear(_("This number has more decimals than are kept."))
    if amount > MOST:
        raise Unclear(_("This number is too large."))
    return int(amount)


def typed(amount, unit):
    """An amount as `read` reads it back, for the value of a control."""
    text = plain(amount, unit)
    return f"{text}0" if is_unclear(text.removeprefix("-"), unit) else text


def plain(amount, unit):
    """An amount in digits with a decimal point, for programs."""
    if amount is None:
        return ""
    number = Decimal(amount) * (100 if unit == Unit.PERCENT else 1) / MILLION
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Amounts as people type them, as whole millionths of a unit: exact, or refused."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.metrics.models import Unit
from workspace.kernel import numbers
from workspace.kernel.numbers import MILLION, Unclear

CLOCK = re.compile(r"(?:(\d{1,6}):(?=[0-5]?\d:))?(\d{1,2}):([0-5]\d)")
LARGE = {Unit.COUNT, Unit.MONEY}
MOST = 10**16

__all__ = ["Unclear", "plain", "read", "typed"]


def read(text, unit):
    """The millionths that `text` means in `unit`; None when nothing was typed.

    A percentage is typed as one (12.5 is 12.5 %), a duration in seconds or as 1:30 or 1:02:30; all
    else is as in `numbers.read`.
    """
    bare = numbers.bare(text)
    if unit == Unit.PERCENT:
        bare = bare.removesuffix("%")
    if unit == Unit.DURATION and (clock := CLOCK.fullmatch(bare)):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * MILLION
    number = numbers.read(bare, large=unit in LARGE)
    return None if number is None else scaled(number, unit)


def scaled(number, unit):
    amount = number * MILLION / (100 if unit == Unit.PERCENT else 1)
    if amount != amount.to_integral_value():
        raise Unclear(_("This number has more decimals than are kept."))
    if abs(amount) > MOST:
        raise Unclear(_("This number is too large."))
    return int(amount)


def typed(amount, unit):
    """An amount as `read` reads it back, for the value of a control."""
    return "" if amount is None else numbers.typed(points(amount, unit), large=unit in LARGE)


def plain(amount, unit):
    """An amount in digits with a decimal point, for programs."""
    return "" if amount is None else numbers.plain(points(amount, unit))


def points(amount, unit):
    return Decimal(amount) * (100 if unit == Unit.PERCENT else 1) / MILLION

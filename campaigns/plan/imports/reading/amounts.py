"""Hours, written with a decimal point or a decimal comma."""

import re
from decimal import ROUND_HALF_UP, Decimal

from . import limits

POINT, COMMA = ".", ","
_UNIT = re.compile(
    r"\s*(h|hr|hrs|hour|hours|std|stunden?|小时|小時|时|時|m|min|minutes?|分钟|分鐘)\.?$", re.I
)
_NUMBER = re.compile(r"\d{1,9}(?:[.,' \u00a0\u202f]\d{3})*(?:[.,]\d+)?")
_UNCLEAR = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
_LONGEST = 40
_CENT = Decimal("0.01")


def hours(text, decimal):
    """The hours `text` names, to two places; raises ValueError. Minutes become hours."""
    if len(text) > _LONGEST:
        raise ValueError(text)
    unit = _UNIT.search(text)
    number = _number(text[: unit.start()] if unit else text, decimal)
    if unit and unit[1].casefold()[0] in "m分":
        number /= 60
    if number > limits.HOURS_AT_MOST:
        raise ValueError(text)
    return number.quantize(_CENT, ROUND_HALF_UP)


def _number(text, decimal):
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    thousands = COMMA if decimal == POINT else POINT
    whole, mark, part = text.partition(decimal)
    groups = re.split(f"[{re.escape(thousands)}' \u00a0\u202f]", whole)
    if any(len(group) != 3 for group in groups[1:]) or (not part.isdecimal() and mark):
        raise ValueError(text)
    return Decimal("".join(groups) + (f".{part}" if mark else ""))


def decimal_evidence(texts):
    """How many of the texts need a point, how many need a comma, and how many could be either."""
    point = comma = unclear = 0
    for text in texts:
        bare = _UNIT.sub("", text[:_LONGEST]).strip()
        if _UNCLEAR.fullmatch(bare):
            unclear += 1
            continue
        last = max(bare.rfind("."), bare.rfind(","))
        point += last >= 0 and bare[last] == "."
        comma += last >= 0 and bare[last] == ","
    return point, comma, unclear

"""Days and moments as people and programs write them. A day never shifts.

A text that names a day is that day. Only a moment with an offset (Trello's 16:00Z) falls on
different days in different places, and is placed by the time zone that a person has named.
"""

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from . import limits

ORDERS = ("DMY", "MDY", "YMD")
WRITTEN_LIKE = {"DMY": "31/12/2026", "MDY": "12/31/2026", "YMD": "2026/12/31"}

_MONTHS = (
    "jan|januar|january|jänner|一月",
    "feb|februar|february|二月",
    "mar|mär|mrz|märz|march|三月",
    "apr|april|四月",
    "may|mai|五月",
    "jun|juni|june|六月",
    "jul|juli|july|七月",
    "aug|august|八月",
    "sep|sept|september|九月",
    "oct|okt|oktober|october|十月",
    "nov|november|十一月",
    "dec|dez|dezember|december|十二月",
)
MONTHS = {name: n for n, row in enumerate(_MONTHS, 1) for name in row.split("|")}
_MONTH = r"([^\W\d_]{3,9}|\d{1,2}月|[一二三四五六七八九十]{1,2}月)\.?"

_TIME = re.compile(
    r"(?:T|\s+|,\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*([AaPp])\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
_WEEKDAY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[a-z]*\.?,?\s+"
    r"|\s*[(（]?(?:周|星期|週|礼拜|禮拜)[一二三四五六日天][)）]?\s*",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})\.?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?")
_DAY_MONTH_YEAR = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|\.)?[\s/-]*{_MONTH}[\s,/-]*(\d{{4}}|\d\d)"
)
_MONTH_DAY_YEAR = re.compile(rf"{_MONTH}\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})")
_LONGEST = 60
_NO_YEAR = re.compile(
    rf"\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号號]?|\d{{1,2}}[./-]\d{{1,2}}\.?|\d{{1,2}}\.?\s*{_MONTH}"
)


class NotADay(ValueError):
    """The argument is the kind of the problem."""


class Moment(NamedTuple):
    """A day, and the time and offset if they are written beside it."""

    day: date
    at: time | None = None
    offset: timezone | None = None


def day(text, order, zone):
    """The day `text` means; raises `NotADay`. Moments with an offset fall on a day of `zone`."""
    moment = parsed(text, order)
    if moment.at and moment.offset:
        return datetime.combine(moment.day, moment.at, moment.offset).astimezone(zone).date()
    return moment.day


def moment(text, order, zone):
    """The moment `text` means, aware; without an offset it is the clock of `zone`."""
    found = parsed(text, order)
    return datetime.combine(found.day, found.at or time(), found.offset or zone).astimezone(UTC)


@lru_cache(maxsize=20_000)
def parsed(text, order):
    text = text.strip()
    if len(text) > _LONGEST:
        raise NotADay("not_a_date")
    clock = _TIME.search(text)
    stripped = _WEEKDAY.sub(" ", text[: clock.start()] if clock else text).strip(" ,")
    found = _checked(*_day_parts(stripped, order))
    try:
        return Moment(found, *_clock(clock)) if clock else Moment(found)
    except ValueError:
        raise NotADay("not_a_date") from None


def _day_parts(text, order):
    """Year, month and day as numbers."""
    if found := _NUMERIC.fullmatch(text):
        return _numeric(found[1], found[3], found[4], order)
    if found := _COMPACT.fullmatch(text) or _CHINESE.fullmatch(text):
        return tuple(map(int, found.groups()))
    if found := _DAY_MONTH_YEAR.fullmatch(text):
        return _full_year(found[3]), _month(found[2]), int(found[1])
    if found := _MONTH_DAY_YEAR.fullmatch(text):
        return int(found[3]), _month(found[1]), int(found[2])
    raise NotADay("date_without_year" if _NO_YEAR.fullmatch(text) else "not_a_date")


def _numeric(first, second, third, order):
    if len(first) == 4:
        return int(first), int(second), int(third)
    if len(first) == 3 or len(third) == 3 or (order == "YMD" and len(third) == 4):
        raise NotADay("not_a_date")
    if order == "YMD":
        return _full_year(first), int(second), int(third)
    month, number = (first, second) if order == "MDY" else (second, first)
    return _full_year(third), int(month), int(number)


def _full_year(text):
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 70 else 1900)


def _month(text):
    name = text.rstrip(".").casefold()
    number = MONTHS.get(name) or (int(name[:-1]) if name[:-1].isdecimal() else None)
    if number is None:
        raise NotADay("not_a_date")
    return number


def _checked(year, month, number):
    if year not in limits.YEARS:
        raise NotADay("year_out_of_range")
    try:
        return date(year, month, number)
    except ValueError:
        raise NotADay("not_a_date") from None


def _clock(found):
    hour, minute, second, half, offset = found.groups()
    hour = int(hour)
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half in "pP" else 0)
    return time(hour, int(minute), int(second or 0)), _offset(offset)


def _offset(text):
    if text is None:
        return None
    if text in ("Z", "UTC", "GMT"):
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


class Evidence(NamedTuple):
    """What the dates of a file say about their order.

    `only` counts dates that make sense in one order alone; `unclear` those that make sense in
    several; `dotted` is whether all unclear ones are written with dots, which is day first;
    `moments` counts those that carry an offset.
    """

    only: Counter
    unclear: int
    dotted: bool
    moments: int


def evidence(texts):
    only, unclear, dotted, moments = Counter(), 0, True, 0
    for text, count in Counter(texts).items():
        orders = possible_orders(text)
        if len(orders) == 1:
            only[orders[0]] += count
        elif orders:
            unclear += count
            dotted = dotted and "." in text
        moments += count * _has_offset(text)
    return Evidence(only, unclear, dotted, moments)


def possible_orders(text):
    """The orders under which a numeric date makes sense; none where the order does not matter."""
    clock = _TIME.search(text[:_LONGEST])
    found = _NUMERIC.fullmatch((text[: clock.start()] if clock else text).strip())
    if not found or len(found[1]) == 4:
        return ()
    readable = [order for order in ORDERS if _reads(text, order)]
    days = {parsed(text, order).day for order in readable}
    return () if len(readable) > 1 and len(days) == 1 else tuple(readable)


def _reads(text, order):
    try:
        return bool(parsed(text, order))
    except NotADay:
        return False


def _has_offset(text):
    clock = _TIME.search(text[:_LONGEST])
    return bool(clock and clock[5])

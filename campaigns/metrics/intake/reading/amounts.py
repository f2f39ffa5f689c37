"""Numbers as programs and people write them, in whole millionths of their unit.

Nothing is guessed within a cell: whether `1.234` is a thousand or one and a bit is a choice about
the whole file (`decimal`), made from all its numbers, or asked.
"""

import re
import unicodedata
from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import NamedTuple

from workspace.kernel.numbers import CURRENCIES, MILLION

from . import limits

POINT, COMMA = ".", ","
PERCENT, DURATION, MONEY = "percent", "duration", "money"
LIKE = {POINT: "1,234.56", COMMA: "1.234,56"}

NOTHING = frozenset(
    ("", "-", "--", "---", "–", "—", "n/a", "na", "#n/a", "null", "none", "nan", "不适用", "不適用")
)
# "Clicks (ALL)" and "Top" are words before they are lek and paʻanga.
UNMISTAKABLE = CURRENCIES - {"ALL", "TOP"}
_BOUND = re.compile(r"^(<|>|≤|≥|<=|>=|~|≈|under|over)\s*\d")
SYMBOLS = {
    "us$": "USD",
    "au$": "AUD",
    "a$": "AUD",
    "ca$": "CAD",
    "c$": "CAD",
    "hk$": "HKD",
    "nt$": "TWD",
    "s$": "SGD",
    "nz$": "NZD",
    "r$": "BRL",
    "cn¥": "CNY",
    "rmb": "CNY",
    "人民币": "CNY",
    "元": "",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₩": "KRW",
    "₫": "VND",
    "฿": "THB",
    "zł": "PLN",
    "kč": "CZK",
    "$": "",  # of many countries
    "¥": "",  # yuan or yen
}
_SYMBOL = "|".join(re.escape(mark) for mark in sorted(SYMBOLS, key=len, reverse=True))
_MONEY = re.compile(
    rf"^(?P<sign>[-+]?)\s*(?P<before>{_SYMBOL}|[a-z]{{3}}(?![a-z]))?\s*"
    rf"(?P<number>[-+]?\d.*?)\s*(?P<after>{_SYMBOL}|[a-z]{{3}})?$"
)
_BRACKETED = re.compile(
    rf"(?P<before>{_SYMBOL}|[a-z]{{3}})?\s*\(\s*(?P<inside>[^()+\s-][^()]*)\)\s*(?P<after>{_SYMBOL}|[a-z]{{3}}|%)?"
)
_NUMBER = re.compile(r"[-+]?(\d[\d.,' ]*\d|\d|[.,]\d+)(e[-+]?\d{1,3})?")
_TEN_THOUSANDS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:\.0+)?")
_SECONDS = re.compile(r"\s*(s|sec|secs|seconds?|sek|sekunden|秒)\.?$")
_LONGEST = 60


class NotANumber(ValueError):
    """The argument is the kind of the problem."""


class Amount(NamedTuple):
    """`currency` is what the cell itself says; `rounded` is whether places were lost."""

    millionths: int
    currency: str = ""
    rounded: bool = False


@lru_cache(maxsize=100_000)
def amount(text, decimal, unit="count", percent_points=True):
    """The `Amount` of a cell, or None when the cell says that there is none.

    A percentage without its sign is in points where `percent_points`, else a share of one. Raises
    `NotANumber`.
    """
    text = simple(text)
    if text in NOTHING:
        return None
    if len(text) > _LONGEST:
        raise NotANumber("not_a_number")
    if _BOUND.match(text):
        raise NotANumber("not_exact")
    if unit == DURATION:
        return duration(text, decimal)
    return signed(text, decimal, unit, percent_points)


def simple(text):
    """`text` in plain digits and marks: full width, odd blanks and minus signs are made usual."""
    text = unicodedata.normalize("NFKC", text).casefold().strip()
    return text.replace("\u2212", "-").replace("’", "'").replace("−", "-")


def signed(text, decimal, unit, percent_points):
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed:  # as accountants write what is less than nothing
        before, inside, after = (part or "" for part in bracketed.groups())
        text = f"{before}{inside.strip()}{after}"
    currency, text = without_currency(text) if unit == MONEY else ("", text)
    shares = text.endswith("%")
    text = text.removesuffix("%").strip()
    times = _TEN_THOUSANDS.get(text[-1:], 1)
    value = plain_number(text[:-1].strip() if times > 1 else text, decimal) * times
    if shares or (unit == PERCENT and percent_points):
        value /= 100
    return settled(-value if bracketed else value, currency)


def without_currency(text):
    """(currency or "", the rest) of "-$ 1.5", "1.5 EUR"."""
    found = _MONEY.match(text)
    if not found:
        return "", text
    mark = found["before"] or found["after"] or ""
    number = found["number"]
    if found["after"] and found["before"]:
        raise NotANumber("not_a_number")
    if mark and mark not in SYMBOLS and mark.upper() not in UNMISTAKABLE:
        raise NotANumber("not_a_number")
    return SYMBOLS.get(mark, mark.upper()), f"{found['sign']}{number}"


def plain_number(text, decimal):
    if not _NUMBER.fullmatch(text):
        raise NotANumber("not_a_number")
    base, mark, power = text.partition("e")
    thousands = COMMA if decimal == POINT else POINT
    whole, point, part = base.partition(decimal)
    sign = whole[:1] if whole[:1] in "-+" else ""
    groups = re.split(f"[{re.escape(thousands)}' ]", whole.removeprefix(sign))
    if not all(group.isdecimal() for group in groups[1:]) or not grouped(groups):
        raise NotANumber("not_a_number")
    if (point and not part.isdecimal()) or not (groups[0] or part):
        raise NotANumber("not_a_number")
    return Decimal(f"{sign}{''.join(groups) or 0}.{part or 0}{mark}{power}")


def grouped(groups):
    """Thousands in threes, or as written in India: the last in three, others in two."""
    if len(groups) == 1:
        return True
    first, *between, last = groups
    sizes = {len(group) for group in between}
    return 1 <= len(first) <= 3 and len(last) == 3 and (sizes <= {3} or sizes == {2})


def settled(value, currency=""):
    if abs(value) > limits.MOST:
        raise NotANumber("number_too_large")
    millionths = (value * MILLION).quantize(Decimal(1), ROUND_HALF_EVEN)
    return Amount(int(millionths), currency, millionths != value * MILLION)


def duration(text, decimal):
    if found := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        if (minutes > 59 and found[1]) or seconds > 59:
            raise NotANumber("not_a_duration")
        return settled(Decimal(hours * 3600 + minutes * 60 + seconds))
    try:
        return settled(plain_number(_SECONDS.sub("", text), decimal))
    except NotANumber:
        raise NotANumber("not_a_duration") from None


class Evidence(NamedTuple):
    """How many numbers make sense with a point alone, with a comma alone, and with either."""

    point: int
    comma: int
    unclear: int


def evidence(texts):
    seen = Counter()
    for text, count in Counter(texts).items():
        seen[needs(text)] += count
    return Evidence(seen[POINT], seen[COMMA], seen["either"])


def needs(text):
    """The decimal mark with which `text` makes sense, "either", or "" where it does not matter."""
    marks = re.sub(r"[^\d.,]", "", simple(text[:_LONGEST]))
    points, commas = marks.count("."), marks.count(",")
    if points and commas:
        return POINT if marks.rfind(".") > marks.rfind(",") else COMMA
    if not points and not commas:
        return ""
    mark = POINT if points else COMMA
    if points + commas > 1:
        return COMMA if mark == POINT else POINT
    whole, _mark, part = marks.partition(mark)
    if len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0"):
        return "either"
    return mark


_IN_A_HEADING = re.compile(r"(?:[(\[（]|\bin\s+|,\s*|\s)([A-Z]{3})[)\]）]?\s*$")
_SYMBOL_IN_A_HEADING = re.compile(rf"[(\[（]\s*({_SYMBOL})\s*[)\]）]\s*$")


def currency_of_heading(heading):
    """ "Amount spent (USD)" is in USD; "" where a heading names no currency."""
    found = _IN_A_HEADING.search(heading)
    if found and found[1] in UNMISTAKABLE:
        return found[1]
    symbol = _SYMBOL_IN_A_HEADING.search(simple(heading))
    return SYMBOLS[symbol[1]] if symbol else ""


def without_currency_in(heading):
    """The heading as it would be called without its currency."""
    if not currency_of_heading(heading):
        return heading
    bare = _IN_A_HEADING.sub("", heading)
    if bare == heading:
        bare = re.sub(r"[(\[（][^)\]）]*[)\]）]\s*$", "", heading)
    return bare.strip()

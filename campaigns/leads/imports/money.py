"""Amounts in a file of leads: how much, and in which currency."""

from collections import Counter
from decimal import Decimal

from campaigns.leads import facts
from campaigns.plan.imports.reading import Option, Standing
from campaigns.plan.imports.reading.readings import settle
from workspace.kernel.numbers import CURRENCIES, MILLION

# Signs of one currency; $ and ¥ are those of many, so that they are asked about.
SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "元": "CNY", "US$": "USD", "NT$": "TWD"}
BETWEEN = " \u00a0.,'-"
MARKS = "€$£¥￥₹₩元"


def is_currency(text):
    return len(text) == 3 and text.isascii() and text.isalpha()


def around(text):
    """What stands before and behind the digits of an amount."""
    return "".join(char for char in text.upper() if not char.isdigit() and char not in BETWEEN)


def currency_of(text):
    """The currency that an amount says itself, by its sign or its letters; "" when it does not."""
    mark = around(text)
    return SIGNS.get(mark, mark if mark in CURRENCIES else "")


def millionths(text, decimal):
    """An amount in millionths; raises ValueError. Its currency around it is left out."""
    bare = text.strip().upper()
    for mark in (currency_of(text), *SIGNS, *MARKS):
        bare = bare.removeprefix(mark).removesuffix(mark).strip(" \u00a0")
    bare = bare.replace("\u00a0", "").replace(" ", "").replace("'", "")
    thousands = "," if decimal == "." else "."
    number = Decimal(bare.replace(thousands, "").replace(decimal, "."))
    value = int(number * MILLION)
    if not number.is_finite() or not 0 <= value <= facts.MOST_MILLIONTHS:
        raise ValueError(text)
    return value


def currency_choices(rows, columns, choices, cell):
    """The currency of the amounts that say none themselves: asked about, where there are any."""
    index = {column.field: column.index for column in columns}
    said, silent = Counter(), False
    for row in rows:
        if text := cell(row, index["value"]):
            named = cell(row, index["currency"]) if "currency" in index else ""
            found = named.upper() or currency_of(text)
            silent |= not found
            said[found] += 1
    if silent:
        known = {code for code in said if code in CURRENCIES}
        guess = known.pop() if len(known) == 1 else ""
        options = [Option(code, code) for code in sorted(CURRENCIES)]
        standing = Standing.LIKELY if guess else Standing.OPEN
        yield settle(choices, "currency", guess, standing, options)

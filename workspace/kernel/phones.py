"""One phone, however it is written: its digits with the code of its country."""

import re
import unicodedata

import phonenumbers as plans

FEWEST_DIGITS = 6
LONGEST = 40
_EXTENSION = re.compile(r"(?:ext|ext\.|x|#|;|内线|分机|分機)\s*\d+\s*$", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"\D")
_ABROAD = re.compile(r"[^\d+]*\+")


def key(text, country=""):
    """The digits of a number with its country's code, however it was written.

    One without a code is of `country` (its two letters). Where no such number can be, it is its
    digits as they were typed.
    """
    typed = typed_digits(text)
    found = [number for number in readings(text, country) if number] if typed else []
    best = next(filter(plans.is_valid_number, found), next(filter(is_possible, found), None))
    return plans.format_number(best, plans.PhoneNumberFormat.E164)[1:] if best else typed


def readings(text, country):
    """What the digits of a text may mean, the likeliest first: a number each, or None."""
    text = without_extension(text)
    whole, short = digits(text), digits(text.replace("(0)", ""))
    if _ABROAD.match(text):
        return [number_of(f"+{each}", None) for each in (whole, short)]
    there = short.removeprefix("00")  # a table leaves out the "+", or the zeros
    abroad = None if there.startswith("0") else number_of(f"+{there}", None)
    at_home = number_of(whole, country) if country else None
    is_own = at_home and abroad and at_home.country_code == abroad.country_code
    return [abroad, at_home] if is_own else [at_home, abroad]


def number_of(text, country):
    try:
        return plans.parse(text, country)
    except plans.NumberParseException:
        return None


def is_possible(number):
    reason = plans.is_possible_number_with_reason(number)
    return reason == plans.ValidationResult.IS_POSSIBLE


def typed_digits(text):
    """The digits of a number, a leading 00 or + left out, an extension too.

    Fewer than six digits name no line outside of an office: "".
    """
    typed = digits(without_extension(text).replace("(0)", ""))
    if typed.startswith("00"):
        typed = typed[2:]
    return typed[:LONGEST] if len(typed) >= FEWEST_DIGITS else ""


def without_extension(text):
    return _EXTENSION.sub("", unicodedata.normalize("NFKC", text or "").strip())


def digits(text):
    return _NOT_DIGITS.sub("", text)

"""Which country is meant: the one that is written of a lead, or that of a workspace's clock."""

import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global

# In these a country's name is known beside its codes.
LANGUAGES = ("en", "zh_Hans", "zh_Hant", "de", "fr", "es")
ALSO = {
    "america": "US",
    "england": "GB",
    "great britain": "GB",
    "holland": "NL",
    "czech republic": "CZ",
    "turkey": "TR",
    "hong kong": "HK",
    "香港": "HK",
    "macau": "MO",
    "macao": "MO",
    "澳门": "MO",
    "澳門": "MO",
}


def of(text, zone):
    """The code of the country that a lead says it is from, else of that of a time zone; or ""."""
    return named(text) or of_zone(zone)


@lru_cache(maxsize=1_000)
def named(text):
    """The code of a country that is written as a name or as a code, such as DE, DEU or 德国."""
    text = plain(text)
    return known().get(text, "") if text else ""


@lru_cache(maxsize=1)
def known():
    """{name or code: code} of all countries, as people write them."""
    found = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if is_country(code):
                found |= {plain(name): code, plain(code): code}
    for code, others in get_global("territory_aliases").items():
        if len(others) == 1 and code.isalpha():
            found.setdefault(plain(code), others[0])
    return found | ALSO


def is_country(code):
    return len(code) == 2 and code not in {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}


def of_zone(name):
    """The code of the country in which a time zone lies; "" of one such as UTC."""
    name = get_global("zone_aliases").get(name, name)
    code = get_global("zone_territories").get(name, "")
    return code if is_country(code) else ""


def plain(text):
    return " ".join(unicodedata.normalize("NFKC", text or "").replace(".", "").casefold().split())

"""Public holidays of countries and their regions, as the `holidays` package knows them."""

import warnings
from functools import lru_cache

import holidays
from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from holidays.registry import COUNTRIES

LANGUAGES = {"zh-hans": "zh_CN", "zh-hant": "zh_TW"}
LOCALES = {"zh-hans": "zh_Hans", "zh-hant": "zh_Hant"}
MOST_YEARS = 5
YEARS_BACK, YEARS_AHEAD = 2, 5


def countries():
    """(code, name) of each country in the reader's language, by name."""
    return named_countries(LOCALES.get(get_language(), "en"))


@lru_cache(maxsize=4)
def named_countries(locale):
    """Read from tables: asking the calendars would load all of them."""
    names = Locale.parse(locale).territories
    found = ((code, names.get(code, name)) for name, code, *_ in COUNTRIES.values())
    return sorted(found, key=lambda pair: pair[1])


def regions(country):
    """(code, name) of the regions of a country that have holidays of their own."""
    calendar = holidays.country_holidays(country)
    names = {code: name for name, code in calendar.subdivisions_aliases.items()}
    return [(code, names.get(code, code)) for code in calendar.subdivisions]


def is_known(country, region=""):
    """Whether there are holidays of this country, and of this region of it where one is named."""
    if country not in {code for _name, code, *_rest in COUNTRIES.values()}:
        return False
    return not region or region in dict(regions(country))


@lru_cache(maxsize=200)
def around(country, region, year):
    """The days off of a country for some years before and after `year`, and the days of rest on
    which it works in place of others."""
    years = range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = holidays.country_holidays(country, subdiv=region or None, years=years)
    return frozenset(day for day in found if day.year in years), worked(found, years)


def worked(calendar, years):
    """The Saturdays and Sundays that are worked on for a bridge day, as China makes up for them."""
    return frozenset(day for day in calendar.weekend_workdays if day.year in years)


def days_of(country, region, first_year, last_year):
    """[(day, name, whether it is worked on)] in order; the names in the reader's language where
    they are known in it."""
    years = range(first_year, min(last_year, first_year + MOST_YEARS - 1) + 1)
    with warnings.catch_warnings():
        # Some countries announce theirs late; what is not known yet is not in the list.
        warnings.simplefilter("ignore")
        found = holidays.country_holidays(
            country,
            subdiv=region or None,
            years=years,
            language=LANGUAGES.get(get_language(), "en_US"),
        )
    off = [(day, name[:120], False) for day, name in found.items() if day.year in years]
    made_up = _("Working day in place of another")
    return sorted(off + [(day, made_up, True) for day in worked(found, years)])

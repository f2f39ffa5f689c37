"""Durations, days and counts of sales, as people read them."""

from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from workspace.kernel.numbers import MILLION
from workspace.kernel.templatetags.look import LOCALES

HOUR = 60


def duration(minutes):
    """Working minutes: `35 min`, `2 h 05 min`; from ten hours on, hours alone."""
    if minutes < HOUR:
        return _("%(minutes)d min") % {"minutes": minutes}
    hours, rest = divmod(minutes, HOUR)
    if hours >= 10 or not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": rest}


def later(today):
    """[(words, day)] that leads are often put off to."""
    return [
        (_("In a week"), today + timedelta(weeks=1)),
        (_("In a month"), today + timedelta(days=30)),
        (_("In three months"), today + timedelta(days=91)),
    ]


def changed(rejections, quotes, answers):
    """What came of a rep's rejections and quotes, in one sentence."""
    things = ngettext("%(count)d thing", "%(count)d things", answers) % {"count": answers}
    said = {"things": things, "rejections": rejections, "quotes": quotes}
    if not quotes:
        return (
            ngettext(
                "Your rejection changed %(things)s.",
                "Your %(rejections)d rejections changed %(things)s.",
                rejections,
            )
            % said
        )
    if not rejections:
        return (
            ngettext(
                "What you passed on changed %(things)s.",
                "Your %(quotes)d quotes changed %(things)s.",
                quotes,
            )
            % said
        )
    return _("What you said of %(count)d leads changed %(things)s.") % {
        "count": rejections + quotes,
        "things": things,
    }


def money(amount, currency):
    """An amount in millionths as the reader writes it, with as many decimals as the money has."""
    return written(Decimal(amount) / MILLION, currency, LOCALES.get(get_language(), "en_GB"))


@lru_cache(maxsize=4096)
def written(number, currency, locale):
    return format_currency(number, currency, locale=locale)


def together(amounts):
    """[(currency, amount)] as one sum that is never added across currencies: €12.50 + CN¥300.00."""
    return " + ".join(money(amount, currency) for currency, amount in amounts)

"""Figures as their reader writes them; what is missing is "–", and says why."""

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency, format_decimal, format_percent
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.metrics import amounts, figures, targets
from campaigns.metrics.models import Direction, Unit
from workspace.kernel.numbers import MILLION
from workspace.kernel.templatetags.look import LOCALES

NONE = "–"


def shown(value):
    """A `figures.Value` in words: "€1,234.50", "12.5%", "1,234"; "–" where there is none."""
    return amount(value.amount, value.unit, value.currency)


def amount(number, unit, currency=""):
    """Millionths of a unit in words, rounded for reading."""
    if number is None:
        return NONE
    return written(number, unit, currency, LOCALES.get(get_language() or "", "en_GB"))


@lru_cache(maxsize=16384)
def written(number, unit, currency, locale):
    exact = Decimal(number) / MILLION
    if unit == Unit.MONEY:
        if not currency:
            return format_decimal(exact, "#,##0.00", locale=locale)
        if abs(exact) >= 100_000:
            return format_currency(exact, currency, "¤#,##0", locale=locale, currency_digits=False)
        return format_currency(exact, currency, locale=locale)
    if unit == Unit.PERCENT:
        return format_percent(
            exact, "#,##0.##%" if abs(exact) < Decimal("0.1") else "#,##0.#%", locale=locale
        )
    if unit == Unit.DURATION:
        return duration(exact)
    return format_decimal(exact, "#,##0.##", locale=locale)


def duration(seconds):
    whole = int(abs(seconds))
    sign = "-" if seconds < 0 else ""
    if whole < 60:
        return _("%(count)s s") % {"count": f"{sign}{seconds.copy_abs().normalize():f}"}
    hours, rest = divmod(whole, 3600)
    minutes, rest = divmod(rest, 60)
    if not hours:
        return f"{sign}{minutes}:{rest:02}"
    return f"{sign}{hours}:{minutes:02}:{rest:02}"


def exact(number, unit):
    """All that is kept of an amount, for a row of numbers or a file: "1234.567891"."""
    return amounts.plain(number, unit)


def why(value):
    """Why there is no figure; empty where there is one."""
    return {
        figures.NOTHING: _("No numbers came in for this."),
        figures.ZERO: _("This would divide by nothing."),
        figures.UNITS: _("The numbers of these days came in in another unit."),
        figures.CURRENCIES: _("Money of several currencies is never added up."),
    }.get(value.why, "")


def judged(judgement, direction, *, is_apart=False):
    """(words, tone, icon) of how a target stands; one in another unit cannot be judged.

    Words and arrow say where the number is, the tone whether that is good: where less is better,
    who spends more than planned is *above* the path, not behind it.
    """
    if is_apart:
        return _("Set in another unit"), "warn", "git-branch"
    said = more_is_better() if direction == Direction.UP else less_is_better()
    return said.get(judgement, (_("Nothing to compare yet"), "plain", "circle-dashed"))


def more_is_better():
    return {
        targets.AHEAD: (_("Ahead of the path"), "good", "arrow-up"),
        targets.ON: (_("On the path"), "good", "circle-check"),
        targets.BEHIND: (_("Behind the path"), "warn", "arrow-down"),
        targets.OFF: (_("Off the path"), "bad", "triangle-alert"),
    }


def less_is_better():
    return {
        targets.AHEAD: (_("Below the path"), "good", "arrow-down"),
        targets.ON: (_("On the path"), "good", "circle-check"),
        targets.BEHIND: (_("Above the path"), "warn", "arrow-up"),
        targets.OFF: (_("Far above the path"), "bad", "triangle-alert"),
    }

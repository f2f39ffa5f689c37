"""Figures as their reader writes them; what is missing is "–", and says why."""

from decimal import Decimal
from functools import lru_cache

from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
)
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.metrics import amounts, figures, targets
from campaigns.metrics.models import Direction, Unit
from workspace.kernel.numbers import MILLION
from workspace.kernel.templatetags.look import LOCALES, day, listed

NONE = "–"
MINUTE = 60
WITHOUT_CENTS = 100_000
KEPT = 6


def shown(value, decimals=None, *, apart=False):
    """A `figures.Value` in words: "€1,234.50", "12.5%", "1,234"; "–" where there is none.

    Where figures that are shown together are reckoned in several currencies (`are_apart`), what is
    no money says in which it is: "4.2 (EUR)".
    """
    text = amount(value.amount, value.unit, value.currency, decimals)
    return f"{text} ({value.reckoned_in})" if apart and value.reckoned_in else text


def are_apart(values):
    """Whether figures of one metric, which is no money, are reckoned in several currencies."""
    return len({value.reckoned_in for value in values} - {""}) > 1


def amount(number, unit, currency="", decimals=None):
    """Millionths of a unit in words, rounded for reading.

    Figures of one metric that stand below or beside each other have the same `decimals`
    (`decimals_of`); one that stands alone has those that it needs.
    """
    if number is None:
        return NONE
    return written(number, unit, currency, LOCALES.get(get_language() or "", "en_GB"), decimals)


def decimals_of(values):
    """How many decimals these figures of one metric have together: as many as one of them needs."""
    told = (each for each in values if each.amount is not None)
    return max((needed(each.amount, each.unit, each.currency) for each in told), default=None)


@lru_cache(maxsize=16384)
def needed(number, unit, currency):
    """The decimals of a figure that stands alone; money has those of its currency, or none."""
    exact = abs(Decimal(number)) / MILLION
    if unit == Unit.MONEY:
        return 0 if exact >= WITHOUT_CENTS else digits_of(currency)
    if unit == Unit.DURATION:
        return significant(exact, 1) if exact < MINUTE else 0
    if unit == Unit.PERCENT:
        return significant(exact * 100, 2 if exact < Decimal("0.1") else 1)
    return significant(exact, 2)


def digits_of(currency):
    return get_currency_precision(currency) if currency else 2


def significant(exact, most):
    """How many of at most so many decimals are more than noughts at the end."""
    return max(0, -round(exact, most).normalize().as_tuple().exponent)


@lru_cache(maxsize=16384)
def written(number, unit, currency, locale, decimals):
    exact = Decimal(number) / MILLION
    if decimals is None:
        decimals = needed(number, unit, currency)
    if unit == Unit.MONEY:
        pattern = pattern_of(min(decimals, digits_of(currency)))
        if not currency:
            return format_decimal(exact, pattern, locale=locale)
        return format_currency(exact, currency, f"¤{pattern}", locale, currency_digits=False)
    if unit == Unit.PERCENT:
        return format_percent(exact, f"{pattern_of(decimals)}%", locale=locale)
    if unit == Unit.DURATION:
        return duration(exact, decimals)
    return format_decimal(exact, pattern_of(decimals), locale=locale)


def pattern_of(decimals):
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def duration(seconds, decimals=0):
    whole = int(abs(seconds))
    sign = "-" if seconds < 0 else ""
    if whole < MINUTE:
        return _("%(count)s s") % {"count": f"{seconds:.{decimals}f}"}
    hours, rest = divmod(whole, 3600)
    minutes, rest = divmod(rest, MINUTE)
    if not hours:
        return f"{sign}{minutes}:{rest:02}"
    return f"{sign}{hours}:{minutes:02}:{rest:02}"


def exact(number, unit):
    """All that is kept of an amount, for a file: "1234.567891"."""
    return amounts.plain(number, unit)


def in_full(number, unit, decimals):
    """All that is kept of an amount, in figures alone, among others of its kind: "1,234.50"."""
    locale = LOCALES.get(get_language() or "", "en_GB")
    return format_decimal(amounts.points(number, unit), pattern_of(decimals), locale=locale)


def all_decimals_of(kept, unit, currency):
    """How many decimals `in_full` needs for these amounts of one kind; money has its cents."""
    least = digits_of(currency) if unit == Unit.MONEY else 0
    return max(least, *(significant(amounts.points(each, unit), KEPT) for each in kept))


def why(value):
    """Why there is no figure, or why it is of some days only, and which; else empty."""
    said = reason(value)
    return f"{said} ({days(value, day)})" if said and value.days else said


def days(value, written=str):
    """The days on which a figure was reckoned alike, where some were reckoned otherwise."""
    return listed([stretch(first, last, written) for first, last in value.days])


def stretch(first, last, written):
    if first is None:
        return _("until %(day)s") % {"day": written(last)}
    if last is None:
        return _("from %(day)s on") % {"day": written(first)}
    return written(first) if first == last else f"{written(first)} – {written(last)}"


def reason(value):
    return {
        figures.NOTHING: _("No numbers came in for this."),
        figures.ZERO: _("This would divide by nothing."),
        figures.LARGE: _("This comes to more than can be meant: look at the formula."),
        figures.UNITS: _("The numbers of these days came in in another unit."),
        figures.DEFINITIONS: _(
            "It was reckoned in another way on some of these days: what these came to stays apart."
        ),
        figures.OTHER: _("Its money is in another currency."),
        figures.CURRENCIES: _("Money of several currencies is never added up."),
    }.get(value.why, "")


def judged(judgement, direction, *, is_apart=False, is_elsewhere=False):
    """(words, tone, icon) of how a target stands; one in another unit, or whose money came in in
    other currencies, cannot be judged.

    Words and arrow say where the number is, the tone whether that is good: where less is better,
    who spends more than planned is *above* the path, not behind it.
    """
    if is_apart:
        return _("Set in another unit"), "warn", "git-branch"
    if is_elsewhere:
        return _("Money in other currencies"), "warn", "git-branch"
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

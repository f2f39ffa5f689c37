"""Which days a calendar shows: `?show=month|week|agenda|day&on=2026-11-24`, beside the filters."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_skeleton
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import get_language

from workspace.kernel.reach import EARLIEST, LATEST
from workspace.kernel.templatetags.look import LOCALES

SHOWS = ("month", "week", "agenda", "day")
# The language alone does not say where its readers' weeks begin; these are where most are.
PLACES = {"zh_Hans": "zh_Hans_CN", "zh_Hant": "zh_Hant_TW"}
AGENDA = timedelta(days=27)


@dataclass(frozen=True)
class Span:
    """A stretch of days to look at, around the day `on`."""

    show: str
    on: date

    @classmethod
    def read(cls, params):
        """From a QueryDict; whatever cannot be read means this month."""
        show = params.get("show", "")
        try:
            on = date.fromisoformat(params.get("on", ""))
        except ValueError:
            on = timezone.localdate()
        known = show if show in SHOWS else "month"
        return cls(known, min(max(on, EARLIEST), LATEST))

    @property
    def first(self):
        if self.show == "month":
            return week_start(self.on.replace(day=1))
        return week_start(self.on) if self.show == "week" else self.on

    @property
    def last(self):
        if self.show == "month":
            return week_start(self.on.replace(day=1) + relativedelta(months=1, days=-1)) + WEEK_REST
        if self.show == "week":
            return self.first + WEEK_REST
        return self.on + AGENDA if self.show == "agenda" else self.on

    @property
    def weeks(self):
        """The first day of each week shown."""
        count = (self.last - self.first).days // 7 + 1
        return [self.first + timedelta(weeks=number) for number in range(count)]

    def beside(self, by):
        """The span of the same kind before (-1) or after (1) this one."""
        step = {
            "month": relativedelta(months=by, day=1),
            "week": timedelta(weeks=by),
            "agenda": timedelta(weeks=4 * by),
            "day": timedelta(days=by),
        }[self.show]
        return replace(self, on=self.on + step)

    def address(self, filters, hidden=(), **changes):
        """The query string of this span, or of one with `changes`, under the same filters."""
        wanted = replace(self, **changes)
        pairs = [("show", wanted.show), ("on", wanted.on.isoformat())]
        if hidden:
            pairs.append(("without", ",".join(map(str, hidden))))
        query = filters.query()
        return f"?{query}{'&' if query else ''}{urlencode(pairs)}"

    @property
    def heading(self):
        """What the span is called: a month, or its first and last day."""
        if self.show == "month":
            return format_skeleton("yMMMM", self.on, locale=locale())
        if self.show == "day":
            return long_day(self.on, locale())
        ends = (format_skeleton("yMMMd", day, locale=locale()) for day in (self.first, self.last))
        return " – ".join(ends)


WEEK_REST = timedelta(days=6)


def locale():
    return LOCALES.get(get_language(), "en_GB")


def first_weekday():
    """On which day weeks begin for readers of this language; Monday is 0."""
    return Locale.parse(PLACES.get(locale(), locale())).first_week_day


def week_start(day):
    return day - timedelta(days=(day.weekday() - first_weekday()) % 7)


def weekdays():
    """[(short, long)] names of the days of a week, from the first."""
    found = Locale.parse(locale())
    order = [(first_weekday() + number) % 7 for number in range(7)]
    names = found.days["stand-alone"]
    return [(names["abbreviated"][day], names["wide"][day]) for day in order]


@lru_cache(maxsize=4096)
def long_day(day, of):
    """A day in full, in the locale `of`: "Tuesday, 24 November 2026"."""
    return format_skeleton("yMMMMEEEEd", day, locale=of)

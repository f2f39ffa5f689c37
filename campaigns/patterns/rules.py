"""How often something returns: rules of RFC 5545 from what people choose, and their days."""

from datetime import date, datetime, time
from itertools import islice

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.translation import gettext_lazy as _

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LATEST = date(2200, 1, 1)


class Every(models.TextChoices):
    DAY = "day", _("Every day")
    WEEK = "week", _("Every week, on these weekdays")
    MONTH = "month", _("Every month, on the same day")
    WEEKDAY = "weekday", _("Every month, on the same weekday")
    QUARTER = "quarter", _("Every quarter")
    YEAR = "year", _("Every year")


def rule(every, first, *, weekdays=(), until=None, count=None):
    """The text of a rule whose first day is `first`; the 31st is the last day of shorter months."""
    parts = {
        Every.DAY: ["FREQ=DAILY"],
        Every.WEEK: ["FREQ=WEEKLY", by_weekdays(weekdays or [first.weekday()])],
        Every.MONTH: ["FREQ=MONTHLY", *by_day(first)],
        Every.WEEKDAY: ["FREQ=MONTHLY", by_nth_weekday(first)],
        Every.QUARTER: ["FREQ=MONTHLY", "INTERVAL=3", *by_day(first)],
        Every.YEAR: ["FREQ=YEARLY", f"BYMONTH={first.month}", *by_day(first)],
    }[every]
    if until:
        parts.append(f"UNTIL={until:%Y%m%d}T000000")
    elif count:
        parts.append(f"COUNT={count}")
    return ";".join(parts)


def by_weekdays(numbers):
    return "BYDAY=" + ",".join(WEEKDAYS[number] for number in sorted(set(numbers)))


def by_day(first):
    if first.day <= 28:
        return [f"BYMONTHDAY={first.day}"]
    return ["BYMONTHDAY=" + ",".join(map(str, range(28, first.day + 1))), "BYSETPOS=-1"]


def by_nth_weekday(first):
    """Such as the second Tuesday; a fifth one is the last."""
    nth = (first.day - 1) // 7 + 1
    return f"BYDAY={-1 if nth == 5 else nth}{WEEKDAYS[first.weekday()]}"


def returns(text, first, working=None, count=1):
    """The next `count` days on which something returns that was first there on `first`.

    With `working` days those of rest give way to the next one of these; what several of them give
    way to is one day.
    """
    found, after = [], first
    while len(found) < count and (day := next_after(text, first, after)):
        after = working.on_or_after(day) if working else day
        found.append(after)
    return found


def following(text, first, after, count=1):
    """The next `count` days of a rule after a day."""
    start = datetime.combine(first, time())
    days = rrulestr(text, dtstart=start).xafter(datetime.combine(after, time()))
    found = [moment.date() for moment in islice(days, count)]
    return [day for day in found if day < LATEST]


def next_after(text, first, after):
    """The next day of a rule after a day; None when it has ended."""
    return next(iter(following(text, first, after)), None)

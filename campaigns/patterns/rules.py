"""How often something returns: rules of RFC 5545 from what people choose, and their days."""

from datetime import date, datetime, time
from itertools import islice, takewhile

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.translation import gettext_lazy as _

from workspace.kernel.reach import LATEST

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Every(models.TextChoices):
    DAY = "day", _("Every day")
    WEEK = "week", _("Every week, on these weekdays")
    MONTH = "month", _("Every month, on the same day")
    WEEKDAY = "weekday", _("Every month, on the same weekday")
    QUARTER = "quarter", _("Every quarter")
    YEAR = "year", _("Every year")


def rule(every, first, *, weekdays=(), until=None, count=None, working=None, since=None):
    """The text of a rule whose first day is `first`; the 31st is the last day of shorter months.

    `count` says how often it is there in all, the first time too. It is kept as the day of the last
    time: a COUNT of the RFC counts turns, also those that give way to one of the `working` days
    together, or were over before the day `since`.
    """
    parts = {
        Every.DAY: ["FREQ=DAILY"],
        Every.WEEK: ["FREQ=WEEKLY", by_weekdays(weekdays or [first.weekday()])],
        Every.MONTH: ["FREQ=MONTHLY", *by_day(first)],
        Every.WEEKDAY: ["FREQ=MONTHLY", by_nth_weekday(first)],
        Every.QUARTER: ["FREQ=MONTHLY", "INTERVAL=3", *by_day(first)],
        Every.YEAR: ["FREQ=YEARLY", f"BYMONTH={first.month}", *by_day(first)],
    }[every]
    text = ";".join(parts)
    if count and not until:
        until = max(returns(text, first, working, count - 1, since), default=first)
    return f"{text};UNTIL={until:%Y%m%d}T000000" if until else text


def chosen(text):
    """What people chose that a rule was made from: `every`, `weekdays` and `until`."""
    parts = dict(part.split("=") for part in text.split(";"))
    days, until = parts.get("BYDAY", ""), parts.get("UNTIL")
    monthly = Every.WEEKDAY if days else Every.QUARTER if "INTERVAL" in parts else Every.MONTH
    every = {"DAILY": Every.DAY, "WEEKLY": Every.WEEK, "YEARLY": Every.YEAR}
    found = {"every": every.get(parts["FREQ"], monthly)}
    if found["every"] == Every.WEEK:
        found["weekdays"] = [WEEKDAYS.index(each) for each in days.split(",")]
    if until:
        found["until"] = date.fromisoformat(until[:8])
    return found


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


def returns(text, first, working=None, count=1, since=None):
    """The next `count` days on which something returns that was first there on `first`."""
    return [day for _turn, day in islice(turns(text, first, working, since), count)]


def turns(text, first, working=None, since=None):
    """(turn, day) of each time that something returns, from the day `since` on.

    With `working` days the turns on days of rest give way to the next one of these; what several of
    them give way to is one day.
    """
    after = first
    for turn in days_of(text, first, first):
        if turn > after:
            after = working.on_or_after(turn) if working else turn
            if since is None or after >= since:
                yield turn, after


def days_of(text, first, after):
    """The days of a rule after a day, one by one."""
    start = datetime.combine(first, time())
    moments = rrulestr(text, dtstart=start).xafter(datetime.combine(after, time()))
    return takewhile(lambda day: day < LATEST, (moment.date() for moment in moments))


def next_after(text, first, after):
    """The next day of a rule after a day; None when it has ended."""
    return next(days_of(text, first, after), None)

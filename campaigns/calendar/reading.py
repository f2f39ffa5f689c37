"""Reading a calendar file (RFC 5545): which days something is on, what repeats included.

Files come from anywhere: their size, their number of events and the steps that their rules would
take are limited before anything is worked out.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import recurring_ical_events
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar

from workspace.kernel.refusals import Invalid

LARGEST = 2 * 1024 * 1024
MOST_EVENTS = 3_000
MOST_DAYS = 3_000
MOST_RULES = 300
MOST_STEPS = 100_000
STEPS = {"DAILY": 366, "WEEKLY": 53, "MONTHLY": 12, "YEARLY": 1}
WITHIN = {"MONTHLY": 5, "YEARLY": 53}  # how often one weekday comes in it
BACK, AHEAD = relativedelta(months=12), relativedelta(months=24)
LONGEST = 200
QUOTED = re.compile(r"'([^']{3,})'|\"([^\"]{3,})\"")


class Found(NamedTuple):
    """Something in a calendar, from its first to its last day."""

    title: str
    first: date
    last: date


def read(content, today):
    """What a calendar file says of the last year and the next two, as a list of `Found`.

    Raises `Invalid` with what is wrong and, where it is known, in which line.
    """
    if len(content) > LARGEST:
        refuse(_("The calendar is larger than 2 MB."))
    calendar = parsed(content)
    events = calendar.walk("VEVENT")
    if not events:
        refuse(_("The calendar has no events."))
    if len(events) > MOST_EVENTS:
        refuse(_("The calendar has more than %(count)d events.") % {"count": MOST_EVENTS})
    for event in events:
        check_day(event, content)
    check_rules([event for event in events if "RRULE" in event], today)
    return expanded(calendar, today - BACK, today + AHEAD)


def refuse(sentence):
    raise Invalid(sentence, fields={"file": [sentence], "url": [sentence]})


def text_of(content):
    return content.decode("utf-8-sig", errors="replace")


def parsed(content):
    text = text_of(content)
    if "BEGIN:VCALENDAR" not in text[:5_000].upper():
        refuse(_("This is not a calendar file: it does not begin with BEGIN:VCALENDAR."))
    try:
        return Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError, TypeError, RecursionError) as error:
        refuse(
            _("The calendar cannot be read%(where)s: %(what)s")
            % {"where": where(text, str(error)), "what": str(error)[:160]}
        )


def where(text, sentence):
    """ ", line 12", when the sentence quotes a line of the file."""
    for one, other in QUOTED.findall(sentence):
        for number, line in enumerate(text.splitlines(), 1):
            if (one or other) in line:
                return _(", line %(number)d") % {"number": number}
    return ""


def check_day(event, content):
    """Refuse an event whose day cannot be read."""
    try:
        has_day = isinstance(event["DTSTART"].dt, date)
    except (KeyError, AttributeError, ValueError):  # none, several, or one that is broken
        has_day = False
    if not has_day:
        title = title_of(event)
        refuse(
            _("The event “%(title)s”%(where)s has no day that can be read.")
            % {"title": title, "where": where(text_of(content), repr(title))}
        )


def check_rules(events, today):
    """Refuse rules that would take very long to work out."""
    if len(events) > MOST_RULES:
        refuse(_("The calendar has more than %(count)d events.") % {"count": MOST_RULES})
    steps = 0
    for event in events:
        rules = event["RRULE"] if isinstance(event["RRULE"], list) else [event["RRULE"]]
        steps += sum(steps_of(rule, event["DTSTART"].dt, today) for rule in rules)
        if steps > MOST_STEPS:
            refuse(
                _("The event “%(title)s” repeats too often to be laid over a plan.")
                % {"title": title_of(event)}
            )


def steps_of(rule, start, today):
    """How many days a rule comes to between its start and two years from now, at most."""
    often = str(rule.get("FREQ", [""])[0]).upper()
    if often not in STEPS or {"BYHOUR", "BYMINUTE", "BYSECOND"} & rule.keys():
        return MOST_STEPS + 1
    times = WITHIN.get(often, 1) if "BYDAY" in rule else 1
    for name, values in rule.items():
        if name.upper().startswith("BY") and isinstance(values, list):
            times *= max(len(values), 1)
    return max(today.year + 3 - start.year, 1) * STEPS[often] * times


def expanded(calendar, first, last):
    """Every single occurrence between two days; the first `MOST_DAYS` of them."""
    found = set()
    try:
        for event in recurring_ical_events.of(calendar, skip_bad_series=True).between(first, last):
            found.add(found_of(event))
            if len(found) > MOST_DAYS:
                refuse(_("The calendar has more than %(count)d days.") % {"count": MOST_DAYS})
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError) as error:
        refuse(
            _("The calendar cannot be read%(where)s: %(what)s")
            % {"where": "", "what": str(error)[:160]}
        )
    return sorted(found, key=lambda each: (each.first, each.title))


def found_of(event):
    first = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else first
    return Found(title_of(event), day_of(first), max(last_day(end, first), day_of(first)))


def title_of(event):
    text = " ".join(str(event.get("SUMMARY", "")).replace("\x00", "").split())
    return text[:LONGEST] or _("Untitled")


def last_day(end, first):
    """The last day of something: its end is the first moment, or the first day, after it."""
    if not isinstance(end, datetime):
        return end - timedelta(days=1) if end != first else end
    local = localised(end)
    midnight = local.time() == time(0) and end != first
    return local.date() - timedelta(days=1) if midnight else local.date()


def day_of(moment):
    return localised(moment).date() if isinstance(moment, datetime) else moment


def localised(moment):
    """A moment in the reader's time zone; one without a zone stands as it is."""
    return timezone.localtime(moment) if moment.tzinfo else moment

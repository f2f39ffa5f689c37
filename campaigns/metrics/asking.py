"""What the address of a page of numbers says: the span, the step, and what is shown by what."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

STEPS = ("day", "week", "month")
SHOWN = ("channel", "touchpoint")
YEARS = range(2000, 2100)
PLAIN_DAYS = 30
MOST_DAYS = 366 * 5


@dataclass(frozen=True)
class Asked:
    """A span of days, both included; what the address says unreadably is left out."""

    since: date
    until: date
    per: str
    show: str
    metric: str
    plain: bool

    @classmethod
    def read(cls, params, campaign, today):
        since, until = a_day(params.get("from")), a_day(params.get("to"))
        span = params.get("span", "")
        plain = not (since or until or span)
        if span == "all" or (span.isdecimal() and 0 < int(span) <= MOST_DAYS):
            since, until = days_of(span, campaign, today)
        over = campaign.ends_on is not None and campaign.ends_on < today
        until = until or (campaign.ends_on if plain and over else today)
        since = since or until - timedelta(days=PLAIN_DAYS - 1)
        if until < since:
            since, until = until, since
        since = max(since, until - timedelta(days=MOST_DAYS))
        days = (until - since).days
        natural = "day" if days <= 31 else "week" if days <= 200 else "month"
        return cls(
            since=since,
            until=until,
            per=params.get("per") if params.get("per") in STEPS else natural,
            show=params.get("show") if params.get("show") in SHOWN else "channel",
            metric=params.get("metric", "")[:40],
            plain=plain,
        )

    def is_span(self, span, campaign, today):
        """Whether these are the days of one of the `spans`."""
        return (self.since, self.until) == days_of(span, campaign, today)

    def query(self, **changes):
        wanted = {
            "from": self.since.isoformat(),
            "to": self.until.isoformat(),
            "per": self.per,
            "show": self.show,
            "metric": self.metric,
        } | changes
        return "?" + urlencode({name: value for name, value in wanted.items() if value})

    def begins(self, day):
        """The first day of the step that `day` lies in."""
        if self.per == "week":
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if self.per == "month" else day

    def steps(self):
        """[(first day, last day)] of every step of the span, cut at its ends."""
        found, day = [], self.since
        while day <= self.until:
            following = self.following(self.begins(day))
            found.append((day, min(following - timedelta(days=1), self.until)))
            day = following
        return found

    def following(self, begin):
        if self.per == "day":
            return begin + timedelta(days=1)
        if self.per == "week":
            return begin + timedelta(days=7)
        return (begin + timedelta(days=32)).replace(day=1)


def days_of(span, campaign, today):
    """The first and the last day of one of the `spans`."""
    if span == "all":
        return campaign.starts_on or today - timedelta(days=365), today
    return today - timedelta(days=int(span) - 1), today


def a_day(text):
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.year in YEARS else None


def spans():
    return [
        ("7", _("7 days")),
        ("30", _("30 days")),
        ("90", _("90 days")),
        ("all", _("The whole campaign")),
    ]

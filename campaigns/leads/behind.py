"""The leads behind a figure: those to whom it happened, on its days and at its place."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.leads.queries.tallies import COUNTED, days_zone, within

NONE = "none"
REVENUE = "revenue"
YEARS = range(2000, 2100)
LABELS = {
    "leads": lambda: _("Leads that came in"),
    "mqls": lambda: _("Leads that became MQLs"),
    "accepted": lambda: _("Leads that sales accepted"),
    "opportunities": lambda: _("Leads that became opportunities"),
    "won": lambda: _("Leads that were won"),
    REVENUE: lambda: _("Won leads with their value"),
}


@dataclass(frozen=True)
class Behind:
    """`what` is counted, from `since` to `until`, both included; `channel` is an id or "none"."""

    what: str
    since: date | None = None
    until: date | None = None
    channel: str = ""

    @property
    def label(self):
        return LABELS[self.what]()

    @property
    def pairs(self):
        """What an address says of it."""
        named = {
            "counted": self.what,
            "from": self.since and self.since.isoformat(),
            "to": self.until and self.until.isoformat(),
            "channel": self.channel,
        }
        return [(name, value) for name, value in named.items() if value]

    def narrowed(self, rows):
        moment, which = COUNTED["won" if self.what == REVENUE else self.what]
        if self.what == REVENUE:
            which &= Q(value__isnull=False)
        then = within(self.since, self.until, days_zone())
        rows = rows.filter(then(moment) & which)
        if self.channel == NONE:
            return rows.filter(touchpoint__isnull=True)
        return rows.filter(touchpoint__channel=self.channel) if self.channel else rows


def read(params):
    """What an address asks for, or None."""
    what, channel = params.get("counted", ""), params.get("channel", "")
    if what not in LABELS:
        return None
    known = channel == NONE or (channel.isascii() and channel.isdigit() and len(channel) < 16)
    days = a_day(params.get("from")), a_day(params.get("to"))
    return Behind(what, *days, channel if known else "")


def a_day(text):
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.year in YEARS else None

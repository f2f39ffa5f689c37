"""What leads came to at every level."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Concat

from campaigns.leads.models import Lead
from teams.models import Workspace
from workspace.kernel import clock
from workspace.kernel.days import DayOf

DIMENSIONS = {
    "campaign": "campaign_id",
    "channel": "touchpoint__channel_id",
    "touchpoint": "touchpoint_id",
}
REVENUE = "revenue:"
# What is counted, by which moment of a lead, and of which leads alone.
COUNTED = {
    "leads": ("created_at", Q()),
    "mqls": ("mql_at", Q()),
    "accepted": ("accepted_at", Q()),
    "rejected": ("rejected_at", Q(state=Lead.State.REJECTED)),
    "recycled": ("decided_at", Q(state=Lead.State.RECYCLED)),
    "qualified": ("qualified_at", Q()),
    "opportunities": ("opportunity_at", Q()),
    "won": ("won_at", Q(state=Lead.State.WON)),
}


@dataclass
class Tally:
    """How many leads of one place came how far; `revenue` in millionths by currency.

    `waiting` and `breached` (those over their time) are as of now, whatever the days asked for.
    """

    leads: int = 0
    mqls: int = 0
    accepted: int = 0
    rejected: int = 0
    recycled: int = 0
    qualified: int = 0
    opportunities: int = 0
    won: int = 0
    waiting: int = 0
    breached: int = 0
    revenue: dict[str, int] = field(default_factory=dict)

    def include(self, other):
        """Add another place's leads."""
        for name in (*COUNTED, "waiting", "breached"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for currency, amount in other.revenue.items():
            self.revenue[currency] = self.revenue.get(currency, 0) + amount

    @property
    def decided(self):
        """Those that sales said yes or no to."""
        return self.accepted + self.rejected

    @property
    def acceptance(self):
        """The part of the MQLs that sales accepted, in whole percent, as the metric of this name
        is defined; None of none."""
        return round(100 * self.accepted / self.mqls) if self.mqls else None


def tallies(campaign_ids, *, since=None, until=None, by=("campaign",), zone=None, only=None):
    """{ids and days in the order of `by`: `Tally`} of the leads of some campaigns.

    `by` is made of "campaign", "channel", "touchpoint" and "day"; leads without a touchpoint have
    None there. Each thing counts on the day on which it happened, by the workspace's clock; `since`
    and `until` are such days, both included. Merged leads count once, erased ones as before.
    `only` are the names of what is wanted, else all. One statement, and one for the workspace's
    clock where its `zone` is not given.
    """
    campaign_ids = list(campaign_ids)
    found = defaultdict(Tally)
    if not campaign_ids:
        return {}
    rows = Lead.objects.filter(campaign__in=campaign_ids, merged_into__isnull=True).order_by()
    zone = zone or days_zone()
    if "day" in by:
        by_day(found, rows, by, (since, until), zone, only)
    else:
        at_once(found, rows, by, within(since, until, zone), only)
    return dict(found)


def days_zone():
    """The clock by which days are told: that of the workspace in scope."""
    return ZoneInfo(Workspace.objects.values_list("time_zone", flat=True).first() or "UTC")


def within(since, until, zone):
    """`narrow(column)`: the condition that a moment lies on the days from `since` to `until`."""

    def narrow(column):
        condition = Q(**{f"{column}__isnull": False})
        if since is not None:
            condition &= Q(**{f"{column}__gte": datetime.combine(since, time(0), zone)})
        if until is not None:
            after = datetime.combine(until + timedelta(days=1), time(0), zone)
            condition &= Q(**{f"{column}__lt": after})
        return condition

    return narrow


def now_counts():
    waiting = Q(state=Lead.State.MQL, erased_at__isnull=True)
    return {"waiting": waiting, "breached": waiting & Q(due_at__lt=clock.now())}


def wanted(named, only):
    """Of {name: how it is counted} those that are asked for."""
    return {name: how for name, how in named.items() if only is None or name in only}


def at_once(found, rows, by, narrow, only):
    names = [DIMENSIONS[name] for name in by]
    counts = {
        name: Count("pk", filter=narrow(moment) & which)
        for name, (moment, which) in wanted(COUNTED, only).items()
    }
    now = wanted(now_counts(), only)
    counts |= {name: Count("pk", filter=which) for name, which in now.items()}
    moment, which = COUNTED["won"]
    worth = Sum("value", filter=narrow(moment) & which & Q(value__isnull=False))
    size = len(by)
    for row in grouped(rows, [*names, "currency"]).annotate(**counts, worth=worth):
        numbers = dict(zip(counts, row[size + 2 : -1], strict=True))
        if any(numbers.values()):
            found[row[1 : size + 1]].include(Tally(**numbers))
        if row[-1] is not None:
            found[row[1 : size + 1]].revenue[row[size + 1]] = int(row[-1])


def grouped(rows, names):
    """Tuples that begin with the same for all, so that they can be grouped by nothing as well."""
    return rows.annotate(all=Value(1)).values_list("all", *names)


def by_day(found, rows, by, span, zone, only):
    """Each thing on its own day; one statement over all of them."""
    narrow = within(*span, zone)

    def daily(moment, condition, days=span, **more):
        day = {"day": DayOf(moment, zone, *days)}
        names = ["day" if name == "day" else DIMENSIONS[name] for name in by]
        return rows.filter(condition).annotate(**day, **more).values_list(*names, *more)

    counts = [
        (name, moment, narrow(moment) & which, span)
        for name, (moment, which) in wanted(COUNTED, only).items()
    ] + [
        (name, "mql_at" if name == "waiting" else "due_at", which, ())
        for name, which in wanted(now_counts(), only).items()
    ]
    parts = [
        daily(moment, condition, days, what=Value(name)).annotate(n=Count("pk"))
        for name, moment, condition, days in counts
    ]
    moment, which = COUNTED["won"]
    paid = narrow(moment) & which & Q(value__isnull=False)
    revenue = daily(moment, paid, what=Concat(Value(REVENUE), F("currency")))
    size = len(by)
    if only is None or "revenue" in only:
        parts.append(revenue.annotate(n=Sum("value")))
    for row in parts[0].union(*parts[1:], all=True):
        what, number = row[-2], int(row[-1])
        if what.startswith(REVENUE):
            found[row[:size]].revenue[what.removeprefix(REVENUE)] = number
        else:
            setattr(found[row[:size]], what, number)

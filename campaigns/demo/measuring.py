"""What the story's campaigns aim at, and the numbers that come in: the same for the same seed.

The numbers lean on what such channels do: search clicks cost more and turn into more, social shows
much and turns into little, weekends are quiet, and what was tuned grows a little week by week.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils import timezone

from campaigns.demo import company
from campaigns.journey.models import Touchpoint
from campaigns.metrics.actions import Number, aiming, observe
from campaigns.metrics.intake import calls
from campaigns.metrics.models import Metric
from campaigns.plan.models import Channel, Item
from workspace.kernel.numbers import MILLION

DAYS, TOGETHER = 120, 14


@dataclass(frozen=True)
class Habit:
    """What a channel does on an ordinary day; `click` is the price of one in euro."""

    shown: int
    rate: float
    click: float
    turns: float
    source: str = "form"


HABITS = {
    "Paid search": Habit(4200, 0.034, 2.35, 0.036, "google_ads"),
    "Paid social": Habit(11500, 0.0085, 1.4, 0.02, "meta_ads"),
    "E-mail": Habit(1900, 0.042, 0, 0.045),
    "Organic social": Habit(3100, 0.011, 0, 0.012),
    "SEO": Habit(5200, 0.028, 0, 0.018),
    "Content": Habit(2600, 0.022, 0, 0.022),
    "Webinar": Habit(900, 0.05, 0.6, 0.09),
}
# Key of a campaign → [(metric, baseline, target)]; the first is the primary one. None: not known.
AIMS = {
    "RELAY": [
        ("opportunities", 22, 40),
        ("cost_per_accepted_lead", 260, 190),
        ("ctr", 0.011, 0.016),
        ("spend", None, 38_000),
    ],
    "COLD": [
        ("sessions", 48_000, 61_000),
        ("conversion_rate", 0.029, 0.036),
        ("accepted_leads", 14, 32),
        ("spend", None, 42_000),
    ],
    "FAIR": [
        ("mqls", None, 90),
        ("cost_per_accepted_lead", 240, 200),
        ("conversions", 60, 210),
    ],
    "CHINA": [("accepted_leads", 0, 45), ("conversions", 0, 160), ("cpl", 900, 620)],
    "NORDICS": [("opportunities", 2, 6), ("conversions", 8, 60)],
}
MONEY = {"CHINA": ("CNY", 7.6)}
# Key of a campaign → the account's campaign beside it that nobody has matched: its numbers wait.
UNMATCHED = {"COLD": ("google_ads", "21400000042", "Brand | Nordlicht, exact")}
SOURCES = {
    "opportunities": "CRM",
    "accepted_leads": "CRM",
    "mqls": "CRM",
    "cost_per_accepted_lead": "CRM and advertising accounts",
    "cpl": "CRM and advertising accounts",
    "sessions": "Matomo",
}


def aim(tale):
    """Say what the campaign is to reach, while it is planned; the fair's baseline is not known."""
    campaign = tale.campaign
    metrics = {metric.key: metric for metric in Metric.objects.all()}
    currency, _factor = MONEY.get(campaign.key, ("EUR", 1))
    for number, (key, baseline, target) in enumerate(AIMS.get(campaign.key, ())):
        metric = metrics[key]
        money = metric.unit == "money"
        aiming.aim(
            campaign,
            by=tale.owner,
            metric=metric,
            target=amount(target),
            baseline=None if baseline is None else amount(baseline),
            currency=currency if money else "",
            owner=tale.owner,
            source=SOURCES.get(key, "Advertising accounts"),
            is_primary=number == 0,
        )


def amount(number):
    return round(number * MILLION)


def lay_out(tale):
    """The numbers of the last days that the campaign runs come in every other week."""
    live = [day for phase, day in tale.script.phases if phase == "live"]
    if not live:
        return
    today = timezone.localdate(tale.now)
    last = min(today - timedelta(days=1), tale.days.date(tale.script.runs[1]))
    first = max(tale.days.date(min(live[0], 0)), last - timedelta(days=DAYS - 1))
    telling = Telling(tale, first)
    day = first
    while day <= last:
        until = min(day + timedelta(days=TOGETHER - 1), last)
        came = min(tale.now, morning(until + timedelta(days=1)))
        tale.at(came, partial(telling.bring, day, until))
        day = until + timedelta(days=1)
    if tale.script.head["key"] in UNMATCHED:
        tale.at(came, partial(telling.bring_unmatched, last))


class Telling:
    """The numbers of one campaign, fortnight by fortnight."""

    def __init__(self, tale, first):
        self.tale = tale
        self.first = first
        self.chance = Random(f"{tale.script.head['key']}: numbers")
        self.carried = {}

    def bring(self, day, until):
        campaign = self.tale.campaign
        currency, factor = MONEY.get(campaign.key, ("EUR", 1))
        places, found = places_of(campaign), {}
        for number in range((until - day).days + 1):
            when = day + timedelta(days=number)
            grown = 1 + 0.0025 * (when - self.first).days
            for channel, touchpoint in places:
                habit = HABITS[channel.name]
                rows = one_day(habit, when, grown, self.chance, self.carried, channel.pk, factor)
                found.setdefault(habit.source, []).extend(
                    placed(campaign, channel, touchpoint, when, rows, currency, habit.source)
                )
        for source, rows in sorted(found.items()):
            observe(rows, by=self.tale.owner, source=source)

    def bring_unmatched(self, last):
        source, pk, name = UNMATCHED[self.tale.campaign.key]
        rows = [
            calls.Row(
                key,
                last - timedelta(days=ago),
                amount(number),
                "EUR" if key == "spend" else "",
                external_id=pk,
                external_name=name,
            )
            for ago in range(TOGETHER)
            for key, number in self.seen_and_paid(last - timedelta(days=ago)).items()
        ]
        calls.bring(rows, by=self.tale.owner, source=source)

    def seen_and_paid(self, when):
        told = one_day(HABITS["Paid search"], when, 1, self.chance, self.carried, "unmatched", 1)
        return {key: told[key] for key in ("impressions", "clicks", "spend")}


def morning(day):
    return datetime.combine(day, time(9, 20), ZoneInfo(company.ZONE))


def places_of(campaign):
    """The channels whose numbers come in, each with its busiest touchpoint."""
    rows = Touchpoint.objects.filter(campaign=campaign, channel__name__in=HABITS)
    used = dict(
        Item.objects.filter(campaign=campaign, trashed_at__isnull=True)
        .order_by()
        .values_list("channel__name")
        .annotate(count=Count("pk"))
    )
    best = {}
    for row in rows.select_related("channel", "stage").order_by("channel_id", "stage__position"):
        best.setdefault(row.channel_id, (row.channel, row))
    others = Channel.objects.filter(workspace_id=campaign.workspace_id, name__in=HABITS)
    for channel in others.order_by("pk"):
        if used.get(channel.name):
            best.setdefault(channel.pk, (channel, None))
    return [best[pk] for pk in sorted(best)]


def one_day(habit, when, grown, chance, carried, place, factor):
    """{metric: number} of a channel on a day; parts of a lead are carried to the next days."""
    quiet = 0.45 if when.weekday() >= 5 else 1
    shown = round(habit.shown * quiet * grown * chance.uniform(0.82, 1.18))
    clicks = round(shown * habit.rate * chance.uniform(0.85, 1.15))

    def whole(name, wanted):
        total = carried.get((place, name), 0.0) + wanted
        carried[place, name] = total - int(total)
        return int(total)

    conversions = whole("conversions", clicks * habit.turns * chance.uniform(0.6, 1.4))
    leads = whole("leads", conversions * 0.62)
    mqls = whole("mqls", leads * 0.58)
    accepted = whole("accepted_leads", mqls * 0.61)
    won = whole("opportunities", accepted * 0.34)
    deals = whole("won", won * 0.3)
    found = {
        "impressions": shown,
        "clicks": clicks,
        "sessions": round(clicks * 0.91),
        "conversions": conversions,
        "leads": leads,
        "mqls": mqls,
        "accepted_leads": accepted,
        "opportunities": won,
        "won": deals,
    }
    if habit.click:
        found["spend"] = round(clicks * habit.click * factor * chance.uniform(0.9, 1.1), 2)
    if deals:
        found["revenue"] = deals * round(4800 * factor)
    return found


def placed(campaign, channel, touchpoint, when, rows, currency, source):
    tool = source != "form"
    return [
        Number(
            key,
            when,
            amount(number),
            currency if key in {"spend", "revenue"} else "",
            campaign_id=campaign.pk,
            channel_id=channel.pk,
            touchpoint_id=touchpoint and touchpoint.pk,
            external_id=f"{source}-{campaign.key}" if tool else "",
            external_name=f"{campaign.key} · {channel.name}" if tool else "",
        )
        for key, number in rows.items()
    ]


def measure_size(campaign, by, today, chance, days=DAYS):
    """Numbers for a campaign of any size: three channels, every day up to yesterday."""
    channels = list(Channel.objects.filter(name__in=HABITS).order_by("pk")[:3])
    carried, rows = {}, []
    for number in range(days):
        when = today - timedelta(days=days - number)
        for channel in channels:
            habit = HABITS[channel.name]
            told = one_day(habit, when, 1, chance, carried, channel.pk, 1)
            rows += placed(campaign, channel, None, when, told, "EUR", "form")
    observe(rows, by=by, source="form")

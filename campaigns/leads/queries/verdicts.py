"""What sales says of the leads of a place: how many it took, why not the others, in whose words."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from fractions import Fraction

from django.db.models import BigIntegerField, Count, DateTimeField, F, Min, Q, Value
from django.db.models.functions import Cast

from campaigns.leads.models import Answer, Lead, Quote, RejectionReason
from campaigns.leads.queries.tallies import DIMENSIONS, Tally, days_zone, tallies

WEEK = timedelta(days=7)
FEW = 10
NOTHING = Cast(None, BigIntegerField())
NONE = Value(0)
NEVER = Cast(None, DateTimeField())


@dataclass
class Given:
    """How often a reason was given: ever, in the last seven days, and in the seven before."""

    reason: RejectionReason | None = None
    count: int = 0
    recent: int = 0
    before: int = 0
    share: int = 0
    answers: int = 0

    @property
    def change(self):
        return self.recent - self.before

    @property
    def fewer(self):
        return -self.change


@dataclass
class Verdict:
    """The verdict of sales on one place; `reasons` most often given first.

    `spend` by currency, in millionths, is filled in by who knows of it, with the `numbers` that it
    is reckoned from; where these are reckoned in two ways, it has no sum.
    """

    tally: Tally = field(default_factory=Tally)
    reasons: list[Given] = field(default_factory=list)
    quotes: int = 0
    unanswered: int = 0
    oldest: datetime | None = None
    answers: int = 0
    spend: dict[str, int] = field(default_factory=dict)
    is_in_two_ways: bool = False
    numbers: object = None

    @property
    def costs(self):
        """[(currency, what an accepted lead cost in it, in millionths)]; exact, rounded once.

        Where money of several currencies was spent, each lead cost some of each of them.
        """
        if not self.tally.accepted:
            return []
        return [
            (currency, round(Fraction(amount, self.tally.accepted)))
            for currency, amount in sorted(self.spend.items())
        ]

    @property
    def why_no_cost(self):
        """Why `costs` is empty: "spend" did not come in, nothing was "accepted" yet, or the spend
        was reckoned in two "ways" on these days."""
        if self.costs:
            return ""
        if self.is_in_two_ways:
            return "ways"
        return "accepted" if self.spend else "spend"

    def include(self, other):
        """Add another place's verdict, without what was spent there."""
        self.tally.include(other.tally)
        known = {given.reason.pk: given for given in self.reasons}
        for given in other.reasons:
            mine = known.get(given.reason.pk)
            if mine is None:
                self.reasons.append(replace(given))
                continue
            for name in ("count", "recent", "before", "answers"):
                setattr(mine, name, getattr(mine, name) + getattr(given, name))
        for name in ("quotes", "unanswered", "answers"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.oldest = min(filter(None, (self.oldest, other.oldest)), default=None)
        self.put_in_order()

    def put_in_order(self):
        total = sum(given.count for given in self.reasons)
        for given in self.reasons:
            given.share = round(100 * given.count / total)
        self.reasons.sort(key=lambda given: (-given.count, given.reason.position, given.reason.pk))

    @property
    def is_told(self):
        """Whether anything is known of the spend."""
        return bool(self.spend) or self.is_in_two_ways

    @property
    def few(self):
        """Whether so few were handed over that a percentage says little."""
        return 0 < self.tally.mqls < FEW


def verdict(campaign_ids, *, by=("touchpoint",), today, zone=None):
    """{ids in the order of `by`: `Verdict`}; `by` is made of "campaign", "channel", "touchpoint".

    A fixed count of statements, however many leads there are.
    """
    campaign_ids = list(campaign_ids)
    found = defaultdict(Verdict)
    if not campaign_ids:
        return {}
    zone = zone or days_zone()
    for place, tally in tallies(campaign_ids, by=by, zone=zone).items():
        found[place].tally = tally
    names = [DIMENSIONS[name] for name in by]
    given = defaultdict(Given)
    for kind, place, reason, numbers in said(campaign_ids, names, weeks(today, zone)):
        ADDS[kind](found[place], given[place, reason], numbers)
    add_reasons(found, given)
    return dict(found)


def weeks(today, zone):
    """When the week before last began, the last one, and when it ends."""
    end = datetime.combine(today + timedelta(days=1), time(0), zone)
    return end - 2 * WEEK, end - WEEK, end


def said(campaign_ids, names, weeks):
    """Rejections, quotes and answers, counted by place and reason: one statement.

    Each is (what it is, place, reason, its four columns), as the functions in `ADDS` take them.
    """
    fortnight, week, end = weeks
    rejected = Lead.objects.filter(
        campaign__in=campaign_ids, merged_into__isnull=True, state=Lead.State.REJECTED
    )
    parts = [
        part(
            rejected,
            names,
            "rejected",
            reason=F("reason_id"),
            second=Count("pk", filter=Q(rejected_at__gte=week, rejected_at__lt=end)),
            third=Count("pk", filter=Q(rejected_at__gte=fortnight, rejected_at__lt=week)),
        ),
        part(
            Quote.objects.filter(campaign__in=campaign_ids),
            names,
            "quoted",
            second=Count("pk", filter=Q(answer__isnull=True)),
            moment=Min("created_at", filter=Q(answer__isnull=True)),
        ),
        part(
            Answer.objects.filter(campaign__in=campaign_ids),
            names,
            "answered",
            reason=F("reason_id"),
        ),
    ]
    size = len(names)
    for kind, *row in parts[0].union(*parts[1:], all=True):
        yield kind, tuple(row[:size]), row[size], row[size + 1 :]


def part(rows, names, kind, *, reason=NOTHING, second=NONE, third=NONE, moment=NEVER):
    """Rows counted by place and reason, in columns that all parts have alike."""
    by = rows.order_by().annotate(kind=Value(kind), why=reason).values_list("kind", *names, "why")
    return by.annotate(first=Count("pk"), second=second, third=third, moment=moment)


def rejected(_verdict, given, numbers):
    given.count, given.recent, given.before, _moment = numbers


def quoted(verdict, _given, numbers):
    verdict.quotes, verdict.unanswered, _none, verdict.oldest = numbers


def answered(verdict, given, numbers):
    verdict.answers += numbers[0]
    given.answers += numbers[0]


ADDS = {"rejected": rejected, "quoted": quoted, "answered": answered}


def add_reasons(found, given):
    """Those that were given, by what they are called."""
    told = {key: each for key, each in given.items() if each.count}
    known = RejectionReason.objects.in_bulk({reason for _place, reason in told}) if told else {}
    for (place, reason), each in told.items():
        each.reason = known[reason]
        found[place].reasons.append(each)
    for verdict in found.values():
        verdict.put_in_order()

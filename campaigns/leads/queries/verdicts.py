"""What sales says of the leads of a place: how many it took, why not the others, in whose words."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from fractions import Fraction

from django.db.models import Count, Min, Q

from campaigns.leads.models import Answer, Lead, Quote, RejectionReason
from campaigns.leads.queries.tallies import DIMENSIONS, Tally, days_zone, grouped, tallies

WEEK = timedelta(days=7)
FEW = 10


@dataclass
class Given:
    """How often a reason was given: ever, in the last seven days, and in the seven before."""

    reason: RejectionReason
    count: int
    recent: int
    before: int
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

    `spend` by currency, in millionths, is filled in by who knows of it.
    """

    tally: Tally = field(default_factory=Tally)
    reasons: list[Given] = field(default_factory=list)
    quotes: int = 0
    unanswered: int = 0
    oldest: datetime | None = None
    answers: int = 0
    spend: dict[str, int] = field(default_factory=dict)

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
        """Why `costs` is empty: "spend" did not come in, or nothing was "accepted" yet."""
        if self.costs:
            return ""
        return "accepted" if self.spend else "spend"

    def include(self, other):
        """Add another place's verdict."""
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
        for currency, amount in other.spend.items():
            self.spend[currency] = self.spend.get(currency, 0) + amount
        self.put_in_order()

    def put_in_order(self):
        total = sum(given.count for given in self.reasons)
        for given in self.reasons:
            given.share = round(100 * given.count / total)
        self.reasons.sort(key=lambda given: (-given.count, given.reason.position, given.reason.pk))

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
    add_reasons(found, campaign_ids, names, today, zone)
    add_words(found, campaign_ids, names)
    return dict(found)


def add_reasons(found, campaign_ids, names, today, zone):
    size = len(names)
    end = datetime.combine(today + timedelta(days=1), time(0), zone)
    week, fortnight = end - WEEK, end - 2 * WEEK
    rejected = Lead.objects.filter(
        campaign__in=campaign_ids, merged_into__isnull=True, state=Lead.State.REJECTED
    ).order_by()
    rows = list(
        grouped(rejected, [*names, "reason_id"]).annotate(
            n=Count("pk"),
            recent=Count("pk", filter=Q(rejected_at__gte=week, rejected_at__lt=end)),
            before=Count("pk", filter=Q(rejected_at__gte=fortnight, rejected_at__lt=week)),
        )
    )
    known = RejectionReason.objects.in_bulk({row[size + 1] for row in rows}) if rows else {}
    answered = answers_by_reason(campaign_ids, names) if rows else {}
    for row in rows:
        place, reason = row[1 : size + 1], row[size + 1]
        given = Given(known[reason], *row[-3:], answers=answered.get((*place, reason), 0))
        found[place].reasons.append(given)
    for verdict in found.values():
        verdict.put_in_order()


def answers_by_reason(campaign_ids, names):
    rows = Answer.objects.filter(campaign__in=campaign_ids, reason__isnull=False).order_by()
    return {
        row[1:-1]: row[-1] for row in grouped(rows, [*names, "reason_id"]).annotate(n=Count("pk"))
    }


def add_words(found, campaign_ids, names):
    """What customers said, and what marketing answered."""
    size = len(names)
    quotes = grouped(Quote.objects.filter(campaign__in=campaign_ids).order_by(), names).annotate(
        n=Count("pk"),
        unanswered=Count("pk", filter=Q(answer__isnull=True)),
        oldest=Min("created_at", filter=Q(answer__isnull=True)),
    )
    for row in quotes:
        verdict = found[row[1 : size + 1]]
        verdict.quotes, verdict.unanswered, verdict.oldest = row[-3:]
    answers = Answer.objects.filter(campaign__in=campaign_ids).order_by()
    for row in grouped(answers, names).annotate(n=Count("pk")):
        found[row[1 : size + 1]].answers = row[-1]

"""What sales and marketing of the demo agreed on, and what marketing made of what sales said."""

from collections import Counter
from datetime import time

from campaigns.leads.actions import answering, ruling
from campaigns.leads.models import Lead, Quote
from teams.models import Team

MINUTES = 240
HAMBURG = {
    "time_zone": "Europe/Berlin",
    "opens_at": time(9),
    "closes_at": time(17, 30),
    "country": "DE-HH",
}
SHANGHAI = {
    "time_zone": "Asia/Shanghai",
    "opens_at": time(9),
    "closes_at": time(18),
    "country": "CN",
}
DECISIONS = [
    ("The form asks for the role from now on", "Ask for the role in the form"),
    ("Advertisements name the smallest warehouse that this is for", ""),
    ("", "Page about what the setup costs"),
]


def agree(owner):
    """Four working hours to decide, by the clock of Hamburg, or of Shanghai for its team."""
    ruling.agree(by=owner, minutes=MINUTES)
    ruling.set_hours(by=owner, **HAMBURG)
    china = Team.objects.filter(name__icontains="China").first()
    if china is not None:
        ruling.set_hours(by=owner, team=china, **SHANGHAI)


def answer(campaign, *, by):
    """Marketing answers the reason that was given most at a touchpoint, and the oldest quote."""
    rejected = Lead.objects.filter(
        campaign=campaign, state=Lead.State.REJECTED, merged_into__isnull=True
    ).select_related("touchpoint", "reason")
    given = Counter((lead.touchpoint, lead.reason) for lead in rejected)
    for ((touchpoint, reason), _count), (decision, title) in zip(
        given.most_common(2), DECISIONS, strict=False
    ):
        answering.answer_reason(campaign, touchpoint, reason, by=by, decision=decision, title=title)
    quote = Quote.objects.filter(campaign=campaign, answer__isnull=True).order_by("pk").first()
    if quote is not None:
        answering.answer_quotes(campaign, [quote], by=by, title=DECISIONS[2][1])

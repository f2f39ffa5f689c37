"""What the plan says of a campaign's health: overdue, blocked, missed, past its days, untouched."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.brief import health
from campaigns.brief.health import AT_RISK, OFF_TRACK, STALE, Reason
from campaigns.brief.models import Campaign
from campaigns.plan.models import Item, Kind, Status
from campaigns.schedule.days import WorkingDays
from teams import queries as teams
from workspace.kernel.streams.models import Event, Stream
from workspace.kernel.templatetags.look import day

# At least so many, and this share of what is unfinished, overdue: that is no slip any more.
MANY_LATE, SHARE_LATE = 3, 0.25
UNTOUCHED_FOR = 10


@health.reads
def items(campaigns, today):
    """One statement for all of them."""
    opened = {each.pk: each for each in campaigns if each.phase != Campaign.Phase.CLOSED}
    late, missed = Q(due_on__lt=today), Q(due_on__lt=today, kind=Kind.MILESTONE)
    counted = (
        Item.objects.kept()
        .unfinished()
        .filter(campaign__in=opened)
        .order_by()
        .values("campaign")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=late),
            missed=Count("pk", filter=missed),
            blocked=Count("pk", filter=Q(status=Status.BLOCKED)),
        )
    )
    return {row["campaign"]: list(of_items(row)) for row in counted}


def of_items(row):
    if row["missed"]:
        query = "?kind=milestone&due=overdue"
        yield Reason("deadline_missed", OFF_TRACK, {"count": row["missed"]}, "list", query)
    if row["late"]:
        many = row["late"] >= MANY_LATE and row["late"] >= SHARE_LATE * row["open"]
        level = OFF_TRACK if many else AT_RISK
        yield Reason("overdue", level, {"count": row["late"]}, "list", "?due=overdue")
    if row["blocked"]:
        data = {"count": row["blocked"]}
        yield Reason("blocked", AT_RISK, data, "list", "?status=blocked")


@health.reads
def dates(campaigns, today):
    """What the campaign's own days say; no statement."""
    return {campaign.pk: list(of_dates(campaign, today)) for campaign in campaigns}


def of_dates(campaign, today):
    start, end, phase = campaign.starts_on, campaign.ends_on, campaign.phase
    if phase in {Campaign.Phase.DRAFT, Campaign.Phase.PLANNED} and start and start < today:
        yield Reason("start_passed", AT_RISK, {"day": start.isoformat()}, "golive")
    if phase == Campaign.Phase.LIVE and end and end < today:
        yield Reason(
            "end_passed", AT_RISK, {"day": end.isoformat()}, "campaign_settings", "#id_ends_on"
        )


@health.reads
def untouched(campaigns, today):
    """Whether a person did anything in the last ten working days; two statements.

    What a program does with somebody's token is no touch: numbers that come in by night would keep
    a forgotten campaign fresh. One that a program made waits since then for somebody.
    """
    opened = [each for each in campaigns if each.phase != Campaign.Phase.CLOSED]
    if not opened:
        return {}
    days = WorkingDays(*teams.working_days(opened[0].workspace))
    by_people = Event.objects.filter(stream=OuterRef("pk")).exclude(actor_name="")
    by_people = by_people.exclude(via="api")
    newest = by_people.order_by("-revision").values("at")[:1]
    rows = Stream.objects.filter(kind="campaign", of__in=[each.pk for each in opened])
    made = {each.pk: each.created_at for each in opened}
    found = {}
    for pk, at in rows.annotate(at=Subquery(newest)).values_list("of", "at"):
        last = timezone.localdate(at or made[pk])
        if (since := days.between(last, today)) >= UNTOUCHED_FOR:
            data = {"days": since, "day": last.isoformat()}
            found[pk] = [Reason("untouched", STALE, data, "activity")]
    return found


def overdue(data):
    return (
        ngettext("%(count)d item is overdue", "%(count)d items are overdue", data["count"]) % data
    )


def blocked(data):
    return (
        ngettext("%(count)d item is blocked", "%(count)d items are blocked", data["count"]) % data
    )


def deadline_missed(data):
    return (
        ngettext(
            "%(count)d shared deadline was missed",
            "%(count)d shared deadlines were missed",
            data["count"],
        )
        % data
    )


def untouched_for(data):
    return (
        ngettext(
            "Nobody has touched it for %(days)d working day",
            "Nobody has touched it for %(days)d working days",
            data["days"],
        )
        % data
    )


def said_day(data):
    return {"day": day(health.date_of(data["day"]))}


health.says("overdue", overdue)
health.says("blocked", blocked)
health.says("deadline_missed", deadline_missed)
health.says("untouched", untouched_for)
health.says("start_passed", lambda data: _("It should have gone live on %(day)s") % said_day(data))
health.says("end_passed", lambda data: _("It is live after its end, %(day)s") % said_day(data))

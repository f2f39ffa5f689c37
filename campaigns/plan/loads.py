"""How much work everybody has, over all open campaigns: rows for `schedule/workload.py`."""

from collections import defaultdict
from datetime import timedelta
from types import SimpleNamespace

from django.db.models import (
    Case,
    Count,
    DateField,
    FloatField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from campaigns.brief.models import Campaign
from campaigns.plan.models import Assignment
from campaigns.plan.querysets import UNFINISHED
from campaigns.schedule import workload
from teams.models import Member

NOTHING = SimpleNamespace(portions=(), late=0, undated=0)


def assigned(reader, campaigns_wanted=()):
    """The assignments of unfinished items in the open campaigns that a reader sees."""
    campaigns = Campaign.objects.visible_to(reader).open()
    if campaigns_wanted:
        campaigns = campaigns.filter(pk__in=campaigns_wanted)
    return Assignment.objects.filter(
        item__trashed_at__isnull=True, item__status__in=UNFINISHED, item__campaign__in=campaigns
    )


def of_the_present():
    """The assignments of those who are still here: who has left shares in nothing."""
    return Assignment.objects.exclude(member__state=Member.State.LEFT)


def sharing():
    """How many share the item of an assignment; counted for each only where they are several."""
    many = of_the_present().order_by().values("item").annotate(many=Count("pk"))
    theirs = Subquery(many.filter(item=OuterRef("item")).values("many"))
    return Case(When(item__in=many.filter(many__gt=1).values("item"), then=theirs), default=1)


def portions(reader, first, last, today, campaigns_wanted=(), but=()):
    """{member id: their portions between two days, late and undated items}, by one statement.

    The items `but` (ids) do not count. Items with the same days are added up by the database.
    """
    begins, ends = (
        Coalesce(f"item__{one}", f"item__{other}")
        for one, other in (("start_on", "due_on"), ("due_on", "start_on"))
    )
    # Of what was over long ago only its count is asked, so all of it has one day.
    over = min(first, today)
    long_ago = Value(over - timedelta(days=1), DateField())
    rows = (
        assigned(reader, campaigns_wanted)
        .exclude(item__in=but)
        .annotate(begins=begins, ends=ends)
        .filter(Q(begins__lte=last, ends__gte=first) | Q(ends__lt=today) | Q(ends__isnull=True))
        .order_by()
        .annotate(
            since=Case(When(ends__lt=over, then=long_ago), default="begins"),
            until=Case(When(ends__lt=over, then=long_ago), default="ends"),
        )
        .values("member", "since", "until")
        .annotate(
            items=Count("pk"),
            hours=Sum(Cast("item__estimate", FloatField()) / sharing()),
            without=Count("pk", filter=Q(item__estimate__isnull=True)),
        )
        .values_list("member", "since", "until", "items", "hours", "without")
    )
    found = defaultdict(lambda: SimpleNamespace(portions=[], late=0, undated=0))
    for member, begins, ends, items, hours, without in rows:
        mine = found[member]
        if ends is None:
            mine.undated += items
            continue
        if ends < today:
            mine.late += items
        if ends >= first:
            mine.portions.append(workload.Portion(begins, ends, items, hours or 0.0, without))
    return found

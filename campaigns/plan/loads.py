"""How much work everybody has, over all open campaigns: rows for `schedule/workload.py`."""

from collections import defaultdict
from types import SimpleNamespace

from django.db.models import Count, FloatField, OuterRef, Q, Subquery, Sum
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


def portions(reader, first, last, today, campaigns_wanted=(), but=()):
    """{member id: their portions between two days, late and undated items}, by one statement.

    The items `but` (ids) do not count. Items with the same days are added up by the database.
    """
    share = (
        of_the_present()
        .filter(item=OuterRef("item"))
        .order_by()
        .values("item")
        .annotate(many=Count("pk"))
        .values("many")
    )
    begins, ends = (
        Coalesce(f"item__{one}", f"item__{other}")
        for one, other in (("start_on", "due_on"), ("due_on", "start_on"))
    )
    rows = (
        assigned(reader, campaigns_wanted)
        .exclude(item__in=but)
        .annotate(begins=begins, ends=ends)
        .filter(Q(begins__lte=last, ends__gte=first) | Q(ends__lt=today) | Q(ends__isnull=True))
        .order_by()
        .values("member", "begins", "ends")
        .annotate(
            items=Count("pk"),
            hours=Sum(Cast("item__estimate", FloatField()) / Subquery(share)),
            without=Count("pk", filter=Q(item__estimate__isnull=True)),
        )
        .values_list("member", "begins", "ends", "items", "hours", "without")
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

"""Which items fit what somebody types to link one with another."""

from django.db.models import Case, Q, When

from campaigns.plan import policies
from campaigns.plan.filters import is_id
from campaigns.plan.models import ENDED, Dependency

MOST = 8
PARENT, WAITS_FOR = "parent", "waits_for"


def fitting(item, link, text, reader):
    """The items that `item` may be linked with and that fit `text`, those of its own plan first.

    `link` says how: it becomes a part of one (of its own plan), or waits for one (of any plan that
    the reader sees). What is linked already, and what would make a loop of two, is left out.
    """
    words = text.casefold().split()[:6]
    if not words:
        return []
    rows = policies.item.visible_to(reader).exclude(pk=item.pk)
    if link == PARENT:
        rows = rows.filter(campaign=item.campaign_id).exclude(parent=item)
    else:
        waits = Dependency.objects.filter(item=item)
        held = Dependency.objects.filter(waits_for=item)
        rows = rows.exclude(pk__in=waits.values("waits_for")).exclude(pk__in=held.values("item"))
    for word in words:
        rows = rows.filter(about(word))
    first = [
        Case(When(campaign=item.campaign_id, then=0), default=1),
        Case(When(title__icontains=words[0], then=0), default=1),
        Case(When(status__in=ENDED, then=1), default=0),
    ]
    return list(rows.order_by(*first, "rank", "number")[:MOST])


def about(word):
    """A word of its text, or its number: `12`, and `SPRING-12` of that plan alone."""
    wanted = Q(search__contains=word)
    key, _dash, number = word.rpartition("-")
    if not is_id(number) or len(number) > 8:
        return wanted
    named = Q(number=int(number))
    return wanted | (named & Q(campaign__key__iexact=key) if key else named)

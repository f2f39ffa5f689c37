"""Which items fit what somebody types to link one with another."""

from django.db.models import Case, When
from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from campaigns.plan import policies
from campaigns.plan.filters import about, is_number
from campaigns.plan.models import ENDED, Dependency
from workspace.kernel import texts
from workspace.kernel.refusals import Invalid

MOST = 8
LONGEST_NAME = 200
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


def meant(item, link, text, reader):
    """The one item that somebody names to link `item` with it, as `link` says (see `fitting`).

    A title as a whole comes first, then a number of this plan or a key such as `SPRING-12`, alone
    or before the title, then words that one item alone has. Raises `Invalid`.
    """
    text = texts.line(text)[:LONGEST_NAME].strip()
    rows = policies.item.visible_to(reader)
    found = named(item, link, text, rows) if text else []
    if len(found) == 1 and found[0] != item:
        return found[0]
    if item in found[:1]:
        sentence = _("An item cannot be linked with itself.")
    elif found:
        sentence = _("“%(text)s” fits more than one item; use its key.") % {"text": text}
    else:
        sentence = _("No item of this plan is called “%(text)s”.") % {"text": text}
    raise Invalid.at(link, sentence)


def named(item, link, text, rows):
    """The first two of `rows` that a text names."""
    here = rows.filter(campaign=item.campaign_id)
    others = here.exclude(pk=item.pk)
    if found := others.filter(title__iexact=text)[:2]:
        return found
    key, number = key_in(text)
    if number and key in {"", item.campaign.key.casefold()}:
        return here.filter(number=number)
    if number and Campaign.objects.filter(key__iexact=key).exists():
        there = rows.filter(campaign__key__iexact=key, number=number)
        return there if link == WAITS_FOR else []
    return others.filter(search__contains=text.casefold())[:2]


def key_in(text):
    """("spring", 12) of `SPRING-12` and of `SPRING-12 Landing page`, ("", 12) of `12`; else no
    number."""
    first = text.split()[0].casefold()
    key, dash, number = first.rpartition("-")
    sound = is_number(number) and (key if dash else first == text)
    return (key, int(number)) if sound else ("", None)

"""What a baseline lays beneath the present plan: where items stood, and what has gone since."""

from types import SimpleNamespace

from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from campaigns.history import queries as history
from campaigns.history.rows import shifted
from campaigns.plan.models import Item
from campaigns.timeline import bars
from workspace.kernel.templatetags.look import from_to


def of(campaign, reader, chosen):
    """{item: `history.Stood`} of the chosen baseline; nothing when there is no such baseline."""
    if chosen is None:
        return {}
    baseline = history.baselines(campaign, reader).filter(pk=chosen).first()
    return history.shadow(campaign, baseline) if baseline else {}


def edges(shadows):
    """The days that a timeline must reach to show all of them."""
    return {day for stood in shadows.values() for day in (stood.first, stood.last)}


def gone(shadows, reckoning):
    """The items that cast a shadow and have no bar any more: deleted, or without dates."""
    return {
        pk for pk in shadows if not ((row := reckoning.rows.get(pk)) and (row.start or row.due))
    }


def words(stood, item, days):
    """(its days in the baseline, how far it has moved since), in words."""
    if not (stood and item.first):
        return ("", "")
    before, after = (stood.due, item.due) if stood.due and item.due else (stood.last, item.last)
    far = shifted(days.between(before, after), (after - before).days)
    if not far and stood.first != item.first:
        far = _("its start alone")
    return from_to(stood.first, stood.last), far or _("not moved")


def ghosts(plan):
    """What stands in the baseline alone, as far as the filters leave it, by its first day."""
    pks = gone(plan.shadows, plan.reckoning)
    if pks and plan.filters.active:
        rows = Item.objects.filter(campaign=plan.campaign, pk__in=pks)
        rows = plan.filters.narrow(rows, plan.reader, timezone.localdate())
        pks = set(rows.values_list("pk", flat=True))
    found = sorted(pks, key=lambda pk: (plan.shadows[pk].first, pk))
    return [ghost(pk, plan) for pk in found]


def ghost(pk, plan):
    stood, row = plan.shadows[pk], plan.reckoning.rows.get(pk)
    return SimpleNamespace(
        title=stood.title,
        days=from_to(stood.first, stood.last),
        shape=mark_safe(bars.shadow_of(plan.scale, stood.start, stood.due)),
        words_at=plan.scale.x(stood.last) + plan.scale.day + 6,
        url=f"{plan.base}items/{row.number}/" if row else "",
        why=_("has no dates now") if row else _("deleted since"),
    )

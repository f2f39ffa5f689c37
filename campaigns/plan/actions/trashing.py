"""Throwing items away, taking them back, and the end of what nobody took back."""

from datetime import timedelta

from django.utils.translation import gettext as _

from campaigns.plan.actions import together, writing
from campaigns.plan.actions.items import kept_items
from campaigns.plan.models import Attachment, Item
from workspace.kernel import clock, streams
from workspace.kernel.refusals import Stale

KEPT_FOR = timedelta(days=30)


def trash(campaign, pks, *, by, versions=None):
    """Put items into the trash as one revision; what waited for them waits no longer.

    `versions` ({id: version}) refuses as `Stale` what somebody changed since.
    """
    with streams.record("campaign", campaign.pk, by=by) as record:
        items = kept_items(campaign, pks)
        for item in items:
            if (versions or {}).get(item.pk, item.version) != item.version:
                raise Stale(_("This item was changed meanwhile."), version=item.version)
        put(record, items, trashed=True)
    return items


def restore(campaign, pks, *, by):
    """Take items back out of the trash, to where they were."""
    with streams.record("campaign", campaign.pk, by=by) as record:
        items = list(Item.objects.trashed().filter(campaign=campaign, pk__in=pks))
        put(record, items, trashed=False)
    return items


def days_left(item, *, now=None):
    """For how many days more an item stays in the trash; 0 when it goes today."""
    left = item.trashed_at + KEPT_FOR - (now or clock.now())
    return max(0, -(-left // timedelta(days=1)))


def put(record, items, *, trashed):
    verb = "item.trashed" if trashed else "item.restored"
    states = writing.states_of([item.pk for item in items])
    wanted = [(item, states[item.pk], {"trashed": trashed}) for item in items]
    together.write_many(record, wanted, verb=verb, counted=True)


def purge(campaign, *, now=None):
    """Delete for good what has been in the trash for 30 days; returns the keys of its files.

    The events stay, so the history of the plan still tells of it.
    """
    now = now or clock.now()
    with streams.record("campaign", campaign.pk, by=None, via="system") as record:
        old = list(Item.objects.trashed().filter(campaign=campaign, trashed_at__lt=now - KEPT_FOR))
        files = list(Attachment.objects.filter(item__in=old).values_list("key", flat=True))
        for item in old:
            record("item.purged", item)
            record.keep("item", item.pk, None)
        if files:
            record.effect("plan.delete_files", keys=files)
        for item in old:
            item.delete()
    return files

"""What other campaigns learn of what was written here: soon after, in revisions of theirs."""

from collections import defaultdict

from campaigns.plan.actions import checking
from campaigns.plan.models import Dependency, Item
from workspace.kernel.streams.recording import chunks

# What a plan shows of what it is linked with.
SHOWN = {"title", "start_on", "due_on", "waits_how", "trashed"}


def tell(record, changed, drawn=frozenset()):
    """Let the plans that items are, or were, linked with see it; {id: changes}.

    The items `drawn` (ids) are written in the same transaction, and drawn anew by that.
    """
    here = record.stream.of
    found = links_changed(changed.values())
    for some in chunks([pk for pk, changes in changed.items() if SHOWN & changes.keys()], 5_000):
        earlier = Dependency.objects.filter(item__in=some).exclude(waits_for__campaign=here)
        later = Dependency.objects.filter(waits_for__in=some).exclude(item__campaign=here)
        ends = earlier.values_list("waits_for_id").union(later.values_list("item_id"))
        found |= {pk for (pk,) in ends} - drawn
    if found:
        recount_later(record, found, shown=True)


def links_changed(all_changes):
    """The ids of what is newly waited for, or no longer."""
    found = set()
    for changes in all_changes:
        before, after = map(checking.ids, changes.get("waits_for", (None, None)))
        found |= before ^ after
    return found


def recount_later(record, pks, **how):
    """Let the campaigns of these items count anew when this one has committed."""
    found = defaultdict(list)
    for some in chunks(sorted(pks), 5_000):
        rows = Item.objects.filter(pk__in=some).exclude(campaign=record.stream.of)
        for pk, campaign in rows.order_by("pk").values_list("pk", "campaign"):
            found[campaign].append(pk)
    for campaign, some in found.items():
        record.effect("plan.recount", campaign=campaign, items=some, **how)

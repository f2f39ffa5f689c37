"""Circles that a file would close together with what people have changed in the plan."""

from collections import defaultdict
from graphlib import CycleError, TopologicalSorter

from campaigns.plan.actions import checking
from campaigns.plan.models import Item


def cut(imp, changes):
    """Take out of what is wanted each parent and dependency that closes a circle; how many.

    Circles through other campaigns too. Called with the plan's stream locked.
    """
    waiting = [each for each in changes if "waits_for" in each.wanted]
    moving = [each for each in changes if each.wanted.get("parent")]
    return (cut_waiting(imp, waiting) if waiting else 0) + (
        cut_parents(imp.campaign_id, moving) if moving else 0
    )


def cut_waiting(imp, changes):
    before = defaultdict(set, checking.waits_around(imp.campaign_id, imp.workspace_id))
    wanted = {each.known.item.pk: set(each.wanted["waits_for"]) for each in changes}
    if is_sound({**before, **wanted}):
        return 0
    for pk, others in wanted.items():
        before[pk] &= others
    return sum(cut_one(before, each) for each in changes)


def is_sound(before):
    try:
        TopologicalSorter(before).prepare()
    except CycleError:
        return False
    return True


def cut_one(before, each):
    here = each.known.item.pk
    circles = set()
    for earlier in sorted(set(each.wanted["waits_for"]) - before[here]):
        if checking.way(before, [earlier], here):
            circles.add(earlier)
        else:
            before[here].add(earlier)
    each.wanted["waits_for"] = [pk for pk in each.wanted["waits_for"] if pk not in circles]
    return len(circles)


def cut_parents(campaign_id, changes):
    above = dict(Item.objects.filter(campaign=campaign_id).values_list("pk", "parent_id"))
    circles = 0
    for each in changes:
        here, wanted = each.known.item.pk, each.wanted["parent"]
        if leads_to(above, wanted, here):
            del each.wanted["parent"]
            circles += 1
        else:
            above[here] = wanted
    return circles


def leads_to(above, start, goal):
    while start is not None and start != goal:
        start = above.get(start)
    return start == goal

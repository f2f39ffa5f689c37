"""How many leads wait for somebody, counted anew when something happened that may have changed it.

Most of what happens in a workspace, such as another date of an item or a note about a lead, changes
neither which leads wait nor until when. So what was counted stands on until there is an event of
another kind, or the next clock runs out.
"""

from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Count, Min, Q

from campaigns.leads.queries.waiting import ALL, OURS, rows
from workspace.kernel import clock
from workspace.kernel.remembering import Remembered
from workspace.kernel.streams.models import Event

# What happens to these things, and this to leads, lets the same leads wait as long as before.
NOUNS = {"item", "touchpoint", "batch", "baseline", "target"}
VERBS = {"lead.noted", "lead.quoted"}
# Whoever has more to catch up with counts anew.
MANY_STREAMS, MANY_EVENTS = 5, 100
LATE = datetime.max.replace(tzinfo=UTC)


class Counted(NamedTuple):
    """`found` at streams of these `revisions`, from one moment until just before another."""

    found: tuple
    revisions: dict
    since: datetime
    until: datetime


counts = Remembered(500)


def count(reader, whose=OURS, campaign=None, revisions=None):
    """(how many wait, how many of them are over their time); two statements at most.

    With the `revisions` of all streams (`Followed`), what was counted at earlier ones may stand.
    """
    if revisions is None:
        return counted(reader, whose, campaign, revisions).found
    key = (reader.workspace_id, whose, whose != ALL and reader.pk, campaign and campaign.pk)
    known = counts.find(key)
    if known is not None and known.since <= clock.now() < known.until:
        if known.revisions == revisions:
            return known.found
        if is_as_it_was(known.revisions, revisions):
            counts.put(key, known._replace(revisions=revisions))
            return known.found
    known = counted(reader, whose, campaign, revisions)
    counts.put(key, known)
    return known.found


def counted(reader, whose, campaign, revisions):
    now = clock.now()
    found = rows(reader, whose, campaign).aggregate(
        waiting=Count("pk"),
        over=Count("pk", filter=Q(due_at__lt=now)),
        next=Min("due_at", filter=Q(due_at__gte=now)),
    )
    return Counted((found["waiting"], found["over"]), revisions, now, found["next"] or LATE)


def is_as_it_was(before, now):
    """Whether nothing that happened between these revisions changes who waits; one statement."""
    if before.keys() != now.keys():
        return False
    moved = {pk for pk, revision in now.items() if revision != before[pk]}
    if len(moved) > MANY_STREAMS or any(now[pk] < before[pk] for pk in moved):
        return False
    since = reduce(or_, (Q(stream=pk, revision__gt=before[pk]) for pk in moved))
    events = Event.objects.filter(since).values_list("noun", "verb")[: MANY_EVENTS + 1]
    return len(events) <= MANY_EVENTS and all(
        noun in NOUNS or verb in VERBS for noun, verb in events
    )

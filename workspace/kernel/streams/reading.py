"""Reading streams: what came after a revision, and what things looked like at one."""

import json

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from workspace.kernel.remembering import Remembered
from workspace.kernel.streams.models import Event, Version

# States by the version they are of, which never changes. Reading a plan's past takes half of its
# time in parsing them, and neighbouring revisions share nearly all.
parsed = Remembered(4_000)


def events_since(stream, revision, *, limit=500):
    """The events after `revision`, oldest first."""
    return Event.objects.filter(stream=stream, revision__gt=revision).order_by(
        "revision", "position"
    )[:limit]


def states_at(stream, noun, revision):
    """{id: state} of all things of `noun` at `revision`, by one indexed query.

    The states are shared between calls: they are for reading.
    """
    there = Version.objects.filter(
        stream=stream, noun=noun, since__lte=revision, until__gt=revision
    )
    rows = there.values_list("pk", "object_id", Cast("state", TextField()))
    return {of: state_of(version, text) for version, of, text in rows}


def state_of(version, text):
    state = parsed.find(version)
    if state is None:
        state = json.loads(text)
        parsed.put(version, state)
    return state


def states_between(stream, noun, first, last):
    """{id: [state at `first`, state at `last`]} of what was not the same, None where it was not.

    One indexed query; what has one and the same version at both revisions is not read.
    """
    there = Q(since__lte=first, until__gt=first, until__lte=last)
    here = Q(since__lte=last, until__gt=last, since__gt=first)
    found = {}
    rows = Version.objects.filter(there | here, stream=stream, noun=noun)
    for pk, since, state in rows.values_list("object_id", "since", "state"):
        found.setdefault(pk, [None, None])[since > first] = state
    return found

"""Live updates: what changed, told to every page that shows it.

A page declares the streams it follows and the revisions it has read, *before* its own queries:

    <body data-live="/live/" data-follow="{{ live.streams }}" data-cursor="{{ live.cursor }}">

with `live = following(("workspace", workspace.pk), ("campaign", campaign.pk))`. The browser
(static/js/live.js) holds one connection for all its tabs and fetches what changed by the
ordinary addresses, through the ordinary gates. Events carry names and ids only.
"""

from functools import reduce
from operator import or_

from django.db.models import Q

from workspace.kernel.live import cursors
from workspace.kernel.live.presence import present
from workspace.kernel.live.readers import Reader, decides
from workspace.kernel.streams.models import Stream

__all__ = ["Following", "Reader", "decides", "following", "present"]


class Following:
    """The streams a page follows and the revision each had before the page was read."""

    def __init__(self, positions):
        self.positions = positions

    @property
    def streams(self):
        return ",".join(map(str, sorted(self.positions)))

    @property
    def cursor(self):
        return cursors.written(self.positions)


def following(*things):
    """The `Following` of (kind, id) pairs, such as ("campaign", 7); one query."""
    named = reduce(or_, (Q(kind=kind, of=of) for kind, of in things))
    return Following(dict(Stream.objects.filter(named).values_list("pk", "revision")))

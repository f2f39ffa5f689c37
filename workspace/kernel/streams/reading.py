"""Reading streams: what came after a revision, and what things looked like at one."""

from workspace.kernel.streams.models import Event, Version


def events_since(stream, revision, *, limit=500):
    """The events after `revision`, oldest first."""
    return Event.objects.filter(stream=stream, revision__gt=revision).order_by(
        "revision", "position"
    )[:limit]


def states_at(stream, noun, revision):
    """{id: state} of all things of `noun` at `revision`, by one indexed query."""
    return dict(
        Version.objects.filter(
            stream=stream, noun=noun, since__lte=revision, until__gt=revision
        ).values_list("object_id", "state")
    )

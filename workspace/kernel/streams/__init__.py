"""One campaign is one stream of revisions; so is a workspace.

    with streams.record("campaign", campaign.pk, by=member) as record:
        rows.change(item, version=version, status="done")
        record("item.edited", item, changes={"status": ["todo", "done"]})

The block is one transaction and one revision: it locks the stream's row first, so the revisions
of a stream are gapless and in commit order, and nothing reads a half-made change. A block that
records nothing takes no revision.
"""

from workspace.kernel.streams.reading import events_since, states_at, states_between
from workspace.kernel.streams.recording import Record, open_stream, record, record_many

__all__ = [
    "Record",
    "events_since",
    "open_stream",
    "record",
    "record_many",
    "states_at",
    "states_between",
]

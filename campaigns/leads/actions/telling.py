"""What events say of leads: that something changed, never who somebody is."""

from campaigns.leads import facts

TOLD = (*facts.PLAIN, "state")
HIDDEN = (*facts.CONTACT, "utm")


def edited(record, lead, before, after, *, verb="lead.edited", **data):
    """Append the event of changed columns: of what says who it is, only that it changed."""
    names = {facts.name_of(column): column for column in after}
    record(
        verb,
        lead,
        audience="team",
        changes={
            name: [before[column], after[column]] for name, column in names.items() if name in TOLD
        },
        fields=[name for name in names if name in HIDDEN],
        version=lead.version,
        **data,
    )

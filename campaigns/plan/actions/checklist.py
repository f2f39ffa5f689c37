"""A checklist, entry by entry: others may tick theirs at the same moment."""

from django.utils.translation import gettext as _

from campaigns.plan.actions import writing
from campaigns.plan.actions.items import fresh
from campaigns.plan.models import ChecklistEntry
from workspace.kernel import streams, texts
from workspace.kernel.refusals import Conflict


def add_entry(item, *, by, text):
    """Append an entry to the checklist."""
    return rewrite(item, by, lambda entries, at: [*entries, [texts.line(text), False]])


def edit_entry(item, entry, *, by, **values):
    """Tick, untick or rename the entry with the id `entry`."""

    def edited(entries, at):
        text, done = entries[at]
        entries[at] = [texts.line(values.get("text", text)), values.get("done", done)]
        return entries

    return rewrite(item, by, edited, entry)


def remove_entry(item, entry, *, by):
    """Take away the entry with the id `entry`, and no other of the same text."""

    def without(entries, at):
        ChecklistEntry.objects.filter(pk=entry).delete()
        return entries[:at] + entries[at + 1 :]

    return rewrite(item, by, without, entry)


def rewrite(item, by, change, entry=None):
    with streams.record("campaign", item.campaign_id, by=by) as record:
        item = fresh(item)
        state = writing.state_of(item)
        at = None if entry is None else place_of(item, entry)
        entries = change([list(each) for each in state["checklist"]], at)
        writing.write(record, item, state, {"checklist": entries})
    return item


def place_of(item, entry):
    pks = list(item.checklist.order_by("position", "pk").values_list("pk", flat=True))
    if entry not in pks:
        raise Conflict(
            _("Somebody has removed this entry."), mend=_("Nothing was changed; reload the item.")
        )
    return pks.index(entry)

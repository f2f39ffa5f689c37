"""The fields of an item that people edit: their plain values, and the columns behind them.

Events, versions, undo and conflicts speak in *plain values*: ids for rows, ISO text for days,
text for decimals, lists for what an item has several of. `waits_how` maps the ids of `waits_for`,
as text, to [kind, lag] where they are not the usual ones: from finish to start, without a lag.
"""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from campaigns.plan.models import Dependency, Item

COLUMNS = {
    "title": "title",
    "description": "description",
    "kind": "kind",
    "status": "status",
    "priority": "priority",
    "channel": "channel_id",
    "stage": "stage_id",
    "team": "team_id",
    "parent": "parent_id",
    "start_on": "start_on",
    "due_on": "due_on",
    "estimate": "estimate",
    "pinned": "pinned",
    "rank": "rank",
    "extra": "extra",
}
DATES = ("start_on", "due_on")
SEVERAL = ("assignees", "labels", "waits_for", "checklist")
EDITABLE = (*COLUMNS, *SEVERAL, "waits_how")
USUAL = (Dependency.Kind.FS.value, 0)
LABELS = {name: Item._meta.get_field(name).verbose_name for name in COLUMNS} | {
    "rank": _("Order"),
    "pinned": _("Stays where it is"),
    "extra": _("Other columns"),
    "parent": _("Part of"),
    "channel": _("Channel"),
    "stage": _("Journey stage"),
    "team": _("Team"),
    "assignees": _("Assignees"),
    "labels": _("Labels"),
    "waits_for": _("Waits for"),
    "waits_how": _("How it waits"),
    "checklist": _("Checklist"),
}


def column_value(name, value):
    """The value to write into the column of field `name`, from its plain value."""
    if value is None:
        return None
    if name in DATES:
        return date.fromisoformat(value)
    if name == "estimate":
        return Decimal(value)
    return value


def how_of(waits):
    """`waits_how` of {id: (kind, lag)}, without what is usual."""
    return {str(pk): list(how) for pk, how in sorted(waits.items()) if tuple(how) != USUAL}

"""What a file says of each item, in the plain values of the plan (see `plan/fields.py`)."""

import hashlib
from datetime import datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from campaigns.plan.imports.reading import DraftItem
from campaigns.plan.imports.reading.headings import own_name
from campaigns.plan.imports.reading.vendors import ROUNDTABLE_REVISION
from campaigns.plan.models import Priority
from workspace.kernel.values import plain

FIELDS = {
    # What a column of a file fills, and the fields of an item that it speaks of.
    "title": ("title",),
    "description": ("description",),
    "kind": ("kind", "extra"),
    "status": ("status",),
    "section": ("status", "extra"),
    "completed_on": ("status",),
    "channel": ("channel", "extra"),
    "stage": ("stage", "extra"),
    "team": ("team", "extra"),
    "people": ("assignees", "extra"),
    "people_mails": ("assignees", "extra"),
    "start_on": ("start_on",),
    "due_on": ("due_on",),
    "estimate_hours": ("estimate",),
    "estimate_seconds": ("estimate",),
    "priority": ("priority",),
    "labels": ("labels",),
    "checklist": ("checklist",),
    "parent": ("parent",),
    "waits_for": ("waits_for", "waits_how"),
    "blocks": ("waits_for", "waits_how"),
    "text": ("extra",),
}
ON_A_BOARD = (
    "title",
    "description",
    "status",
    "assignees",
    "start_on",
    "due_on",
    "labels",
    "checklist",
    "extra",
)
NOON = time(12)  # the moment of a day that is the same day nearly everywhere


class Spoken(NamedTuple):
    """The fields a file speaks of; a file without a column for it says nothing about a field.

    `columns` are the names of the columns of its own it has; None means all there may be.
    """

    fields: frozenset[str]
    columns: frozenset[str] | None


def spoken_by(reading):
    if not reading.columns:
        return Spoken(frozenset(ON_A_BOARD), None)
    names = {name for column in reading.columns for name in FIELDS.get(column.field, ())}
    return Spoken(frozenset(names), frozenset(own_name(c.heading) for c in reading.columns))


class Said(NamedTuple):
    """One item as the file says it is; references to other items are still in `draft`."""

    draft: DraftItem
    values: dict


class Speaker:
    """Turns drafts into plain values; `places` says which rows its words mean."""

    def __init__(self, reading, places):
        self.places = places
        self.zone = ZoneInfo(reading["time_zone"].value) if has(reading, "time_zone") else None
        self.headings = {
            column.field: own_name(column.heading) for column in reversed(reading.columns)
        }

    def said(self, draft):
        return Said(
            draft,
            {
                "title": draft.title,
                "description": draft.description,
                "kind": draft.kind,
                "status": draft.status,
                "priority": int(Priority[draft.priority.upper()]),
                "channel": self.places.row("channel", draft.channel),
                "stage": self.places.row("stage", draft.stage),
                "team": self.places.row("team", draft.team),
                "start_on": plain(draft.start_on),
                "due_on": plain(draft.due_on),
                "estimate": plain(draft.estimate_hours),
                "assignees": sorted(
                    {pk for ref in draft.people if (pk := self.places.person(ref))}
                ),
                "labels": sorted({self.places.label(name) for name in draft.labels}),
                "checklist": [[text, done] for text, done in draft.checklist],
                "extra": self.extra(draft),
            },
        )

    def extra(self, draft):
        """The file's own columns, and words of its other columns that have no place here."""
        extra = {name: text for name, text in draft.fields.items() if name != ROUNDTABLE_REVISION}
        if draft.section:
            extra[self.headings.get("section", "List")] = draft.section
        for name in ("channel", "stage", "team"):
            word = getattr(draft, name)
            if word and self.places.row(name, word) is None:
                extra[self.headings.get(name, name)] = word
        nobody = [ref.name or ref.mail for ref in draft.people if not self.places.person(ref)]
        if nobody:
            extra[self.headings.get("people", "People")] = ", ".join(nobody)
        return extra

    def completed_at(self, draft):
        if draft.completed_on is None:
            return None
        return datetime.combine(draft.completed_on, NOON, self.zone or ZoneInfo("UTC"))


def has(reading, key):
    return any(choice.key == key for choice in reading.choices)


def mark_of(comment):
    """Tells one comment of a file from another, since files give them no ids."""
    author = " ".join(comment.author) if comment.author else ""
    at = comment.at.isoformat() if comment.at else ""
    return hashlib.sha256(f"{author}\n{at}\n{comment.text}".encode()).hexdigest()[:16]

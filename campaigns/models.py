"""The contents page of the campaigns' tables, chapter by chapter."""

from campaigns.brief.models import Campaign, Participation, ShareLink
from campaigns.calendar.models import Feed, Overlay, OverlayDay
from campaigns.history.models import Baseline, Visit
from campaigns.patterns.models import Recurrence, Template
from campaigns.plan.imports.models import Import, Origin
from campaigns.plan.models import (
    Assignment,
    Attachment,
    Channel,
    ChecklistEntry,
    Comment,
    Dependency,
    Item,
    Label,
    Labelling,
    Mention,
    Stage,
)
from campaigns.plan.moves import Leg, Move, Notice

__all__ = [
    "Assignment",
    "Attachment",
    "Baseline",
    "Campaign",
    "Channel",
    "ChecklistEntry",
    "Comment",
    "Dependency",
    "Feed",
    "Import",
    "Item",
    "Label",
    "Labelling",
    "Leg",
    "Mention",
    "Move",
    "Notice",
    "Origin",
    "Overlay",
    "OverlayDay",
    "Participation",
    "Recurrence",
    "ShareLink",
    "Stage",
    "Template",
    "Visit",
]

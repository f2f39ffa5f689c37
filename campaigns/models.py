"""The contents page of the campaigns' tables, chapter by chapter."""

from campaigns.brief.models import Campaign, Participation, ShareLink
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

__all__ = [
    "Assignment",
    "Attachment",
    "Campaign",
    "Channel",
    "ChecklistEntry",
    "Comment",
    "Dependency",
    "Import",
    "Item",
    "Label",
    "Labelling",
    "Mention",
    "Origin",
    "Participation",
    "ShareLink",
    "Stage",
]

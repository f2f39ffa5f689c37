"""Tables whose headings tell which tool wrote them. To add a tool, add its entry here."""

import re
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .headings import SKIP, TEXT
from .readings import Option, Standing, settle
from .words import plain


class Vendor(NamedTuple):
    """`marks` are headings that only this tool's export has together; `fields` are its columns.

    Of several columns for the parent, those named first here are believed first.

    `completion_decides`: the tool's own completion date says what is done, not the section.
    """

    label: str
    marks: tuple[str, ...] = ()
    fields: dict[str, str] = {}
    completion_decides: bool = False


# Our own export (`plan/exports.py`) tells itself by the heading of its last column, which is never
# translated. Its own columns come first, in the language of whoever exported it; all others are
# columns that files had brought along.
ROUNDTABLE, ROUNDTABLE_REVISION = "roundtable", "Roundtable revision"
ROUNDTABLE_COLUMNS = {
    "external_id": _("Key"),
    "title": _("Title"),
    "kind": _("Kind"),
    "status": _("Status"),
    "priority": _("Priority"),
    "channel": _("Channel"),
    "stage": _("Journey stage"),
    "team": _("Team"),
    "people": _("People"),
    "start_on": _("Start"),
    "due_on": _("Due"),
    "estimate_hours": _("Estimate (hours)"),
    "labels": _("Labels"),
    "waits_for": _("Waits for"),
    "parent": _("Part of"),
    "checklist": _("Checklist"),
    "description": _("Description"),
}
KEY = re.compile(r"[A-Z][A-Z0-9]{1,11}-\d{1,9}")
# What makes a spreadsheet take text for a formula, also behind blanks and what nobody sees, and
# what our CSV puts before it.
APOSTROPHE = "'"
TAKEN_FOR_A_FORMULA = re.compile(
    "[\\s\x00-\x1f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]*"
    "[=+\\-@\uff1d\uff0b\uff0d\uff20']|[\t\r\n]"
)

VENDORS = {
    "asana": Vendor(
        "Asana",
        ("Task ID", "Name", "Section/Column", "Completed At"),
        {
            "Task ID": "external_id",
            "Created At": SKIP,
            "Completed At": "completed_on",
            "Last Modified": SKIP,
            "Name": "title",
            "Section/Column": "section",
            "Assignee": "people",
            "Assignee Email": "people_mails",
            "Start Date": "start_on",
            "Due Date": "due_on",
            "Tags": "labels",
            "Notes": "description",
            "Projects": TEXT,
            "Parent task": "parent",
            "Blocked By (Dependencies)": "waits_for",
            "Blocking (Dependencies)": "blocks",
        },
        completion_decides=True,
    ),
    "jira": Vendor(
        "Jira",
        ("Summary", "Issue key", "Issue id", "Issue Type"),
        {
            "Summary": "title",
            "Issue key": "other_id",
            "Issue id": "external_id",
            "Issue Type": "kind",
            "Status": "status",
            "Status Category": SKIP,
            "Status Category Changed": SKIP,
            "Project key": SKIP,
            "Project name": SKIP,
            "Project type": SKIP,
            "Project lead": SKIP,
            "Project lead id": SKIP,
            "Project description": SKIP,
            "Project url": SKIP,
            "Priority": "priority",
            "Resolution": TEXT,
            "Assignee": "people",
            "Assignee Id": SKIP,
            "Reporter": TEXT,
            "Reporter Id": SKIP,
            "Creator": SKIP,
            "Creator Id": SKIP,
            "Created": SKIP,
            "Updated": SKIP,
            "Last Viewed": SKIP,
            "Votes": SKIP,
            "Watchers": SKIP,
            "Watchers Id": SKIP,
            "Resolved": "completed_on",
            "Due Date": "due_on",
            "Labels": "labels",
            "Description": "description",
            "Sprint": TEXT,
            "Parent id": "parent",
            "Parent": "parent",
            "Parent key": "parent",
            "Custom field (Epic Link)": "parent",
            "Parent summary": SKIP,
            "Parent status": SKIP,
            "Comment": "comments",
            "Original Estimate": "estimate_seconds",
            "Inward issue link (Blocks)": "waits_for",
            "Outward issue link (Blocks)": "blocks",
        },
    ),
    ROUNDTABLE: Vendor("Roundtable", (ROUNDTABLE_REVISION,)),
    "generic": Vendor(_("Any other table")),
}
TRELLO = "Trello"  # its boards are no tables
SECTIONLESS = {plain(word) for word in ("(no section)", "Untitled section", "no section")}


def label_of(name):
    """What a tool is called."""
    return VENDORS[name].label if name in VENDORS else TRELLO


def own_fields(names):
    """A (field, standing) for each heading of our own export, in the language it was made in."""
    found = [plain(name) for name in names]
    fields = max(own_headings(), key=lambda fields: len(fields.keys() & set(found)))
    return [(fields.pop(name, TEXT), Standing.CERTAIN) for name in found]


def own_headings():
    """The headings of our own export and their fields, in each language."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield {plain(str(label)): field for field, label in ROUNDTABLE_COLUMNS.items()}


def without_apostrophes(cells):
    """The cells of our own CSV as they were before they were made safe."""
    return tuple(
        cell[1:] if cell[:1] == APOSTROPHE and TAKEN_FOR_A_FORMULA.match(cell, 1) else cell
        for cell in cells
    )


def vendor_choice(headings, choices):
    present = {plain(heading) for heading in headings}
    found = [
        name
        for name, vendor in VENDORS.items()
        if vendor.marks and present.issuperset(map(plain, vendor.marks))
    ]
    options = [Option(name, vendor.label) for name, vendor in VENDORS.items()]
    guess = found[0] if found else "generic"
    return settle(choices, "vendor", guess, Standing.CERTAIN if found else Standing.LIKELY, options)

"""Tables whose headings tell which tool wrote them. To add a tool, add its entry here."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from .headings import SKIP, TEXT
from .readings import Option, Standing, settle
from .words import plain


class Vendor(NamedTuple):
    """`marks` are headings that only this tool's export has together; `fields` are its columns.

    `completion_decides`: the tool's own completion date says what is done, not the section.
    """

    label: str
    marks: tuple[str, ...] = ()
    fields: dict[str, str] = {}
    completion_decides: bool = False


# Our own export tells itself by this heading, which is in no other table and is never translated.
ROUNDTABLE, ROUNDTABLE_REVISION = "roundtable", "Roundtable revision"

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
            "Project key": SKIP,
            "Project name": SKIP,
            "Project type": SKIP,
            "Project lead": SKIP,
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
            "Resolved": "completed_on",
            "Due Date": "due_on",
            "Labels": "labels",
            "Description": "description",
            "Sprint": TEXT,
            "Parent": SKIP,
            "Parent id": "parent",
            "Parent key": SKIP,
            "Parent summary": SKIP,
            "Comment": "comments",
            "Original Estimate": "estimate_seconds",
            "Inward issue link (Blocks)": "waits_for",
            "Outward issue link (Blocks)": "blocks",
        },
    ),
    ROUNDTABLE: Vendor("Roundtable", (ROUNDTABLE_REVISION,), {ROUNDTABLE_REVISION: TEXT}),
    "generic": Vendor(_("Any other table")),
}
TRELLO = "Trello"  # its boards are no tables
SECTIONLESS = {plain(word) for word in ("(no section)", "Untitled section", "no section")}


def label_of(name):
    """What a tool is called."""
    return VENDORS[name].label if name in VENDORS else TRELLO


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

"""One sample item with all that hangs on it."""

from datetime import timedelta
from types import SimpleNamespace as Sample

from django.utils import timezone
from django.utils.safestring import mark_safe

from workspace.kernel.gallery import words
from workspace.kernel.gallery.samples import PRIORITIES, STATUSES


def one_item(cards, people):
    item = cards[2]
    item.parent = Sample(title=cards[0].title, url="#")
    item.description_html = mark_safe(words.here("description"))
    item.description = "…"
    item.checklist = [
        Sample(id=n, text=text, done=n < 2, url="#")
        for n, text in enumerate(words.here("checklist"))
    ]
    item.checklist_done, item.checklist_total = 2, len(item.checklist)
    item.waits_for, item.blocks = cards[6:8], cards[3:4]
    item.whole, item.parts = [], []
    item.files = [Sample(name="positioning-v3.pdf", url="#", size_label="1.2 MB", icon="file-text")]
    now = timezone.now()
    return {
        "item": item,
        "facts": facts(item, people),
        "waits_heading": "Waits for",
        "blocks_heading": "Blocks",
        "whole_heading": "Part of",
        "parts_heading": "Parts",
        "comments": [
            Sample(
                id=1,
                author=people[1],
                at=now - timedelta(hours=5),
                html=words.here("comment"),
                team_only=False,
            ),
            Sample(
                id=2,
                author=people[2],
                at=now - timedelta(hours=2),
                html=words.here("aside"),
                team_only=True,
            ),
        ],
        "activity": [
            Sample(
                actor=people[0],
                at=now,
                sentence="moved the due date",
                changes=[Sample(before="1 Dec", after="4 Dec")],
            ),
            Sample(
                actor=people[3],
                at=now,
                sentence="changed the status",
                changes=[Sample(before="To do", after="In progress")],
            ),
        ],
        "conflict": {
            "by": people[3].name,
            "label": "Due",
            "theirs": "8 Dec",
            "yours": "4 Dec",
            "moves": True,
            "sent": [("due_on", "2026-12-04")],
        },
        "links": {"previous": "#", "next": "#", "plan": "?page=board"},
    }


def facts(item, people):
    choice = [("1", item.channel.name if item.channel else "–"), ("2", "SEO")]
    return [
        Sample(name="status", label="Status", kind="choice", value=item.status, options=STATUSES),
        Sample(
            name="assignees",
            label="People",
            kind="people",
            value=item.people,
            options=people,
            chosen=[1],
        ),
        Sample(name="start_on", label="Start", kind="date", value=item.start.isoformat()),
        Sample(name="due_on", label="Due", kind="date", value=item.due.isoformat()),
        Sample(name="channel", label="Channel", kind="choice", value="1", options=choice),
        Sample(name="stage", label="Stage", kind="choice", value="1", options=[("1", "Awareness")]),
        Sample(name="team", label="Team", kind="choice", value="1", options=[("1", "Creative")]),
        Sample(name="priority", label="Priority", kind="choice", value="high", options=PRIORITIES),
        Sample(name="estimate", label="Estimate (hours)", kind="number", value="4"),
        Sample(
            name="labels",
            label="Labels",
            kind="labels",
            value=[Sample(name="Launch", hue=1)],
            options=[],
            chosen=[],
        ),
    ]

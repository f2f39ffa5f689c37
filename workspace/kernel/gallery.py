"""The gallery: every component and page of the design system with sample data.

Development only, at `/ui/`. `?page=board` shows a page as it will be; `?theme=dark` and
`?lang=zh-hans` show it in another theme and language. Nothing here touches the database.
"""

from datetime import date, timedelta
from types import SimpleNamespace as Sample

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from workspace.kernel import gallery_words as words
from workspace.kernel.access import public
from workspace.kernel.templatetags.look import day

STATUSES = [
    ("todo", "To do"),
    ("doing", "In progress"),
    ("review", "In review"),
    ("blocked", "Blocked"),
    ("done", "Done"),
    ("dropped", "Dropped"),
]
PRIORITIES = [("urgent", "Urgent"), ("high", "High"), ("normal", "Normal"), ("low", "Low")]
PAGES = {
    "pieces": "ui/gallery.html",
    "board": "campaigns/plan/board.html",
    "list": "campaigns/plan/list.html",
    "drawer": "ui/drawer.html",
    "item": "campaigns/plan/item.html",
    "my_work": "campaigns/insights/my_work.html",
    "campaigns": "campaigns/insights/campaigns.html",
    "accept": "teams/accept.html",
    "missing": "404.html",
}


@public(because="shows sample data only, and only in development")
def gallery(request):
    page = request.GET.get("page", "pieces")
    if not settings.DEBUG or page not in PAGES:
        raise Http404
    with translation.override(request.GET.get("lang", "en")):
        many = min(int(request.GET.get("items", 0)), 10_000)
        return render(request, PAGES[page], context(page, request.GET.get("theme", "auto"), many))


def context(page, theme, many=0):
    people = sample_people()
    cards = sample_cards(people, many)
    return {
        **frame(page, theme, people),
        **plan(cards, people),
        **one_item(cards, people),
        "sections": work_sections(cards),
        "count": len(cards),
        "overdue": 1,
        "rows": campaign_rows(people),
        "state": "open",
        "invitation": invitation(people),
        "statuses": STATUSES,
        "hues": range(12),
        "card": cards[0],
        "cards": cards,
        "pages": PAGES,
    }


def frame(page, theme, people):
    entries = [("inbox", "My work"), ("layers", "Campaigns"), ("square-kanban", "Plan")]
    entries += [("activity", "Activity"), ("users", "People"), ("trash-2", "Trash")]
    current = {"my_work": "My work", "campaigns": "Campaigns"}.get(page, "Plan")
    return {
        "theme": theme,
        "place": {"label": words.here("campaign"), "hint": "Live · 12 Oct – 18 Dec"},
        "places": [{"label": "Campaigns", "entries": [entry("Spring launch", True), entry("Nordics")]}],
        "nav": [
            {"label": label, "icon": icon, "url": "#", "current": label == current, "count": 0}
            for icon, label in entries
        ],
        "me": people[0],
        "me_menu": [
            {"label": "Settings", "icon": "settings", "url": "#"},
            {"label": "Sign out", "icon": "log-out", "url": "#", "post": True},
        ],
        "search_url": "/search/",
        "here": people[:3],
        "campaign": Sample(name=words.here("campaign"), hue=8),
    }


def entry(label, current=False):
    return {"label": label, "url": "#", "hint": "Live", "current": current}


def sample_people():
    return [
        Sample(id=number, name=name, initials=initials, hue=hue)
        for number, (name, initials, hue) in enumerate(words.PEOPLE, start=1)
    ]


def sample_cards(people, many=0):
    titles = words.here("titles")
    return [
        sample_card(number, titles[number % len(titles)], people)
        for number in range(many or len(titles))
    ]


def sample_card(number, title, people):
    status, label = STATUSES[[0, 0, 1, 1, 2, 1, 4, 4, 3, 0, 2, 5, 1, 4][number % 14]]
    priority, priority_label = PRIORITIES[[2, 1, 2, 2, 0, 2, 2, 3][number % 8]]
    channel = words.CHANNELS[number % len(words.CHANNELS)]
    due = date.today() + timedelta(days=[9, 12, 5, -2, 0, 19][number % 6])
    return Sample(
        id=number + 1,
        key=f"SPRING-{number + 1}",
        title=title,
        url="/ui/?page=item",
        version=3,
        kind=["task", "task", "deliverable", "milestone"][number % 4],
        kind_label="Task",
        channel=Sample(name=channel[0], icon=channel[1], hue=channel[2]) if number % 5 != 4 else None,
        stage=["Awareness", "Consideration", ""][number % 3],
        team=["Inbound", "Creative", "Sales"][number % 3],
        campaign=Sample(name=words.here("campaign"), hue=8),
        status=status,
        status_label=label,
        priority=priority,
        priority_label=priority_label,
        start=due - timedelta(days=9),
        due=due,
        due_label=day(due),
        due_state="" if status in ("done", "dropped") else ["", "", "soon", "overdue", "today", ""][number % 6],
        people=people[number % 5 : number % 5 + 1 + number % 3],
        more_people=2 if number == 3 else 0,
        checklist_done=number % 4,
        checklist_total=[4, 0, 3, 5][number % 4],
        comments=[3, 0, 7][number % 3],
        attachments=number % 3,
        held=number in (1, 9),
        waiting_for=2,
        labels=[Sample(id=1, name="Launch", hue=1)] if number % 4 == 0 else [],
        estimate=[None, "4", "2.5"][number % 3],
        parent_title="",
    )


def plan(cards, people):
    shown = [pair for pair in STATUSES if pair[0] != "dropped"]
    columns = [
        {"key": key, "label": label, "cards": [card for card in cards if card.status == key]}
        for key, label in shown
    ]
    for column in columns:
        column["count"] = len(column["cards"])
    return {
        "columns": columns,
        "groups": columns,
        "group_by": "status",
        "headings": headings(),
        "filters": filters(),
        "views": [
            {"label": "Board", "icon": "square-kanban", "url": "?page=board", "current": True},
            {"label": "List", "icon": "list", "url": "?page=list", "current": False},
        ],
        "summary": {
            "items": len(cards),
            "blocked": 1,
            "overdue": 2,
            "deadline": words.here("titles")[3],
            "deadline_when": "in 9 days",
        },
        "permissions": dict.fromkeys(("add", "edit", "bulk", "comment", "team_only"), True),
        "choices": {"statuses": STATUSES, "people": people, "labels": [Sample(id=1, name="Launch", hue=1)]},
    }


def headings():
    names = ["Key", "Title", "Status", "People", "Channel", "Stage", "Team", "Start", "Due"]
    return [
        {
            "label": name,
            "url": "#",
            "sorted": "ascending" if name == "Due" else "",
            "number": name in ("Start", "Due", "Estimate"),
        }
        for name in [*names, "Priority", "Estimate"]
    ]


def filters():
    options = [{"value": name, "label": name, "selected": not i} for i, (name, *_) in enumerate(words.CHANNELS)]
    fields = [
        {"name": "channel", "label": "Channel", "value": words.CHANNELS[0][0], "active": True, "options": options},
        {"name": "assignee", "label": "People", "options": options[1:]},
        {"name": "due", "label": "Due", "options": options[1:]},
    ]
    for field in fields:
        field["multiple"] = field["name"] != "due"
    return {"action": "", "text": "", "active": 1, "clear_url": "?", "fields": fields}


def one_item(cards, people):
    item = cards[2]
    item.parent = Sample(title=cards[0].title, url="#")
    item.description_html = mark_safe(words.here("description"))
    item.description = "…"
    item.checklist = [
        Sample(id=n, text=text, done=n < 2, url="#") for n, text in enumerate(words.here("checklist"))
    ]
    item.checklist_done, item.checklist_total = 2, len(item.checklist)
    item.waits_for, item.blocks = cards[6:8], cards[3:4]
    item.files = [Sample(name="positioning-v3.pdf", url="#", size_label="1.2 MB", icon="file-text")]
    now = timezone.now()
    return {
        "item": item,
        "facts": facts(item, people),
        "waits_heading": "Waits for",
        "blocks_heading": "Blocks",
        "comments": [
            Sample(id=1, author=people[1], at=now - timedelta(hours=5), html=words.here("comment"), team_only=False),
            Sample(id=2, author=people[2], at=now - timedelta(hours=2), html=words.here("aside"), team_only=True),
        ],
        "activity": [
            Sample(actor=people[0], at=now, sentence="moved the due date", changes=[Sample(before="1 Dec", after="4 Dec")]),
            Sample(actor=people[3], at=now, sentence="changed the status", changes=[Sample(before="To do", after="In progress")]),
        ],
        "conflict": {"by": people[3].name, "label": "Due", "theirs": "8 Dec", "yours": "4 Dec", "field": "due_on"},
        "links": {"previous": "#", "next": "#", "plan": "?page=board"},
    }


def facts(item, people):
    choice = [("1", item.channel.name if item.channel else "–"), ("2", "SEO")]
    return [
        Sample(name="status", label="Status", kind="choice", value=item.status, options=STATUSES),
        Sample(name="assignees", label="People", kind="people", value=item.people, options=people, chosen=[1]),
        Sample(name="start_on", label="Start", kind="date", value=item.start.isoformat()),
        Sample(name="due_on", label="Due", kind="date", value=item.due.isoformat()),
        Sample(name="channel", label="Channel", kind="choice", value="1", options=choice),
        Sample(name="stage", label="Stage", kind="choice", value="1", options=[("1", "Awareness")]),
        Sample(name="team", label="Team", kind="choice", value="1", options=[("1", "Creative")]),
        Sample(name="priority", label="Priority", kind="choice", value="high", options=PRIORITIES),
        Sample(name="estimate", label="Estimate (hours)", kind="number", value="4"),
        Sample(name="labels", label="Labels", kind="labels", value=[Sample(name="Launch", hue=1)], options=[], chosen=[]),
    ]


def work_sections(cards):
    labels = ["Others wait for me", "Overdue", "Today", "This week", "Later"]
    return [
        {"key": key, "label": label, "rows": cards[2 * key : 2 * key + 2], "count": 2}
        for key, label in enumerate(labels)
    ]


def campaign_rows(people):
    return [
        Sample(
            id=number, key=key, name=name, url="#", dates=dates, phase_label=phase, phase_tone=tone,
            deadline=deadline, deadline_when="in 9 days" if deadline else "", deadline_state="", done=done, total=total,
            blocked=blocked, overdue=overdue, people=people[number : number + 4], more_people=number,
        )
        for number, (key, name, dates, phase, tone, deadline, done, total, blocked, overdue) in enumerate(words.CAMPAIGNS)
    ]


def invitation(people):
    return Sample(
        inviter=people[0], workspace=Sample(name="Nordwind Systems"), campaign=Sample(name=words.here("campaign")),
        role_label="Guest of Studio Kastanie", until=date.today() + timedelta(days=30), email="lena@kastanie.example",
    )

"""Sample plans: people, rows, columns, filters, campaigns."""

from datetime import timedelta
from types import SimpleNamespace as Sample

from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import mark_safe

from workspace.kernel import charts
from workspace.kernel.gallery import words
from workspace.kernel.templatetags.look import day

STATUSES = [
    ("todo", "To do"),
    ("doing", "In progress"),
    ("review", "In review"),
    ("blocked", "Blocked"),
    ("done", "Done"),
    ("dropped", "Dropped"),
]
PERMISSIONS = ["add", "edit", "bulk", "move", "progress", "attach", "trash", "comment", "team_only"]
PRIORITIES = [("urgent", "Urgent"), ("high", "High"), ("normal", "Normal"), ("low", "Low")]


def campaign():
    return Sample(name=words.here("campaign"), key="SPRING", hue=8)


def people():
    return [
        Sample(id=number, name=name, initials=initials, hue=hue)
        for number, (name, initials, hue) in enumerate(words.PEOPLE, start=1)
    ]


def channels():
    return [Sample(name=name, icon=icon, hue=hue) for name, icon, hue in words.CHANNELS]


def plots():
    """A line with its path, a mark and a lone day, bars, and a sparkline."""
    numbers = [20, 34, 31, None, 52, None, 61]
    points = [
        charts.Point(f"{at} Nov", number, str(number or "–"))
        for at, number in enumerate(numbers, 3)
    ]
    goals = list(range(20, 90, 10))
    path = {"goals": goals, "goal_name": "Path"}
    return {
        "line": charts.line(points, title="Clicks by day", marks=[2], **path),
        "bars": charts.bars(points[:3], title="Leads by day"),
        "spark": charts.spark(points, title="Clicks", goals=goals),
    }


def cards(team, many=0):
    titles = words.here("titles")
    return [
        sample_card(number, titles[number % len(titles)], team)
        for number in range(many or len(titles))
    ]


def sample_card(number, title, team):
    status, label = STATUSES[[0, 0, 1, 1, 2, 1, 4, 4, 3, 0, 2, 5, 1, 4][number % 14]]
    priority, priority_label = PRIORITIES[[2, 1, 2, 2, 0, 2, 2, 3][number % 8]]
    due = timezone.localdate() + timedelta(days=[9, 12, 5, -2, 0, 19][number % 6])
    return Sample(
        id=number + 1,
        key=f"SPRING-{number + 1}",
        title=title,
        url="/ui/?page=item",
        version=3,
        kind=["task", "task", "deliverable", "milestone"][number % 4],
        kind_label="Task",
        channel=channels()[number % 7] if number % 5 != 4 else None,
        stage=["Awareness", "Consideration", ""][number % 3],
        team=["Inbound", "Creative", "Sales"][number % 3],
        campaign=campaign(),
        status=status,
        status_label=label,
        priority=priority,
        priority_label=priority_label,
        start=due - timedelta(days=9),
        due=due,
        due_label=day(due),
        due_state=["", "", "soon", "overdue", "today", ""][number % 6] if number % 14 < 6 else "",
        people=team[number % 5 : number % 5 + 1 + number % 3],
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
        column["body"] = drawn("campaigns/plan/board.html#card", column["cards"])
    return {
        "columns": columns,
        "groups": [
            {**each, "body": drawn("campaigns/plan/list.html#row", each["cards"])}
            for each in columns
        ],
        "group_by": "status",
        "headings": headings(),
        "filters": filters(),
        "filter_form": get_template("components/filters.html").render({"filters": filters()}),
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
        "permissions": dict.fromkeys(PERMISSIONS, True),
        "choices": {
            "statuses": STATUSES,
            "priorities": [(1, "Urgent"), (2, "High"), (3, "Normal"), (4, "Low")],
            "people": people,
            "labels": [Sample(id=1, name="Launch", hue=1)],
        },
    }


def drawn(template, cards):
    """The HTML of all cards, as the product hands it to its templates."""
    row = get_template(template)
    return mark_safe("".join(row.render({"card": card}) for card in cards))


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
    options = [
        {"value": channel.name, "label": channel.name, "selected": channel.name == "E-mail"}
        for channel in channels()
    ]
    fields = [
        {
            "name": "channel",
            "label": "Channel",
            "value": "E-mail",
            "active": True,
            "options": options,
        },
        {"name": "assignee", "label": "People", "options": options[1:]},
        {"name": "team", "label": "Team", "options": options[1:]},
        {"name": "due", "label": "Due", "options": options[1:]},
        {"name": "label", "label": "Label", "options": options[1:]},
        {"name": "group", "label": "Group by", "options": options[1:]},
    ]
    for field in fields:
        field["multiple"] = field["name"] not in ("due", "group")
    return {"action": "", "text": "", "active": 1, "clear_url": "?", "fields": fields}


def work_sections(cards):
    labels = ["Others wait for me", "Overdue", "Today", "This week", "Later"]
    return [
        {
            "key": key,
            "label": label,
            "rows": cards[2 * key : 2 * key + 2],
            "body": drawn("campaigns/insights/my_work.html#row", cards[2 * key : 2 * key + 2]),
            "count": 2,
        }
        for key, label in enumerate(labels)
    ]


def campaign_rows(people):
    return [
        Sample(id=number, url="#", people=people[number : number + 4], more_people=number, **row)
        for number, row in enumerate(words.CAMPAIGNS)
    ]

"""Which field of the plan a column fills, guessed from its heading in four languages."""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from .readings import Standing
from .words import plain


class Field(NamedTuple):
    """A place in the plan that a column can fill; several columns may share a `gathers` field."""

    label: str
    gathers: bool = False


TEXT, SKIP = "text", "skip"  # kept as a column of one's own; left out

FIELDS = {
    "external_id": Field(_("Id or number")),
    "other_id": Field(_("Second id")),
    "title": Field(_("Title")),
    "description": Field(_("Description")),
    "kind": Field(_("Kind")),
    "status": Field(_("Status")),
    "section": Field(_("Section or list")),
    "channel": Field(_("Channel")),
    "stage": Field(_("Journey stage")),
    "team": Field(_("Team")),
    "people": Field(_("People"), gathers=True),
    "people_mails": Field(_("E-mail of the people"), gathers=True),
    "start_on": Field(_("Start")),
    "due_on": Field(_("Due")),
    "completed_on": Field(_("Completed on")),
    "estimate_hours": Field(_("Estimate in hours")),
    "estimate_seconds": Field(_("Estimate in seconds")),
    "priority": Field(_("Priority")),
    "labels": Field(_("Labels"), gathers=True),
    "checklist": Field(_("Checklist"), gathers=True),
    "comments": Field(_("Comments"), gathers=True),
    "parent": Field(_("Parent"), gathers=True),
    "waits_for": Field(_("Waits for"), gathers=True),
    "blocks": Field(_("Is waited for by"), gathers=True),
    TEXT: Field(_("Keep as a column of its own"), gathers=True),
    SKIP: Field(_("Leave out"), gathers=True),
}
DATE_FIELDS = ("start_on", "due_on", "completed_on")

_HEADINGS = {
    "external_id": """id|task id|item id|key|number|no|nr|#|wp|wbs|code|ref|reference|ticket|nummer|
        lfd nr|kennung|schlüssel|编号|序号|任务编号|任务id|编码|編號|序號|任務編號|任務id""",
    "title": """title|task|task name|summary|subject|item|activity|work item|deliverable name|
        what|name|titel|aufgabe|vorgang|vorgangsname|betreff|bezeichnung|任务|任务名称|标题|名称|
        事项|工作内容|主题|工作项|任務|任務名稱|標題|名稱|事項|主題""",
    "description": """description|details|notes|note|comment on task|body|remarks|remark|
        beschreibung|notizen|notiz|bemerkung|bemerkungen|anmerkung|描述|说明|备注|详情|任务描述|說明|備註|
        詳情|任務描述""",
    "kind": """kind|type|issue type|task type|item type|art|typ|vorgangstyp|类型|任务类型|類型|
        任務類型""",
    "status": """status|state|task status|progress status|zustand|状态|任务状态|进展|狀態|任務狀態|
        進展""",
    "section": """section|section column|list|column|bucket|group|bucket name|abschnitt|spalte|
        liste|分组|列表|看板列|分組""",
    "channel": """channel|marketing channel|medium|media|kanal|渠道|媒体|推广渠道|通路|管道|媒體|
        渠道名稱""",
    "stage": """stage|journey stage|funnel stage|funnel|phase|customer journey|phase der reise|
        阶段|旅程阶段|漏斗阶段|階段|旅程階段|漏斗階段""",
    "team": "team|department|group name|abteilung|gruppe|团队|部门|小组|團隊|部門|小組",
    "people": """owner|owners|assignee|assignees|assigned to|responsible|who|person|people|lead|
        in charge|zuständig|verantwortlich|verantwortliche|bearbeiter|负责人|执行人|经办人|人员|
        責任人|负责人员|負責人|執行人|經辦人|人員|责任人""",
    "people_mails": """assignee email|owner email|email|e mail|mail|负责人邮箱|邮箱|電子郵件|
        負責人信箱|信箱""",
    "start_on": """start|start date|starts|begin|begin date|planned start|start on|beginn|anfang|
        startdatum|开始|开始日期|开始时间|起始日期|計劃開始|開始|開始日期|開始時間|起始日期""",
    "due_on": """due|due date|deadline|end|end date|finish|finish date|target date|due on|ends|
        fällig|fällig am|fälligkeit|fälligkeitsdatum|ende|enddatum|frist|termin|截止|截止日期|
        截止时间|结束日期|到期日|完成期限|截止時間|結束日期""",
    "completed_on": """completed at|completed on|completed|completion date|done on|resolved|
        finished on|closed at|erledigt am|abgeschlossen am|完成日期|完成时间|实际完成|完成時間|
        實際完成""",
    "estimate_hours": """estimate|estimated hours|est h|est|hours|effort|estimate h|effort h|
        estimate hours|work hours|planned hours|aufwand|stunden|aufwand h|schätzung|aufwand std|
        工时|预计工时|工时 小时|预估工时|工時|預計工時|預估工時""",
    "priority": "priority|prio|importance|priorität|wichtigkeit|优先级|重要性|優先級|優先順序",
    "labels": "labels|label|tags|tag|keywords|schlagworte|stichworte|etiketten|标签|標籤",
    "checklist": "checklist|check list|subtask list|checkliste|检查项|检查清单|檢查清單|清單",
    "comments": "comment|comments|kommentar|kommentare|评论|評論|留言",
    "parent": """parent|parent task|parent id|parent key|parent item|belongs to|übergeordnet|
        übergeordnete aufgabe|oberaufgabe|父任务|上级任务|所属任务|父任務|上級任務|所屬任務""",
    "waits_for": """waits for|depends on|dependency|dependencies|blocked by|predecessor|
        predecessors|after|requires|blocked by dependencies|abhängig von|vorgänger|abhängigkeiten|
        wartet auf|前置任务|依赖|依赖任务|前置条件|紧前任务|前置任務|依賴|依賴任務""",
    "blocks": """blocks|blocking|successor|successors|blocking dependencies|nachfolger|blockiert|
        后置任务|后续任务|後置任務|後續任務""",
}
_VAGUE = {
    "date": "due_on",
    "datum": "due_on",
    "日期": "due_on",
    "时间": "due_on",
    "時間": "due_on",
    "when": "due_on",
}

KNOWN = {plain(w): field for field, row in _HEADINGS.items() for w in row.split("|")}
_WEAK_TITLES = {
    plain(word) for word in ("name", "item", "what", "activity", "名称", "名稱", "主题")
}


def known(cells):
    """How many different fields these cells name: what makes a row look like headings."""
    return len({field for cell in cells if (field := field_named(cell)[0]) != TEXT})


def field_named(heading):
    """The field a heading names and how sure that is; TEXT when it names none."""
    inner = re.fullmatch(r"\s*custom field \((.*)\)\s*", heading, re.IGNORECASE | re.DOTALL)
    name = plain(inner[1] if inner else heading[:100])
    if field := KNOWN.get(name):
        return field, Standing.CERTAIN
    if field := _VAGUE.get(name):
        return field, Standing.OPEN
    if field := KNOWN.get(plain(re.sub(r"[（(\[].*?[）)\]]", "", heading[:100]))):
        return field, Standing.LIKELY
    return TEXT, Standing.CERTAIN


def guess_fields(names, preset=None):
    """A (field, standing) for each heading.

    A vendor's `preset` knows its own headings. A field that can be filled only once goes to the
    first column that names it most clearly; the others are kept as text.
    """
    preset = {plain(heading): field for heading, field in (preset or {}).items()}
    guesses = []
    for name in names:
        certain = preset.get(plain(name))
        guesses.append((certain, Standing.CERTAIN) if certain else field_named(name))
    return _without_rivals(
        names, guesses, {index for index, name in enumerate(names) if plain(name) in preset}
    )


def _without_rivals(names, guesses, from_preset):
    taken = {}
    for index in sorted(
        range(len(names)), key=lambda i: _clarity(names[i], guesses[i], i, from_preset)
    ):
        field, _standing = guesses[index]
        if not FIELDS[field].gathers and taken.setdefault(field, index) != index:
            guesses[index] = (TEXT, Standing.LIKELY)
    return guesses


def _clarity(name, guess, index, from_preset):
    order = (Standing.CERTAIN, Standing.LIKELY, Standing.OPEN)
    return (index not in from_preset, plain(name) in _WEAK_TITLES, order.index(guess[1]), index)


def own_name(heading):
    """What a kept column is called in the plan."""
    inner = re.fullmatch(r"\s*custom field \((.*)\)\s*", heading, re.IGNORECASE | re.DOTALL)
    return " ".join((inner[1] if inner else heading).split())[:100] or heading

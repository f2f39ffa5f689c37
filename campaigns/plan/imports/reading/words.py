"""The words files use for status, kind and priority, and what they mean in a plan."""

import re
import unicodedata
from functools import lru_cache

from .readings import Standing

STATUSES = {
    "todo": """to do|todo|open|new|not started|backlog|planned|pending|ready|upcoming|scheduled|
        requested|inbox|reopened|selected for development|offen|neu|nicht begonnen|geplant|
        zu erledigen|未开始|待办|待处理|未完成|新建|计划中|未启动|待开始|未开工|
        未開始|待辦|待處理|計劃中|規劃中|未啟動|待開始""",
    "doing": """in progress|doing|started|active|wip|working|working on it|ongoing|underway|
        in arbeit|in bearbeitung|laufend|läuft|begonnen|进行中|处理中|执行中|开发中|已开始|
        正在进行|進行中|處理中|執行中|開發中|已開始|正在進行""",
    "review": """in review|review|reviewing|for review|ready for review|to review|approval|
        in approval|waiting for approval|awaiting approval|pending approval|pending review|qa|
        testing|in test|in prüfung|prüfung|freigabe|zur freigabe|in freigabe|待审核|审核中|审核|
        评审|评审中|待审批|审批中|待确认|测试中|待审|待審核|審核中|審核|評審|待審批|審批中|待確認|測試中""",
    "blocked": """blocked|on hold|hold|stuck|waiting|waiting for|impediment|paused|blockiert|wartet|
        wartend|pausiert|angehalten|受阻|阻塞|暂停|搁置|等待|等待中|挂起|卡住|已暂停|
        暫停|擱置|已暫停""",
    "done": """done|complete|completed|closed|finished|resolved|live|published|launched|delivered|
        erledigt|fertig|abgeschlossen|beendet|已完成|完成|已关闭|已结束|结束|已解决|已上线|已发布|
        已交付|已關閉|已結束|結束|已解決|已上線|已發佈|已發布""",
    "dropped": """dropped|cancelled|canceled|abandoned|won't do|wont do|will not do|rejected|
        obsolete|discarded|duplicate|verworfen|abgebrochen|gestrichen|storniert|entfällt|已取消|
        取消|放弃|已放弃|作废|已作废|废弃|已廢棄|放棄|已放棄|作廢""",
}
KINDS = {
    "task": """task|sub-task|subtask|bug|story|user story|issue|to-do|action|activity|work package|
        aufgabe|teilaufgabe|arbeitspaket|任务|子任务|事项|缺陷|故事|任務|子任務|事項""",
    "deliverable": """deliverable|asset|epic|feature|output|liefergegenstand|ergebnis|epos|交付物|
        可交付成果|成果|史诗|史詩""",
    "milestone": """milestone|deadline|gate|meilenstein|termin|里程碑|截止点|節點|节点""",
}
PRIORITIES = {
    "urgent": """urgent|highest|critical|blocker|asap|p0|dringend|höchste|kritisch|紧急|非常高|最高|
        緊急""",
    "high": "high|major|important|p1|hoch|wichtig|高|重要",
    "normal": "normal|medium|middle|default|none|p2|mittel|normale|中|普通|一般|中等",
    "low": "low|lowest|minor|trivial|p3|p4|niedrig|gering|niedrigste|低|最低|不紧急|不緊急",
}


def one_line(text):
    """`text` as a word that can be counted and shown: blanks collapsed, not too long."""
    return " ".join(text.split())[:100]


def plain(text):
    """`text` without case, width, marks and punctuation, for comparing words and headings."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w'%#]+|_", " ", text).split())


def _reversed(table):
    return {plain(word): meaning for meaning, row in table.items() for word in row.split("|")}


VOCABULARIES = {
    "status": _reversed(STATUSES),
    "section": _reversed(STATUSES),
    "kind": _reversed(KINDS),
    "priority": _reversed(PRIORITIES),
}
MEANINGS = {
    "status": tuple(STATUSES),
    "section": tuple(STATUSES),
    "kind": tuple(KINDS),
    "priority": tuple(PRIORITIES),
}
DEFAULTS = {"status": "todo", "section": "todo", "kind": "task", "priority": "normal"}


@lru_cache(maxsize=2048)
def meaning(vocabulary, word):
    """What `word` means, and how sure that is.

    A name in two languages ("Review – 审核") is read part by part; parts that disagree leave it
    open. An unknown *status* is open; an unknown list or section is only likely to hold new work,
    because lists often name themes and not states.
    """
    known = VOCABULARIES[vocabulary]
    if found := known.get(plain(word)):
        return found, Standing.CERTAIN
    found = {known[part] for part in _parts(word) if part in known}
    if len(found) == 1:
        return found.pop(), Standing.LIKELY
    unsure = Standing.OPEN if vocabulary == "status" or found else Standing.LIKELY
    return DEFAULTS[vocabulary], unsure


def _parts(word):
    return [plain(part) for part in re.split(r"\s+[-–—]\s+|[/|·:()（）【】\[\]]", word)]

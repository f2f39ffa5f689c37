"""Which fact of a lead a column fills, guessed from its heading in four languages."""

import re

from django.utils.translation import gettext_lazy as _

from campaigns.leads.facts import LABELS, UTM
from campaigns.plan.imports.reading.readings import Standing
from campaigns.plan.imports.reading.words import plain

SKIP = "skip"
MOMENTS = ("mql_at", "accepted_at", "qualified_at", "opportunity_at", "won_at", "lost_at")
FIELDS = {
    "external_id": _("Id in the other system"),
    "name": LABELS["name"],
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "company": LABELS["company"],
    "title": LABELS["title"],
    "email": LABELS["email"],
    "phone": LABELS["phone"],
    "country": LABELS["country"],
    "consent": LABELS["consent"],
    "consent_at": LABELS["consent_at"],
    "state": LABELS["state"],
    "owner": LABELS["owner"],
    "value": LABELS["value"],
    "currency": LABELS["currency"],
    "place": _("Where it came from"),
    **{f"utm_{name}": f"utm_{name}" for name in UTM},
    "notes": _("Note"),
    "created_at": _("Came in"),
    "mql_at": _("Became an MQL"),
    "accepted_at": _("Accepted on"),
    "qualified_at": _("Qualified on"),
    "opportunity_at": _("Opportunity on"),
    "won_at": _("Won on"),
    "lost_at": _("Lost on"),
    SKIP: _("Leave out"),
}
_HEADINGS = {
    "external_id": "record id|id|contact id|lead id|kontakt id|编号|客户编号|线索编号|編號",
    "name": "name|full name|contact|contact name|lead name|ansprechpartner|姓名|联系人|聯絡人",
    "first_name": "first name|firstname|given name|vorname|名|名字",
    "last_name": "last name|lastname|surname|family name|nachname|姓|姓氏",
    "company": """company|company name|account|organisation|organization|associated company|firma|
        unternehmen|公司|公司名称|企业|公司名稱|企業""",
    "title": "job title|title|position|role|funktion|职位|职务|職位|職稱",
    "email": "email|e mail|e mail address|email address|mail|邮箱|电子邮件|電子郵件|信箱",
    "phone": """phone|phone number|telephone|mobile|mobile phone number|telefon|telefonnummer|电话|
        手机|电话号码|電話|手機""",
    "country": "country|country region|land|国家|国家 地区|國家",
    "consent": "consent|opt in|legal basis|einwilligung|同意|授权|授權",
    "consent_at": "consent given at|consent date|opt in date|同意时间|同意時間",
    "state": "lifecycle stage|state|status|stage|lead state|zustand|状态|阶段|狀態|階段",
    "owner": "contact owner|owner|lead owner|sales owner|verantwortlich|负责人|負責人|跟进人",
    "value": "value|amount|deal amount|deal value|wert|betrag|金额|价值|金額|價值",
    "currency": "currency|währung|币种|货币|幣別|貨幣",
    "place": "original source|source|lead source|channel|quelle|来源|渠道|來源|通路|管道",
    "notes": "message|note|notes|comment|comments|remark|nachricht|notiz|备注|留言|備註",
    "created_at": "create date|created|created at|came in|date|erstellt am|创建时间|建立時間",
    "mql_at": "became a marketing qualified lead date|became an mql|mql date",
    "accepted_at": "accepted on|accepted at|sal date",
    "qualified_at": "became a sales qualified lead date|qualified on|sql date",
    "opportunity_at": "became an opportunity date|opportunity on|opportunity date",
    "won_at": "became a customer date|won on|close date",
    "lost_at": "lost on",
}
_OF_HUBSPOT = {
    "original source drill down 1": "utm_source",
    "original source drill down 2": "utm_campaign",
}
_UTM = re.compile(r"utm[ _-]?(source|medium|campaign|term|content|id)$", re.IGNORECASE)
KNOWN = {plain(word): field for field, row in _HEADINGS.items() for word in row.split("|")}
HUBSPOT, FILE = "hubspot", "file"
# What only an export of HubSpot's contacts has.
_SIGNS = {"record id", "lifecycle stage"}


def known(cells):
    """How many different facts these cells name: what makes a row look like headings."""
    return len({field for cell in cells if (field := field_of(cell)) != SKIP})


def field_of(heading, vendor=FILE):
    name = plain(heading[:100])
    if found := _UTM.match(heading.strip()[:40]):
        return f"utm_{found[1].lower()}"
    if vendor == HUBSPOT and (field := _OF_HUBSPOT.get(plain(heading.replace("-", " ")))):
        return field
    return KNOWN.get(name, SKIP)


def vendor_of(names):
    return HUBSPOT if {plain(name) for name in names} >= _SIGNS else FILE


def guessed(names, vendor):
    """A (field, standing) for each heading; a field goes to the first column that names it."""
    taken, found = set(), []
    for name in names:
        field = field_of(name, vendor)
        if field in taken and field != "notes":
            field = SKIP
        taken.add(field)
        found.append((field, Standing.LIKELY if field == SKIP else Standing.CERTAIN))
    return found

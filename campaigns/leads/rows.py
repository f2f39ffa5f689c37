"""Leads as pages show them: faces with where they stand, never the leads themselves."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.leads import filters, masking
from campaigns.leads.models import Lead
from workspace.kernel import clock
from workspace.kernel.numbers import MILLION
from workspace.kernel.templatetags.look import LOCALES, day

WINDOW = 50
STATES = {
    "new": ("plain", "circle-dashed"),
    "mql": ("info", "hourglass"),
    "accepted": ("good", "check"),
    "qualified": ("good", "circle-check"),
    "opportunity": ("good", "target"),
    "won": ("good", "rocket"),
    "lost": ("plain", "circle-x"),
    "rejected": ("bad", "x"),
    "recycled": ("warn", "refresh-cw"),
}
SOURCES = {
    "": lambda: _("By hand"),
    "hand": lambda: _("By hand"),
    "form": lambda: _("Form"),
    "file": lambda: _("File"),
    "hubspot": lambda: "HubSpot",
    "api": lambda: "API",
}


@dataclass(frozen=True)
class Row:
    """One lead in a list."""

    id: int
    url: str
    face: masking.Face
    campaign: object
    touchpoint: object
    owner: object
    state: str
    state_label: str
    about: str
    tone: str
    icon: str
    source: str
    value: str
    created_at: datetime
    due_at: datetime | None
    is_late: bool
    twins: bool = False


def row(lead, reader, slug, *, now, twins=False):
    tone, icon = STATES[lead.state]
    waiting = lead.state == Lead.State.MQL and not lead.erased_at
    return Row(
        id=lead.pk,
        url=address(lead.pk, slug),
        face=masking.face(lead, reader),
        campaign=lead.campaign,
        touchpoint=lead.touchpoint,
        owner=lead.owner,
        state=lead.state,
        state_label=lead.get_state_display(),
        about=about(lead),
        tone=tone,
        icon=icon,
        source=source(lead.source),
        value=amount(lead.value, lead.currency),
        created_at=lead.created_at,
        due_at=lead.due_at if waiting else None,
        is_late=bool(waiting and lead.due_at and lead.due_at < now),
        twins=twins,
    )


def about(lead):
    """Why sales said no, or when the lead comes back."""
    if lead.state == Lead.State.REJECTED and lead.reason:
        return str(lead.reason)
    if lead.state == Lead.State.RECYCLED and lead.back_on:
        return _("Comes back on %(day)s") % {"day": day(lead.back_on)}
    return ""


def address(pk, slug):
    return reverse("lead", kwargs={"workspace": slug, "lead": pk})


def source(name):
    return SOURCES[name]() if name in SOURCES else name


def amount(value, currency):
    """Money as its reader writes it; nothing where there is none."""
    if value is None:
        return ""
    number = Decimal(value) / MILLION
    if not currency:
        return f"{number.normalize():f}"
    return money(number, currency, LOCALES.get(get_language(), "en_GB"))


@lru_cache(maxsize=4096)
def money(number, currency, locale):
    return format_currency(number, currency, locale=locale, decimal_quantization=False)


def furnished(leads):
    """With all that a row shows."""
    return leads.select_related(
        "campaign", "owner", "touchpoint__channel", "touchpoint__stage", "reason"
    )


def asked(leads, asked_for, reader):
    """The leads of a list: not those merged into others, newest first."""
    found = filters.narrowed(leads.filter(merged_into__isnull=True), asked_for, reader)
    return found.order_by("-pk")


def window(leads, reader, slug, before=None):
    """The rows of a list from below `before` on, and the id to go on from (None at its end)."""
    # Found first and joined then: PostgreSQL joins all ten thousand while its statistics are old.
    wanted = (leads.filter(pk__lt=before) if before else leads).values("pk")[: WINDOW + 1]
    found = list(furnished(Lead.objects.filter(pk__in=wanted)).order_by("-pk"))
    shown, now = found[:WINDOW], clock.now()
    twins = with_twins(shown) if masking.sees(reader) else ()
    rows = [row(lead, reader, slug, now=now, twins=lead.pk in twins) for lead in shown]
    return rows, (shown[-1].pk if len(found) > WINDOW else None)


def with_twins(leads):
    """The ids of those whose mail or phone another standing lead has, too; one statement.

    Only for those who see leads: to others it would say whether a mail is known here.
    """
    mails = {lead.email_key for lead in leads} - {""}
    phones = {lead.phone_key for lead in leads} - {""}
    alike = Lead.objects.standing().filter(Q(email_key__in=mails) | Q(phone_key__in=phones))
    counts = {}
    for keys in alike.values_list("email_key", "phone_key"):
        for key in filter(None, keys):
            counts[key] = counts.get(key, 0) + 1
    return {
        lead.pk
        for lead in leads
        if max(counts.get(lead.email_key, 0), counts.get(lead.phone_key, 0)) > 1
    }

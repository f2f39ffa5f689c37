"""Leads as a table for spreadsheets: what the filters show, as far as the reader may know."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.leads import facts, masking, rows
from campaigns.plan.exports import Table, as_csv
from workspace.kernel.numbers import MILLION

MOMENTS = (
    "created_at",
    "mql_at",
    "accepted_at",
    "rejected_at",
    "qualified_at",
    "opportunity_at",
    "won_at",
    "lost_at",
)
__all__ = ["as_csv", "table"]


def table(leads, reader):
    """One row for each lead. The headings are those that the importer of leads knows."""
    headings = [
        _("Number"),
        _("Campaign"),
        pgettext("of a person", "Name"),
        _("Company"),
        _("Job title"),
        _("E-mail"),
        _("Phone"),
        _("Country"),
        _("Consent"),
        _("State"),
        _("Reason"),
        _("Touchpoint"),
        _("Owner"),
        pgettext("of a lead", "Value"),
        _("Currency"),
        _("Source"),
        *(f"utm_{name}" for name in facts.UTM),
        _("Came in"),
        _("Became an MQL"),
        _("Accepted on"),
        _("Rejected on"),
        _("Qualified on"),
        _("Opportunity on"),
        _("Won on"),
        _("Lost on"),
    ]
    return Table(headings, [cells(lead, reader) for lead in rows.furnished(leads)])


def cells(lead, reader):
    face = masking.face(lead, reader)
    return [
        lead.pk,
        lead.campaign.key,
        face.name,
        face.company,
        face.title,
        face.email,
        face.phone,
        face.country,
        face.consent,
        str(lead.get_state_display()),
        str(lead.reason) if lead.reason else None,
        str(lead.touchpoint) if lead.touchpoint else None,
        lead.owner.name if lead.owner else None,
        Decimal(lead.value) / MILLION if lead.value is not None else None,
        lead.currency,
        str(rows.source(lead.source)),
        *(said(lead, name, face) for name in facts.UTM),
        *(moment(getattr(lead, name)) for name in MOMENTS),
    ]


def said(lead, name, face):
    """A parameter of UTM; an id may point to one person, so it is who the lead is."""
    return None if face.is_masked and name == "id" else lead.utm.get(name)


def moment(value):
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else None

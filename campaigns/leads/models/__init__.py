"""Leads, what sales decides about them, and what came of it."""

from campaigns.leads.models.leads import Lead, Merge, Note, TeamsOnly, Touch
from campaigns.leads.models.looks import Looked, LookedAt
from campaigns.leads.models.rules import STANDARD_REASONS, Agreement, OfficeHours, RejectionReason
from campaigns.leads.models.talk import Answer, Answered, Quote, Theme
from campaigns.leads.models.ways import Brought, Form, LeadImport, Received

__all__ = [
    "STANDARD_REASONS",
    "Agreement",
    "Answer",
    "Answered",
    "Brought",
    "Form",
    "Lead",
    "LeadImport",
    "Looked",
    "LookedAt",
    "Merge",
    "Note",
    "OfficeHours",
    "Quote",
    "Received",
    "RejectionReason",
    "TeamsOnly",
    "Theme",
    "Touch",
]

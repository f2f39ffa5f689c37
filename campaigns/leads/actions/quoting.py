"""What a customer said, passed on to marketing in the customer's own words."""

from django.utils.translation import gettext as _

from campaigns.leads.models import Lead, Quote, Theme
from workspace.kernel import streams
from workspace.kernel.refusals import Invalid, Refusal

LONGEST = 500


def quote(lead, *, by, body, theme):
    """Pass on what a lead said, and what it is about; returns the quote."""
    body = " ".join(body.split())[:LONGEST]
    if not body:
        raise Invalid.at("body", _("Write what they said."))
    if theme not in Theme.values:
        raise Invalid.at("theme", _("Choose what it is about."))
    with streams.record("campaign", lead.campaign_id, by=by) as record:
        found = Lead.objects.standing().filter(pk=lead.pk).first()
        if found is None:
            raise Refusal(_("This lead is no longer here."))
        made = Quote.objects.create(
            workspace_id=found.workspace_id,
            lead=found,
            campaign_id=found.campaign_id,
            touchpoint_id=found.touchpoint_id,
            theme=theme,
            body=body,
            by=by,
            by_name=by.name,
            created_at=record.at,
        )
        record("lead.quoted", found, audience="team", quote=made.pk, theme=theme)
    return made

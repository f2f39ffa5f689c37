"""Share links: whoever has one reads the plan of one campaign, as a guest sees it."""

from datetime import timedelta

from campaigns.brief.models import ShareLink
from teams.secrets import fingerprint, new_secret
from workspace.kernel import streams
from workspace.kernel.streams.models import Event


def share(campaign, *, by, name, days):
    """Make a link that works for `days`; return (link, secret), the secret this once."""
    secret = new_secret("share")
    with streams.record("campaign", campaign.pk, by=by) as record:
        link = ShareLink.objects.create(
            workspace_id=campaign.workspace_id,
            campaign=campaign,
            name=name,
            token_hash=fingerprint(secret),
            made_by=by,
            created_at=record.at,
            expires_at=record.at + timedelta(days=days),
        )
        record("share_link.added", link, audience=Event.Audience.TEAM)
    return link, secret


def revoke(link, *, by):
    """End a link now; its readers' open pages close within seconds."""
    with streams.record("campaign", link.campaign_id, by=by) as record:
        if ShareLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(
            revoked_at=record.at
        ):
            record("share_link.revoked", link, audience=Event.Audience.TEAM)
    return link


def revoke_all_of(member):
    """End every link that `member` made, because they have left."""
    for link in ShareLink.objects.filter(made_by=member, revoked_at__isnull=True):
        revoke(link, by=None)

"""Feeds: an address for other calendars, made once, shown once, revoked at any time."""

from django.utils.translation import gettext as _

from campaigns.calendar.models import Feed
from teams.secrets import fingerprint, new_secret
from workspace.kernel import streams
from workspace.kernel.refusals import Refusal

MOST = 50


def make(*, by, campaign=None, team=None):
    """Make a feed of what `by` does, or of what they see of a campaign or a team.

    Returns (feed, secret); nothing of the secret is kept but its hash.
    """
    secret = new_secret("feed")
    kind = Feed.Kind.CAMPAIGN if campaign else Feed.Kind.TEAM if team else Feed.Kind.PERSON
    with streams.record("workspace", by.workspace_id, by=by) as record:
        if Feed.objects.filter(member=by, revoked_at__isnull=True).count() >= MOST:
            raise Refusal(
                _("You have %(count)d feeds already.") % {"count": MOST},
                mend=_("Revoke one that no calendar reads any more."),
            )
        feed = Feed.objects.create(
            workspace_id=by.workspace_id,
            kind=kind,
            member=by,
            campaign=campaign,
            team=team,
            token_hash=fingerprint(secret),
            created_at=record.at,
        )
        record("feed.made", feed, audience="team", name=str(feed.label))
    return feed, secret


def revoke(feed, *, by):
    """End a feed now; a calendar that asks for it again is told that there is none."""
    with streams.record("workspace", feed.workspace_id, by=by) as record:
        if Feed.objects.filter(pk=feed.pk, revoked_at__isnull=True).update(revoked_at=record.at):
            record("feed.revoked", feed, audience="team", name=str(feed.label))
    return feed


def revoke_all_of(member):
    """End every feed of a member, because they have left: none comes back with them."""
    for feed in Feed.objects.filter(member=member, revoked_at__isnull=True).order_by("pk"):
        revoke(feed, by=None)

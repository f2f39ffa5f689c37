"""Who sees calendars from elsewhere, and whose feeds are whose."""

from campaigns.calendar.models import Feed, Overlay
from workspace.kernel.access import CONTRIBUTORS, EVERYONE, MANAGERS, TEAM, Policy, when


def laid(member, overlay):
    """They laid it over the plan."""
    return overlay.made_by_id == member.pk


overlay = Policy(
    "overlay",
    visible_to=lambda reader: Overlay.objects.none() if reader.is_guest else Overlay.objects.all(),
    abilities={
        "view": TEAM,
        "add": CONTRIBUTORS,
        "refresh": CONTRIBUTORS,
        "remove": MANAGERS | when(laid, CONTRIBUTORS),
    },
    from_request="workspace",
)

feed = Policy(
    "feed",
    visible_to=lambda reader: Feed.objects.filter(member=reader.pk, revoked_at__isnull=True),
    abilities={"view": EVERYONE, "revoke": EVERYONE},
    from_request="workspace",
)

"""Who may see and change a campaign, and who takes part in it."""

from campaigns.brief.models import Campaign, Participation, ShareLink
from workspace.kernel.access import CONTRIBUTORS, EVERYONE, MANAGERS, READERS, Policy, when


def owns(member, campaign):
    """They own the campaign."""
    return campaign.owner_id == member.pk


campaign = Policy(
    "campaign",
    visible_to=lambda reader: Campaign.objects.visible_to(reader),
    abilities={
        "view": READERS,
        "add": CONTRIBUTORS,
        "edit": CONTRIBUTORS,
        "advance": MANAGERS | when(owns, CONTRIBUTORS),
        "see_people": EVERYONE,
        "invite": CONTRIBUTORS,
        "share": CONTRIBUTORS,
    },
    reading=frozenset({"view", "see_people"}),
    from_request="workspace",
)


participation = Policy(
    "participation",
    visible_to=lambda reader: Participation.objects.filter(
        campaign__in=Campaign.objects.visible_to(reader)
    ),
    abilities={"extend": CONTRIBUTORS, "end": CONTRIBUTORS},
)

share_link = Policy(
    "share_link",
    visible_to=lambda reader: (
        ShareLink.objects.none() if reader.is_guest else ShareLink.objects.all()
    ),
    abilities={"revoke": CONTRIBUTORS},
)

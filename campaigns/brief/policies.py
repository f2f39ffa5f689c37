"""Who may see and change a campaign, and who takes part in it."""

from campaigns.brief.models import Campaign
from workspace.kernel.access import CONTRIBUTORS, MANAGERS, READERS, TEAM, Policy, when


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
        "see_team_talk": TEAM,
    },
    reading=frozenset({"view", "see_team_talk"}),
    from_request="workspace",
)

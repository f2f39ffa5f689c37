"""Who may see and change the touchpoints of a campaign.

What a touchpoint promises is said to the public by those who work on it, so all who read the plan
read it; figures and leads beside it are other nouns, and the team's.
"""

from campaigns.brief.models import Campaign
from campaigns.journey.models import Touchpoint
from workspace.kernel.access import CONTRIBUTORS, EVERYONE, Policy

touchpoint = Policy(
    "touchpoint",
    visible_to=lambda reader: Touchpoint.objects.filter(
        campaign__in=Campaign.objects.visible_to(reader)
    ).select_related("campaign", "channel", "stage", "owner"),
    abilities={"view": EVERYONE, "edit": CONTRIBUTORS},
)

"""Who may see and name the states of a plan."""

from campaigns.brief.models import Campaign
from campaigns.history.models import Baseline
from workspace.kernel.access import CONTRIBUTORS, EVERYONE, MANAGERS, Policy, when


def named(member, baseline):
    """They named it."""
    return baseline.made_by_id == member.pk


baseline = Policy(
    "baseline",
    visible_to=lambda reader: Baseline.objects.filter(
        campaign__in=Campaign.objects.visible_to(reader)
    ),
    abilities={
        "view": EVERYONE,
        "add": CONTRIBUTORS,
        "remove": MANAGERS | when(named, CONTRIBUTORS),
    },
)

"""Who may see and bring single numbers."""

from campaigns.metrics.models import Observation
from campaigns.metrics.policies import for_the_team
from workspace.kernel.access import CONTRIBUTORS, TEAM, Policy

observation = Policy(
    "observation",
    visible_to=for_the_team(Observation),
    abilities={"view": TEAM, "bring": CONTRIBUTORS},
    area="metrics",
    from_request="workspace",
)

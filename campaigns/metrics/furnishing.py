"""What a new workspace measures from the start."""

from campaigns.metrics import standard
from teams.actions.workspaces import furnishes


@furnishes
def metrics(owner):
    standard.furnish(owner.workspace_id)

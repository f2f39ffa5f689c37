"""What a new workspace has from the start: why leads are usually rejected."""

from campaigns.leads.actions import ruling
from teams.actions.workspaces import furnishes


@furnishes
def reasons(owner):
    ruling.furnish(owner.workspace_id)

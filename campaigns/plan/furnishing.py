"""What a new workspace has from the start: the usual channels, and the stages of a journey."""

from campaigns.plan.actions import vocabulary
from teams.actions.workspaces import furnishes


@furnishes
def words(owner):
    vocabulary.furnish(owner.workspace_id)

"""Everything that can happen to people and their workspaces, by subject."""

from teams.actions.invitations import invite

__all__ = ["invite"]

"""Everything that can happen to a campaign as a whole."""

from campaigns.brief.actions.campaigns import advance, create, edit

__all__ = ["advance", "create", "edit"]

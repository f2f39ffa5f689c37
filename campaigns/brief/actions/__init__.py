"""Everything that can happen to a campaign as a whole."""

from campaigns.brief.actions.campaigns import advance, change, create, edit
from campaigns.brief.actions.standing import override, sweep, take_back
from campaigns.brief.actions.waiving import waive, withdraw

__all__ = [
    "advance",
    "change",
    "create",
    "edit",
    "override",
    "sweep",
    "take_back",
    "waive",
    "withdraw",
]

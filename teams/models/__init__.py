"""Who: people, the workspaces they belong to, and how they come in."""

from teams.models.calendars import Holiday, TimeOff
from teams.models.keys import ApiToken, Invitation
from teams.models.members import Member, initials
from teams.models.users import User
from teams.models.workspaces import Partner, Team, Workspace

__all__ = [
    "ApiToken",
    "Holiday",
    "Invitation",
    "Member",
    "Partner",
    "Team",
    "TimeOff",
    "User",
    "Workspace",
    "initials",
]

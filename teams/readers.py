"""Readers who are not members."""

from dataclasses import dataclass

from teams.models import initials


@dataclass(frozen=True)
class Viewer:
    """Somebody with a share link: reads one campaign as a guest does, and does nothing else.

    It stands where a `Member` stands in `request.member`, and has no row.
    """

    name: str
    workspace: object
    workspace_id: int
    campaign_id: int
    link_id: int

    role = "viewer"
    is_guest = True
    via = "link"
    pk = id = user = user_id = None
    team = team_id = partner = partner_id = None
    token = None
    version = hue = 0

    @property
    def initials(self):
        return initials(self.name)

    def __str__(self):
        return self.name

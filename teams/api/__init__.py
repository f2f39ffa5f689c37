"""People as JSON: the token's bearer, the workspace, members, teams, partners, invitations."""

from teams.api import bearer, calendars, groups, invitations, members, place

routes = [
    *place.routes,
    *members.routes,
    *calendars.routes,
    *groups.routes,
    *invitations.routes,
]

__all__ = ["bearer", "routes"]

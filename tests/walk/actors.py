"""Who walks: each kind of reader, with a browser session, an API token, or neither."""

from dataclasses import dataclass

TEAM = ("owner", "admin", "manager", "member", "sales")
NAMES = (
    *TEAM,
    "guest",  # of an agency, granted the spring campaign
    "ended",  # a guest whose part in the spring campaign is over
    "other",  # a guest of another agency, granted the autumn campaign
    "viewer",  # has a share link of the spring campaign
    "lapsed",  # had one, which was revoked
    "reading",  # the owner's token with the scopes to read; no session
    "people",  # the owner's token with the scopes of people alone; no session
    "left",  # was removed from the workspace, and has their old session and token
    "stranger",  # the owner of another workspace
    "nobody",
)
PLANNERS = (*TEAM, "reading")
INSIDE = (*PLANNERS, "people")


@dataclass
class Actor:
    """One reader: the member row where there is one, a session cookie, a token's secret."""

    name: str
    member: object = None
    session: str = ""
    secret: str = ""
    scopes: frozenset | None = None
    campaign_id: int | None = None

    @property
    def email(self):
        return self.member.email if self.member else ""

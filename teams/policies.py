"""Who may do what with people: one table per noun, read by screens, API and templates alike."""

from teams.models import (
    ApiToken,
    Holiday,
    Invitation,
    Member,
    Partner,
    Team,
    TimeOff,
    Workspace,
)
from workspace.kernel.access import (
    ADMINS,
    CONTRIBUTORS,
    EVERYONE,
    MANAGERS,
    OWNERS,
    POLICIES,
    TEAM,
    Policy,
    when,
    who,
)
from workspace.kernel.outbox.models import Effect
from workspace.kernel.streams.models import Event

DECIDERS = MANAGERS | who("sales")
RANKS = {"owner": 5, "admin": 4, "manager": 3, "member": 2, "sales": 2, "guest": 1, "viewer": 0}
BRINGING = {
    Member.Role.OWNER: "bring_owners",
    Member.Role.ADMIN: "bring_admins",
    Member.Role.MANAGER: "bring_admins",
    Member.Role.MEMBER: "bring_members",
    Member.Role.SALES: "bring_members",
    Member.Role.GUEST: "bring_guests",
}


def not_above(reader, person):
    """Their own role is not below that person's."""
    return RANKS[reader.role] >= RANKS[person.role]


def oneself(reader, person):
    """It is themselves."""
    return reader.pk == person.pk


def not_above_who(reader, away):
    """Their own role is not below that of who is away."""
    return not_above(reader, away.member)


def ones_own(reader, away):
    """It is their own."""
    return reader.pk == away.member_id


def brings(reader, invitation):
    """They may bring in people of that role."""
    return brings_back(reader, invitation.member)


def brings_back(reader, person):
    """They may bring in people of that role."""
    return workspace.allows(reader, BRINGING[person.role])


workspace = Policy(
    "workspace",
    visible_to=lambda reader: Workspace.objects.filter(pk=reader.workspace_id),
    abilities={
        "view": EVERYONE,
        "edit": ADMINS,
        "see_people": TEAM,
        "decide_on_leads": DECIDERS,
        "bring_guests": CONTRIBUTORS,
        "bring_members": MANAGERS,
        "bring_admins": ADMINS,
        "bring_owners": OWNERS,
        "keep_days": MANAGERS,
        "keep_tokens": EVERYONE,
        "see_log": ADMINS,
        "see_effects": ADMINS,
    },
    area="people",
    reading=frozenset({"view", "see_people"}),
    from_request="workspace",
)

member = Policy(
    "member",
    visible_to=lambda reader: Member.objects.visible_to(reader),
    abilities={
        "view": EVERYONE,
        "add": CONTRIBUTORS,
        "edit": when(not_above, MANAGERS),
        "see_time": TEAM,
        "set_time": when(not_above, MANAGERS) | when(oneself, TEAM),
        "remove": when(not_above, MANAGERS) | when(oneself, EVERYONE),
        "bring_back": when(brings_back, MANAGERS),
        "grant_leads": ADMINS,
    },
    area="people",
    reading=frozenset({"view", "see_time"}),
    from_request="workspace",
)

holiday = Policy(
    "holiday",
    visible_to=lambda reader: Holiday.objects.none() if reader.is_guest else Holiday.objects.all(),
    abilities={"view": TEAM, "add": MANAGERS, "remove": MANAGERS},
    area="people",
    from_request="workspace",
)

time_off = Policy(
    "time_off",
    visible_to=lambda reader: (
        TimeOff.objects.none() if reader.is_guest else TimeOff.objects.select_related("member")
    ),
    abilities={"view": TEAM, "remove": when(not_above_who, MANAGERS) | when(ones_own, TEAM)},
    area="people",
)

team = Policy(
    "team",
    visible_to=lambda reader: Team.objects.all(),
    abilities={"view": EVERYONE, "add": MANAGERS, "edit": MANAGERS, "dissolve": MANAGERS},
    area="people",
    from_request="workspace",
)

partner = Policy(
    "partner",
    visible_to=lambda reader: (
        Partner.objects.filter(pk=reader.partner_id) if reader.is_guest else Partner.objects.all()
    ),
    abilities={"view": EVERYONE, "add": MANAGERS, "edit": MANAGERS, "dissolve": MANAGERS},
    area="people",
    from_request="workspace",
)

invitation = Policy(
    "invitation",
    visible_to=lambda reader: (
        Invitation.objects.none() if reader.is_guest else Invitation.objects.all()
    ),
    abilities={
        "view": TEAM,
        "resend": when(brings, CONTRIBUTORS),
        "withdraw": when(brings, CONTRIBUTORS),
    },
    area="people",
)

api_token = Policy(
    "api_token",
    visible_to=lambda reader: (
        ApiToken.objects.all()
        if reader.role in {"owner", "admin"}
        else ApiToken.objects.filter(member=reader.pk)
    ),
    abilities={"revoke": EVERYONE},
    area="people",
)

effect = Policy(
    "effect",
    visible_to=lambda reader: (
        Effect.objects.all() if reader.role in {"owner", "admin"} else Effect.objects.none()
    ),
    abilities={"retry": ADMINS},
    area="people",
)

log = Policy(
    "log",
    visible_to=lambda reader: Event.objects.all(),
    abilities={"view": ADMINS},
    area="people",
)


def bringable(reader):
    """The roles that `reader` may give to others, highest first."""
    return [role for role, ability in BRINGING.items() if workspace.allows(reader, ability)]


def token_scopes():
    """Every scope an API token can have: reading and writing, area by area."""
    areas = {policy.area for policy in POLICIES.values()}
    return {f"{area}:{kind}" for area in areas for kind in ("read", "write")}

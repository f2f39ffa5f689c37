"""Who is of a workspace: people, teams and partners, invitations, days off, tokens."""

from datetime import timedelta

from campaigns.plan import actions
from teams.actions import calendars, invitations, members
from teams.models import ApiToken, Invitation, Member, Partner
from teams.secrets import invitation_token
from tests import furniture
from tests.walk.actors import INSIDE
from workspace.kernel import clock

ADMINS = ("owner", "admin", "reading", "people")


def plant_people(world):
    """People, invitations, partners, tokens: somebody's, the reader's own, somebody above's."""
    owner, stranger = world.member("owner"), world.member("stranger")
    things = world.things
    for kind, by in (("own", owner), ("foreign", stranger)):
        seen_by = INSIDE if kind == "own" else ("stranger",)
        plant_person(world, kind, by, seen_by)
        partner = Partner.objects.create(workspace=by.workspace, name=f"Partner {kind}")
        things["free partner"][kind] = partner
    things["partner"] = {"own": world.agency, "sibling": world.printer}
    things["partner"]["foreign"] = things["free partner"]["foreign"]
    things["member"]["higher"] = owner
    things["member"]["mine"] = {
        name: actor.member for name, actor in world.actors.items() if actor.member
    }
    # A stranger types this very mail into their own workspace (see `asks`), and reads it there.
    readers = (*INSIDE, "stranger")
    things["invitation"]["higher"] = invited(world, owner, "admin", "higher", readers)
    plant_tokens(world, owner, stranger)
    plant_invitation_links(world)


def plant_person(world, kind, by, seen_by):
    things = world.things
    local = world.plant(f"mail of a name, {kind}", seen_by)
    things["member"][kind] = members.add_name(
        by=by, name=world.plant(f"name of a name, {kind}", seen_by), email=f"{local}@example.org"
    )
    things["gone member"][kind] = gone = members.add_name(by=by, name=f"Gone {kind}")
    members.remove(gone, by=by, version=gone.version)
    gone.refresh_from_db()
    things["invitation"][kind] = invited(world, by, "guest", kind, seen_by)
    withdrawn = invited(world, by, "guest", f"withdrawn-{kind}", seen_by)
    invitations.withdraw(withdrawn, by=by)
    if kind == "own":
        things["gone member"]["higher"] = higher = members.add_name(by=by, name="Gone above")
        members.edit(higher, by=by, version=higher.version, role="admin")
        members.remove(higher, by=by, version=higher.version)
        higher.refresh_from_db()
        things["member"]["deleted"] = gone
        things["invitation"]["deleted"] = withdrawn


def plant_invitation_links(world):
    """Links of mails, each to somebody new: one that works, one that was withdrawn."""
    for kind in ("own", "deleted"):
        email = f"{kind}@newcomers.example"
        person = invitations.invite(world.acme.pk, by=world.clerk, email=email, role="guest")
        invitation = Invitation.objects.unanswered().get(member=person)
        world.secrets["invitation"][kind] = invitation_token(invitation.nonce)
        if kind == "deleted":
            invitations.withdraw(invitation, by=world.clerk)


def invited(world, by, role, name, seen_by):
    local = world.plant(f"invited mail, {name}", seen_by)
    email = f"{local}@{name}.example"
    person = invitations.invite(
        by.workspace_id, by=by, email=email, name=f"Invited {name}", role=role
    )
    return Invitation.objects.unanswered().get(member=person)


def plant_days(world):
    """A holiday of each workspace, and time off: a colleague's, the reader's own, the owner's."""
    owner, stranger = world.member("owner"), world.member("stranger")
    day = furniture.today() + timedelta(days=90)
    for kind, by, readers in (("own", owner, INSIDE), ("foreign", stranger, ("stranger",))):
        name = world.plant(f"holiday, {kind}", readers)
        world.things["holiday"][kind] = calendars.add_holiday(by=by, day=day, name=name)
    away = world.things["time_off"]
    of_all = ("owner", "admin", "manager", "reading", "people")
    away["own"] = off(world, "own", world.clerk, day, of_all)
    away["higher"] = off(world, "higher", owner, day, ("owner", "reading", "people"))
    away["foreign"] = off(world, "foreign", stranger, day, ("stranger",))
    away["mine"] = {
        name: off(world, name, world.member(name), day, (*ADMINS, "manager", name))
        for name in ("owner", "admin", "manager", "member", "sales")
    }


def off(world, kind, member, day, readers):
    note = world.plant(f"note on time off, {kind}", readers)
    return calendars.add_time_off(member, by=member, first_on=day, last_on=day, note=note)


def plant_tokens(world, owner, stranger):
    mine = {}
    for name, actor in world.actors.items():
        if actor.member and name not in {"reading", "people"}:
            mine[name] = token(
                actor.member, world.plant(f"name of a token of {name}", (*ADMINS, name))
            )
    own = token(world.clerk, world.plant("name of somebody's token", ADMINS))
    world.things["api_token"] = {
        "own": own,
        "foreign": token(stranger, "Stranger's"),
        "mine": mine,
    }


def token(member, name):
    return ApiToken.objects.create(
        workspace_id=member.workspace_id,
        member=member,
        name=name,
        prefix="rt_api_walk",
        token_hash=f"walk {member.pk} {name}",
        created_at=clock.now(),
    )


def plant_mate(world):
    """An item of a colleague from the guest's agency."""
    mate = Member.objects.get(pk=world.mate.pk)
    item = actions.add(
        world.spring,
        by=world.clerk,
        title="A colleague's",
        assignees=[mate],
        checklist=[("Step", False)],
    )
    world.things["item"]["mate"] = item
    world.things["entry"]["mate"] = item.checklist.get()

"""One row of everything in each campaign and workspace of the walk's world, with its canaries."""

from datetime import timedelta

from django.core.files.base import ContentFile

from campaigns.brief import actions as brief
from campaigns.brief.actions import sharing
from campaigns.calendar.actions import feeds, overlays
from campaigns.calendar.reading import Found
from campaigns.history import actions as history
from campaigns.journey import actions as journey
from campaigns.metrics.actions import Number, aiming, defining, observe
from campaigns.patterns.actions import recurring, templates
from campaigns.plan import actions, files
from campaigns.plan.imports import actions as imports
from campaigns.plan.models import Channel, Mention, Stage
from campaigns.plan.moves import Leg, Move, Notice
from teams.actions import calendars, invitations, members
from teams.models import ApiToken, Invitation, Member, Partner, Team
from teams.secrets import invitation_token
from tests import furniture
from tests.walk import planting_numbers
from tests.walk.actors import INSIDE, PLANNERS
from tests.walk.planting_leads import plant_leads
from tests.walk.planting_sales import plant_sales
from workspace.kernel import clock
from workspace.kernel.outbox.models import Effect
from workspace.kernel.streams.models import Event, Stream

ADMINS = ("owner", "admin", "reading", "people")


def plant_all(world):
    plant_words(world, world.acme, "own", (*INSIDE, "guest", "ended", "other", "viewer"))
    plant_words(world, world.rival, "foreign", ("stranger",))
    plant_people(world)
    plant_days(world)
    plant_effects(world)
    plant_metrics(world)
    for campaign, kind, by, inside, outside in (
        (world.spring, "own", world.clerk, PLANNERS, ("guest", "viewer")),
        (world.autumn, "sibling", world.clerk, PLANNERS, ("other",)),
        (world.outside, "foreign", world.member("stranger"), ("stranger",), ()),
    ):
        plant_campaign(world, campaign, kind, by, inside, outside)
    for name in ("owner", "admin", "manager", "member", "sales", "guest", "ended"):
        plant_mine(world, name, world.member(name))
    plant_mate(world)
    plant_calendars(world)
    plant_templates(world)
    plant_leads(world)
    plant_sales(world)
    planting_numbers.plant(world)
    recurring.repeat(world.things["item"]["own"], by=world.clerk, rule="FREQ=MONTHLY")


# Workspace-wide rows --------------------------------------------------------------------------


def plant_words(world, workspace, kind, seen_by):
    """Channels, stages, labels, teams: the words that everybody of a workspace reads."""
    made = {
        "channel": Channel(
            workspace=workspace,
            name=world.plant(f"channel, {workspace.slug}", seen_by),
            icon="mail",
        ),
        "stage": Stage(workspace=workspace, name=world.plant(f"stage, {workspace.slug}", seen_by)),
        "team": Team(workspace=workspace, name=world.plant(f"team, {workspace.slug}", seen_by)),
    }
    for noun, row in made.items():
        row.save()
        world.things[noun][kind] = row
    label = actions.label_named(workspace.pk, world.plant(f"label, {workspace.slug}", seen_by))
    world.things["label"][kind] = label
    free = Team.objects.create(workspace=workspace, name=f"Nobody's {kind}")
    world.things["free team"][kind] = free


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
    things["invitation"]["higher"] = invited(world, owner, "admin", "higher", INSIDE)
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


def plant_effects(world):
    """An effect that could not take place, with its error's words."""
    for kind, workspace, seen_by in (
        ("own", world.acme, ADMINS),
        ("foreign", world.rival, ("stranger",)),
    ):
        world.things["effect"][kind] = Effect.objects.create(
            workspace=workspace,
            name="walk.poison",
            key=f"walk:{kind}",
            state=Effect.State.DEAD,
            error=world.plant(f"effect's error, {kind}", seen_by),
            due_at=clock.now(),
            created_at=clock.now(),
        )


# Rows of a campaign ---------------------------------------------------------------------------


def plant_campaign(world, campaign, kind, by, inside, outside):
    """`inside` reads everything of the campaign; `outside` are its guests and viewers."""
    everyone, guests = (*inside, *outside), [each for each in outside if each != "viewer"]
    world.things["item"][kind] = item = planted_item(world, campaign, by, everyone, inside, kind)
    plant_talk(world, item, kind, by, everyone, inside, guests)
    plant_files(world, item, kind, by, (*inside, *guests))
    trashed = actions.add(
        campaign, by=by, title=world.plant(f"trashed item's title, {campaign.key}", everyone)
    )
    actions.trash(campaign, [trashed.pk], by=by)
    trashed.refresh_from_db()
    world.things["trashed item"][kind] = trashed
    world.things["participation"][kind] = participation_of(world, campaign)
    link, secret = sharing.share(
        campaign, by=by, name=world.plant(f"share link's name, {campaign.key}", inside), days=30
    )
    world.things["share_link"][kind] = link
    world.secrets["share_link"][kind] = secret
    world.things["import"][kind] = planted_import(world, campaign, kind, by, inside)
    world.things["revision"][kind] = revision_of(item)
    name = world.plant(f"baseline's name, {campaign.key}", everyone)
    world.things["baseline"][kind] = history.name_plan(campaign, by=by, name=name)
    plant_standing(world, campaign, item, kind, by, everyone, inside)
    world.things["target"][kind] = planted_target(world, campaign, kind, by, inside)
    if kind == "own":
        world.things["item"]["deleted"] = trashed
        revoked, secret = sharing.share(campaign, by=by, name="Revoked", days=30)
        sharing.revoke(revoked, by=by)
        world.things["share_link"]["deleted"] = revoked
        world.secrets["share_link"]["deleted"] = secret


def plant_standing(world, campaign, item, kind, by, everyone, inside):
    """What its touchpoint promises to everybody, and two reasons that are the team's."""
    promise = world.plant(f"promise of a touchpoint, {campaign.key}", everyone)
    world.things["touchpoint"][kind] = journey.edit(
        campaign, item.channel, item.stage, by=by, promise=promise
    )
    soon = furniture.today() + timedelta(days=30)
    reason = world.plant(f"reason of a waiver, {campaign.key}", inside)
    keys = [f"touchpoint_owner:{item.channel_id}:{item.stage_id}"]
    world.things["waiver"][kind] = brief.waive(
        campaign, by=by, keys=keys, reason=reason, until=soon
    )
    reason = world.plant(f"reason of an override, {campaign.key}", inside)
    brief.override(campaign, by=by, level="at_risk", reason=reason, until=soon)
    if kind == "own":
        gone = brief.waive(campaign, by=by, keys=keys, reason="Gone", until=soon)
        world.things["waiver"]["deleted"] = brief.withdraw(gone, by=by)


def plant_metrics(world):
    """A metric of each workspace, and one that no target names."""
    for kind, by, readers in (
        ("own", world.member("manager"), PLANNERS),
        ("foreign", world.member("stranger"), ("stranger",)),
    ):
        for noun, key in ((kind, f"walked_{kind}"), ("fresh", "fresh_walked")):
            if (noun, kind) == ("fresh", "foreign"):
                continue
            world.things["metric"][noun] = defining.add(
                by.workspace_id,
                by=by,
                key=key,
                name=world.plant(f"metric's name, {key}", readers),
                meaning=world.plant(f"metric's meaning, {key}", readers),
                source=world.plant(f"metric's source, {key}", readers),
            )


def planted_target(world, campaign, kind, by, inside):
    """A target that was set after the launch, with its reason, and a number from a tool."""
    metric = world.things["metric"]["foreign" if kind == "foreign" else "own"]
    type(campaign).objects.filter(pk=campaign.pk).update(phase="live")
    campaign.refresh_from_db()
    made = aiming.aim(
        campaign,
        by=by,
        metric=metric,
        target=5_000_000,
        source=world.plant(f"target's source, {campaign.key}", inside),
        why=world.plant(f"target's reason, {campaign.key}", inside),
    )
    type(campaign).objects.filter(pk=campaign.pk).update(phase="draft")
    campaign.refresh_from_db()
    observe(
        [
            Number(
                metric.key,
                furniture.today(),
                4_000_000,
                campaign_id=campaign.pk,
                external_id=campaign.key,
                external_name=world.plant(f"tool's campaign, {campaign.key}", inside),
            )
        ],
        by=by,
        source="google_ads",
    )
    return made


def planted_item(world, campaign, by, everyone, inside, kind):
    word = "foreign" if kind == "foreign" else "own"
    before = actions.add(
        campaign, by=by, title=world.plant(f"waited item's title, {campaign.key}", everyone)
    )
    item = actions.add(
        campaign,
        by=by,
        title=world.plant(f"item's title, {campaign.key}", everyone),
        description=world.plant(f"item's description, {campaign.key}", everyone),
        channel=world.things["channel"][word],
        stage=world.things["stage"][word],
        team=world.things["team"][word],
        labels=[world.things["label"][word]],
        checklist=[(world.plant(f"checklist's text, {campaign.key}", everyone), False)],
        extra={"Budget": world.plant(f"custom column (money), {campaign.key}", inside)},
        waits_for=[before],
        due_on=furniture.today(),
        kind="milestone",
    )
    world.things["entry"][kind] = item.checklist.get()
    world.things["waited item"][kind] = before
    return item


def plant_talk(world, item, kind, by, everyone, inside, guests):
    talkers = (*inside, *guests)
    comments = world.things["comment"]
    comments[kind] = actions.comment(
        item, by=by, body=world.plant(f"comment, {item.campaign.key}", talkers)
    )
    world.things["team comment"][kind] = actions.comment(
        item,
        by=by,
        body=world.plant(f"team-only comment, {item.campaign.key}", inside),
        team_only=True,
    )
    removed = actions.comment(
        item, by=by, body=world.plant(f"removed comment, {item.campaign.key}", talkers)
    )
    actions.remove_comment(removed, by=by)
    if kind == "own":
        comments["deleted"] = removed
        comments["hidden"] = world.things["team comment"][kind]
    asked = {"own": world.mate, "sibling": world.member("owner"), "foreign": by}[kind]
    world.things["mention"][kind] = mentioned(comments[kind], asked)
    notice = world.things["notice"][kind] = told(world, item, asked, kind, inside)
    world.things["move"][kind] = notice.move


def mentioned(comment, member):
    return Mention.objects.create(workspace_id=comment.workspace_id, comment=comment, member=member)


def plant_files(world, item, kind, by, readers):
    things = world.things["attachment"]
    things[kind] = attached(
        item,
        by,
        world.plant(f"file's name, {item.campaign.key}", readers),
        world.plant(f"file's bytes, {item.campaign.key}", readers),
    )
    if kind == "own":
        things["deleted"] = removed = attached(item, by, "removed.txt", "removed")
        actions.detach(removed, by=by)


def attached(item, by, name, content):
    upload = ContentFile(content.encode(), name=f"{name}.txt")
    return actions.attach(item, by=by, stored=files.store(upload))


def participation_of(world, campaign):
    members = world.things["participation", campaign.key]
    guest = world.member("other" if campaign == world.autumn else "guest")
    if guest.pk in members:
        return members[guest.pk]
    return campaign.participations.first()


def planted_import(world, campaign, kind, by, inside):
    row = world.plant(f"imported file's row, {kind}", inside)
    name = world.plant(f"imported file's name, {kind}", inside)
    upload = ContentFile(f"Title,Status\n{row},To do\n".encode(), name=f"{name}.csv")
    return imports.start(campaign, by=by, upload=upload)


def revision_of(item):
    """The revision in which an item came into its plan."""
    stream = Stream.objects.get(kind="campaign", of=item.campaign_id)
    return Event.objects.get(stream=stream, verb="item.added", object_id=item.pk)


# Rows of each reader --------------------------------------------------------------------------


def plant_mine(world, name, member):
    """An item of their own, and what they said, attached, did, and were asked."""
    things, everyone = world.things, (*PLANNERS, "guest", "viewer")
    item = actions.add(
        world.spring,
        by=world.clerk,
        title=world.plant(f"title of an item of {name}", everyone),
        checklist=[("Step", False)],
        assignees=[member],
        due_on=furniture.today() + timedelta(days=1),
    )
    mine = actions.comment(
        item, by=member, body=world.plant(f"comment of {name}", (*PLANNERS, "guest"))
    )
    rows = {
        "item": item,
        "entry": item.checklist.get(),
        "comment": mine,
        "mention": mentioned(world.things["comment"]["own"], member),
        "attachment": attached(item, member, f"of {name}", f"of {name}"),
        "revision": Event.objects.get(verb="item.commented", data__comment=mine.pk),
        "baseline": history.name_plan(world.spring, by=member, name=f"Named by {name}"),
        "import": planted_import(world, world.spring, f"of-{name}", member, PLANNERS),
        "notice": told(world, item, member, f"of {name}", (*PLANNERS, name)),
    }
    rows["move"] = rows["notice"].move
    for noun, row in rows.items():
        things[noun].setdefault("mine", {})[name] = row


def told(world, item, member, kind, seen_by):
    """A member was told, two hours ago, of a move that began with this item."""
    made = Move.objects.create(
        workspace_id=item.workspace_id,
        item=item,
        item_name=item.title,
        why=world.plant(f"reason of a move, {kind}", seen_by),
        at=clock.now() - timedelta(hours=2),
    )
    added = Event.objects.get(verb="item.added", object_id=item.pk)
    Leg.objects.create(
        workspace_id=item.workspace_id,
        move=made,
        campaign_id=item.campaign_id,
        revision=added.revision,
    )
    return Notice.objects.create(workspace_id=item.workspace_id, move=made, member=member)


def plant_calendars(world):
    """Calendars over the plan, which the team reads; a feed of each reader's own work."""
    own = overlay(world, world.clerk, "own", PLANNERS)
    mine = {"member": overlay(world, world.member("member"), "mine", PLANNERS)}
    foreign = overlay(world, world.member("stranger"), "foreign", ("stranger",))
    world.things["overlay"] = {"own": own, "mine": mine, "foreign": foreign}
    world.things["feed"] = {"mine": {}}
    world.secrets["feed"] = {"mine": {}}
    for name in ("owner", "admin", "manager", "member", "sales", "guest", "ended"):
        made, secret = feeds.make(by=world.member(name))
        world.things["feed"]["mine"][name] = made
        world.secrets["feed"]["mine"][name] = secret
    world.things["feed"]["own"], _secret = feeds.make(by=world.clerk)
    world.things["feed"]["foreign"], _secret = feeds.make(by=world.member("stranger"))


def plant_templates(world):
    """Templates of the two workspaces' plans, and one that a member made."""
    member, stranger = world.member("member"), world.member("stranger")
    world.things["template"] = {
        "own": kept(world, world.spring, world.clerk, "own", PLANNERS),
        "mine": {"member": kept(world, world.spring, member, "mine", PLANNERS)},
        "foreign": kept(world, world.outside, stranger, "foreign", ("stranger",)),
    }


def kept(world, campaign, by, kind, seen_by):
    return templates.save(
        campaign,
        by=by,
        name=world.plant(f"template's name, {kind}", seen_by),
        description=world.plant(f"template's description, {kind}", seen_by),
        launch=furniture.today(),
    )


def overlay(world, by, kind, seen_by):
    url = f"https://calendar.example/{world.plant(f'address of an overlay, {kind}', seen_by)}"
    name = world.plant(f"name of an overlay, {kind}", seen_by)
    laid = overlays.lay(by.workspace_id, by=by, name=name, url=url)
    today = furniture.today()
    overlays.put(laid, [Found(world.plant(f"day of an overlay, {kind}", seen_by), today, today)])
    return laid


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

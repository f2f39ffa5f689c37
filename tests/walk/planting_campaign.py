"""Rows of a campaign: items, talk, files, links, waivers, targets; and what is a member's own."""

from datetime import timedelta

from django.core.files.base import ContentFile

from campaigns.brief import actions as brief
from campaigns.brief.actions import sharing
from campaigns.history import actions as history
from campaigns.journey import actions as journey
from campaigns.metrics.actions import Number, aiming, observe
from campaigns.plan import actions, files
from campaigns.plan.imports import actions as imports
from campaigns.plan.models import Mention
from campaigns.plan.moves import Leg, Move, Notice
from campaigns.plan.moving import actions as moving
from campaigns.plan.moving import impact
from tests import furniture
from tests.walk.actors import PLANNERS
from workspace.kernel import clock
from workspace.kernel.streams.models import Event, Stream


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
    plant_finished_import(world, campaign, kind, by, everyone, inside)
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
    soon = furniture.today() + timedelta(days=20)
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


def plant_move_elsewhere(world):
    """A move of a day in the autumn campaign, with its reason, that carries along one of spring.

    Somebody of the spring campaign's guests is told of it.
    """
    by, today = world.clerk, furniture.today()
    days = [today + timedelta(days=more) for more in (20, 27, 34)]
    before = actions.add(world.autumn, by=by, title="Moves", start_on=days[0], due_on=days[0])
    actions.add(
        world.spring,
        by=by,
        title="Moves along",
        waits_for=[before],
        assignees=[world.member("guest")],
        start_on=days[1],
        due_on=days[1],
    )
    reason = world.plant("reason of a move in another campaign", (*PLANNERS, "other"))
    wish = moving.wish_for(before, start_on=days[2], due_on=days[2])
    seal = impact.preview(wish).seal
    moving.move(wish, by=by, confirm=moving.ALL, seen=seal, why=reason)


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


def plant_finished_import(world, campaign, kind, by, everyone, inside):
    """A file that was brought in and taken out again: what it was called is the team's."""
    row = world.plant(f"brought in row, {kind}", everyone)
    name = world.plant(f"brought in file's name, {kind}", inside)
    upload = ContentFile(f"Title,Status\n{row},To do\n".encode(), name=f"{name}.csv")
    brought = imports.start(campaign, by=by, upload=upload)
    imports.run(brought, version=brought.version)
    brought.refresh_from_db()
    imports.carry_out(brought)
    brought.refresh_from_db()
    imports.undo(brought, by=by)


def revision_of(item):
    """The revision in which an item came into its plan."""
    stream = Stream.objects.get(kind="campaign", of=item.campaign_id)
    return Event.objects.get(stream=stream, verb="item.added", object_id=item.pk)


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
        "notice": told(world, item, member, f"of {name}", (*PLANNERS, name), by=member),
    }
    rows["move"] = rows["notice"].move
    for noun, row in rows.items():
        things[noun].setdefault("mine", {})[name] = row


def told(world, item, member, kind, seen_by, *, by=None):
    """A member was told, two hours ago, of a move that began with this item."""
    made = Move.objects.create(
        workspace_id=item.workspace_id,
        by=by,
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

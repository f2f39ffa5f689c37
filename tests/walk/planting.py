"""One row of everything in each campaign and workspace of the walk's world, with its canaries."""

from campaigns.calendar.actions import feeds, overlays
from campaigns.calendar.reading import Found
from campaigns.metrics.actions import defining
from campaigns.patterns.actions import recurring, templates
from campaigns.plan import actions
from campaigns.plan.models import Channel, Stage
from teams.models import Team
from tests import furniture
from tests.walk import planting_numbers
from tests.walk.actors import INSIDE, PLANNERS
from tests.walk.planting_campaign import plant_campaign, plant_mine, plant_move_elsewhere
from tests.walk.planting_leads import plant_leads
from tests.walk.planting_people import ADMINS, plant_days, plant_mate, plant_people
from tests.walk.planting_sales import plant_sales
from workspace.kernel import clock, scope
from workspace.kernel.outbox.models import Effect


def plant_all(world):
    readers = (*INSIDE, "guest", "ended", "other", "viewer")
    plant_words(world, world.acme, "own", world.clerk, readers)
    plant_words(world, world.rival, "foreign", world.member("stranger"), ("stranger",))
    plant_people(world)
    plant_days(world)
    plant_effects(world)
    plant_metrics(world)
    for campaign, kind, by, inside, outside in (
        (world.spring, "own", world.clerk, PLANNERS, ("guest", "viewer")),
        (world.autumn, "sibling", world.clerk, PLANNERS, ("other",)),
        (world.outside, "foreign", world.member("stranger"), ("stranger",), ()),
    ):
        with scope.of(campaign.workspace_id):
            plant_campaign(world, campaign, kind, by, inside, outside)
    with scope.of(world.acme.pk):
        for name in ("owner", "admin", "manager", "member", "sales", "guest", "ended"):
            plant_mine(world, name, world.member(name))
    plant_mate(world)
    plant_calendars(world)
    plant_templates(world)
    plant_leads(world)
    plant_sales(world)
    planting_numbers.plant(world)
    with scope.of(world.acme.pk):
        plant_move_elsewhere(world)
        recurring.repeat(world.things["item"]["own"], by=world.clerk, rule="FREQ=MONTHLY")


def plant_words(world, workspace, kind, by, seen_by):
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
    name = world.plant(f"label, {workspace.slug}", seen_by)
    world.things["label"][kind] = actions.label_named(workspace.pk, name, by=by)
    free = Team.objects.create(workspace=workspace, name=f"Nobody's {kind}")
    world.things["free team"][kind] = free


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
    with scope.of(campaign.workspace_id):
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

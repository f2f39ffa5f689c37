"""Numbers that came in: a file that is looked at, a kind of file, campaigns of a tool that wait."""

from django.core.files.base import ContentFile

from campaigns.metrics.intake import actions, calls
from campaigns.metrics.models import Metric, Series
from tests import furniture
from tests.walk.actors import PLANNERS
from workspace.kernel import scope


def plant(world):
    for kind, by, readers in (
        ("own", world.clerk, PLANNERS),
        ("foreign", world.member("stranger"), ("stranger",)),
    ):
        with scope.of(by.workspace_id):
            plant_in(world, kind, by, readers)


def plant_in(world, kind, by, readers):
    Metric.objects.get_or_create(
        workspace_id=by.workspace_id, key="clicks", defaults={"name": "Clicks"}
    )
    row = world.plant(f"campaign in a file of numbers, {kind}", readers)
    name = world.plant(f"name of a file of numbers, {kind}", readers)
    upload = ContentFile(f"Day,Campaign,Clicks\n2026-03-01,{row},5\n".encode(), f"{name}.csv")
    world.things["batch"][kind] = batch = actions.start(by=by, upload=upload)
    mapping = world.plant(f"name of a kind of file, {kind}", readers)
    world.things["mapping"][kind] = actions.remember(batch, by=by, name=mapping)
    batch.refresh_from_db()
    world.things["series"][kind] = waiting(world, kind, by, readers)


def waiting(world, kind, by, readers):
    """A campaign of a tool that nobody has matched."""
    name = world.plant(f"campaign of a tool, {kind}", readers)
    tool = world.plant(f"id of a campaign of a tool, {kind}", readers)
    day = furniture.today()
    rows = [calls.Row("clicks", day, 5_000_000, external_id=tool, external_name=name)]
    calls.bring(rows, by=by, source="walked")
    return Series.objects.get(external_id=tool)

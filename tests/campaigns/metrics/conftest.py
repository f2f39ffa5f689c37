"""Numbers for tests."""

from datetime import date

import pytest

from campaigns.journey.models import Touchpoint
from campaigns.metrics import standard
from campaigns.metrics.actions import Number, observe
from campaigns.plan.models import Channel, Stage
from tests import furniture
from workspace.kernel import clock

DAY = date(2026, 11, 2)
MILLION = 1_000_000


@pytest.fixture
def metrics(workspace):
    """The standard metrics of the workspace, by key."""
    from campaigns.metrics import queries

    standard.furnish(workspace.pk)
    return queries.defined()


@pytest.fixture
def channels(workspace):
    """Two channels, by name."""
    return {
        name: Channel.objects.create(workspace=workspace, name=name, position=position)
        for position, name in enumerate(("Paid search", "Paid social"), 1)
    }


@pytest.fixture
def enter(campaign, person, metrics):
    """`enter(spend=12, clicks=3)` on a day of the campaign; money is euro."""

    def enter_numbers(day=DAY, *, channel=None, touchpoint=None, campaign=campaign, **amounts):
        return observe(
            [
                Number(
                    key,
                    day,
                    None if amount is None else int(amount * MILLION),
                    "EUR" if metrics[key].unit == "money" else "",
                    campaign_id=campaign.pk,
                    channel_id=channel and channel.pk,
                    touchpoint_id=touchpoint and touchpoint.pk,
                )
                for key, amount in amounts.items()
            ],
            by=person("member"),
            source="form",
        )

    return enter_numbers


@pytest.fixture
def at(campaign):
    return lambda path: f"/w/acme/c/{campaign.key}/{path}"


@pytest.fixture
def guest(person, campaign):
    made = person("guest")
    furniture.grant(campaign, made)
    return made


@pytest.fixture
def places(workspace, campaign, person, channels):
    """(campaign, channel, touchpoint) of each place that a number can have."""
    other = furniture.campaign(workspace, by=person("owner"), key="FALL", name="Fall")
    stage = Stage.objects.create(workspace=workspace, name="Awareness")
    found = []
    for each in (campaign, other):
        found.append((each, None, None))
        for channel in channels.values():
            touchpoint = Touchpoint.objects.create(
                workspace=workspace,
                campaign=each,
                channel=channel,
                stage=stage,
                created_at=clock.now(),
            )
            found += [(each, channel, None), (each, channel, touchpoint)]
    return found

"""Channels, stages and items of a touchpoints page; two people who hand work over."""

import re

import pytest
from django.utils import timezone

from campaigns.plan import actions
from campaigns.plan.models import Channel, Stage
from teams.models import Team
from tests.campaigns.insights.handing import BERLIN

MAP = "/w/acme/c/SPRING/touchpoints/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def mail(workspace):
    return Channel.objects.create(workspace=workspace, name="E-mail", position=1)


@pytest.fixture
def fair(workspace):
    return Channel.objects.create(workspace=workspace, name="Fair", position=2)


@pytest.fixture
def stages(workspace):
    return [
        Stage.objects.create(workspace=workspace, name=name, position=number)
        for number, name in enumerate(("Awareness", "Purchase"))
    ]


@pytest.fixture
def add(campaign, person):
    def put(title, channel=None, stage=None, **values):
        by = person("member")
        return actions.add(campaign, by=by, title=title, channel=channel, stage=stage, **values)

    return put


def cell(page, channel, stage):
    """The HTML of a cell."""
    key = f"{channel.pk if channel else 'none'}-{stage.pk if stage else 'none'}"
    return re.search(rf'<section class="cell[^>]*data-group="{key}".*?</section>', page, re.S)[0]


def page(browser, query=""):
    answer = browser.get(MAP + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def in_berlin():
    with timezone.override(BERLIN):
        yield


@pytest.fixture
def teams(workspace):
    return {name: Team.objects.create(workspace=workspace, name=name) for name in ("Web", "Events")}


@pytest.fixture
def hands(campaign, person, teams):
    """Ada of Web, Ben of Events, and `edit(item, who, …)` as the item is then."""
    ada = person("member", "Ada", team=teams["Web"])
    ben = person("member", "Ben", team=teams["Events"])

    def edit(item, who, **values):
        item.refresh_from_db()
        return actions.edit(item, by=who, version=item.version, **values)

    return ada, ben, edit

"""A line of work over two campaigns, in which the last waits for all that comes before."""

from datetime import date
from types import SimpleNamespace

import pytest

from campaigns.plan import actions
from tests import furniture


@pytest.fixture
def webinar(campaign, person):
    """Copy → page → webinar (a shared deadline); the page is Ann's, the webinar Bo's."""
    ann, bo = person("member", "Ann"), person("sales", "Bo")
    mover = person("manager", "Mara")

    def item(title, start, due, *waits_for, **more):
        return actions.add(
            campaign,
            by=mover,
            title=title,
            start_on=start and date(2026, 12, start),
            due_on=date(2026, 12, due),
            waits_for=list(waits_for),
            **more,
        )

    copy = item("Copy", 1, 2)
    page = item("Page", 3, 4, copy, assignees=[ann])
    event = item("Webinar", None, 7, page, kind="milestone", assignees=[bo])
    return SimpleNamespace(
        campaign=campaign, copy=copy, page=page, event=event, mover=mover, ann=ann, bo=bo
    )


@pytest.fixture
def autumn(workspace, person):
    return furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn fair")

from datetime import date

import pytest

from campaigns.plan import actions
from campaigns.plan.models import Item
from campaigns.plan.moves import Notice


@pytest.fixture
def page(campaign, person):
    """A landing page that waits for its copy."""
    by = person("manager")
    copy = actions.add(campaign, by=by, title="Copy", due_on=date(2026, 12, 2))
    return actions.add(
        campaign,
        by=by,
        title="Page",
        due_on=date(2026, 12, 3),
        waits_for=[copy],
        assignees=[person("sales")],
    )


def test_the_impact_is_asked_for_and_then_confirmed(page, caller, person):
    [copy] = Item.objects.filter(number=1)
    ask, late = caller(person("manager")), {"due_on": "2026-12-04"}
    listed = ask.post(f"items/{copy.pk}/impact", late).json()
    confirmed = {**late, "confirm": "all", "seal": listed["seal"]}

    refused = ask.post(f"items/{copy.pk}/move", late, if_match='"1"')
    moved = ask.post(f"items/{copy.pk}/move", confirmed, if_match='"1"')

    assert [step["after"]["due_on"] for step in listed["steps"]] == ["2026-12-04", "2026-12-07"]
    assert (listed["asks"], listed["people"]) == (True, [person("sales").pk])
    assert refused.status_code == 409
    assert (moved.status_code, moved.json()["steps"]) == (200, listed["steps"])
    assert Notice.objects.get().member == person("sales")


def test_a_notice_is_answered(page, caller, person):
    [copy] = Item.objects.filter(number=1)
    ask = caller(person("manager"))
    late = {"due_on": "2026-12-04"}
    seal = ask.post(f"items/{copy.pk}/impact", late).json()["seal"]
    ask.post(f"items/{copy.pk}/move", {**late, "confirm": "all", "seal": seal}, if_match='"1"')
    theirs = caller(person("sales"))
    [notice] = theirs.get("notices").json()["results"]

    answered = theirs.post(f"notices/{notice['id']}/answer", {"answer": "ok"}).json()

    assert (notice["answer"], answered["answer"]) == ("", "ok")


def test_how_an_item_waits_is_written_and_read(page, caller, person):
    [copy] = Item.objects.filter(number=1)
    shape = {str(copy.pk): ["SS", 2]}

    written = caller(person("manager")).patch(
        f"items/{page.pk}", {"waits_how": shape, "pinned": True}, if_match='"1"'
    )

    assert written.json()["waits_how"] == shape
    assert written.json()["pinned"] is True

"""What is offered to whoever links one item with another."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.plan import actions
from tests import furniture


@pytest.fixture
def autumn_item(workspace, person):
    by = person("owner")
    return actions.add(
        furniture.campaign(workspace, by=by, key="AUTUMN", name="Autumn fair"),
        by=by,
        title="slides there",
    )


def offered(browser, item, text, link="waits_for"):
    answer = browser.get(
        f"/w/acme/c/SPRING/items/{item.number}/fitting/?for={link}&q={text}",
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    return re.findall(r'data-value="([^"]+)"', answer.content.decode())


@pytest.mark.parametrize("text", ["slides", "SLI for", "2", "spring-2", "Slides%20for"])
def test_an_item_is_found_by_words_and_number(text, plan, person, signed_in):
    event, slides, _copy = plan("event", "Slides for the event", "copy")

    assert offered(signed_in(person("member")), event, text) == [f"SPRING-{slides.number}"]


def test_nothing_is_offered_that_is_linked_or_waits_itself(plan, person, signed_in):
    brief, _text, landing, _launch = plan(
        "brief", "other brief", "landing brief < brief", "launch brief < landing brief"
    )
    browser = signed_in(person("member"))

    assert offered(browser, landing, "brief") == ["SPRING-2"]
    assert offered(browser, brief, "brief", "parent") == ["SPRING-2", "SPRING-3", "SPRING-4"]


def test_items_of_other_plans_come_after_ones_own_and_are_nobodys_whole(
    plan, autumn_item, person, signed_in
):
    [item, _slides] = plan("event", "slides here")
    browser = signed_in(person("member"))

    assert offered(browser, item, "slides") == ["SPRING-2", "AUTUMN-1"]
    assert offered(browser, item, "autumn-1") == ["AUTUMN-1"]
    assert offered(browser, item, "slides", "parent") == ["SPRING-2"]


@pytest.mark.parametrize("role", ["guest", "sales"])
def test_who_may_not_link_is_offered_nothing(role, campaign, plan, person, signed_in):
    [item, _slides] = plan("event", "slides")
    member = person(role)
    furniture.grant(campaign, member)
    actions.edit(item, by=person("member"), version=1, assignees=[member])

    answer = signed_in(member).get(f"/w/acme/c/SPRING/items/{item.number}/fitting/?q=slides")

    assert answer.status_code == 403


def test_twenty_items_are_found_by_as_many_statements_as_one(plan, person, signed_in):
    [item, *_others] = plan("event", *[f"slides {number}" for number in range(20)])
    browser = signed_in(person("member"))
    offered(browser, item, "event")

    def statements(text):
        with CaptureQueriesContext(connection) as asked:
            offered(browser, item, text)
        return len(asked)

    assert statements("slides%205") == statements("slides")

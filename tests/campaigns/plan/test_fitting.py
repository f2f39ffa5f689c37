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


@pytest.fixture
def link(plan, person, signed_in):
    """`link("waits_for", "SPRING-2")` names what item 1 of the plan is linked with; the title that
    it is linked with then, or what was said against it."""
    item, *_others = plan(
        "event", "slides", "copy", "3 banners", "2027", "AUTUMN-1", "AUTUMN-7 poster", "covid-19"
    )
    browser = signed_in(person("member"))

    def link(field, text):
        place = {"waits_for": "waits", "parent": "parent"}[field]
        answer = browser.post(
            f"/w/acme/c/SPRING/items/1/{place}/", {field: text}, headers={"HX-Request": "true"}
        )
        item.refresh_from_db()
        if answer.status_code != 200:
            assert (answer.status_code, item.parent, item.waits.count()) == (422, None, 0)
            return answer.content.decode()
        return item.parent.title if field == "parent" else item.waits.get().waits_for.title

    return link


NOBODY = "No item of this plan is called"


@pytest.mark.parametrize("field", ["waits_for", "parent"])
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("SLIDES", "slides"),
        ("2", "slides"),
        ("spring-3", "copy"),
        ("SPRING-3 copy", "copy"),
        ("3 banners", "3 banners"),
        ("3 ban", "3 banners"),
        ("2027", "2027"),
        ("AUTUMN-1", "AUTUMN-1"),
        ("covid", "covid-19"),
        ("covid-19", "covid-19"),
        ("99", NOBODY),
        ("SPRING-99", NOBODY),
        ("SPRING-1", "cannot be linked with itself"),
        ("NOWHERE-2", NOBODY),
        (" ", NOBODY),
    ],
)
def test_an_item_is_named_by_title_number_or_key(field, text, title, link):
    assert title in link(field, text)


@pytest.mark.parametrize(
    ("field", "text", "title"),
    [
        ("waits_for", "autumn-2", "tents"),
        ("waits_for", "AUTUMN-2 tents", "tents"),
        ("waits_for", "AUTUMN-3", NOBODY),
        ("waits_for", "AUTUMN-7", NOBODY),
        ("parent", "AUTUMN-2", NOBODY),
    ],
)
def test_a_key_of_another_plan_names_nothing_of_this_one(
    field, text, title, link, autumn_item, person
):
    by, autumn = person("owner"), autumn_item.campaign
    actions.add(autumn, by=by, title="tents")
    trashed = actions.add(autumn, by=by, title="flags")
    actions.trash(autumn, [trashed.pk], by=by)

    assert title in link(field, text)


def test_a_search_for_a_key_finds_that_item_alone(plan, autumn_item, person, signed_in):
    plan("event")
    browser = signed_in(person("member"))

    found = browser.get("/w/acme/search/?q=autumn-1").content.decode()
    listed = browser.get("/w/acme/c/SPRING/list/?q=autumn-1").content.decode()

    assert re.findall(r"/items/\d+/", found) == ["/items/1/"]
    assert "slides there" in found
    assert ">event<" not in listed

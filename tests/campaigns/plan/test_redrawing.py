"""The answer to a change brings what it moved to a page that says what it shows."""

import json

import pytest

from campaigns.plan import actions, changes, filters, windows
from campaigns.plan.models import Item
from tests import furniture

HTMX = {"HX-Request": "true"}


@pytest.fixture
def shows(campaign):
    """`shows("status=todo")` are the headers of a board with that filter as the plan is now."""

    def headers(query=""):
        revision = windows.revision_of(campaign)[1]
        return HTMX | {"Plan-Shown": f"view=board&since={revision}&{query}"}

    return headers


def test_a_drop_brings_the_card_its_place_and_the_counts(plan, person, signed_in, shows):
    brief, landing = plan("brief", "landing")
    browser, headers = signed_in(person("member")), shows()

    answer = browser.post(
        f"/w/acme/c/SPRING/items/{landing.number}/place/", {"status": "doing"}, headers=headers
    )

    [item] = answer.json()["items"]
    assert (item["id"], item["group"], item["after"]) == (landing.pk, "doing", None)
    assert "is-doing" in item["html"]
    assert answer.json()["counts"] == {"todo": 1, "doing": 1}
    moved = json.loads(answer["HX-Trigger"])["plan:moved"]
    assert moved == {"item": landing.pk, "version": 2, "revision": answer.json()["revision"]}
    assert brief.pk not in [each["id"] for each in answer.json()["items"]]


def test_it_says_what_asking_would_say(campaign, plan, person, signed_in, shows):
    plan("brief")
    browser, headers = signed_in(person("member")), shows("assignee=me")
    actions.add(campaign, by=person("manager"), title="Somebody else's")

    added = browser.post(
        "/w/acme/c/SPRING/items/", {"title": "New", "status": "todo"}, headers=headers
    )

    asked = browser.get(f"/w/acme/c/SPRING/changes/?{headers['Plan-Shown']}")
    assert added.json() == asked.json()
    assert added.json()["items"] == []
    assert len(added.json()["gone"]) == 2


def test_a_cell_of_the_list_is_answered_with_its_row(plan, person, signed_in, shows):
    [brief] = plan("brief")
    headers = shows() | {"Plan-Shown": shows()["Plan-Shown"].replace("board", "list")}

    answer = signed_in(person("member")).post(
        f"/w/acme/c/SPRING/items/{brief.number}/change/",
        {"title": "Brief two", "version": 1},
        headers=headers,
    )

    [item] = answer.json()["items"]
    assert "<tr" in item["html"]
    assert "Brief two" in item["html"]


def test_a_page_that_does_not_say_what_it_shows_gets_the_word_alone(plan, person, signed_in):
    [brief] = plan("brief")

    answer = signed_in(person("member")).post(
        f"/w/acme/c/SPRING/items/{brief.number}/place/", {"status": "doing"}, headers=HTMX
    )

    assert (answer.status_code, answer.content) == (204, b"")


def test_a_refused_change_brings_nothing(plan, person, signed_in, shows):
    [brief] = plan("brief")
    headers = shows()
    actions.edit(brief, by=person("manager"), version=1, status="review")

    answer = signed_in(person("member")).post(
        f"/w/acme/c/SPRING/items/{brief.number}/place/",
        {"status": "doing", "version": 1},
        headers=headers,
    )

    assert answer.status_code == 409
    assert "json" not in answer["Content-Type"]


@pytest.mark.parametrize("group", filters.GROUPS)
@pytest.mark.parametrize("narrowed", [{}, {"q": "item"}])
def test_each_item_comes_after_the_one_before_it(campaign, plan, person, group, narrowed):
    furniture.furnish(campaign, person, 6)
    plan("item of nobody", "another item")
    some, reader = Item.objects.order_by("-number")[:5], person("manager")
    for number, item in enumerate(some):
        status = ("doing", "todo")[number % 2]
        actions.edit(item, by=reader, version=item.version, status=status, priority=number % 3 + 1)
    asked = filters.Filters(group=group, **narrowed)

    found = changes.since(campaign, 0, asked, reader, "list")

    rows = windows.rows_of(campaign, asked, reader).annotate(group=asked.grouping())
    previous, expected = {}, {}
    for pk, key in rows.order_by("rank", "number").values_list("pk", "group"):
        expected[pk] = previous.get(key)
        previous[key] = pk
    assert {each["id"]: each["after"] for each in found["items"]} == expected
    assert len(expected) == 8


def test_the_line_on_how_a_plan_stands_is_each_plans_and_each_languages_own(
    campaign, workspace, person, signed_in
):
    other = furniture.campaign(workspace, by=person("owner"), key="AUTUMN")
    browser = signed_in(person("member"))

    def line(key, **headers):
        asked = browser.get(f"/w/acme/c/{key}/changes/?view=board&since=0", headers=headers)
        return asked.json()["summary"]

    for plan in (campaign, other):
        actions.add(plan, by=person("member"), title="Brief", status="blocked")
    first = line("SPRING")
    actions.add(campaign, by=person("member"), title="Film", status="blocked")

    assert "1 blocked" in first
    assert "/c/AUTUMN/" in line("AUTUMN")
    assert "2 blocked" in line("SPRING")
    chinese = person("manager", "Mei")
    chinese.user.language = "zh-hans"
    chinese.user.save()
    browser = signed_in(chinese)
    assert "受阻" in line("SPRING")

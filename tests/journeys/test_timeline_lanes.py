"""An item of two people in lanes by person: two rows, and still one item to all hands."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.bars import CENTRE, DAY, START
from tests.journeys.hands import middle, watching
from tests.journeys.test_pages import violations

pytestmark = pytest.mark.alike

LANES = "timeline/?group=assignee"


def lane(page, name):
    return page.locator(".lane", has=page.get_by_role("heading", name=name))


def in_lane(page, name, title):
    return lane(page, name).locator(".bar-row", has=page.locator("a", has_text=title))


def test_whichever_row_of_an_item_is_dragged_all_of_them_move(table_for, given):
    title = given("Shared by two", "Max Member", "Mara Manager")
    here, there = table_for("owner", LANES), table_for("manager", LANES)
    body = in_lane(here, "Mara Manager", title).locator(".body")
    body.evaluate(CENTRE)
    x, y = middle(body)

    with watching(there):
        here.mouse.move(x, y)
        here.mouse.down()
        here.mouse.move(x + 3 * DAY, y, steps=6)
        here.mouse.up()
        here.get_by_role("button", name="Move it").click()

        after = (START + timedelta(days=3)).isoformat()
        for page in (there, here):
            for name in ("Max Member", "Mara Manager"):
                expect(in_lane(page, name, title)).to_have_attribute("data-start", after)
    assert violations(here) == []


def test_a_row_appears_in_the_lane_of_who_helps_and_leaves_that_of_who_does_not(table_for, given):
    title = given("Handed on", "Max Member", "Mara Manager")
    given("Mara stays", "Mara Manager")
    page = table_for("owner", LANES)
    address = in_lane(page, "Max Member", title).locator("a").get_attribute("href")

    with watching(page):
        given(title, "Max Member", to=f"items/{address.split('/')[-2]}/change/")

        expect(in_lane(page, "Mara Manager", title)).to_have_count(0)
        expect(in_lane(page, "Max Member", title)).to_have_count(1)


def test_keys_link_from_one_lane_and_give_the_focus_back_to_it(table_for, given):
    first = given("Linked by two", "Max Member", "Mara Manager")
    second = given("Linked beside", "Mara Manager")
    page = table_for("owner", LANES)
    bar = in_lane(page, "Mara Manager", first).locator(".bar")
    bar.focus()
    page.keyboard.press("l")
    for key in ["ArrowUp"] * 10 + ["ArrowDown"] * 16:
        page.keyboard.press(key)
        said = page.locator("#announcer").inner_text()
        assert f"“{first}” would wait" not in said
        if f"“{second}” would wait" in said:
            break
    page.keyboard.press("Enter")
    expect(page.locator("#announcer")).to_contain_text(f"“{second}” now waits for “{first}”")

    bar.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#detail")).to_be_visible()
    page.keyboard.press("Escape")

    expect(in_lane(page, "Mara Manager", first)).to_be_focused()

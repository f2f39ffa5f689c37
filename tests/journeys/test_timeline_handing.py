"""In lanes by person a bar goes to somebody else by its menu, and by mouse into their lane."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.bars import CENTRE, DAY, START
from tests.journeys.hands import middle, watching
from tests.journeys.test_handing_over import asked, burden  # noqa: F401
from tests.journeys.test_pages import violations
from tests.journeys.test_timeline_lanes import LANES, in_lane, lane

pytestmark = pytest.mark.alike


def hand_by_menu(page, owner, title, name):
    bar = in_lane(page, owner, title)
    bar.locator(".bar-name").hover()
    bar.locator("[data-bar-menu]").focus()
    page.keyboard.press("Enter")
    menu = page.locator("#bar-menu")
    menu.get_by_role("button", name="Hand over to…").focus()
    page.keyboard.press("Enter")
    menu.locator("#menu-hand-over").get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def drag_into(page, owner, title, name, aside=0):
    """Hold the bar over the lane of somebody else, so many pixels beside where it was."""
    body = in_lane(page, owner, title).locator(".body")
    body.evaluate(CENTRE)
    x, y = middle(body)
    page.mouse.move(x, y)
    page.mouse.down()
    head = lane(page, name).locator(".lane-head").bounding_box()
    page.mouse.move(x + aside, head["y"] + head["height"] / 2, steps=8)


def test_the_menu_hands_an_item_over_and_whoever_else_has_it_keeps_it(table_for, given):
    title = given("Menu of two", "Max Member", "Mara Manager")
    given("Olga has one too", "Olga Owner")
    here, there = table_for("owner", LANES), table_for("manager", LANES)

    with watching(there):
        hand_by_menu(here, "Max Member", title, "Olga Owner")

        for page in (here, there):
            expect(in_lane(page, "Olga Owner", title)).to_have_count(1)
            expect(in_lane(page, "Mara Manager", title)).to_have_count(1)
            expect(in_lane(page, "Max Member", title)).to_have_count(0)
    expect(here.locator("#announcer")).to_contain_text(f"“{title}” is with Olga Owner now")
    expect(in_lane(here, "Olga Owner", title)).to_be_focused()
    assert violations(here) == []


def test_a_bar_that_is_let_go_in_another_lane_is_handed_over_with_its_days(table_for, given):
    title = given("Dragged across", "Max Member")
    given("Mara has one across, too", "Mara Manager")
    here, there = (table_for(role, f"{LANES}&q=across") for role in ("owner", "manager"))

    with watching(there):
        drag_into(here, "Max Member", title, "Mara Manager", aside=2 * DAY)
        expect(lane(here, "Mara Manager")).to_contain_class("is-target")
        here.mouse.up()

        for page in (here, there):
            expect(in_lane(page, "Mara Manager", title)).to_have_count(1)
            expect(in_lane(page, "Max Member", title)).to_have_count(0)
    moved = in_lane(here, "Mara Manager", title)
    expect(moved).to_have_attribute("data-start", START.isoformat())
    expect(here.locator(".lane.is-target")).to_have_count(0)

    here.get_by_role("button", name="Undo").click()
    expect(in_lane(here, "Max Member", title)).to_have_count(1)


def test_escape_and_coming_back_to_its_own_lane_hand_nothing_over(table_for, given):
    title = given("Stays with Max", "Max Member")
    given("Stays with Mara", "Mara Manager")
    page = table_for("owner", f"{LANES}&q=stays")

    drag_into(page, "Max Member", title, "Mara Manager")
    page.keyboard.press("Escape")
    page.mouse.up()
    drag_into(page, "Max Member", title, "Mara Manager")
    page.mouse.move(*middle(in_lane(page, "Max Member", title).locator(".body")), steps=4)
    page.mouse.up()

    expect(page.locator(".lane.is-target, .bar-row.lifted")).to_have_count(0)
    expect(in_lane(page, "Max Member", title)).to_have_attribute("data-start", START.isoformat())
    expect(in_lane(page, "Mara Manager", title)).to_have_count(0)


def test_who_has_no_time_for_it_is_named_before_it_is_handed_over(table_for, burden, given):  # noqa: F811
    title = burden("Two hundred hours of trailer")
    given("Max has one too", "Max Member")
    page = table_for("owner", f"{LANES}&q=trailer")

    hand_by_menu(page, "Nobody yet", title, "Max Member")
    expect(asked(page)).to_contain_text(re.compile(r"Max Member would have \d+ of"))
    page.keyboard.press("Escape")
    # It gives the focus back as it closes, and so would take it from what is pressed next.
    expect(asked(page)).to_have_count(0)
    expect(in_lane(page, "Nobody yet", title)).to_have_count(1)
    hand_by_menu(page, "Nobody yet", title, "Max Member")
    asked(page).get_by_role("button", name="Hand over").click()

    expect(in_lane(page, "Max Member", title)).to_have_count(1)
    expect(in_lane(page, "Nobody yet", title)).to_have_count(0)

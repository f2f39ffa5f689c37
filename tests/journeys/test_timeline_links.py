"""Links on the timeline: pulled off by the mouse, and drawn by a finger."""

import pytest
from playwright.sync_api import expect

from tests.journeys.bars import PHONE, centred, row
from tests.journeys.hands import Finger, middle
from tests.journeys.test_pages import violations

pytestmark = pytest.mark.alike


def knob_of(page, title, end):
    body = centred(row(page, title).locator(".body"))
    page.mouse.move(*middle(body))
    return page.locator(f"#knobs .knob[data-end={end}]")


def draw(page, first, second):
    """Draw a link from the end of one bar to the start of another."""
    knob = knob_of(page, first, "F").bounding_box()
    page.mouse.move(knob["x"] + 5, knob["y"] + 5)
    page.mouse.down()
    box = row(page, second).locator(".body").bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 11, steps=6)
    page.mouse.up()


def pull(page, grip, by):
    """Take an arrow in the middle of its first stretch, and drop it so far away.

    It is found and measured in one step: whatever is drawn meanwhile draws all arrows anew.
    """
    x, y = page.evaluate(
        """grip => {
            const path = document.querySelector(grip);
            const place = path.getPointAtLength(6).matrixTransform(path.getScreenCTM());
            return [place.x, place.y];
        }""",
        grip,
    )
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=8)


def test_a_link_is_drawn_and_pulled_off_by_mouse(table_for, dated):
    first, second = dated("Drawn from"), dated("Drawn to")
    page = table_for("member", "timeline/")
    earlier = row(page, first).get_attribute("data-item")
    grip = f".overlay .grip[data-link^='{earlier}-']"
    draw(page, first, second)
    expect(page.locator("#announcer")).to_contain_text(f"“{second}” now waits for “{first}”")
    expect(page.locator(grip)).to_have_count(1)

    pull(page, grip, 90)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(grip)).to_have_count(1)

    pull(page, grip, 90)
    page.mouse.up()
    expect(page.locator("#announcer")).to_contain_text(f"“{second}” no longer waits for “{first}”")
    expect(page.locator(grip)).to_have_count(0)


def test_a_finger_links_two_items_by_the_menu(table_for, dated):
    first, second = dated("Tapped first"), dated("Tapped second")
    page = table_for("member", "timeline/", **PHONE)
    row(page, first).locator("[data-bar-menu]").tap()
    page.get_by_role("button", name="Link to another item").tap()
    asked = page.locator("#linking")
    expect(asked).to_contain_text(f"Which item waits for “{first}”?")
    assert violations(page) == []

    Finger(page).drag(middle(centred(row(page, second).locator(".body"))), by=(0, 0))

    expect(page.locator("#announcer")).to_contain_text(f"“{second}” now waits for “{first}”")
    expect(asked).to_be_hidden()
    expect(page.locator("#detail")).to_have_count(0)


def test_a_link_that_was_begun_is_left_by_its_button(table_for, dated):
    first, second = dated("Begun"), dated("Left alone")
    page = table_for("member", "timeline/", **PHONE)
    row(page, first).locator("[data-bar-menu]").tap()
    page.get_by_role("button", name="Link to another item").tap()

    page.locator("#linking").get_by_role("button", name="Cancel").tap()

    expect(page.locator("#announcer")).to_contain_text("Nothing was linked")
    row(page, second).locator(".bar-name a").tap()
    expect(page.locator("#detail")).to_be_visible()

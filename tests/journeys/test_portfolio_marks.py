"""Shared deadlines moved on the timeline of all campaigns, through the list of what is hit."""

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import middle
from tests.journeys.test_pages import violations

pytestmark = pytest.mark.alike


def mark(page, title):
    return page.locator(f'#portfolio .deadline[data-name="{title}"]')


def confirm(page, why):
    listed = page.get_by_role("dialog", name="would move")
    listed.get_by_label("Why?").fill(why)
    listed.get_by_role("button", name="Move it").click()


def test_a_shared_deadline_is_moved_by_keys_and_by_mouse(table_for, served, webinar):
    _slides, event = webinar("of all campaigns")
    page = table_for("manager", f"{served.url}/w/acme/timeline/")
    there = mark(page, event)
    expect(there).to_have_accessible_name(f"{event}, 3 Dec, To do")

    there.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#announcer")).to_have_text(f"“{event}”: 10 Dec.")
    confirm(page, "The hall is taken")
    expect(there).to_have_attribute("data-due", "2026-12-10")
    expect(there).to_be_focused()
    assert violations(page) == []

    there.scroll_into_view_if_needed()
    x, y = middle(there)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4 * 9, y, steps=6)
    page.mouse.up()
    confirm(page, "Another hall")
    expect(there).to_have_attribute("data-due", "2026-12-14")

    there.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#detail")).to_contain_text(event)

"""A date that others wait for is moved in the open: listed, confirmed, answered, taken back."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import fact, open_item, row, watching

pytestmark = pytest.mark.alike


def move(page, title, field, day):
    """Type a date into the open item and leave the field."""
    open_item(page, title)
    fact(page, field).fill(day)
    fact(page, field).blur()
    return page.get_by_role("dialog", name=re.compile("would move"))


def test_a_move_is_listed_confirmed_seen_answered_and_undone(table_for, webinar, served):
    slides, event = webinar("by mouse")
    mara, max_plan = table_for("manager", "list/"), table_for("member", "list/")

    listed = move(mara, slides, "Due", "2026-12-07")
    expect(listed).to_contain_text(event)
    expect(listed).to_contain_text("1 shared deadline")
    listed.get_by_label("Why?").fill("The speaker is ill")
    with watching(max_plan):
        listed.get_by_role("button", name="Move all 2 items").click()
        expect(row(max_plan, event)).to_contain_text("8 Dec")
    expect(listed).to_have_count(0)

    work = table_for.open(max_plan.context, f"{served.url}/w/acme/")
    told = work.locator("[data-section=notices] li", has_text=event).first
    expect(told).to_contain_text("The speaker is ill")
    told.get_by_label("A word, if you object").fill("I am away then")
    told.get_by_role("button", name="I object").click()

    expect(mara.locator("#answers")).to_contain_text("I am away then")

    for _leaves_the_field_then_closes_the_drawer in range(2):
        mara.keyboard.press("Escape")
    mara.get_by_role("link", name=re.compile("objection")).click()
    listed = mara.get_by_role("dialog", name="Answers to moved dates")
    expect(listed).to_contain_text("I am away then")
    mara.keyboard.press("Escape")
    mara.keyboard.press("u")
    for page in (mara, max_plan):
        expect(row(page, event)).to_contain_text("3 Dec")
        expect(row(page, slides)).to_contain_text("2 Dec")


def test_what_is_cancelled_shows_the_old_date(table_for, webinar):
    slides, event = webinar("cancelled")
    page = table_for("manager", "list/")

    listed = move(page, slides, "Due", "2026-12-07")
    expect(listed).to_be_visible()
    page.keyboard.press("Escape")

    expect(fact(page, "Due")).to_have_value("2026-12-02")
    expect(row(page, event)).to_contain_text("3 Dec")


def test_only_this_item_is_moved_from_its_cell_by_keys_alone(table_for, webinar):
    slides, event = webinar("by keys")
    page = table_for("manager", "list/")
    keys = page.keyboard

    row(page, slides).focus()
    keys.press("d")
    keys.type("12072026")
    keys.press("Enter")
    listed = page.get_by_role("dialog", name=re.compile("would move"))
    expect(listed).to_be_visible()
    expect(listed.get_by_label("Why?")).to_be_focused()
    keys.type("The copy is late")
    for _step in range(2):
        keys.press("Tab")
    expect(listed.get_by_role("button", name="Move only this item")).to_be_focused()
    keys.press("Enter")

    expect(row(page, slides)).to_contain_text("7 Dec")
    expect(row(page, event)).to_contain_text("3 Dec")


def test_days_typed_into_a_menu_are_listed_when_enter_is_pressed(table_for, webinar):
    slides, event = webinar("by enter")
    page = table_for("manager", "list/")

    row(page, slides).get_by_role("checkbox").check()
    page.locator("#bulk").get_by_role("button", name="Move dates").click()
    page.get_by_label("Move start and due by so many days").fill("6")
    page.keyboard.press("Enter")
    listed = page.get_by_role("dialog", name=re.compile("would move"))
    expect(listed).to_contain_text(event)
    page.keyboard.press("Escape")

    expect(listed).to_have_count(0)
    expect(row(page, slides)).to_contain_text("2 Dec")

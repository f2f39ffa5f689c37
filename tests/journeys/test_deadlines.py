"""A shared deadline moves in the open on two timelines: by mouse, and by keys alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.bars import drag, row
from tests.journeys.hands import walk_to, watching

pytestmark = pytest.mark.alike

LISTED = re.compile("would move")


def due(page, title, day, **how):
    expect(row(page, title)).to_have_attribute("data-due", f"2026-12-{day:02}", **how)


def test_a_webinar_dragged_by_three_days_is_listed_seen_objected_to_and_taken_back(
    table_for, webinar, served
):
    _slides, event = webinar("dragged")
    mara, max_plan = table_for("manager", "timeline/"), table_for("member", "timeline/")

    drag(mara, event, 3)
    mara.mouse.up()
    listed = mara.get_by_role("dialog", name=LISTED)
    expect(listed).to_contain_text("1 shared deadline")
    expect(listed).to_contain_text("Max Member")
    due(max_plan, event, 3)
    listed.get_by_label("Why?").fill("The speaker is ill")
    with watching(max_plan):
        listed.get_by_role("button", name="Move it").click()
        due(max_plan, event, 6)
    due(mara, event, 6)

    work = table_for.open(max_plan.context, f"{served.url}/w/acme/")
    told = work.locator("[data-section=notices] li", has_text=event).first
    told.get_by_label("A word, if you object").fill("I am away then")
    told.get_by_role("button", name="I object").click()
    expect(mara.get_by_role("link", name=re.compile("1 objection"))).to_be_visible()

    mara.locator("#timeline").focus()
    mara.keyboard.press("u")
    for page in (mara, max_plan):
        due(page, event, 3)


def test_a_date_is_moved_two_items_are_linked_and_a_notice_is_answered_by_keys_alone(
    table_for, webinar, served
):
    _slides, event = webinar("walked with Tab")
    # Both webinars of this journey and nothing that others left, so that few keys are enough.
    mara = table_for("manager", "timeline/?q=with+Tab")
    keys = mara.keyboard
    walk_to(mara, row(mara, event).locator(".bar"), steps=80)
    keys.press("ArrowRight")
    expect(mara.locator("#announcer")).to_contain_text(event)
    listed = mara.get_by_role("dialog", name=LISTED)
    expect(listed.get_by_label("Why?")).to_be_focused()
    keys.type("The hall is free a day later")
    walk_to(mara, listed.locator(".primary"))
    keys.press("Enter")
    due(mara, event, 4)

    max_work = table_for("member", f"{served.url}/w/acme/")
    told = max_work.locator("[data-section=notices] li", has_text=event).first
    walk_to(max_work, told.get_by_label("A word, if you object"), steps=200)
    max_work.keyboard.type("I am away then")
    walk_to(max_work, told.get_by_role("button", name="I object"))
    max_work.keyboard.press("Enter")
    expect(max_work.locator("[data-section=notices] li", has_text=event)).to_have_count(0)
    expect(mara.get_by_role("link", name=re.compile("objection"))).to_be_visible()

    other, _its_event = webinar("linked with Tab")
    expect(mara.locator(".bar-row")).to_have_count(4)
    walk_to(mara, row(mara, event).locator(".bar"), steps=80)
    keys.press("l")
    for key in ["ArrowUp"] * 3 + ["ArrowDown"] * 3:
        if f"“{other}” would wait" in mara.locator("#announcer").inner_text():
            break
        keys.press(key)
    keys.press("Enter")
    expect(mara.locator("#announcer")).to_contain_text(f"“{other}” now waits for “{event}”")

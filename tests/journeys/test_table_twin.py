"""The table twin by keys alone: what a date hits is heard, and links are shaped there too."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import watching
from tests.journeys.test_pages import violations

pytestmark = pytest.mark.alike

TABLE = "timeline/?as=table"


def row(page, title):
    link = page.get_by_role("link", name=title, exact=True)
    return page.locator("#list [data-item]", has=page.locator("td.title", has=link))


def test_an_item_that_others_wait_for_is_moved_by_keys_and_its_hits_are_heard(table_for, webinar):
    slides, event = webinar("heard")
    page, other = table_for("manager", TABLE), table_for("member", TABLE)

    row(page, slides).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#announcer")).to_have_text(
        f"“{slides}”: 3 Dec – 4 Dec. 1 items wait for it: {event}."
    )
    listed = page.get_by_role("dialog", name="2 items would move")
    expect(listed).to_have_accessible_description(re.compile("1 shared deadline.*1 other person"))
    page.keyboard.type("The studio is late")
    listed.get_by_role("button", name="Move all 2 items").focus()
    with watching(other):
        page.keyboard.press("Enter")
        expect(row(other, slides).locator(".due")).to_contain_text("4 Dec")
        expect(row(other, event).locator(".due")).to_contain_text("7 Dec")
    expect(row(page, slides)).to_be_focused()


def test_a_start_is_moved_and_a_link_gets_its_kind_and_lag_by_keys(table_for, webinar):
    slides, event = webinar("shaped")
    page = table_for("manager", TABLE)
    keys = page.keyboard

    row(page, slides).focus()
    keys.press("Alt+Shift+ArrowLeft")
    keys.press("Enter")
    expect(row(page, slides).locator("[data-edit=start_on]")).to_have_attribute(
        "data-value", "2026-11-30"
    )

    row(page, slides).locator("[data-bar-menu]").press("Enter")
    page.get_by_role("button", name=f"How “{event}” waits for “{slides}”").press("Enter")
    expect(page.get_by_label("How it waits")).to_be_focused()
    page.get_by_label("How it waits").select_option("SS")
    page.get_by_label("Lag in working days").fill("2")
    assert violations(page) == []
    keys.press("Enter")

    expect(row(page, event).locator(".waits")).to_contain_text(
        f"{slides} (Start to start, +2 working days)"
    )
    expect(row(page, slides).locator(".holds")).to_contain_text(event)


def test_a_link_of_another_kind_is_drawn_by_keys_alone(table_for, dated):
    first, second = dated("Kind by keys A"), dated("Kind by keys B")
    page = table_for("manager", "timeline/")
    bar = page.locator(".bar-row", has_text=first)
    item = bar.get_attribute("data-item")
    bar.locator(".bar").focus()
    page.keyboard.press("l")
    for key in ["ArrowUp"] * 10 + ["ArrowDown"] * 20:
        page.keyboard.press(key)
        if f"“{second}” would wait" in page.locator("#announcer").inner_text():
            break
    page.keyboard.press("k")
    expect(page.locator("#announcer")).to_contain_text("Start to start")
    page.keyboard.press("Enter")

    expect(page.locator("#announcer")).to_contain_text("now waits")
    expect(page.locator("#timeline")).to_have_attribute(
        "data-links", re.compile(rf"\b{item}-\d+-SS")
    )


def test_a_baseline_that_somebody_names_is_offered_without_a_reload(table_for, new_item):
    page, other = table_for("member", "timeline/"), table_for("manager", "baselines/")

    with watching(page):
        other.locator("form [name=name]").first.fill("Offered at once")
        other.locator("form [name=name]").first.press("Enter")
        expect(page.locator("#baseline option", has_text="Offered at once")).to_have_count(1)

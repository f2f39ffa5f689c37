"""What drag does on a board, by the menu of a card."""

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import column, row, watching

pytestmark = pytest.mark.alike


def choose(page, title, *names):
    row(page, title).locator("[data-menu]").click()
    for name in names:
        page.locator("#item-menu").get_by_role("button", name=name, exact=True).click()


def places(page, *titles):
    found = page.locator("#board .card h3").all_inner_texts()
    return sorted(titles, key=found.index)


def test_a_card_goes_down_and_up_its_column_for_everybody(table_for, new_item):
    below, above = new_item("Was below"), new_item("Was above")
    page, there = table_for("member"), table_for("manager")
    assert places(page, below, above) == [above, below]

    with watching(there):
        choose(page, above, "Down in its column")
        expect(row(page, above).locator("[data-menu]")).to_be_focused()
        expect(page.locator("#announcer")).to_contain_text("Put “Was above” down")
        expect(
            there.locator(f"#board [data-item]:has-text('{below}') + [data-item]")
        ).to_contain_text(above)
        choose(page, above, "Up in its column")
        expect(
            there.locator(f"#board [data-item]:has-text('{above}') + [data-item]")
        ).to_contain_text(below)

    row(page, above).locator("[data-menu]").click()
    expect(page.get_by_role("button", name="Move to a column…")).to_have_count(0)
    expect(page.locator("#item-menu [popover]:visible")).to_have_count(0)


def test_a_card_goes_to_another_column_of_any_grouping(table_for, new_item):
    title = new_item("Sent to another column")
    page = table_for("member", "board/?group=priority")
    urgent = page.locator("#board [data-group]", has=page.get_by_role("heading", name="Urgent"))
    before = urgent.locator("[data-item]").count()

    with page.expect_response("**/place/"):
        choose(page, title, "Move to a column…", "Urgent")

    expect(urgent.locator("[data-item]", has_text=title)).to_have_count(1)
    expect(urgent.locator("[data-count]")).to_have_text(str(before + 1))
    page.reload()
    expect(urgent.locator("[data-item]", has_text=title)).to_have_count(1)


def test_a_board_that_is_sorted_offers_no_places_within_a_column(table_for, new_item):
    title = new_item("Sorted by its title")
    page = table_for("member", "board/?sort=title")

    row(page, title).locator("[data-menu]").click()

    expect(page.locator("#item-menu")).to_be_visible()
    expect(page.get_by_role("button", name="Down in its column")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(column(page, "todo").locator("[data-item]", has_text=title)).to_have_count(1)

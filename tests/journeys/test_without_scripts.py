"""Forms work without scripts: they lead on, and say what happened."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.alike


@pytest.fixture
def plain(table_for):
    browser = table_for.browser("member", java_script_enabled=False)
    page = browser.new_page()
    page.goto(f"{table_for.base}board/")
    return page


def test_an_item_is_added_changed_talked_about_and_thrown_away(plain, table_for):
    plain.get_by_role("link", name="New item").click()
    plain.get_by_label("Title").fill("Made by forms")
    plain.get_by_role("button", name="Add", exact=True).click()
    expect(plain.get_by_label("Title", exact=True)).to_have_value("Made by forms")

    plain.get_by_label("Priority").select_option("1")
    plain.locator("form:has([name=priority]) button").dispatch_event("click")
    expect(plain.get_by_label("Priority")).to_have_value("1")

    plain.get_by_label("Comment", exact=True).fill("Said by a form")
    plain.get_by_role("button", name="Comment", exact=True).click()
    expect(plain.locator(".comment")).to_contain_text("Said by a form")


def test_filters_and_the_rest_of_a_column_are_addresses(plain, table_for):
    plain.goto(f"{table_for.base}board/?more=done&from=20")
    expect(plain.locator("[data-group=done] [data-item]", has_text="Done 29")).to_have_count(1)
    expect(plain.locator("[data-group=done] .more")).to_have_count(0)

    plain.goto(f"{table_for.base}list/?q=landing")
    expect(plain.locator("#list [data-item]")).to_have_count(1)

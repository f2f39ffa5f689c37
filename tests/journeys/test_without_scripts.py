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


def test_a_date_of_an_item_is_listed_before_it_is_saved(plain, table_for, webinar):
    slides, event = webinar("without scripts")
    plain.goto(f"{table_for.base}list/?q=without+scripts")
    plain.get_by_role("link", name=slides).click()
    item = plain.url
    due = plain.get_by_label("Due", exact=True)
    due.fill("2026-12-07")
    due.press("Enter")

    expect(plain.locator("h2", has_text="2 items would move")).to_be_visible()
    expect(plain.get_by_role("table")).to_contain_text(event)
    plain.get_by_role("link", name="Cancel").click()
    expect(due).to_have_value("2026-12-02")

    due.fill("2026-12-07")
    due.press("Enter")
    plain.get_by_label("Why?").fill("The speaker is ill")
    plain.get_by_role("button", name="Move all 2 items").click()

    expect(plain).to_have_url(item)
    expect(due).to_have_value("2026-12-07")


def test_ticked_items_are_moved_after_their_list_was_confirmed(plain, table_for, webinar):
    slides, event = webinar("ticked plainly")
    where = f"{table_for.base}list/?q=ticked+plainly"
    plain.goto(where)
    plain.locator("tr[data-item]", has_text=slides).get_by_role("checkbox").check()
    plain.get_by_role("button", name="Move dates").click()
    plain.get_by_label("Move start and due by so many days").fill("5")
    plain.get_by_role("button", name="Move", exact=True).click()

    expect(plain.get_by_role("table")).to_contain_text(event)
    plain.get_by_label("Why?").fill("A week of illness")
    plain.get_by_role("button", name="Move only this item").click()

    expect(plain).to_have_url(where)
    expect(plain.locator("tr[data-item]", has_text=slides)).to_contain_text("7 Dec")
    expect(plain.locator("tr[data-item]", has_text=event)).to_contain_text("3 Dec")


def test_filters_and_the_rest_of_a_column_are_addresses(plain, table_for):
    plain.goto(f"{table_for.base}board/?more=done&from=20")
    expect(plain.locator("[data-group=done] [data-item]", has_text="Done 29")).to_have_count(1)
    expect(plain.locator("[data-group=done] .more")).to_have_count(0)

    plain.goto(f"{table_for.base}list/?q=landing")
    expect(plain.locator("#list [data-item]")).to_have_count(1)

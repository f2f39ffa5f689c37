"""What is refused stays where it was typed, and its field says why."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import fact, open_item, row

pytestmark = pytest.mark.alike
BEFORE_IT_STARTS = "before it starts"


def says_why(control, sentence):
    """A field that is marked as wrong, and described by the reason that stands beside it."""
    expect(control).to_have_attribute("aria-invalid", "true")
    note = control.page.locator(f"#{control.get_attribute('aria-describedby')}")
    expect(note).to_be_visible()
    expect(note).to_contain_text(sentence)


def says_nothing(control):
    expect(control).not_to_have_attribute("aria-invalid", "true")
    expect(control.page.locator(".refused, .toast.bad")).to_have_count(0)


def begin_on(page, day):
    fact(page, "Start").fill(day)
    expect(page.locator(".toast", has_text="Moved")).to_be_visible()


def test_a_date_of_the_open_item_says_why_it_was_refused_and_is_mended_in_place(
    table_for, new_item
):
    title = new_item("Due before it starts")
    page, there = table_for("member"), table_for("manager", "list/")
    open_item(page, title)
    begin_on(page, "2027-03-10")

    fact(page, "Due").fill("2027-03-01")
    says_why(fact(page, "Due"), BEFORE_IT_STARTS)
    open_item(there, title)
    fact(there, "Priority").select_option("1")
    expect(fact(page, "Priority")).to_have_value("1")
    says_why(fact(page, "Due"), "Move the start too, or choose a later day.")
    expect(fact(page, "Due")).to_have_value("2027-03-01")
    expect(page.locator(".toast.bad")).to_have_count(0)

    fact(page, "Due").fill("2027-03-20")
    says_nothing(fact(page, "Due"))
    expect(fact(there, "Due")).to_have_value("2027-03-20")


def test_escape_gives_up_what_was_refused(table_for, new_item):
    title = new_item("Given up")
    page = table_for("member")
    open_item(page, title)
    begin_on(page, "2027-03-10")
    fact(page, "Due").press_sequentially("03012027")
    page.keyboard.press("Tab")  # to the button that opens the calendar
    page.keyboard.press("Tab")
    says_why(fact(page, "Due"), BEFORE_IT_STARTS)

    fact(page, "Due").press("Escape")

    says_nothing(fact(page, "Due"))
    expect(fact(page, "Due")).to_have_value("")


def test_a_cell_of_the_list_opens_again_with_what_was_refused(table_for, new_item):
    title = new_item("Refused in a cell")
    page = table_for("member", "list/")
    cell = row(page, title).locator("[data-edit=due_on]")
    row(page, title).locator("[data-edit=start_on]").click()
    page.locator(".editor").fill("2027-03-10")
    page.keyboard.press("Enter")
    begun = row(page, title).locator("[data-edit=start_on]")
    expect(begun).to_have_attribute("data-value", "2027-03-10")

    cell.click()
    page.locator(".editor").fill("2027-03-01")
    page.keyboard.press("Enter")
    says_why(page.locator(".editor"), BEFORE_IT_STARTS)
    expect(page.locator(".editor")).to_have_value("2027-03-01")
    expect(page.locator(".editor")).to_be_focused()
    page.locator(".editor").fill("2027-03-20")
    page.keyboard.press("Enter")

    expect(cell).to_contain_text(re.compile("20 Mar"))
    expect(page.locator(".editor, .refused, .toast.bad")).to_have_count(0)


def test_a_title_of_nothing_is_refused_in_its_cell_and_escape_brings_the_old_one(
    table_for, new_item
):
    title = new_item("Has a name")
    page = table_for("member", "list/")
    row(page, title).focus()

    page.keyboard.press("F2")
    page.locator(".editor").fill("   ")
    page.keyboard.press("Enter")
    says_why(page.locator(".editor"), "An item needs a title.")
    page.keyboard.press("Escape")

    expect(page.locator(".editor, .refused")).to_have_count(0)
    expect(row(page, title)).to_have_count(1)


def test_what_names_no_item_is_said_at_the_field_that_named_it(table_for, new_item):
    title = new_item("Waits for nothing real")
    page = table_for("member")
    detail = open_item(page, title)

    for name in (
        "Add an item that this one waits for",
        "Name the item that this one is a part of",
    ):
        field = detail.get_by_label(name)
        field.fill("no such thing at all")
        field.press("Enter")
        says_why(field, "No item of this plan is called “no such thing at all”.")
        expect(field).to_have_value("no such thing at all")


def test_a_new_card_without_a_title_says_so_where_it_is_written(table_for):
    page = table_for("member")
    page.locator("#board .column").first.locator("[popovertarget]").first.click()
    field = page.locator(".quick-add:popover-open [name=title]")

    field.fill("   ")
    field.press("Enter")

    says_why(field, "An item needs a title.")


def test_a_title_that_is_too_long_stays_whole_wherever_it_is_pasted(table_for, new_item):
    title, long = new_item("Short enough"), "All that the brief asks for, " * 10
    page = table_for("member")
    page.locator("#board .column").first.locator("[popovertarget]").first.click()
    quick = page.locator(".quick-add:popover-open [name=title]")

    quick.focus()
    page.keyboard.insert_text(long)
    quick.press("Enter")
    says_why(quick, "200 characters")
    expect(quick).to_have_value(long)
    page.keyboard.press("Escape")
    field = open_item(page, title).get_by_label("Title")
    field.fill("")
    page.keyboard.insert_text(long)
    page.keyboard.press("Tab")

    says_why(field, "200 characters")
    expect(field).to_have_value(long)


def test_a_date_that_is_refused_when_one_is_back_says_why_and_stays(table_for, new_item):
    title = new_item("Typed in a tunnel, and wrong")
    page = table_for("member")
    open_item(page, title)
    begin_on(page, "2027-03-10")

    page.context.set_offline(True)
    expect(page.locator("#live")).not_to_have_attribute("data-state", "live")
    fact(page, "Due").fill("2027-03-01")
    expect(page.locator("form.fact[data-unsent]")).to_have_count(1)
    fact(page, "Due").blur()
    page.context.set_offline(False)

    says_why(fact(page, "Due"), BEFORE_IT_STARTS)
    expect(fact(page, "Due")).to_have_value("2027-03-01")
    expect(page.locator("#unsent, form[data-unsent]")).to_have_count(0)

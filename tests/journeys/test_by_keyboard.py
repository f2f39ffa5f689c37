"""Everything on the board and in an item, without a mouse."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import live
from tests.journeys.hands import column, composer, fact, open_item, row, say
from tests.journeys.test_pages import violations

pytestmark = pytest.mark.alike


def test_an_item_lives_its_life_by_keys_alone(table_for):
    page = table_for("member")
    keys = page.keyboard

    keys.press("n")
    keys.type("Made by keys")
    keys.press("Enter")
    card = column(page, "todo").locator("[data-item]", has_text="Made by keys")
    expect(card).to_have_count(1)
    keys.press("Escape")

    card.get_by_role("link").focus()
    keys.press(" ")
    expect(page.locator("#announcer")).to_contain_text("Lifted “Made by keys”")
    keys.press("ArrowRight")
    expect(page.locator("#announcer")).to_contain_text("In progress")
    keys.press(" ")
    expect(column(page, "doing").locator("[data-item]", has_text="Made by keys")).to_have_count(1)
    expect(row(page, "Made by keys")).to_be_focused()

    keys.press("Enter")
    expect(page.locator("#detail")).to_be_focused()
    keys.press("d")
    expect(fact(page, "Due")).to_be_focused()
    keys.type("12242026")
    keys.press("Enter")
    expect(row(page, "Made by keys")).to_contain_text("24 Dec")

    composer(page).focus()
    keys.type("Ready, @Mara")
    expect(page.get_by_role("option", name="Mara Manager")).to_be_visible()
    keys.press("Enter")
    keys.press("Control+Enter")
    expect(page.locator(".comment")).to_contain_text("@Mara Manager")

    page.get_by_label("Add an item that this one waits for").focus()
    keys.type("landing")
    expect(page.get_by_role("option", name="Landing page").first).to_be_visible()
    keys.press("Enter")
    expect(page.locator("#detail .linked")).to_contain_text("Landing page")

    keys.press("Escape")
    keys.press("Escape")
    expect(page.locator("#detail")).to_have_count(0)
    expect(row(page, "Made by keys")).to_be_focused()


def test_escape_leaves_the_fields_of_an_item_as_they_were(table_for, new_item):
    title = new_item("Not renamed")
    page = table_for("member")
    detail = open_item(page, title)
    kept = {"title": title, "estimate": "", "due_on": ""}

    for name, typed in {"title": " after all", "estimate": "8", "due_on": "12242026"}.items():
        field = detail.locator(f"[name={name}]")
        field.press_sequentially(typed)
        field.press("Escape")
        expect(field).to_have_value(kept[name])
    say(page, "Nothing else was saved")

    expect(detail.locator(".comment")).to_have_count(1)
    page.reload()
    for name, value in kept.items():
        expect(detail.locator(f"[name={name}]")).to_have_value(value)


def test_a_lifted_card_goes_back_by_escape(table_for, new_item):
    title = new_item("Lifted and taken back")
    page = table_for("member")

    row(page, title).get_by_role("link").focus()
    for key in (" ", "ArrowRight", "ArrowRight", "Escape"):
        page.keyboard.press(key)

    expect(column(page, "todo").locator("[data-item]", has_text=title)).to_have_count(1)
    expect(page.locator("#announcer")).to_contain_text("Took")


def test_a_slow_answer_to_a_drop_does_not_take_the_focus_away(table_for, new_item):
    title = new_item("Dropped over a slow line")
    page = table_for("member")
    waiting = []
    page.route("**/place/", lambda route: waiting.append(route))
    row(page, title).get_by_role("link").focus()
    for key in (" ", "ArrowRight", " "):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.locator("#detail")).to_be_focused()
    page.keyboard.press("d")
    expect(fact(page, "Due")).to_be_focused()

    with page.expect_response("**/place/"):
        waiting.pop().continue_()

    expect(row(page, title)).not_to_have_attribute("data-version", "1")
    expect(fact(page, "Due")).to_be_focused()


def test_changes_are_undone_step_by_step(table_for, new_item):
    title = new_item("Undone by keys")
    page = table_for("member")
    card = row(page, title)
    card.get_by_role("link").focus()
    for key in (" ", "ArrowRight", " ", " ", "ArrowRight", " "):
        page.keyboard.press(key)
    expect(page.locator(".toast", has_text="Moved")).to_have_count(2)
    expect(column(page, "review").locator("[data-item]", has_text=title)).to_have_count(1)

    page.keyboard.press("Control+z")
    expect(column(page, "doing").locator("[data-item]", has_text=title)).to_have_count(1)
    board = page.url
    page.goto(f"{board.partition('/c/')[0]}/campaigns/")
    live(page)
    page.keyboard.press("u")
    expect(page.locator(".toast", has_text="Undone")).to_be_visible()
    page.goto(board)
    expect(column(page, "todo").locator("[data-item]", has_text=title)).to_have_count(1)


def test_cells_of_the_list_are_changed_by_keys(table_for, new_item):
    title = new_item("Changed in the list")
    page = table_for("member", "list/")
    keys = page.keyboard

    row(page, title).focus()
    keys.press("F2")
    keys.type("Renamed in the list")
    keys.press("Enter")
    expect(row(page, "Renamed in the list")).to_have_count(1)
    row(page, "Renamed in the list").focus()
    keys.press("x")
    expect(page.locator("[data-selected-count]")).to_have_text("1")
    keys.press("d")
    keys.press("Escape")
    expect(page.locator(".editor")).to_have_count(0)


def test_items_are_added_to_the_group_of_the_list_where_one_is(table_for, new_item):
    title = new_item("Stands in a group")
    page = table_for("member", "list/?group=status")
    group = page.locator("#list tbody[data-group=todo]")
    row(page, title).focus()

    for added in ("Added in the list", "And another"):
        if added == "Added in the list":
            page.keyboard.press("n")
        expect(page.get_by_placeholder("What has to be done?")).to_be_focused()
        page.keyboard.type(added)
        page.keyboard.press("Enter")
        expect(group.locator("[data-item]", has_text=added)).to_have_count(1)
        expect(page.get_by_placeholder("What has to be done?")).to_have_value("")

    page.keyboard.press("Escape")
    expect(row(page, title)).to_be_focused()


def test_the_palette_jumps_to_an_item(table_for, new_item):
    title = new_item("Jumped to")
    page = table_for("member")

    page.keyboard.press("Control+k")
    page.keyboard.type("Jumped")
    expect(page.locator("#palette [aria-selected=true]", has_text=title)).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Enter")

    expect(page).to_have_title(f"{page.locator('h1').inner_text()} {title} · Roundtable")


def test_the_question_mark_lists_the_keys(table_for):
    page = table_for("member")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("c")

    page.wait_for_url("**/campaigns/")


def test_a_checklist_is_typed_line_after_line(table_for, new_item):
    page = table_for("member")
    detail = open_item(page, new_item("With a checklist"))
    line = detail.get_by_label("Add a line to the checklist")

    line.focus()
    for number, text in enumerate(("urgent: call the printer", "next: ask sales"), 1):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(detail.locator(".checklist [type=checkbox]")).to_have_count(number)
        expect(line).to_be_focused()
        expect(line).to_have_value("")

    expect(detail.locator(".checklist")).to_contain_text("next: ask sales")
    expect(page.locator("#detail")).to_be_visible()


def test_a_line_of_a_checklist_is_renamed(table_for, new_item):
    page = table_for("member")
    detail = open_item(page, new_item("With a line to rename"))
    detail.get_by_label("Add a line to the checklist").fill("Ask slaes")
    page.keyboard.press("Enter")
    detail.get_by_label("Ask slaes", exact=True).check()

    detail.get_by_role("button", name="Rename “Ask slaes”").press("Enter")
    expect(detail.get_by_label("Line of the checklist")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Ask sales")
    page.keyboard.press("Enter")

    expect(detail.get_by_label("Ask sales", exact=True)).to_be_checked()
    expect(detail.get_by_role("button", name="Rename “Ask sales”")).to_be_visible()

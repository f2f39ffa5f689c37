"""Two people, or one without a connection, change the same place: nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import live
from tests.journeys.hands import (
    column,
    composer,
    drag,
    fact,
    middle,
    open_item,
    row,
    say,
    sees,
    watching,
)

pytestmark = pytest.mark.alike


def test_what_is_changed_offline_says_so_and_is_saved_when_one_is_back(table_for, new_item):
    title, other = new_item("Changed in a tunnel"), new_item("Opened in a tunnel")
    page, there = table_for("member", "list/"), table_for("manager", "list/")
    top = page.locator(".topbar").bounding_box()
    open_item(page, title)

    page.context.set_offline(True)
    expect(page.locator("#live")).not_to_have_attribute("data-state", "live")
    fact(page, "Title").fill("Changed beneath the hill")
    fact(page, "Title").press("Tab")
    expect(page.locator(".item-title")).to_contain_text("Not saved yet")
    composer(page).fill("Said in a tunnel")
    page.locator("#talk").get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#talk")).to_contain_text("Not sent yet")
    page.locator("[data-close-drawer]").click()
    expect(page.locator(".topbar")).to_have_js_property("clientHeight", round(top["height"]) - 1)
    row(page, other).get_by_role("link", name=other).click()
    expect(page.locator(".toast", has_text="cannot be opened now")).to_be_visible()
    row(page, other).locator("[data-edit=priority]").click()
    row(page, other).locator("select.editor").select_option("1")
    expect(row(page, other).locator("[data-edit=priority].unsent")).to_have_text("Urgent")
    expect(page.locator("#unsent")).to_contain_text("Title")
    page.context.set_offline(False)

    live(page)
    expect(row(there, "Changed beneath the hill")).to_have_count(1)
    expect(row(there, other)).to_contain_text("Urgent")
    expect(page.locator(".unsent")).to_have_count(0)
    expect(page.locator(".toast", has_text="cannot be opened now")).to_have_count(0)
    page.locator("#unsent").get_by_role("link", name="Comment").click()
    expect(composer(page)).to_have_value("Said in a tunnel")
    page.locator("#talk").get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comment")).to_contain_text("Said in a tunnel")
    expect(page.locator("#unsent")).to_have_count(0)
    heard = table_for.complaints
    heard[:] = [each for each in heard if "Failed to fetch" not in each]


def test_two_people_who_change_the_same_field_are_asked(table_for, new_item):
    title = new_item("Asked about")
    here, there = table_for("manager"), table_for("member")
    for page in (here, there):
        open_item(page, title)

    fact(there, "Title").fill("Max wants this")
    fact(here, "Title").fill("Mara wants this")
    fact(here, "Title").press("Tab")
    expect(row(there, "Mara wants this")).to_have_count(1)
    fact(there, "Title").press("Tab")

    notice = there.get_by_role("alert")
    expect(notice).to_contain_text("Mara wants this")
    expect(notice).to_contain_text("Max wants this")
    # As a browser without anchors leaves a popup that it has placed.
    there.locator("#fact-assignees").evaluate("popup => { popup.style.left = '8px' }")
    notice.get_by_role("button", name="Keep mine").click()
    expect(fact(here, "Title")).to_have_value("Max wants this")


def test_a_card_that_was_moved_while_it_was_dragged_is_asked_about(table_for, new_item):
    title = new_item("Dragged by two")
    here, there = table_for("manager"), table_for("member")
    card = row(there, title)
    expect(there.locator(".sortable", has=card)).to_have_count(1)
    there.mouse.move(*middle(card))
    there.mouse.down()
    there.mouse.move(*middle(column(there, "blocked").locator(".cards")), steps=8)
    drag(here, title, "review")
    sees(here, title, "review")
    # A drop is shown before it is saved; whoever is saved last is asked.
    expect(here.locator(".toast", has_text=f"Moved “{title}”")).to_be_visible()

    there.mouse.up()

    notice = there.get_by_role("alert")
    expect(notice).to_contain_text("In review")
    expect(notice).to_contain_text("Blocked")
    notice.get_by_role("button", name="Keep mine").click()
    for page in (here, there):
        sees(page, title, "blocked")


def test_a_card_that_was_moved_while_its_menu_was_open_is_asked_about(table_for, new_item):
    title = new_item("Two menus")
    here, there = table_for("manager"), table_for("member")
    row(there, title).locator("[data-menu]").click()
    expect(there.locator("#item-menu")).to_be_visible()
    drag(here, title, "review")
    for page in (here, there):
        sees(page, title, "review")

    there.locator("#item-menu").get_by_role("button", name="Blocked").click()

    notice = there.get_by_role("alert")
    expect(notice).to_contain_text("In review")
    expect(notice).to_contain_text("Blocked")
    notice.get_by_role("link", name="Keep theirs").click()
    expect(notice).to_have_count(0)
    sees(there, title, "review")


def test_the_question_stays_when_news_of_the_item_arrive_late(table_for, new_item):
    title = new_item("Asked about slowly")
    here, there = table_for("manager"), table_for("member")
    for page in (here, there):
        open_item(page, title)
    held = []
    there.route(re.compile(r"/items/\d+/$"), lambda request: held.append(request))

    fact(there, "Title").fill("Max wants that")
    fact(here, "Title").fill("Mara wants that")
    fact(here, "Title").press("Tab")
    there.wait_for_timeout(600)
    fact(there, "Title").press("Tab")
    expect(there.get_by_role("alert")).to_contain_text("Mara wants that")
    for request in held:
        request.continue_()

    there.wait_for_timeout(600)
    assert held
    expect(there.get_by_role("alert")).to_contain_text("Mara wants that")


def test_typing_is_never_disturbed(table_for, new_item):
    title = new_item("Left in peace")
    here, there = table_for("manager"), table_for("member")
    for page in (here, there):
        open_item(page, title)
    box = composer(there)
    box.press_sequentially("Half a sen")

    fact(here, "Status").select_option("review")
    say(here, "Meanwhile, from Mara")
    expect(there.locator(".comment", has_text="Meanwhile, from Mara")).to_be_visible()
    box.press_sequentially("tence")

    expect(box).to_have_value("Half a sentence")
    expect(box).to_be_focused()
    expect(fact(there, "Status")).to_have_value("review")


def test_a_cell_that_is_being_changed_stays_as_it_is(table_for, new_item):
    title = new_item("Changed in its cell")
    here, there = table_for("manager", "list/"), table_for("member", "list/")
    row(there, title).locator("[data-edit=estimate]").click()
    editor = row(there, title).locator("input.editor")
    editor.press_sequentially("1")

    row(here, title).locator("[data-edit=due_on]").click()
    row(here, title).locator("input.editor").fill("2026-12-20")
    here.keyboard.press("Enter")
    expect(row(here, title)).to_contain_text("20 Dec")
    editor.press_sequentially("2")
    editor.press("Enter")

    expect(row(there, title).locator("[data-edit=estimate]")).to_have_text("12")
    expect(row(there, title)).to_contain_text("20 Dec")


def test_a_new_channel_comes_to_whoever_is_renaming_another(table_for, served):
    words = f"{served.url}/w/acme/words/"
    here, there = table_for("owner", words), table_for("manager", words)
    mail = there.locator("#channels tr", has_text="E-mail")
    mail.locator("summary").click()
    mail.locator("[name=name]").fill("E-mail and more")

    with watching(there):
        here.get_by_text("New channel").click()
        here.locator("#channel_name").fill("Podcast")
        here.get_by_role("button", name="Add", exact=True).first.click()
        expect(there.locator("#channels tr.glow", has_text="Podcast")).to_have_count(1)

    expect(mail.locator("[name=name]")).to_be_visible()
    expect(mail.locator("[name=name]")).to_have_value("E-mail and more")

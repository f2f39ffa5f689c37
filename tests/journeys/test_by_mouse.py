"""The plan by mouse: adding, bulk changes, trash and back, filters, undo."""

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import column, drag, fact, open_item, row

pytestmark = pytest.mark.alike


def test_items_are_added_in_place_one_after_the_other(table_for):
    page = table_for("member")

    page.get_by_role("button", name="Add an item to In review").click()
    form, place = page.locator(".quick-add:popover-open"), column(page, "review").bounding_box()
    assert form.bounding_box()["x"] >= place["x"] - 1
    assert form.bounding_box()["width"] <= place["width"] + 1
    for title in ("First of two", "Second of two"):
        page.get_by_placeholder("What has to be done?").locator("visible=true").fill(title)
        page.keyboard.press("Enter")
        expect(column(page, "review").locator("[data-item]", has_text=title)).to_have_count(1)

    expect(page.get_by_placeholder("What has to be done?").locator("visible=true")).to_be_focused()


def test_many_rows_are_changed_at_once_and_back(table_for, new_item):
    titles = [new_item(f"One of three, {number}") for number in range(3)]
    page = table_for("member", "list/?q=One+of+three")

    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.evaluate("() => content.scrollWidth - content.clientWidth") == 0
    assert page.locator("#list td.title").first.bounding_box()["width"] > 240
    assert page.locator("#summary").bounding_box()["height"] < 30
    page.get_by_label("Select all").check()
    page.locator("#bulk").get_by_role("button", name="More").click()
    page.locator("#bulk").get_by_role("button", name="Kind").click()
    page.locator("#bulk").get_by_role("button", name="Milestone").click()
    expect(page.locator("#list tr[data-kind=milestone]")).to_have_count(3)
    page.get_by_label("Select all").check()
    page.get_by_role("button", name="Status").click()
    page.locator("#bulk").get_by_role("button", name="Blocked").click()
    for title in titles:
        expect(row(page, title)).to_contain_text("Blocked")
    page.locator(".toast").last.get_by_role("button", name="Undo").click()

    for title in titles:
        expect(row(page, title)).to_contain_text("To do")


def test_a_thrown_away_item_comes_back(table_for, new_item):
    title = new_item("Thrown away")
    page = table_for("member")

    throw_away(page, title)
    page.goto(f"{table_for.base}trash/")
    page.get_by_label(title).check()
    page.get_by_role("button", name="Take back").click()
    page.goto(f"{table_for.base}board/")

    expect(row(page, title)).to_have_count(1)


def throw_away(page, title):
    row(page, title).locator("[data-menu]").click()
    page.get_by_role("button", name="Move to trash").click()
    expect(row(page, title)).to_have_count(0)


def test_the_trash_follows_keeps_what_is_ticked_and_undoes(table_for, new_item):
    first, second = new_item("Thrown first"), new_item("Thrown second")
    page, there = table_for("member"), table_for("manager", "trash/")
    throw_away(page, first)
    there.get_by_label(first).check()

    throw_away(page, second)
    expect(there.get_by_label(second)).to_be_visible()
    expect(there.get_by_label(first)).to_be_checked()
    there.get_by_role("button", name="Take back").click()
    expect(row(page, first)).to_have_count(1)
    there.get_by_role("button", name="Undo").click()

    expect(row(page, first)).to_have_count(0)


def test_throwing_away_the_open_item_closes_it(table_for, new_item):
    title = new_item("Thrown away while open")
    page = table_for("member")
    detail = open_item(page, title)

    detail.get_by_role("button", name="More actions").click()
    detail.get_by_role("button", name="Move to trash").click()

    expect(page.locator("#detail")).to_have_count(0)
    expect(row(page, title)).to_have_count(0)


def test_the_menu_of_a_card_moves_and_assigns(table_for, new_item):
    title = new_item("Moved by its menu")
    page = table_for("member")

    row(page, title).locator("[data-menu]").click()
    page.locator("#item-menu").get_by_role("button", name="In review").click()
    expect(column(page, "review").locator("[data-item]", has_text=title)).to_have_count(1)
    row(page, title).locator("[data-menu]").click()
    page.get_by_role("button", name="Assign…").click()
    page.locator("#menu-assign").get_by_role("button", name="Sina Sales").click()

    expect(row(page, title).get_by_title("Sina Sales")).to_be_visible()


def test_a_guest_finds_the_statuses_in_the_menu_of_a_card(table_for, new_item):
    title = new_item("With the agency")
    page = table_for("guest")

    row(page, title).locator("[data-menu]").click()

    menu = page.locator("#item-menu")
    expect(menu.get_by_role("button", name="In review")).to_be_visible()
    expect(menu.get_by_role("button", name="Move to trash")).to_have_count(0)


def test_filters_are_in_the_address_and_back_takes_them_away(table_for, new_item):
    title = new_item("Sought by words")
    page = table_for("member")

    page.get_by_placeholder("Find in the plan").press_sequentially("sought")
    page.wait_for_url("**q=sought**")
    expect(page.locator("#board [data-item]")).to_have_count(1)
    expect(page.get_by_placeholder("Find in the plan")).to_be_focused()
    open_item(page, title)
    page.go_back()
    page.wait_for_url("**q=sought**")
    expect(page.locator("#detail")).to_have_count(0)
    page.go_back()

    page.wait_for_url("**/board/")
    expect(row(page, "Landing page")).to_have_count(1)
    expect(page.get_by_placeholder("Find in the plan")).to_have_value("")


def test_a_refused_move_goes_back_and_says_why(table_for, new_item):
    title = new_item("Not for guests to move")
    page = table_for("guest")

    drag(page, title, "done")

    expect(page.locator(".toast.bad")).to_be_visible()
    expect(column(page, "todo").locator("[data-item]", has_text=title)).to_have_count(1)


def test_a_move_that_reaches_nobody_goes_back(table_for, new_item):
    title = new_item("Moved into the void")
    page = table_for("member")

    page.context.set_offline(True)
    drag(page, title, "done")
    expect(page.locator(".toast.bad")).to_contain_text("cannot be reached")
    page.context.set_offline(False)

    expect(column(page, "todo").locator("[data-item]", has_text=title)).to_have_count(1)


def test_the_drawer_steps_through_the_plan_in_its_order(table_for):
    page = table_for("member")
    first, second = (page.locator("#board [data-item] a").nth(place) for place in range(2))
    titles = first.inner_text(), second.inner_text()

    first.click()
    expect(fact(page, "Title")).to_have_value(titles[0])
    page.keyboard.press("j")
    expect(fact(page, "Title")).to_have_value(titles[1])
    page.go_back()

    page.wait_for_url("**/board/")
    expect(page.locator("#detail")).to_have_count(0)


def test_the_rest_of_a_column_waits_for_the_network_without_asking_on_and_on(table_for):
    context, asked = table_for.browser("member"), []
    context.route("**/board/?*more=*", lambda route: (asked.append(route), route.abort()))
    page = table_for.open(context)

    expect(column(page, "done").locator(".more")).to_have_count(1)
    page.wait_for_timeout(1_000)
    assert 1 <= len(asked) <= 3
    context.unroute("**/board/?*more=*")
    page.evaluate("() => dispatchEvent(new Event('online'))")

    expect(column(page, "done").locator(".more")).to_have_count(0)

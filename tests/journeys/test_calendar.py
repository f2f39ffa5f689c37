"""The calendar at the table: what one moves, the others see move."""

import pytest
from playwright.sync_api import expect

from tests.journeys.bars import PHONE
from tests.journeys.test_pages import violations

pytestmark = pytest.mark.alike

MONTH = "calendar/?show=month&on=2031-05-15"


def bar(page, title):
    return page.locator(".bar", has_text=title)


def on(page, day):
    return page.locator(f'[data-day="{day}"]')


def add(page, title, day):
    on(page, day).locator(".day-head").hover()
    on(page, day).locator("[data-add-on]").click()
    page.locator("#calendar-add [name=title]").fill(title)
    page.keyboard.press("Enter")
    expect(bar(page, title)).to_be_visible()
    page.keyboard.press("Escape")


def test_what_one_drags_to_another_day_is_there_for_everybody(table_for):
    max_, mara = table_for("member", MONTH), table_for("manager", MONTH)
    add(max_, "Stand built", "2031-05-06")
    expect(bar(mara, "Stand built")).to_have_attribute("data-due", "2031-05-06")

    bar(max_, "Stand built").drag_to(on(max_, "2031-05-15"), target_position={"x": 20, "y": 10})

    for page in (max_, mara):
        expect(bar(page, "Stand built")).to_have_attribute("data-due", "2031-05-15")


def test_arrow_keys_move_an_item_and_say_where_it_goes(table_for):
    page = table_for("member", "calendar/?show=month&on=2031-06-15")
    add(page, "Mailing sent", "2031-06-10")

    bar(page, "Mailing sent").get_by_role("link").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#announcer")).to_contain_text("Wednesday, 18 June 2031")
    page.keyboard.press("Enter")

    expect(bar(page, "Mailing sent")).to_have_attribute("data-due", "2031-06-18")
    expect(bar(page, "Mailing sent").get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    page.wait_for_timeout(900)
    expect(bar(page, "Mailing sent")).to_have_attribute("data-due", "2031-06-18")


def test_the_menu_moves_an_item_to_a_day_that_is_typed(table_for):
    page = table_for("member", "calendar/?show=week&on=2031-07-09")
    add(page, "Press day", "2031-07-08")

    bar(page, "Press day").hover()
    bar(page, "Press day").get_by_role("button").click()
    page.locator("#calendar-menu [name=day]").fill("2031-07-11")
    page.locator("#calendar-menu").get_by_role("button", name="Move", exact=True).click()

    expect(bar(page, "Press day")).to_have_attribute("data-due", "2031-07-11")
    bar(page, "Press day").get_by_role("link").press("Enter")
    expect(page.locator("#drawer #detail")).to_be_visible()


def agenda_of(page, day):
    return page.locator(f'.agenda-day[data-day="{day}"]')


def test_a_finger_moves_an_item_of_the_agenda_by_its_menu(table_for):
    add(table_for("member", "calendar/?show=week&on=2031-08-06"), "Flyers out", "2031-08-05")
    page = table_for("member", "calendar/?show=agenda&on=2031-08-04", **PHONE)

    row = agenda_of(page, "2031-08-05").locator("[data-item]", has_text="Flyers out")
    row.get_by_role("button", name="Move").tap()
    page.locator("#calendar-menu").get_by_role("button", name="A day later").tap()

    expect(agenda_of(page, "2031-08-06")).to_contain_text("Flyers out")
    expect(page.locator("#calendar-menu")).to_be_hidden()
    assert violations(page) == []


def test_keys_move_an_item_of_a_single_day_and_say_where_it_goes(table_for):
    add(table_for("member", "calendar/?show=week&on=2031-09-10"), "Stand packed", "2031-09-09")
    page = table_for("member", "calendar/?show=day&on=2031-09-09")

    page.locator(".agenda").get_by_role("link", name="Stand packed").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#announcer")).to_contain_text("“Stand packed”: to Wednesday")
    page.keyboard.press("Enter")
    expect(page.locator(".agenda")).not_to_contain_text("Stand packed")

    page.goto(page.url.replace("2031-09-09", "2031-09-10"))
    expect(page.locator(".agenda")).to_contain_text("Stand packed")


def test_who_only_reads_has_no_menu_to_move_with(table_for):
    add(table_for("member", "calendar/?show=week&on=2031-10-08"), "Seen alone", "2031-10-07")
    page = table_for("guest", "calendar/?show=agenda&on=2031-10-06")

    row = page.locator(".agenda [data-item]", has_text="Seen alone")

    expect(row).to_be_visible()
    expect(row.locator("[data-move-menu]")).to_be_hidden()


def test_a_month_opens_where_today_is(table_for):
    page = table_for("member", "calendar/", viewport={"width": 1200, "height": 200})

    expect(page.locator(".weeks .is-today")).to_be_in_viewport()

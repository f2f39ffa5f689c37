"""Work goes to somebody who has no time for it: whoever gives it reads so first, everywhere."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.hands import drag_card, open_item, row, watching

pytestmark = pytest.mark.alike

# A week in which other journeys give nobody anything.
WEEK = timezone.localdate() + timedelta(days=84 - timezone.localdate().weekday())


@pytest.fixture
def burden(table_for):
    """`burden("Title")`: an item of two hundred hours in that week, which nobody has yet."""
    context = table_for.browser("owner")
    [token] = [each["value"] for each in context.cookies() if each["name"] == "roundtable_csrf"]

    def add(title):
        fields = {
            "title": title,
            "estimate": "200",
            "start_on": WEEK.isoformat(),
            "due_on": (WEEK + timedelta(days=4)).isoformat(),
            "csrfmiddlewaretoken": token,
        }
        headers = {"Referer": table_for.base}
        answer = context.request.post(
            f"{table_for.base}items/", form=fields, headers=headers, max_redirects=0
        )
        assert answer.status == 302, answer.text()
        return title

    return add


def column_of(page, name):
    return page.locator("#board [data-group]", has=page.get_by_role("heading", name=name))


def asked(page):
    return page.get_by_role("dialog", name="Hand it over all the same?")


def choose(page, title, *names):
    row(page, title).locator("[data-menu]").click()
    for name in names:
        page.locator("#item-menu").get_by_role("button", name=name).first.click()


def test_a_card_goes_to_another_persons_column_once_it_is_confirmed(table_for, burden):
    title = burden("Two hundred hours of film")
    page = table_for("manager", "board/?group=assignee")
    there = table_for("owner", "board/?group=assignee")
    theirs = column_of(page, "Max Member")
    before = int(theirs.locator("[data-count]").inner_text())

    with watching(there):
        choose(page, title, "Move to a column…", "Max Member")
        expect(asked(page)).to_contain_text("Max Member would have 200 of")
        page.keyboard.press("Escape")
        expect(column_of(page, "Nobody").locator("[data-item]", has_text=title)).to_have_count(1)
        expect(theirs.locator("[data-count]")).to_have_text(str(before))
        expect(column_of(there, "Nobody").locator("[data-item]", has_text=title)).to_have_count(1)

        choose(page, title, "Move to a column…", "Max Member")
        asked(page).get_by_role("button", name="Hand over").click()
        expect(asked(page)).to_have_count(0)
        expect(theirs.locator("[data-item]", has_text=title)).to_have_count(1)
        there_column = column_of(there, "Max Member")
        expect(there_column.locator("[data-item]", has_text=title)).to_have_count(1)


def test_a_card_dragged_to_another_person_stays_with_whoever_else_has_it(table_for, given):
    title = given("Dragged to Mara", "Max Member", "Sina Sales")
    given("Mara has this", "Mara Manager")
    page = table_for("owner", "board/?group=assignee&q=Mara")
    there = table_for("manager", "board/?group=assignee&q=Mara")
    card, seen = row(page, title), row(there, title)

    with watching(there):
        drag_card(page, card, column_of(page, "Mara Manager"))

        for board, each in ((page, card), (there, seen)):
            expect(column_of(board, "Mara Manager").locator(each)).to_have_count(1)
            expect(each.locator("[title='Mara Manager']")).to_have_count(1)
            expect(each.locator("[title='Sina Sales']")).to_have_count(1)
            expect(each.locator("[title='Max Member']")).to_have_count(0)

        page.locator(".toast").get_by_role("button", name="Undo").click()
        expect(column_of(there, "Max Member").locator(seen)).to_have_count(1)


def test_the_menu_of_a_row_asks_and_so_do_the_ticked_rows(table_for, burden):
    film, stand = burden("Menu with too much"), burden("Ticked with too much")
    page, listed = table_for("manager"), table_for("manager", "list/")

    choose(page, film, "Assign…", "Mara Manager")
    expect(asked(page)).to_contain_text("Mara Manager would have 200 of")
    asked(page).get_by_role("button", name="Hand over").click()
    expect(row(page, film).locator("[title='Mara Manager']")).to_have_count(1)

    row(listed, stand).get_by_role("checkbox").check()
    bulk = listed.locator("#bulk")
    bulk.get_by_role("button", name="Assign").click()
    bulk.get_by_role("button", name="Mara Manager").first.click()
    expect(asked(listed)).to_contain_text("Mara Manager would have 400 of")
    listed.keyboard.press("Escape")
    expect(row(listed, stand).get_by_role("checkbox")).to_be_checked()
    expect(row(listed, stand).locator("[title='Mara Manager']")).to_have_count(0)


def test_the_open_item_asks_and_shows_who_had_it_when_its_reader_goes_back(table_for, burden):
    title = burden("Open with too much")
    page = table_for("manager")
    open_item(page, title).get_by_role("button", name="Assignees").click()

    page.locator("#fact-assignees").get_by_label("Sina Sales").check()
    expect(asked(page)).to_contain_text("Sina Sales would have 200 of")
    page.keyboard.press("Escape")

    expect(asked(page)).to_have_count(0)
    expect(page.locator("#fact-assignees input[type=checkbox]:checked")).to_have_count(0)

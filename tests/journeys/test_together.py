"""Several people change one plan, and each sees the others' changes at once."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import live
from tests.journeys.hands import column, composer, drag, fact, middle, open_item, row, say, watching


def sees(page, title, status):
    expect(column(page, status).locator("[data-item]", has_text=title)).to_have_count(1)


def test_a_dragged_card_is_in_its_new_column_elsewhere_without_a_reload(table_for, new_item):
    title = new_item("Dragged by Mara")
    here, there = table_for("manager"), table_for("member")

    with watching(there):
        drag(here, title, "review")
        sees(there, title, "review")

    expect(column(there, "review").locator(".glow")).to_have_count(1)


def test_changes_arrive_after_the_server_was_killed_and_started_anew(table_for, new_item, served):
    title = new_item("Moved after the crash")
    here, there = table_for("manager"), table_for("member")

    with watching(there):
        served.kill("web")
        served.wait_until(served.answers)
        live(there)
        live(here)
        drag(here, title, "doing")
        sees(there, title, "doing")


@pytest.mark.parametrize(
    "seconds", [4, pytest.param(60, marks=[pytest.mark.slow, pytest.mark.alike])]
)
def test_nothing_is_missed_while_a_browser_was_offline(table_for, new_item, seconds):
    titles = [new_item(f"Missed for {seconds} s, {number}") for number in range(3)]
    here, there = table_for("manager"), table_for("member")

    there.context.set_offline(True)
    for title, status in zip(titles, ("doing", "review", "blocked"), strict=True):
        drag(here, title, status)
        sees(here, title, status)
    there.wait_for_timeout(seconds * 1000)
    there.context.set_offline(False)
    live(there)

    for title, status in zip(titles, ("doing", "review", "blocked"), strict=True):
        sees(there, title, status)


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


def test_six_tabs_of_one_browser_are_all_live(table_for, new_item):
    title = new_item("Seen in six tabs")
    browser = table_for.browser("member")
    tabs = [table_for.open(browser) for _tab in range(6)]

    drag(table_for("manager"), title, "doing")

    for tab in tabs:
        sees(tab, title, "doing")


def test_two_people_who_change_different_fields_both_win(table_for, new_item):
    title = new_item("Changed by two")
    here, there = table_for("manager"), table_for("member")
    for page in (here, there):
        open_item(page, title)

    fact(here, "Due").fill("2026-12-24")
    fact(there, "Priority").select_option("2")
    fact(here, "Due").blur()

    for page in (here, there):
        expect(fact(page, "Due")).to_have_value("2026-12-24")
        expect(fact(page, "Priority")).to_have_value("2")


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


def test_a_guest_sees_no_word_that_is_for_the_team_only(table_for, new_item):
    title = new_item("Talked about")
    team, guest = table_for("manager"), table_for("guest")
    for page in (team, guest):
        open_item(page, title)

    team.get_by_label("Team only").check()
    say(team, "Not for the agency")
    expect(team.locator(".comment", has_text="Not for the agency")).to_be_visible()
    say(team, "For everybody")

    expect(guest.locator(".comment", has_text="For everybody")).to_be_visible()
    expect(guest.get_by_text("Not for the agency")).to_have_count(0)


def test_who_is_here_is_shown_as_people_come_and_go(table_for):
    here = table_for("manager")
    faces = here.locator("#presence")
    there = table_for("member")

    expect(faces.get_by_title("Max Member")).to_be_visible()
    there.close()
    expect(faces.get_by_title("Max Member")).to_have_count(0, timeout=20_000)


def test_my_work_and_campaigns_follow_too(table_for, new_item, served):
    title = new_item("Given to Max")
    browser = table_for.browser("member")
    work = table_for.open(browser, f"{served.url}/w/acme/")
    campaigns = table_for.open(browser, f"{served.url}/w/acme/campaigns/")
    progress = campaigns.locator("tr", has_text="SPRING").locator(".progress")
    done = progress.inner_text()
    here = table_for("manager")

    open_item(here, title).get_by_role("button", name="Assignees").click()
    here.locator("#detail").get_by_label("Max Member").check()
    expect(work.locator(".work", has_text=title)).to_be_visible()
    here.keyboard.press("Escape")
    fact(here, "Status").select_option("done")

    expect(work.locator(".work", has_text=title)).to_have_count(0)
    expect(progress).not_to_have_text(done)


def test_a_baseline_is_offered_to_whoever_compares_as_soon_as_it_is_named(table_for, new_item):
    new_item("In the named plan")
    there = table_for("member", "compare/?from=start")
    choice = there.locator("select[name=from]")
    here = table_for("manager", "baselines/")

    here.get_by_label("Keep the plan as it is now").fill("Agreed by both")
    with watching(there):
        here.get_by_role("button", name="Name the plan").click()
        expect(choice).to_contain_text("Agreed by both")
    named = choice.locator("option", has_text="Agreed by both").get_attribute("value")
    choice.select_option(named)
    there.get_by_role("button", name="Compare").click()

    expect(there.locator(".headline")).to_contain_text("from “Agreed by both” to now")


def test_who_is_removed_is_shown_out_within_five_seconds(served, table_for):
    leaving = table_for("leaver")
    page = table_for("owner", f"{served.url}/w/acme/people/")
    page.get_by_role("link", name="Lea Leaver").click()

    page.get_by_role("button", name="Remove from the workspace").click()

    expect(leaving.locator("#board")).to_have_count(0, timeout=5_000)


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

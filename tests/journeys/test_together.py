"""Several people change one plan, and each sees the others' changes at once."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import live
from tests.journeys.hands import column, drag, fact, open_item, say, sees, watching


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

"""Sales decides on leads, and marketing sees it, each in a browser of their own."""

import json
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import live
from tests.journeys.hands import watching
from tests.serving import ROOT


@pytest.fixture
def leads(served):
    """`leads(3)`: so many MQLs of the webinar wait; some spend came in, too. Returns their ids."""

    def wait(number):
        command = [sys.executable, "-m", "tests.journeys.leads", str(number), "SPRING"]
        done = subprocess.run(
            command, cwd=ROOT, env=served.env, check=True, capture_output=True, text=True
        )
        return json.loads(done.stdout.splitlines()[-1])

    return wait


def inbox(table_for, served, role="sales", **options):
    return table_for(role, f"{served.url}/w/acme/inbox/", **options)


def rows(page):
    return page.locator("#queue [data-lead]")


def test_a_rejection_by_two_keys_is_at_the_marketers_touchpoint_without_a_reload(
    table_for, leads, served
):
    place = leads(2)
    there = table_for("member", "verdict/")
    here = inbox(table_for, served)
    touchpoint = there.locator(f"#place-{place['touchpoint']}")

    here.keyboard.press("a")
    expect(touchpoint).to_contain_text("per accepted lead")
    live(there)
    before = touchpoint.inner_text()
    with watching(there):
        here.keyboard.press("r")
        here.keyboard.press("2")
        expect(touchpoint.locator(".given")).to_contain_text("Wrong role")

    assert "€" in before
    touchpoint.get_by_role("link", name="Answer Wrong role").click()
    there.get_by_label("What you decided").fill("The form asks for the role now")
    there.get_by_label("Put a new item into the plan").fill("Ask for the role")
    there.get_by_role("button", name="Answer sales").click()
    expect(there.locator("#answers")).to_contain_text("Ask for the role")
    expect(here.locator("#news")).to_contain_text("Your rejection changed 1 thing.")
    here.locator("#news").get_by_role("link", name="Ask for the role").click()
    expect(here.locator("#detail")).to_contain_text("Verdict of sales")
    here.go_back()
    here.locator("#news").get_by_role("button", name="Seen").click()
    expect(here.locator("#news")).to_have_count(0)


@pytest.mark.alike
def test_a_verdict_is_in_the_touchpoints_cell_on_the_marketers_map_without_a_reload(
    table_for, leads, served
):
    leads(2)
    there = table_for("member", "touchpoints/?rows=all")
    here = inbox(table_for, served)
    cell = there.get_by_role("region", name="Webinar · Purchase").filter(
        has=there.locator(".cards")
    )
    live(there)
    before = cell.text_content()

    with watching(there):
        here.keyboard.press("r")
        here.keyboard.press("2")
        expect(cell).not_to_have_text(before)
        expect(cell.locator(".cell-figures")).to_contain_text("Wrong role")
        before = cell.text_content()
        here.keyboard.press("a")
        expect(cell).not_to_have_text(before)

    expect(rows(here)).to_have_count(0)


@pytest.mark.alike
def test_a_file_of_leads_is_brought_in_and_taken_out_by_keys_alone(table_for, tmp_path):
    file = tmp_path / "contacts.csv"
    file.write_text("Name,Email,Created\nAda Holm,ada@x.example,03/04/2026\nBo,,05/06/2026\n")
    page = table_for("sales", "leads/bring/")
    keys = page.keyboard

    with page.expect_file_chooser() as chooser:
        tab_to(page, page.get_by_label("Choose a file of leads, or drop it here"))
        keys.press("Enter")
    chooser.value.set_files(file)
    expect(page.get_by_role("heading", name="1 question before it can come in")).to_be_visible()
    tab_to(page, page.locator(".questions select"))
    keys.press("ArrowDown")
    expect(page.get_by_role("heading", name="question before it can come in")).to_have_count(0)
    tab_to(page, page.get_by_role("button", name="Bring in 2 leads"))
    keys.press("Enter")
    expect(page.get_by_text("The leads are in.")).to_be_visible(timeout=30_000)
    tab_to(page, page.get_by_role("button", name="Take it out again"))
    keys.press("Enter")

    expect(page.get_by_text("The leads of this file were taken out again")).to_be_visible()


def tab_to(page, wanted, most=120):
    """Press Tab until the focus is there."""
    expect(wanted).to_be_visible()
    for _each in range(most):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The keyboard does not lead there")


@pytest.mark.alike
def test_twenty_leads_are_decided_by_keyboard_alone(table_for, leads, served):
    leads(20)
    page = inbox(table_for, served)
    expect(rows(page)).to_have_count(20)

    for number in range(20):
        name = page.locator("#queue [aria-current] b").inner_text()
        if number % 4 == 0:
            page.keyboard.press("a")
        elif number % 4 == 1:
            page.keyboard.press("r")
            page.keyboard.press("3")
        elif number % 4 == 2:
            page.keyboard.press("c")
            page.keyboard.press("1")
        else:
            page.keyboard.press("n")
            page.keyboard.type("Knows us")
            page.keyboard.press("Control+Enter")
            expect(page.locator(".case:not([hidden]) .notes")).to_contain_text("Knows us")
            page.keyboard.press("r")
            page.keyboard.press("0")
        expect(page.locator("#queue b", has_text=name)).to_have_count(0)

    expect(page.locator("#inbox-empty")).to_be_visible()
    expect(page.locator("#inbox-counts")).to_have_text("Nothing waits")
    page.reload()
    expect(rows(page)).to_have_count(0)
    page.go_back()


def test_a_decision_is_taken_back_by_u(table_for, leads, served):
    leads(2)
    page = inbox(table_for, served)
    name = page.locator("#queue [aria-current] b").inner_text()

    page.keyboard.press("a")
    page.keyboard.press("u")

    expect(page.locator("#queue [aria-current] b")).to_have_text(name)
    clear(page)


def test_what_a_colleague_took_is_gone_there_without_a_reload(table_for, leads, served):
    leads(3)
    here, there = inbox(table_for, served), inbox(table_for, served, "manager")
    expect(rows(there)).to_have_count(3)
    taken = here.locator("#queue [aria-current] b").inner_text()

    with watching(there):
        here.keyboard.press("a")
        expect(there.locator("#queue b", has_text=taken)).to_have_count(0)

    clear(here)


@pytest.mark.alike
def test_a_thumb_rejects_on_a_phone(table_for, leads, served):
    leads(2)
    page = inbox(table_for, served, viewport={"width": 360, "height": 740}, has_touch=True)
    name = page.locator(".case:not([hidden]) h2").inner_text()

    page.get_by_role("button", name="Reject").tap()
    page.get_by_role("button", name="Bad data").tap()

    expect(page.locator(".case:not([hidden]) h2")).not_to_have_text(name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    clear(page)


def clear(page):
    """Decide on what is left, so that the next story begins with its own leads."""
    while rows(page).count():
        name = page.locator("#queue [aria-current] b").inner_text()
        page.keyboard.press("a")
        expect(page.locator("#queue b", has_text=name)).to_have_count(0)
    expect(page.locator("#inbox-counts")).to_have_text("Nothing waits")

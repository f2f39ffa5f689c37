"""A webinar that 500 items of 20 campaigns wait for is moved by one of two people who look on."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.journeys import chain, table
from tests.journeys.bars import drag, row
from tests.journeys.hands import watching
from tests.serving import ROOT

pytestmark = pytest.mark.alike


@pytest.fixture
def seat(table_for, served):
    """`seat(email)`: a browser of somebody at the long chain, signed in."""
    command = [sys.executable, "-m", "tests.journeys.chain"]
    subprocess.run(command, cwd=ROOT, env=served.env, check=True)

    def take(email):
        context = table_for.browser(None)
        page = context.new_page()
        page.goto(f"{served.url}/accounts/login/")
        page.locator("[name=login]").fill(email)
        page.locator("[name=password]").fill(table.PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/w/chain/")
        return context

    return take


def due(page, title, day):
    expect(row(page, title)).to_have_attribute("data-due", day)


def test_a_webinar_that_five_hundred_items_wait_for_is_moved_objected_to_and_taken_back(
    table_for, served, seat
):
    workspace = f"{served.url}/w/chain/"
    ada = table_for.open(seat(chain.ADA), f"{workspace}c/IMPACT0/timeline/")
    others = seat(chain.BEN)
    ben = table_for.open(others, f"{workspace}c/IMPACT19/timeline/?zoom=months")
    launch = row(ben, "Launch").get_attribute("data-due")
    due(ada, "Webinar", "2027-03-01")

    drag(ada, "Webinar", 3)
    ada.mouse.up()
    listed = ada.get_by_role("dialog", name="500 items would move")
    expect(listed).to_contain_text("20 campaigns")
    expect(listed).to_contain_text("2 shared deadlines")
    expect(listed).to_contain_text("Ben")
    due(ben, "Launch", launch)
    listed.get_by_label("Why?").fill("The speaker is ill")
    with watching(ben):
        listed.get_by_role("button", name="Move all 500 items").click()
        expect(row(ben, "Launch")).not_to_have_attribute("data-due", launch)
    due(ada, "Webinar", "2027-03-04")

    told = table_for.open(others, workspace).locator("[data-section=notices] li").first
    expect(told).to_contain_text("The speaker is ill")
    told.get_by_label("A word, if you object").fill("I am away then")
    told.get_by_role("button", name="I object").click()
    expect(ada.get_by_role("link", name=re.compile("1 objection"))).to_be_visible()

    ada.locator("#timeline").focus()
    with watching(ben):
        ada.keyboard.press("u")
        due(ben, "Launch", launch)
    due(ada, "Webinar", "2027-03-01")

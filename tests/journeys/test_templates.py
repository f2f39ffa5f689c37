"""A campaign is started from a template by three clicks, and is there with all its days."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_pages import violations

pytestmark = pytest.mark.alike


@pytest.fixture
def kept(table_for):
    """The name of a template that was kept of the plan, and where the templates are listed."""
    context = table_for.browser("owner")
    [token] = [each["value"] for each in context.cookies() if each["name"] == "roundtable_csrf"]

    def post(address, **fields):
        answer = context.request.post(
            f"{table_for.base}{address}",
            form={"csrfmiddlewaretoken": token, **fields},
            headers={"Referer": table_for.base},
            max_redirects=0,
        )
        assert answer.status == 302, answer.text()

    def keep(name):
        post("items/", title="Fair week", start_on="2031-05-10", due_on="2031-05-11")
        choice = context.request.get(f"{table_for.base}template/").text()
        launch = choice.partition('name="launch"')[2].partition('value="')[2].partition('"')[0]
        post("template/", name=name, launch=launch)
        return name

    return keep


def test_three_clicks_start_a_campaign_with_all_its_days(table_for, kept):
    name = kept("Fairs of a weekend")
    page = table_for("manager", "list/")

    page.goto(f"{table_for.base.partition('/c/')[0]}/campaigns/")
    page.get_by_role("link", name="Templates").first.click()
    page.locator("#templates tr", has_text=name).get_by_role(
        "link", name="Start a campaign"
    ).click()
    days = page.locator("#preview")
    expect(days).to_contain_text("Fair week")
    assert violations(page) == []
    page.get_by_role("button", name="Start the campaign").click()

    expect(page).to_have_url(re.compile("/c/FAIRS/board/"))
    expect(page.locator("main")).to_contain_text("Fair week")

"""Bars whose dates are out of sight say them at the edge, and lead there."""

import pytest
from playwright.sync_api import expect

from tests.journeys.bars import PHONE, centred, row
from tests.journeys.test_pages import violations

pytestmark = pytest.mark.alike

DESK = {"viewport": {"width": 1200, "height": 800}}
DAYS = "timeline/?zoom=days"
SCROLL = "by => document.querySelector('#timeline').scrollBy({ left: by, behavior: 'instant' })"


def hint(page, title, side):
    return page.locator(f".edge.{side}[data-leads='{row(page, title).get_attribute('id')}']")


@pytest.mark.parametrize("how", [DESK, PHONE], ids=["desk", "phone"])
def test_a_bar_out_of_sight_says_its_dates_at_the_edge_and_leads_there(table_for, dated, how):
    title = dated(f"Out of sight {len(how)}")
    page = table_for("member", DAYS, **how)
    bar = row(page, title).locator(".bar")
    dates = bar.locator("text").text_content()
    centred(bar.locator(".body"))
    expect(hint(page, title, "before")).to_have_count(0)
    expect(hint(page, title, "after")).to_have_count(0)

    page.evaluate(SCROLL, -900)
    expect(hint(page, title, "after")).to_have_text(dates)
    expect(bar.locator("text")).to_be_hidden()  # so that they are said once
    page.evaluate(SCROLL, 1_800)
    expect(hint(page, title, "before")).to_have_text(dates)
    expect(hint(page, title, "after")).to_have_count(0)
    assert violations(page) == []

    hint(page, title, "before").click()

    expect(bar.locator("text")).to_be_in_viewport()
    expect(bar.locator("text")).to_be_visible()
    expect(bar).to_be_focused()
    expect(hint(page, title, "before")).to_have_count(0)


def test_a_plan_opens_where_a_week_begins(table_for, dated):
    dated("Begins with a week")
    page = table_for("member", "timeline/?zoom=weeks", **DESK)
    corner = page.locator(".corner").bounding_box()
    begins = corner["x"] + corner["width"]

    weeks = page.locator(".ticks text:not(.period)").all()
    cut = [each for each in weeks if begins - 40 < each.bounding_box()["x"] < begins]

    assert cut == []


def undrawn(route):
    """The style of a timeline whose rows wait for a browser that has not drawn them yet."""
    answer = route.fetch()
    rows = "@layer plan { .bar-row { content-visibility: hidden } }"
    route.fulfill(response=answer, body=f"{answer.text()}\n{rows}")


@pytest.mark.parametrize("how", [DESK, PHONE], ids=["desk", "phone"])
def test_a_plan_is_as_wide_as_its_days_before_any_bar_is_drawn(table_for, dated, how):
    dated("Drawn later")
    context = table_for.browser("member", **how)
    context.route("**/css/timeline*.css", undrawn)
    page = table_for.open(context, DAYS)

    head, body, ground = (
        page.locator(f"#timeline .{part}").bounding_box()["width"]
        for part in ("timeline-head", "timeline-body", "ground")
    )

    assert body == head >= ground > how["viewport"]["width"]


def test_a_bar_that_is_focused_by_key_comes_into_sight(table_for, dated):
    title = dated("Focused by key")
    page = table_for("member", DAYS, **DESK)
    bar = row(page, title).locator(".bar")
    centred(bar.locator(".body"))
    page.evaluate(SCROLL, 1_800)
    expect(bar.locator("text")).not_to_be_in_viewport()

    row(page, title).locator("[data-bar-menu]").focus()
    page.keyboard.press("Tab")

    expect(bar).to_be_focused()
    expect(bar.locator("text")).to_be_in_viewport()


def test_a_bar_that_others_move_says_its_new_dates(table_for, dated):
    title = dated("Moved out of sight")
    page, there = table_for("member", DAYS, **DESK), table_for("manager", DAYS)
    centred(row(page, title).locator(".body"))
    page.evaluate(SCROLL, 1_800)
    before = hint(page, title, "before").text_content()

    row(there, title).locator(".bar").focus()
    there.keyboard.press("ArrowRight")

    expect(hint(page, title, "before")).not_to_have_text(before)
    dates = row(page, title).locator(".bar text").text_content()
    expect(hint(page, title, "before")).to_have_text(dates)

"""Dates moved on the timeline: by hand while others look on, and by keys alone."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.bars import DAY, END, PHONE, START, centred, drag, row, starts
from tests.journeys.hands import Finger, middle, watching
from tests.journeys.test_pages import violations
from workspace.kernel.templatetags.look import from_to

pytestmark = pytest.mark.alike


def test_a_dragged_bar_is_on_its_new_days_elsewhere_without_a_reload(table_for, dated):
    title = dated("Dragged on the timeline")
    here, there = table_for("manager", "timeline/"), table_for("member", "timeline/")

    with watching(there):
        drag(here, title, 3)
        here.mouse.up()
        starts(there, title, START + timedelta(days=3))

    expect(there.locator(".bar-row.glow")).to_have_count(1)
    starts(here, title, START + timedelta(days=3))


def test_a_bar_that_rests_at_the_edge_goes_on_with_the_plan(table_for, dated):
    title = dated("Far beyond")
    page = table_for("member", "timeline/?q=far+beyond")
    x, y = middle(centred(row(page, title).locator(".body")))
    page.mouse.move(x, y)
    page.mouse.down()
    edge = page.locator("#timeline").evaluate("each => each.getBoundingClientRect().right")

    page.mouse.move(edge - 10, y, steps=4)
    page.locator("#timeline").evaluate(
        """(plan, far) => new Promise(done => {
            const goal = plan.scrollLeft + far;
            plan.addEventListener("scroll", () => plan.scrollLeft > goal && done());
            setTimeout(done, 5000);
        })""",
        6 * DAY,
    )
    page.mouse.move(x, y)
    page.mouse.up()

    expect(row(page, title)).not_to_have_attribute("data-start", START.isoformat())
    days = (date.fromisoformat(row(page, title).get_attribute("data-start")) - START).days
    assert days >= 6


def test_an_end_is_dragged_and_escape_puts_a_bar_back(table_for, dated):
    title = dated("Stretched on the timeline")
    page = table_for("member", "timeline/")
    body = row(page, title).locator(".body")

    drag(page, title, 4)
    expect(row(page, title)).to_have_class(re.compile("lifted"))
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(body).to_have_attribute("width", str(5 * DAY))
    starts(page, title, START)

    box = body.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 3 + 2 * DAY, box["y"] + 10, steps=5)
    page.mouse.up()
    end = (END + timedelta(days=2)).isoformat()
    expect(row(page, title)).to_have_attribute("data-due", end)
    starts(page, title, START)


@pytest.mark.parametrize("how", [{}, PHONE], ids=["tablet", "phone"])
def test_a_finger_that_rests_on_a_bar_moves_it(table_for, dated, how):
    title = dated(f"By finger {len(how)}")
    page = table_for("member", "timeline/", **{"has_touch": True, **how})
    body = centred(row(page, title).locator(".body"))

    Finger(page).drag(middle(body), by=(3 * DAY, 0), rest=500)

    starts(page, title, START + timedelta(days=3))
    expect(page.locator(".bar-row.lifted")).to_have_count(0)
    expect(page.locator("#detail")).to_have_count(0)


def test_a_finger_stretches_a_bar_at_its_end(table_for, dated):
    title = dated("Stretched by finger")
    page = table_for("member", "timeline/", **PHONE)
    body = centred(row(page, title).locator(".body"))
    box = body.bounding_box()

    place = box["x"] + box["width"] - 8, box["y"] + 11
    Finger(page).drag(place, by=(2 * DAY, 0), rest=500)

    end = (END + timedelta(days=2)).isoformat()
    expect(row(page, title)).to_have_attribute("data-due", end)
    starts(page, title, START)


def test_a_finger_that_goes_on_scrolls_and_moves_nothing(table_for, dated):
    title = dated("Scrolled over")
    page = table_for("member", "timeline/", **PHONE)
    body = centred(row(page, title).locator(".body"))
    before = page.evaluate("document.querySelector('#timeline').scrollLeft")

    Finger(page).drag(middle(body), by=(-3 * DAY, 0))

    expect(page.locator(".bar-row.lifted")).to_have_count(0)
    page.wait_for_timeout(500)
    starts(page, title, START)
    assert page.evaluate("document.querySelector('#timeline').scrollLeft") > before + DAY


def test_a_finger_moves_a_campaign(table_for, served):
    page = table_for("owner", f"{served.url}/w/acme/timeline/", **PHONE)
    page.get_by_label("Start of Spring launch").fill("2026-12-01")
    page.get_by_label("End of Spring launch").fill("2026-12-24")
    page.locator("#in-words tr", has_text="Spring").get_by_role("button", name="Save").click()
    bar = page.locator("#portfolio .bar-row", has_text="Spring launch")
    expect(bar).to_have_attribute("data-due", "2026-12-24")
    body = bar.locator(".body")
    body.scroll_into_view_if_needed()
    box = body.bounding_box()
    day = box["width"] / 24

    Finger(page).drag(middle(body), by=(4 * day, 0), rest=500)
    page.get_by_role("button", name="Only the campaign’s days").click()

    expect(bar).to_have_attribute("data-start", "2026-12-05")


def test_dates_are_moved_and_items_linked_by_keys_alone(table_for, dated):
    first, second = dated("Alpha by keys"), dated("Beta by keys")
    page = table_for("member", "timeline/")
    keys = page.keyboard

    row(page, first).locator(".bar").focus()
    keys.press("ArrowRight")
    keys.press("Shift+ArrowRight")
    expect(page.locator("#announcer")).to_contain_text(first)
    starts(page, first, START + timedelta(days=8))
    expect(row(page, first).locator(".bar")).to_be_focused()

    keys.press("Alt+ArrowRight")
    end = (END + timedelta(days=9)).isoformat()
    expect(row(page, first)).to_have_attribute("data-due", end)

    before = page.locator(".overlay .link").count()
    row(page, second).locator(".bar").focus()
    keys.press("l")
    expect(page.locator("#announcer")).to_contain_text("Linking")
    choose(page, first)
    keys.press("Enter")
    expect(page.locator("#announcer")).to_contain_text(f"“{first}” now waits for “{second}”")
    expect(page.locator(".overlay .link")).to_have_count(before + 1)

    row(page, second).locator("[data-bar-menu]").press("Enter")
    page.get_by_role("button", name=f"“{first}” need not wait").focus()
    keys.press("Enter")
    expect(page.locator("#announcer")).to_contain_text("no longer waits")

    row(page, first).locator(".bar").focus()
    keys.press("Enter")
    expect(page.locator("#detail")).to_be_visible()


def choose(page, title):
    """Walk by arrows until that item would wait."""
    for key in ["ArrowUp"] * 6 + ["ArrowDown"] * 12:
        page.keyboard.press(key)
        if f"“{title}” would wait" in page.locator("#announcer").inner_text():
            return
    raise AssertionError(f"the arrows never came to {title}")


def test_a_date_is_moved_in_the_table_twin(table_for, dated):
    title = dated("Moved in the table")
    page = table_for("member", "timeline/?as=table")
    found = page.locator("#list [data-item]", has_text=title)

    found.locator("[data-edit=due_on]").focus()
    page.keyboard.press("Enter")
    later = END + timedelta(days=3)
    page.locator("input.editor").fill(later.isoformat())
    page.keyboard.press("Enter")

    expect(found.locator("[data-edit=due_on]")).to_have_attribute("data-value", later.isoformat())


WAYS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}},
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "where", ["timeline/", "timeline/?as=table&q=Looked+at", "timeline/?group=channel"]
)
def test_the_timeline_is_for_everybody(table_for, dated, where, way):
    dated(f"Looked at {way}")
    page = table_for("member", where, **WAYS[way])

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


SCROLL = "left => document.querySelector('#portfolio').scrollTo({ left, behavior: 'instant' })"


def test_campaigns_are_moved_by_keys_and_say_their_dates_on_the_timeline_of_all(table_for, served):
    page = table_for("owner", f"{served.url}/w/acme/timeline/")
    page.get_by_label("Start of Spring launch").fill("2026-12-01")
    page.get_by_label("End of Spring launch").fill("2026-12-18")
    page.locator("#in-words tr", has_text="Spring").get_by_role("button", name="Save").click()
    bar = page.locator("#portfolio .bar-row", has_text="Spring launch")
    expect(bar).to_have_attribute("data-due", "2026-12-18")

    said = bar.locator(".dates")
    before = from_to(date(2026, 12, 1), date(2026, 12, 18))
    expect(said).to_have_text(before)

    bar.locator(".bar").focus()
    page.keyboard.press("ArrowRight")
    after = from_to(date(2026, 12, 2), date(2026, 12, 19))
    expect(said).to_have_text(after)
    expect(bar.locator(".bar")).to_have_attribute("aria-label", re.compile(after))
    expect(page.locator("#announcer")).to_have_text(f"“Spring launch”: {after}.")
    page.keyboard.press("Escape")
    expect(said).to_have_text(before)
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Only the campaign’s days").click()

    expect(bar).to_have_attribute("data-start", "2026-12-02")
    expect(said).to_have_text(after)
    assert violations(page) == []

    page.set_viewport_size({"width": 1000, "height": 800})
    page.goto(f"{page.url}?zoom=weeks")
    words = bar.locator(".words")
    chart, names = (page.locator(each).bounding_box() for each in ("#portfolio", ".corner"))
    for left in (0, 300, 600, 900, 99_000):
        page.evaluate(SCROLL, left)
        page.wait_for_timeout(100)
        box = words.bounding_box()
        assert after in words.text_content()
        assert chart["x"] + names["width"] <= box["x"]
        assert box["x"] + box["width"] <= chart["x"] + chart["width"]

    expect(words).to_have_class(re.compile("away before"))
    words.click()
    expect(words).not_to_have_class(re.compile("away"))

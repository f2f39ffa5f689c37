"""The dialogs about dates: a whole plan scheduled by keys alone, and each dialog for everybody."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import open_item, row, walk_to
from tests.journeys.test_pages import violations

pytestmark = pytest.mark.alike

LISTED = re.compile("would move")


@pytest.mark.parametrize(
    ("field", "day", "slides_on", "event_on"),
    [("Start", "02012027", "2 Feb", "3 Feb"), ("Launch", "03102027", "9 Mar", "10 Mar")],
    ids=["forward", "back"],
)
def test_a_whole_plan_is_scheduled_and_put_back_by_keys_alone(
    table_for, webinar, field, day, slides_on, event_on
):
    slides, event = webinar(f"scheduled from {field}")
    page = table_for("manager", "list/")
    keys = page.keyboard

    listed = schedule(page, field, day)
    expect(listed.locator("[data-step]", has_text=event)).to_contain_text(event_on)
    expect(listed.get_by_label("Why?")).to_be_focused()
    keys.press("Escape")
    expect(listed).to_have_count(0)
    expect(row(page, event)).to_contain_text("3 Dec")

    schedule(page, field, day)
    expect(listed.get_by_label("Why?")).to_be_focused()
    keys.type("The fair has moved")
    walk_to(page, listed.locator(".primary"))
    keys.press("Enter")
    expect(row(page, event)).to_contain_text(event_on)
    expect(row(page, slides)).to_contain_text(slides_on)
    expect(page.locator(".toast").get_by_role("button", name="Undo")).to_be_visible()

    keys.press("u")
    expect(row(page, event)).to_contain_text("3 Dec")
    expect(row(page, slides)).to_contain_text("2 Dec")


def schedule(page, field, day):
    """Type a day into the dialog, reached by keys, and enter it; the list that follows."""
    page.get_by_role("button", name="Schedule the whole plan").focus()
    page.keyboard.press("Enter")
    popup = page.get_by_role("dialog", name="Schedule the whole plan")
    expect(popup.get_by_label("Start")).to_be_focused()
    walk_to(page, popup.get_by_label(field))
    page.keyboard.type(day)
    page.keyboard.press("Enter")
    return page.get_by_role("dialog", name=LISTED)


WAYS = {
    "light": {"color_scheme": "light"},
    "small": {
        "viewport": {"width": 360, "height": 740},
        "color_scheme": "dark",
        "locale": "zh-CN",
    },
}


@contextmanager
def for_everybody(page, dialog):
    """What opens in here is looked at with other eyes, and closed by Escape."""
    yield
    expect(dialog).to_be_visible()
    page.wait_for_timeout(300)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()


@pytest.mark.parametrize("way", WAYS)
def test_each_dialog_about_dates_is_for_everybody(table_for, webinar, served, way):
    slides, _event = webinar(f"looked at {way}")
    page = table_for("manager", "list/", **WAYS[way])

    popup = page.locator("#lay")
    with for_everybody(page, popup):
        page.locator("[popovertarget=lay]").click()

    listed = page.locator("dialog#impact")
    page.goto(f"{table_for.base}board/?q=looked+at+{way}")
    open_item(page, slides)
    due = page.locator("#detail [name=due_on]")
    with for_everybody(page, listed):
        due.fill("2026-12-08")
        due.blur()

    due.fill("2026-12-07")
    due.blur()
    listed.locator("[name=why]").fill("The speaker is ill")
    listed.locator(".primary").click()
    expect(listed).to_have_count(0)
    page.goto(f"{table_for.base}list/")
    answers = page.locator("dialog#moves")
    with for_everybody(page, answers):
        page.locator("#summary a[href$='/moves/']").first.click()

    owner = table_for("owner", f"{served.url}/w/acme/timeline/", **WAYS[way])
    days = owner.locator("#in-words tr", has_text="Spring").locator("[type=date]")
    days.first.fill("2027-01-04")
    days.last.fill("2027-02-26")
    days.last.press("Enter")
    bar = owner.locator("#portfolio .bar-row", has_text="Spring launch")
    question = owner.locator("dialog#impact")
    expect(bar.or_(question).first).to_be_visible()
    if question.count():
        question.get_by_role("button").nth(1).click()
    expect(bar).to_have_attribute("data-due", "2027-02-26")
    with for_everybody(owner, question):
        bar.locator(".bar").focus()
        owner.keyboard.press("ArrowRight")

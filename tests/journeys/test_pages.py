"""Every page, as people with other eyes, hands, languages and screens have it."""

import re

import pytest

from tests.serving import ROOT

pytestmark = [pytest.mark.alike, pytest.mark.xdist_group("pages")]
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHECK = "(options) => axe.run(document, { resultTypes: ['violations'], ...options })"
ALL = {"runOnly": STANDARDS}
SETTLE = """
() => document.getAnimations()
  .filter((each) => each instanceof CSSTransition)
  .forEach((each) => each.finish())
"""
PAGES = {
    "my work": "/w/acme/",
    "campaigns": "/w/acme/campaigns/",
    "overview": "/w/acme/overview/",
    "board": "/w/acme/c/SPRING/board/",
    "list": "/w/acme/c/SPRING/list/",
    "item": "/w/acme/c/SPRING/items/1/",
    "new item": "/w/acme/c/SPRING/items/new/",
    "touchpoints": "/w/acme/c/SPRING/touchpoints/?rows=all",
    "touchpoint": "/w/acme/c/SPRING/touchpoints/1/1/",
    "go-live": "/w/acme/c/SPRING/golive/",
    "health": "/w/acme/c/SPRING/health/",
    "timeline": "/w/acme/c/SPRING/timeline/",
    "timeline by person": "/w/acme/c/SPRING/timeline/?group=assignee",
    "timeline as a table": "/w/acme/c/SPRING/timeline/?as=table&group=team",
    "timeline of all": "/w/acme/timeline/",
    "workload": "/w/acme/workload/",
    "calendar": "/w/acme/c/SPRING/calendar/",
    "all calendars": "/w/acme/calendar/?show=week",
    "agenda": "/w/acme/calendar/?show=agenda",
    "calendar feeds": "/w/acme/feeds/",
    "other calendars": "/w/acme/calendar/others/",
    "templates": "/w/acme/templates/",
    "save a template": "/w/acme/c/SPRING/template/",
    "start from a template": "/w/acme/templates/1/start/",
    "working days": "/w/acme/days/",
    "working time": "/w/acme/people/1/time/",
    "repeats": "/w/acme/c/SPRING/items/1/repeats/",
    "activity": "/w/acme/c/SPRING/activity/",
    "what changed": "/w/acme/c/SPRING/compare/?from=start",
    "baselines": "/w/acme/c/SPRING/baselines/",
    "as it was": "/w/acme/c/SPRING/at/3/",
    "handoffs": "/w/acme/radar/",
    "campaign handoffs": "/w/acme/c/SPRING/radar/",
    "trash": "/w/acme/c/SPRING/trash/",
    "campaign people": "/w/acme/c/SPRING/people/",
    "campaign settings": "/w/acme/c/SPRING/settings/",
    "new campaign": "/w/acme/campaigns/new/",
    "metrics": "/w/acme/metrics/",
    "new metric": "/w/acme/metrics/add/",
    "targets": "/w/acme/c/SPRING/targets/",
    "new target": "/w/acme/c/SPRING/targets/add/",
    "numbers": "/w/acme/c/SPRING/numbers/",
    "rows of numbers": "/w/acme/c/SPRING/numbers/rows/",
    "enter numbers": "/w/acme/c/SPRING/numbers/enter/",
    "bring a plan in": "/w/acme/c/SPRING/import/",
    "file of a plan": "/w/acme/c/SPRING/import/1/",
    "channels and labels": "/w/acme/words/",
    "people": "/w/acme/people/",
    "person": "/w/acme/people/2/",
    "invite": "/w/acme/people/invite/",
    "teams": "/w/acme/teams/",
    "tokens": "/w/acme/tokens/",
    "settings": "/w/acme/settings/",
    "log": "/w/acme/settings/log/",
    "effects": "/w/acme/settings/effects/",
    "lead inbox": "/w/acme/inbox/",
    "lead inbox with leads": "/w/acme/inbox/?whose=mine",
    "leads": "/w/acme/c/SPRING/leads/",
    "leads of all campaigns": "/w/acme/leads/",
    "lead": "/w/acme/leads/1/",
    "erased lead": "/w/acme/leads/4/",
    "new lead": "/w/acme/c/SPRING/leads/new/",
    "duplicates": "/w/acme/leads/duplicates/",
    "merging leads": "/w/acme/leads/1/merge/2/",
    "erasing a lead": "/w/acme/leads/1/erase/",
    "who looked at leads": "/w/acme/leads/log/",
    "bring leads in": "/w/acme/c/SPRING/leads/bring/",
    "file of leads": "/w/acme/c/SPRING/leads/bring/1/",
    "forms of leads": "/w/acme/c/SPRING/leads/forms/",
    "what sales agrees on": "/w/acme/leads/rules/",
    "verdict": "/w/acme/c/SPRING/verdict/",
    "search": "/w/acme/search/?q=brief",
    "profile": "/profile/",
    "addresses": "/accounts/email/",
    "password": "/accounts/password/change/",
    "second step": "/accounts/2fa/",
    "sessions": "/accounts/sessions/",
}
OUTSIDE = {
    "sign in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "forgotten password": "/accounts/password/reset/",
    "not found": "/nowhere/",
}
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
WAYS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light"},
    "chinese": {"viewport": PHONE, "locale": "zh-CN", "color_scheme": "light"},
}


@pytest.fixture(scope="package")
def windows(served, chromium, cookies):
    """One browser for each way of looking, kept for all pages."""
    made = {}
    yield lambda way: made.setdefault(
        way,
        chromium.new_context(
            storage_state=cookies("owner"),
            **{"viewport": DESK, "bypass_csp": False, **WAYS[way]},
        ),
    )
    for context in made.values():
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(served, windows, name):
    page = Page(windows("light"), served.url + PAGES[name])

    assert (page.seen_by_all(), page.status, page.complaints) == ([], 200, [])


@pytest.mark.parametrize("name", OUTSIDE)
def test_whoever_is_not_signed_in_has_pages_for_everybody(served, chromium, name):
    context = chromium.new_context(viewport=DESK)
    page = Page(context, served.url + OUTSIDE[name])
    broken = page.seen_by_all()
    context.close()

    assert broken == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_chinese_fits_a_phone(served, windows, name):
    page = Page(windows("chinese"), served.url + PAGES[name])
    wide = page.too_wide()
    page.own.close()

    assert (page.status, page.complaints, wide) == (200, [], [])


@pytest.mark.parametrize("name", ["handoffs", "workload"])
def test_choices_that_stand_side_by_side_are_whole_on_a_phone(served, windows, name):
    page = Page(windows("phone"), served.url + PAGES[name])
    cut = page.own.locator(".toolbar .segments").evaluate_all(
        "all => all.filter((each) => each.scrollWidth > each.clientWidth).map((e) => e.ariaLabel)"
    )
    page.own.close()

    assert (page.status, cut) == (200, [])


def test_on_a_small_desk_other_weeks_are_seen_and_a_header_is_one_line(served, chromium, cookies):
    context = chromium.new_context(
        storage_state=cookies("owner"), viewport={"width": 1280, "height": 800}
    )
    page = context.new_page()
    page.goto(served.url + PAGES["workload"])
    arrows = page.locator(".toolbar a[aria-label] .icon").evaluate_all(
        "all => all.map((each) => each.checkVisibility())"
    )
    page.goto(served.url + PAGES["numbers"])
    heights = page.locator(".headline, .actions, .span").evaluate_all(
        "all => all.map((each) => each.offsetHeight < 50)"
    )
    context.close()

    assert (arrows, heights) == ([True, True], [True, True, True])


LOW = """
() => [...document.querySelectorAll("#main :is(button, select, input, .button, .segments a)")]
  .filter((each) => each.checkVisibility() && !each.matches(".icon-button, [type=checkbox]"))
  .filter((each) => each.offsetHeight > 0 && each.offsetHeight < 40)
  .map((each) => each.outerHTML.slice(0, 100))
"""


@pytest.mark.parametrize("name", ["numbers", "targets", "lead inbox", "leads", "calendar feeds"])
def test_what_a_finger_touches_on_a_phone_is_as_high_as_a_fingertip(served, windows, name):
    page = Page(windows("phone"), served.url + PAGES[name])
    low = page.own.evaluate(LOW)
    page.own.close()

    assert (page.status, low) == (200, [])


class Page:
    """A page that was opened, and what it complained of."""

    def __init__(self, window, address):
        self.own, self.complaints = window.new_page(), []
        self.own.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.own.on("console", self.heard)
        self.status = self.own.goto(address).status
        self.own.wait_for_timeout(150)

    def heard(self, said):
        if said.type == "error":
            self.complaints.append(said.text)

    def seen_by_all(self):
        """What is amiss on a desk in the light, and on a phone in the dark; then it is closed."""
        amiss = violations(self.own) + self.too_wide()
        self.own.emulate_media(color_scheme="dark")
        self.own.set_viewport_size(PHONE)
        self.own.evaluate(SETTLE)
        amiss += violations(self.own) + self.too_wide()
        self.own.close()
        return amiss

    def too_wide(self):
        over = self.own.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        return [f"{over} px wider than the window"] if over > 0 else []


def violations(page, options=ALL):
    if page.evaluate("() => !window.axe"):
        page.evaluate(AXE)
    found = page.evaluate(CHECK, options)["violations"]
    return [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found]


@pytest.mark.parametrize("way", ["light", "dark", "phone"])
def test_the_open_drawer_and_its_menus_are_for_everybody(served, windows, way):
    page = windows(way).new_page()
    page.goto(served.url + PAGES["board"])
    page.locator("#board [data-item] a").first.click()
    page.locator("#detail").wait_for()
    page.wait_for_timeout(400)
    page.locator("#detail input[name=parent]").fill("a")
    page.locator(".mentions [role=option]").first.wait_for()
    with_drawer = violations(page)
    page.locator("[data-close-drawer]").click()
    page.locator("#board [data-menu]").first.click()
    page.wait_for_timeout(200)
    with_menu = violations(page)
    page.close()

    assert with_drawer == []
    assert with_menu == []


@pytest.mark.parametrize(
    ("locale", "language", "word"), [("zh-CN", "zh-hans", "看板"), ("zh-TW", "zh-hant", "看板")]
)
def test_a_browser_in_chinese_gets_the_pages_in_chinese(table_for, locale, language, word):
    page = table_for.open(table_for.browser("owner", locale=locale))

    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("link", name=word).count() == 1


def test_pages_ask_for_nothing_from_elsewhere(served, windows):
    page = windows("light").new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(served.url + PAGES["board"])
    page.wait_for_timeout(300)
    page.close()

    elsewhere = [url for url in asked if not re.match(f"{served.url}/|data:", url)]
    assert elsewhere == []


FIGURES = """
() => [...document.querySelectorAll(".beside tbody td")]
  .filter((each) => !each.checkVisibility()).length
"""


def test_campaigns_are_compared_on_a_phone_too(served, windows):
    page = windows("phone").new_page()
    page.goto(f"{served.url}{PAGES['overview']}?phase=draft")

    figures = page.locator(".beside tbody td").count()
    hidden = page.evaluate(FIGURES)
    page.close()

    assert figures > 0
    assert hidden == 0

"""People with real browsers at a real server; skipped by name without Chromium, but not in CI."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import browsers
from tests.journeys import table
from tests.journeys.bars import END, START
from tests.serving import ROOT, serving

HARMLESS = re.compile(r"Failed to load resource|net::ERR_")
expect.set_options(timeout=8_000)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("xdist_group"):
                item.add_marker(pytest.mark.xdist_group("journeys"))


def lay_table(served):
    command = [sys.executable, "-m", "tests.journeys.table"]
    subprocess.run(command, cwd=ROOT, env=served.env, check=True)


@pytest.fixture(scope="package")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("journeys") / "data", prepare=lay_table) as served:
        yield served


@pytest.fixture(scope="package")
def chromium():
    if browsers.FOUND is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: the journeys cannot be made")
        pytest.skip("Chromium is missing: no journey is made")
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def cookies(served, chromium):
    """`cookies(role)`: what a browser holds after that person signed in by the form."""
    known = {}

    def of(role):
        if role not in known:
            context = chromium.new_context()
            page = context.new_page()
            page.goto(f"{served.url}/accounts/login/")
            page.locator("[name=login]").fill(table.address_of(role))
            page.locator("[name=password]").fill(table.PASSWORD)
            page.locator("[name=password]").press("Enter")
            page.wait_for_url("**/w/acme/")
            known[role] = context.storage_state()
            context.close()
        return known[role]

    return of


class Table:
    """Browsers at the table; whatever their consoles complain of fails the test."""

    def __init__(self, served, chromium, cookies):
        self.served = served
        self.base = f"{served.url}/w/acme/c/SPRING/"
        self.chromium = chromium
        self.cookies = cookies
        self.complaints = []
        self.contexts = []

    def browser(self, role="member", **options):
        """A browser of its own, in which that person is signed in."""
        options = {"viewport": {"width": 1440, "height": 900}, **options}
        state = self.cookies(role) if role else None
        context = self.chromium.new_context(storage_state=state, **options)
        self.contexts.append(context)
        return context

    def __call__(self, role="member", where="board/", **options):
        """A page of the plan in a browser of its own, once it is live."""
        return self.open(self.browser(role, **options), where)

    def open(self, context, where="board/"):
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self.heard)
        page.goto(where if where.startswith("http") else self.base + where)
        if page.locator("body[data-live]").count():
            live(page)
        return page

    def heard(self, message):
        if message.type == "error" and not HARMLESS.search(message.text):
            self.complaints.append(message.text)

    def leave(self):
        for context in self.contexts:
            context.close()
        assert self.complaints == []


@pytest.fixture
def table_for(served, chromium, cookies):
    """`table_for("manager", "list/")`: a page in a browser of that person."""
    seats = Table(served, chromium, cookies)
    yield seats
    seats.leave()


@pytest.fixture
def new_item(table_for):
    """`new_item("Title")` adds an item as its owner would, without a window; gives its title."""
    context = table_for.browser("owner")
    [token] = [each["value"] for each in context.cookies() if each["name"] == "roundtable_csrf"]

    def add(title):
        answer = context.request.post(
            f"{table_for.base}items/",
            form={"title": title, "csrfmiddlewaretoken": token},
            headers={"Referer": table_for.base},
            max_redirects=0,
        )
        assert answer.status == 302, answer.text()
        return title

    return add


@pytest.fixture
def webinar(table_for):
    """`webinar("A")` adds the slides, and the webinar of Max that waits for them: two titles."""
    context = table_for.browser("owner")
    [token] = [each["value"] for each in context.cookies() if each["name"] == "roundtable_csrf"]
    choices = context.request.get(f"{table_for.base}list/").text()
    max_member = re.search(r'value="(\d+)">(?:(?!value=).)*Max Member', choices)[1]

    def post(address, **fields):
        answer = context.request.post(
            f"{table_for.base}{address}",
            form={"csrfmiddlewaretoken": token, **fields},
            headers={"Referer": table_for.base},
            max_redirects=0,
        )
        assert answer.status in {200, 302}, answer.text()
        return answer.headers.get("location", "")

    def add(title, **fields):
        number = post("items/", title=title, **fields).rstrip("/").rpartition("/")[2]
        return f"items/{number}/"

    def make(name):
        slides, event = f"Slides {name}", f"Webinar {name}"
        add(slides, start_on="2026-12-01", due_on="2026-12-02")
        there = add(event, due_on="2026-12-03", kind="milestone", assignees=max_member)
        post(f"{there}waits/", waits_for=slides)
        return slides, event

    return make


@pytest.fixture
def dated(table_for, new_item):
    """`dated("Title")` adds an item that takes five days from next week on; gives its title."""
    context = table_for.browser("owner")
    [token] = [each["value"] for each in context.cookies() if each["name"] == "roundtable_csrf"]

    def add(title):
        answer = context.request.post(
            f"{table_for.base}items/",
            form={
                "title": title,
                "start_on": START.isoformat(),
                "due_on": END.isoformat(),
                "csrfmiddlewaretoken": token,
            },
            headers={"Referer": table_for.base},
            max_redirects=0,
        )
        assert answer.status == 302, answer.text()
        return title

    return add


@pytest.fixture
def given(table_for):
    """`given("Title", "Max Member", …)` adds an item of next week in those people's hands."""
    context = table_for.browser("owner")
    [token] = [each["value"] for each in context.cookies() if each["name"] == "roundtable_csrf"]
    choices = context.request.get(f"{table_for.base}list/").text()

    def add(title, *people, to="items/"):
        ids = [re.search(rf'value="(\d+)">(?:(?!value=).)*{name}', choices)[1] for name in people]
        sent = [("title", title), ("start_on", START), ("due_on", START + timedelta(days=4))]
        sent += [("assignees", pk) for pk in ids] + [("csrfmiddlewaretoken", token)]
        answer = context.request.post(
            f"{table_for.base}{to}",
            data="&".join(f"{name}={value}".replace(" ", "+") for name, value in sent),
            headers={
                "Referer": table_for.base,
                "Content-Type": "application/x-www-form-urlencoded",
            },
            max_redirects=0,
        )
        assert answer.status == 302, answer.text()
        return title

    return add


def live(page):
    expect(page.locator("#live")).to_have_attribute("data-state", "live", timeout=20_000)

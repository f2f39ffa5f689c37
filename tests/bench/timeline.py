"""The timeline of a plan: a thousand bars, ten thousand, and the same page unchanged."""

from tests.bench import floors, meter
from tests.bench.meter import Browser
from tests.bench.pages import Busy, floor_of, opening

BAR = 2.5


def measure(figures, plans, rounds):
    for size in ("1k", "10k"):
        first_screen(figures, plans[size], rounds)
    whole(figures, plans["1k"], 1_000, rounds)
    whole(figures, plans["10k"], 10_000, max(3, rounds // 5))
    unchanged(figures, plans["1k"], rounds)
    for size in ("one", "1k"):
        count_statements(figures, plans[size])


def first_screen(figures, plan, rounds):
    """The first 300 bars, after somebody changed one item: all links are reckoned anew."""
    browser = Browser(plan.reader)
    page = opening(browser, f"{plan.base}timeline/")
    floor = opening(browser, floor_of(plan, 300))
    found = meter.compare(page, floor, rounds=rounds, before=Busy(plan))
    figures.ratio(f"timeline, first screen of {plan.size}", *found, None)


def whole(figures, plan, count, rounds):
    """All bars at once, after somebody changed one."""
    browser = Browser(plan.reader)
    page = opening(browser, f"{plan.base}timeline/?all=1")
    floor = opening(browser, floor_of(plan, count))
    found = meter.compare(page, floor, rounds=rounds, before=Busy(plan))
    figures.ratio(f"timeline, whole {plan.size}", *found, BAR)


def unchanged(figures, plan, rounds):
    browser = Browser(plan.reader)
    address = f"{plan.base}timeline/?all=1"
    answer = browser.get(address)
    floors.prebuilt["page"] = answer.body
    floor = opening(browser, f"/floor/{plan.workspace.slug}/bytes/page/")
    again = opening(browser, address, status=304, if_none_match=answer.headers["ETag"])
    found = meter.compare(again, floor, rounds=rounds)
    figures.ratio(f"timeline, whole {plan.size}, unchanged", *found, 2)


def count_statements(figures, plan):
    browser = Browser(plan.reader)
    browser.get(f"{plan.base}timeline/")
    made = meter.statements(opening(browser, f"{plan.base}timeline/"))
    figures.amount(f"timeline, statements at {plan.size}", len(made), "statements", 8)

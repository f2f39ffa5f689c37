"""Opening the board, the list and my work: the first screen, the whole plan, and unchanged."""

from campaigns.brief.models import Campaign
from campaigns.plan import actions, cards
from tests.bench import floors, meter
from tests.bench.meter import Browser
from workspace.kernel import scope

VIEWS = ("board", "list")


def measure(figures, plans, rounds):
    for plan in (plans["1k"], plans["10k"]):
        browser = Browser(plan.reader)
        for view in VIEWS:
            first_screen(figures, plan, browser, view, rounds)
        my_work(figures, plan, browser, rounds)
    plan, browser = plans["1k"], Browser(plans["1k"].reader)
    for view in VIEWS:
        whole(figures, plan, browser, view, rounds)
        unchanged(figures, plan, browser, view, rounds)
        on_the_wire(figures, plan, browser, view)
    for size in ("one", "1k"):
        count_statements(figures, plans[size])


def first_screen(figures, plan, browser, view, rounds):
    """The first rows, after somebody changed one of them."""
    figure, floor = meter.compare(
        opening(browser, f"{plan.base}{view}/"),
        opening(browser, floor_of(plan, 100)),
        rounds=rounds,
        before=Busy(plan),
    )
    figures.ratio(f"{view}, first screen of {plan.size}", figure, floor, 2)


def my_work(figures, plan, browser, rounds):
    shown = browser.get(plan.home).body.count(b"data-item=")
    figure, floor = meter.compare(
        opening(browser, plan.home),
        opening(browser, floor_of(plan, max(100, shown))),
        rounds=rounds,
        before=Busy(plan),
    )
    figures.ratio(f"my work, of {plan.size}", figure, floor, 2, rows=shown)


def whole(figures, plan, browser, view, rounds):
    """All rows: after somebody changed one of them, and by a process that remembers nothing."""
    page = opening(browser, f"{plan.base}{view}/?all=1")
    floor = opening(browser, floor_of(plan, 1_000))
    busy = Busy(plan)
    figures.ratio(
        f"{view}, whole {plan.size}", *meter.compare(page, floor, rounds=rounds, before=busy), 1.5
    )

    def forget():
        busy()
        cards.drawn.clear()

    few = max(3, rounds // 4)
    cold = meter.compare(page, floor, rounds=few, before=forget)
    figures.ratio(f"{view}, whole {plan.size}, nothing remembered", *cold, None)


def unchanged(figures, plan, browser, view, rounds):
    """The same page again: by the same browser, and by one that has not kept it."""
    address = f"{plan.base}{view}/?all=1"
    answer = browser.get(address)
    floors.prebuilt["page"] = answer.body
    floor = opening(browser, f"/floor/{plan.workspace.slug}/bytes/page/")
    again = opening(browser, address, status=304, if_none_match=answer.headers["ETag"])
    figures.ratio(
        f"{view}, whole {plan.size}, unchanged", *meter.compare(again, floor, rounds=rounds), 2
    )
    anew = opening(browser, address)
    figures.ratio(
        f"{view}, whole {plan.size}, unchanged, another browser",
        *meter.compare(anew, floor, rounds=rounds),
        None,
    )


def on_the_wire(figures, plan, browser, view):
    """The bytes of the whole plan, for browsers that take Brotli and for those that do not."""
    address = f"{plan.base}{view}/?all=1"
    for encoding, bar in (("br", 60_000), ("gzip", None)):
        answer = browser.get(address, accept_encoding=encoding)
        if answer.headers.get("Content-Encoding") != encoding:
            raise AssertionError(f"{address} does not leave packed by {encoding}")
        name = f"{view}, whole {plan.size}, on the wire, {encoding}"
        figures.amount(name, len(answer.body), "bytes", bar)


def count_statements(figures, plan):
    """After a change, and with no row remembered: the most that the page ever asks."""
    browser = Browser(plan.reader)
    pages = [(view, f"{plan.base}{view}/") for view in VIEWS]
    pages += [("my work", plan.home), ("campaigns", f"{plan.home}campaigns/")]
    for name, address in pages:
        browser.get(address)
        Busy(plan)()
        cards.drawn.clear()
        made = meter.statements(opening(browser, address))
        figures.amount(f"{name}, statements at {plan.size}", len(made), "statements", 8)


def floor_of(plan, count):
    return f"/floor/{plan.workspace.slug}/rows/{plan.campaign.pk}/{count}/"


def opening(browser, address, *, status=200, **headers):
    def run():
        answer = browser.get(address, **headers)
        if answer.status != status:
            raise AssertionError(f"{address} answered {answer.status}: {answer.body[:400]!r}")

    return run


class Busy:
    """Somebody else changes one item of the plan, as they do all day."""

    def __init__(self, plan):
        self.plan = plan
        self.number = 0

    def __call__(self):
        self.number += 1
        with scope.of(self.plan.workspace.pk):
            campaign = Campaign.objects.get(pk=self.plan.campaign.pk)
            item = self.plan.item()
            actions.edit_many(
                campaign, [item.pk], by=self.plan.reader, title=f"Edited {self.number % 7} times"
            )

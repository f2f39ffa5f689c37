"""Changing and creating one item: the request, and the row that comes back."""

import json
from dataclasses import dataclass
from itertools import count, cycle

from tests.bench import meter
from tests.bench.meter import Browser
from workspace.kernel import scope

STATUSES = ("doing", "review", "todo")


def measure(figures, plans, rounds):
    for plan in (plans["1k"], plans["10k"]):
        browser = Browser(plan.reader)
        change(figures, plan, browser, rounds)
        create(figures, plan, browser, rounds)


def change(figures, plan, browser, rounds):
    """A card is dropped in another column; the answer brings what moved."""
    with scope.of(plan.workspace.pk):
        item, other = plan.item(0), plan.item(1)
    columns, statuses = cycle(STATUSES), cycle(STATUSES)

    def drop(**headers):
        address = f"{plan.base}items/{item.number}/place/"
        answer = browser.post(address, {"status": next(columns)}, hx_request="true", **headers)
        check(answer)
        return answer

    def drop_and_see():
        moved = brought(drop(plan_shown=page.shown()), page)
        if item.pk not in [each["id"] for each in moved["items"]]:
            raise AssertionError(f"the row did not come back: {moved}")

    def floor():
        fields = {"status": next(statuses), "version": other.version}
        address = f"/floor/{plan.workspace.slug}/change/{plan.campaign.pk}/{other.pk}/"
        check(browser.post(address, fields))

    drop()
    page = Page(since(browser, plan, 0)["revision"])
    found = meter.compare(drop_and_see, floor, rounds=rounds)
    figures.ratio(f"change one item of {plan.size}, row back", *found, 2.5)
    found = meter.compare(drop, floor, rounds=rounds)
    figures.ratio(f"change one item of {plan.size}, the request alone", *found, None)


def create(figures, plan, browser, rounds):
    """Quick add at the head of a column; the answer brings what moved."""
    page = Page(since(browser, plan, 0)["revision"])
    numbers = count(1)

    def add_and_see():
        fields = {"title": f"Quick {next(numbers)}", "status": "todo"}
        headers = {"hx_request": "true", "plan_shown": page.shown()}
        moved = brought(browser.post(f"{plan.base}items/", fields, **headers), page)
        if len(moved["items"]) != 1:
            raise AssertionError(f"the row did not come back: {moved}")

    def floor():
        address = f"/floor/{plan.workspace.slug}/create/{plan.campaign.pk}/"
        check(browser.post(address, {"title": f"Floor {next(numbers)}"}))

    found = meter.compare(add_and_see, floor, rounds=rounds)
    figures.ratio(f"create one item of {plan.size}, row back", *found, 2.5)


@dataclass
class Page:
    """An open board, and the revision that it shows."""

    revision: int

    def shown(self):
        return f"view=board&since={self.revision}"


def brought(answer, page):
    check(answer)
    moved = json.loads(answer.body)
    page.revision = moved["revision"]
    return moved


def since(browser, plan, revision):
    answer = browser.get(f"{plan.base}changes/?view=board&since={revision}")
    check(answer)
    return json.loads(answer.body)


def check(answer):
    if answer.status not in (200, 204):
        raise AssertionError(f"{answer.status}: {answer.body[:400]!r}")

"""The plan as it was, beside the plan as it is; and two points of it compared."""

import random

from campaigns.history import past
from campaigns.plan import actions, windows
from campaigns.plan.models import Item
from tests.bench import meter
from tests.bench.meter import Browser
from tests.bench.pages import Busy, floor_of, opening
from workspace.kernel import scope

MOVES = 200


def measure(figures, plans, rounds):
    plan = plans["1k"]
    browser, busy = Browser(plan.reader), Busy(plan)
    first, newest = grow(plan, busy)
    chance = random.Random(3)

    def back(query=""):
        return lambda: opening(
            browser, f"{plan.base}at/{chance.randrange(first, newest)}/{query}"
        )()

    present = {query: opening(browser, f"{plan.base}list/{query}") for query in ("", "?all=1")}
    for query, words in (("", "first screen"), ("?all=1", "whole")):
        compared = meter.compare(back(query), present[query], rounds=rounds, before=busy)
        figures.ratio(f"past, {words} of {plan.size}", *compared, 2)

    def forget():
        busy()
        past.drawn.clear()

    few = max(3, rounds // 4)
    cold = meter.compare(back("?all=1"), present["?all=1"], rounds=few, before=forget)
    figures.ratio(f"past, whole {plan.size}, nothing remembered", *cold, None)
    changes = opening(browser, f"{plan.base}compare/?from=revision:{first}")
    floor = opening(browser, floor_of(plan, MOVES))
    figures.ratio(
        f"compare, {MOVES} changed of {plan.size}",
        *meter.compare(changes, floor, rounds=rounds, before=busy),
        None,
    )

    radar(figures, plan, browser, busy, rounds)


def radar(figures, plan, browser, busy, rounds):
    """The handoffs of one campaign, read out of all that its log tells of a year."""
    page = opening(browser, f"{plan.base}radar/?days=365")
    floor = opening(browser, floor_of(plan, MOVES))
    found = meter.compare(page, floor, rounds=max(3, rounds // 2), before=busy)
    figures.ratio(f"handoffs, a year of {plan.size}", *found, None)
    figures.amount("handoffs, statements", len(meter.statements(page)), "statements", 8)


def grow(plan, busy):
    """Many small edits, each a revision; returns the revisions before and after them."""
    with scope.of(plan.workspace.pk):
        first = windows.revision_of(plan.campaign)[1]
        for number in range(min(MOVES, Item.objects.filter(campaign=plan.campaign).count())):
            edit(plan, number)
        return first, windows.revision_of(plan.campaign)[1]


def edit(plan, number):
    item = plan.item(number)
    actions.shift(plan.campaign, [item.pk], by=plan.reader, days=1 + number % 5)

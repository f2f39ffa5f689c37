"""The timeline of a plan: a thousand bars, ten thousand, and the same page unchanged."""

from datetime import timedelta

from campaigns.brief.models import Campaign
from campaigns.plan import actions, windows, working
from campaigns.plan.models import ENDED, Item
from campaigns.timeline import reckoning
from tests.bench import floors, meter
from tests.bench.meter import Browser
from tests.bench.pages import Busy, floor_of, opening
from workspace.kernel import scope

BAR, FIRST = 2.5, 2


def measure(figures, plans, rounds):
    for size in ("1k", "10k"):
        first_screen(figures, plans[size], rounds)
    whole(figures, plans["1k"], 1_000, rounds)
    whole(figures, plans["10k"], 10_000, max(3, rounds // 5))
    unchanged(figures, plans["1k"], rounds)
    for size in ("one", "1k"):
        count_statements(figures, plans[size])


def first_screen(figures, plan, rounds):
    """The first 300 bars, after somebody changed one item: its title, its dates, the last day."""
    browser = Browser(plan.reader)
    page = opening(browser, f"{plan.base}timeline/")
    floor = opening(browser, floor_of(plan, 300))
    largest, last = tied(plan)
    for what, busy in (
        ("", Busy(plan)),
        (", a date moved in its largest part", Postponing(plan, largest)),
        (", its last day moved", Postponing(plan, last)),
    ):
        found = meter.compare(page, floor, rounds=rounds, before=busy)
        figures.ratio(f"timeline, first screen of {plan.size}{what}", *found, FIRST)


def tied(plan):
    """Ids of an item in the largest part that hangs together, and of the last one of the plan."""
    with scope.of(plan.workspace.pk):
        calendars = working.calendars(plan.workspace)
        revision = windows.revision_of(plan.campaign)[1]
        found = reckoning.of(plan.campaign, revision, calendars)
        parts = [part for part in found.bonds.parts.values() if part]
        largest = max(parts, key=lambda part: len(part.net.tasks)).net.order[0]
        dated = Item.objects.kept().filter(campaign=plan.campaign).exclude(due_on=None)
        last = dated.exclude(status__in=ENDED).order_by("due_on").last()
    return largest, last.pk


class Postponing:
    """Somebody puts one item a day later, and the next time a day earlier again."""

    def __init__(self, plan, pk):
        self.plan, self.pk, self.days = plan, pk, 1

    def __call__(self):
        with scope.of(self.plan.workspace.pk):
            campaign = Campaign.objects.get(pk=self.plan.campaign.pk)
            row = Item.objects.get(pk=self.pk)
            by = timedelta(days=self.days)
            days = {name: getattr(row, name) for name in ("start_on", "due_on")}
            moved = {name: day and day + by for name, day in days.items()}
            actions.edit_many(campaign, [self.pk], by=self.plan.reader, **moved)
        self.days = -self.days


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

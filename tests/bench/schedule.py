"""The workload page over fifty campaigns of two thousand items each."""

import random
from datetime import timedelta

from django.utils import timezone

from campaigns.brief.models import Campaign
from campaigns.demo import sizes
from campaigns.plan.models import Assignment, Item
from teams.models import Member
from tests.bench import meter
from tests.bench.meter import Browser
from tests.bench.pages import opening
from workspace.kernel import clock, scope
from workspace.kernel.analysing import analyse_all

SLUG, CAMPAIGNS, ITEMS = "bench-workload", 50, 2_000


def measure(figures, rounds):
    reader = reader_of_many()
    browser, address = Browser(reader), f"/w/{SLUG}/workload/"
    page = opening(browser, address)
    page()
    figure, floor = meter.compare(page, count_of(reader), rounds=max(3, rounds // 5))
    figures.ratio(f"workload, {CAMPAIGNS} × {ITEMS:,} items", figure, floor, None)
    figures.amount("workload, statements", len(meter.statements(page)), "statements", 8)


def count_of(reader):
    """The floor: every unfinished assignment of the workspace is read once, by the database."""

    def run():
        with scope.of(reader.workspace_id):
            list(
                Assignment.objects.filter(item__trashed_at__isnull=True)
                .exclude(item__status__in=["done", "dropped"])
                .values_list("member", "item__start_on", "item__due_on", "item__estimate")
            )

    return run


def reader_of_many():
    with scope.everything(because="the bench looks for its workspace by the address"):
        found = Campaign.objects.filter(workspace__slug=SLUG).exists()
    if not found:
        made = list(sizes.make(slug=SLUG, campaigns=CAMPAIGNS, items=1, seed=1))
        with scope.of(made[0].workspace_id):
            fill(made)
        analyse_all()
    with scope.everything(because="the bench looks for its workspace by the address"):
        return Member.objects.select_related("user", "workspace").get(
            workspace__slug=SLUG, name="Jonas Lindqvist"
        )


def fill(campaigns):
    """Plain rows, without a history: two thirds unfinished, within a year."""
    chance, today, now = random.Random(5), timezone.localdate(), clock.now()
    people = list(Member.objects.exclude(role="guest").values_list("pk", flat=True))
    for campaign in campaigns:
        items = Item.objects.bulk_create(
            (item(campaign, number, chance, today, now) for number in range(2, ITEMS + 1)),
            batch_size=500,
        )
        Assignment.objects.bulk_create(
            (
                Assignment(
                    workspace_id=campaign.workspace_id, item=each, member_id=chance.choice(people)
                )
                for each in items
            ),
            batch_size=500,
        )


def item(campaign, number, chance, today, now):
    start = today + timedelta(chance.randrange(-200, 165))
    return Item(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        number=number,
        title=f"Item {number}",
        status=chance.choice(["todo", "doing", "dropped"]),
        start_on=start,
        due_on=start + timedelta(chance.randrange(15)),
        estimate=chance.choice([None, 4, 8, 16]),
        rank=number,
        created_at=now,
        status_at=now,
    )

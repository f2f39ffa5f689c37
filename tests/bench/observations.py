"""Pages of numbers over a million observations, and a hundred thousand that come in."""

import time
from datetime import timedelta

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from campaigns.brief import actions as brief
from campaigns.brief.models import Campaign, Standing
from campaigns.demo import sizes
from campaigns.metrics import queries
from campaigns.metrics.actions import Number, aiming, observe
from campaigns.metrics.models import DayTotal, Metric, Observation, Series, Target
from campaigns.plan.models import Channel
from teams.models import Member
from tests.bench import meter
from tests.bench.meter import Browser
from tests.bench.pages import opening
from workspace.kernel import scope

SLUG, CAMPAIGNS, DAYS, CHANNELS, IN = "bench-numbers", 50, 365, 5, 100_000
BAR, STATEMENTS = 300, 8
OF_ONE = (
    ("numbers, a year", "numbers/?span=365"),
    ("numbers, 30 days", "numbers/"),
    ("numbers by touchpoint, a year", "numbers/?span=365&show=touchpoint"),
    ("rows of numbers", "numbers/rows/?span=365&metric=ctr"),
    ("targets", "targets/"),
    ("numbers as CSV, a year by week", "numbers.csv?span=365&per=week"),
    ("touchpoints", "touchpoints/"),
)
OF_ALL = (
    ("overview, 90 days", "overview/"),
    ("overview, a year", "overview/?days=365"),
    ("overview by day since launch", "overview/?by=launch&days=90"),
    ("overview as CSV, a year", "overview.csv?days=365"),
)
EACH_DAY = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {days})
INSERT INTO campaigns_observation (workspace_id, series_id, day, amount, definition)
SELECT s.workspace_id, s.id, {day}, (s.id * 7 + n.i * 13) %% 500 * 1000000, 1
FROM campaigns_series s CROSS JOIN n WHERE s.workspace_id = %s AND s.key LIKE 'bench%%'
"""
TOTALS = """
INSERT INTO campaigns_daytotal (workspace_id, campaign_id, metric_id, currency, unit, day, amount)
SELECT s.workspace_id, s.campaign_id, s.metric_id, s.currency, m.unit, o.day, SUM(o.amount)
FROM campaigns_observation o JOIN campaigns_series s ON s.id = o.series_id
JOIN campaigns_metric m ON m.id = s.metric_id
WHERE s.workspace_id = %s GROUP BY 1, 2, 3, 4, 5, 6
"""


def measure(figures, rounds):
    reader, campaigns = workspace_of_many()
    with scope.of(reader.workspace_id):
        count = Observation.objects.count()
    browser, few = Browser(reader), max(3, rounds // 5)
    size = f"of {count:,} observations"
    one = sums_of(reader, campaigns[:1])
    base = f"/w/{SLUG}/c/{campaigns[0].key}/"
    for name, path in OF_ONE:
        page = opening(browser, base + path)
        tell(figures, f"{name}, {size}", page, one, few)
    every = sums_of(reader, campaigns)
    for name, path in OF_ALL:
        page = opening(browser, f"/w/{SLUG}/{path}")
        tell(figures, f"{name}, {CAMPAIGNS} campaigns, {size}", page, every, few)

    def over_all():
        with scope.of(reader.workspace_id):
            queries.figures([each.pk for each in campaigns])

    figure, floor = meter.compare(over_all, every, rounds=few)
    figures.ratio(f"figures of {CAMPAIGNS} campaigns, {size}", figure, floor, None)
    figures.amount(f"figures of {CAMPAIGNS} campaigns, in all", round(figure), "ms CPU", BAR)
    swept(figures, reader, campaigns, few)
    come_in(figures, reader, campaigns)


def tell(figures, name, page, sums, rounds):
    """A page, and the same by a process that remembers nothing: CPU, time, statements."""
    for state, before in ((name, lambda: None), (f"{name}, nothing remembered", meter.forget)):
        figure, floor = meter.compare(page, sums, rounds=rounds, before=before)
        figures.ratio(state, figure, floor, None)
        figures.amount(f"{state}, in all", round(figure), "ms CPU", BAR)
        before()
        asked = meter.statements(page)
        figures.amount(f"{state}, statements", len(asked), "statements", STATEMENTS)
    began = time.perf_counter()
    for _round in range(rounds):
        page()
    spent = round((time.perf_counter() - began) / rounds * 1_000)
    figures.amount(f"{name}, until it is answered", spent, "ms", BAR, load=meter.load())


def swept(figures, reader, campaigns, rounds):
    """How all campaigns stand, computed anew by the worker."""

    def sweep():
        with scope.of(reader.workspace_id):
            Standing.objects.all().update(revision=0)
        brief.sweep()

    figure, floor = meter.compare(sweep, sums_of(reader, campaigns), rounds=rounds)
    figures.ratio(f"how {CAMPAIGNS} campaigns stand, computed anew", figure, floor, None)


def sums_of(reader, campaigns):
    """The floor: the database adds the totals of the same campaigns up, once."""
    pks = [each.pk for each in campaigns]

    def run():
        with scope.of(reader.workspace_id):
            rows = DayTotal.objects.filter(campaign__in=pks).order_by()
            list(rows.values_list("campaign", "metric", "currency").annotate(Sum("amount")))

    return run


def come_in(figures, reader, campaigns):
    """A hundred thousand numbers at once, and the same again."""
    with scope.of(reader.workspace_id):
        keys = [each.key for each in Metric.objects.filter(aggregation="sum", unit="count")[:5]]
        today, per = timezone.localdate(), IN // len(campaigns) // len(keys)
        rows = [
            Number(key, today - timedelta(days=ago), ago * 1_000_000, campaign_id=each.pk)
            for each in campaigns
            for key in keys
            for ago in range(per)
        ]
        for name in ("come in", "come in again"):
            began = time.perf_counter()
            observe(rows, by=reader, source="api")
            seconds = round(time.perf_counter() - began, 1)
            figures.amount(f"{len(rows):,} numbers {name}", seconds, "s", 60)


def workspace_of_many():
    with scope.everything(because="the bench looks for its workspace by the address"):
        found = Campaign.objects.filter(workspace__slug=SLUG).exists()
    if not found:
        made = list(sizes.make(slug=SLUG, campaigns=CAMPAIGNS, items=1, seed=1))
        with scope.of(made[0].workspace_id):
            fill(made)
    with scope.everything(because="the bench looks for its workspace by the address"):
        campaigns = list(Campaign.objects.filter(workspace__slug=SLUG).order_by("pk"))
        reader = Member.objects.select_related("user", "workspace").get(
            workspace__slug=SLUG, name="Jonas Lindqvist"
        )
    return reader, campaigns


def fill(campaigns):
    """Every observed metric of every channel on every day of a year."""
    workspace = campaigns[0].workspace_id
    for model in (Observation, DayTotal, Series):
        model.objects.all().delete()
    metrics = list(Metric.objects.filter(aggregation="sum"))
    channels = list(Channel.objects.order_by("pk")[:CHANNELS])
    Series.objects.bulk_create(
        Series(
            workspace_id=workspace,
            key=f"bench:{campaign.pk}.{channel.pk}",
            source="api",
            external_id=f"{campaign.pk}.{channel.pk}",
            campaign=campaign,
            channel=channel,
            metric=metric,
            currency="EUR" if metric.unit == "money" else "",
        )
        for campaign in campaigns
        for channel in channels
        for metric in metrics
    )
    day = {
        "sqlite": f"date('now', '-' || ({DAYS} - n.i) || ' days')",
        "postgresql": f"current_date - ({DAYS} - n.i)",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(EACH_DAY.format(days=DAYS, day=day), [workspace])
        cursor.execute(TOTALS, [workspace])
    by, known = Member.objects.get(role="owner"), queries.defined()
    for campaign in campaigns:
        Target.objects.filter(campaign=campaign).delete()
        for key in ("spend", "clicks", "cpc", "conversion_rate"):
            aiming.aim(
                campaign,
                by=by,
                metric=known[key],
                target=1_000_000_000,
                currency="EUR" if known[key].unit == "money" else "",
                why="To measure with.",
            )
    brief.sweep()

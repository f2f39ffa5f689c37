"""Bringing 100,000 numbers in from a file, beside the least that the same rows can cost.

The floor parses the file with the csv module and inserts the same rows in batches in one
transaction: nothing is matched, compared, added up or remembered. In a file of its own line for
each number, as the widest rows of tools are fewer than their numbers.
"""

import csv
import io
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from campaigns.brief import actions as brief
from campaigns.brief.models import Campaign
from campaigns.metrics import standard
from campaigns.metrics.intake import actions, previews
from campaigns.metrics.models import Batch, Metric, Observation, Series
from tests.bench import meter
from workspace.kernel import scope

NUMBERS, CAMPAIGNS, BAR = 100_000, 20, 60
KEYS = ("impressions", "clicks", "sessions", "conversions", "leads")
FIRST = date(2024, 1, 1)


def measure(figures, plans, rounds):
    """Seconds of CPU: bringing a file in, the same again, and taking it out."""
    plan = plans["one"]
    with scope.of(plan.workspace.pk):
        campaigns = lay(plan)
        data = file_of(campaigns)
        least = seconds(lambda: floor(plan, data))
        previews.understood_files.clear()
        batch = look(plan, data)
        whole = seconds(lambda: actions.carry_out(batch))
        batch.refresh_from_db()
        tell(figures, batch, "first time", whole, least)
        again = look(plan, data)
        same = seconds(lambda: actions.carry_out(again))
        again.refresh_from_db()
        tell(figures, again, "again", same, least)
        out = seconds(lambda: actions.undo(batch, by=plan.reader))
        figures.amount(f"taking {NUMBERS} numbers out again", round(out, 2), "s CPU", BAR)


def tell(figures, batch, when, found, least):
    name = f"bringing {NUMBERS} numbers in, {when}"
    more = {"floor_seconds": round(least, 2), "load": meter.load(), "counts": batch.counts}
    figures.amount(name, round(found, 2), "s CPU", BAR, **more)


def look(plan, data):
    """A batch that the worker is about to bring in, whose file it has not read yet."""
    upload = ContentFile(data, name="numbers.csv")
    batch = actions.start(by=plan.reader, upload=upload)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.WAITING)
    previews.understood_files.clear()
    return Batch.objects.select_related("by__user").get(pk=batch.pk)


def seconds(work):
    began = meter.cpu()
    work()
    return (meter.cpu() - began) / 1_000


def lay(plan):
    standard.furnish(plan.workspace.pk)
    for number in range(CAMPAIGNS):
        if not Campaign.objects.filter(key=f"NUM{number}").exists():
            brief.create(
                plan.workspace.pk, by=plan.reader, key=f"NUM{number}", name=f"Numbers {number}"
            )
    return [f"NUM{number}" for number in range(CAMPAIGNS)]


def file_of(campaigns):
    days = NUMBERS // len(campaigns) // len(KEYS)
    rows = ["Day,Campaign,Metric,Value"]
    for number in range(days):
        day = (FIRST + timedelta(days=number)).isoformat()
        for place, key in enumerate(campaigns):
            rows += [f"{day},{key},{metric},{number * place + 1}" for metric in KEYS]
    return "\n".join(rows).encode()


def floor(plan, data):
    """Parsed and inserted, and taken away again outside of what is measured by rolling back."""
    metrics = {metric.key: metric for metric in Metric.objects.all()}
    with transaction.atomic():
        series = {}
        for row in csv.DictReader(io.StringIO(data.decode())):
            name = row["Campaign"], row["Metric"]
            series.setdefault(name, []).append((row["Day"], int(row["Value"]) * 1_000_000))
        for (campaign, metric), found in series.items():
            one = Series.objects.create(
                workspace_id=plan.workspace.pk,
                key=f"floor:{campaign}",
                source="floor",
                external_id=campaign,
                metric=metrics[metric],
            )
            Observation.objects.bulk_create(
                (
                    Observation(workspace_id=plan.workspace.pk, series=one, day=day, amount=amount)
                    for day, amount in found
                ),
                batch_size=1000,
            )
        transaction.set_rollback(True)

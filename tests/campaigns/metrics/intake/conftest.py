"""Files of numbers: the samples of vendors, and small tables typed in a test."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from textwrap import dedent

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.metrics.intake import actions, reading
from campaigns.metrics.intake.reading import Known
from campaigns.metrics.models import Batch, DayTotal, Observation
from workspace.kernel import outbox

SAMPLES = Path(__file__).parents[3] / "data" / "imports"
GOOGLE = "google_ads_campaign_report_utf16.csv"
META = "meta_ads_manager_export.csv"
KNOWN = (
    Known("impressions", ("Impressions", "展示次数", "曝光次數")),
    Known("clicks", ("Clicks", "点击", "點擊")),
    Known("ctr", ("CTR", "点击率", "點擊率"), "percent", computed=True),
    Known("spend", ("Spend", "花费", "花費"), "money"),
    Known("sessions", ("Sessions",)),
    Known("conversions", ("Conversions",)),
    Known("leads", ("Leads",)),
    Known("revenue", ("Revenue",), "money"),
    Known("share", ("Share of voice",), "percent", adds_up=False),
    Known("attention", ("Attention",), "duration"),
)


@pytest.fixture
def sample():
    return lambda name: (SAMPLES / name).read_bytes()


def table(text, encoding="utf-8"):
    """A table as bytes, from text indented like the test around it."""
    return dedent(text).lstrip("\n").encode(encoding)


def workbook(rows, title="Numbers"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def understand(data, *extra, **choices):
    """(reading, numbers) of a text typed in a test, or of bytes."""
    data = table(data) if isinstance(data, str) else data
    return reading.understand(data, "numbers.csv", choices, (*KNOWN, *extra))


def sums(numbers):
    """{"spend EUR": Decimal}: what a person compares with the vendor's screen."""
    return {
        " ".join(filter(None, name)): Decimal(amount).scaleb(-6)
        for name, amount in numbers.sums().items()
    }


def told(numbers):
    """What is wrong, as (kind, line, column, value)."""
    return [(p.kind, p.line, p.column, p.value) for p in numbers.problems]


def day(text):
    return date.fromisoformat(text)


class Bringing:
    """Brings files in as the screens and the worker do."""

    def __init__(self, by):
        self.by = by

    def look(self, file, **choices):
        """A batch that somebody looks at; `file` is a sample's name, text, or bytes."""
        name = file if isinstance(file, str) and "\n" not in file else "numbers.csv"
        if isinstance(file, str):
            file = (SAMPLES / file).read_bytes() if name == file else table(file)
        batch = actions.start(by=self.by, upload=SimpleUploadedFile(name, file))
        return actions.choose(batch, version=batch.version, **choices) if choices else batch

    def __call__(self, file, **choices):
        """A batch that has been run."""
        looked = self.look(file, **choices)
        actions.run(looked, version=looked.version)
        outbox.dispatch()
        return Batch.objects.get(pk=looked.pk)


@pytest.fixture
def brought(person, metrics):
    """`brought(GOOGLE, …choices)` brings a file in; `brought.look(…)` only looks at it."""
    return Bringing(person("member"))


def totals():
    """{"spend EUR": Decimal} of all days of all campaigns, as pages read them."""
    found = {}
    for row in DayTotal.objects.select_related("metric"):
        name = " ".join(filter(None, (row.metric.key, row.currency)))
        found[name] = found.get(name, 0) + Decimal(row.amount).scaleb(-6)
    return found


def stored():
    """The same of all numbers, whether they count for a campaign or wait."""
    found = {}
    for row in Observation.objects.select_related("series__metric"):
        name = " ".join(filter(None, (row.series.metric.key, row.series.currency)))
        found[name] = found.get(name, 0) + Decimal(row.amount).scaleb(-6)
    return found

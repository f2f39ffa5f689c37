"""Files to read: the samples of real formats, and small tables typed in a test."""

from io import BytesIO
from pathlib import Path
from textwrap import dedent

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.plan.imports import actions, previews
from campaigns.plan.imports import reading as imports
from campaigns.plan.imports.models import Import
from workspace.kernel import outbox

SAMPLES = Path(__file__).parents[3] / "data" / "imports"


@pytest.fixture
def sample():
    return lambda name: (SAMPLES / name).read_bytes()


@pytest.fixture
def table():
    """A table as bytes, from text indented like the test around it."""

    def typed(text, encoding="utf-8"):
        return dedent(text).lstrip("\n").encode(encoding)

    return typed


@pytest.fixture
def workbook():
    """A workbook as bytes, from its sheets: name → rows."""

    def typed(**sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        file = BytesIO()
        book.save(file)
        return file.getvalue()

    return typed


@pytest.fixture
def refusal():
    """The kind of the refusal with which a file is turned away."""

    def of(data, choices=None):
        with pytest.raises(imports.Unreadable) as refused:
            imports.read(data, choices)
        assert refused.value.reason
        assert refused.value.mend
        return refused.value.kind

    return of


class Bringing:
    """Brings files into a campaign as the screens and the worker do."""

    def __init__(self, campaign, by, sample):
        self.campaign = campaign
        self.by = by
        self.sample = sample

    def look(self, file, **choices):
        """An import that somebody looks at; `file` is a sample's name, or bytes."""
        data = self.sample(file) if isinstance(file, str) else file
        name = file if isinstance(file, str) else "plan.csv"
        imp = actions.start(self.campaign, by=self.by, upload=SimpleUploadedFile(name, data))
        return actions.choose(imp, version=imp.version, **choices) if choices else imp

    def __call__(self, file, why="", **choices):
        """An import that has been run, once the list of the dates that it moves was seen."""
        looked = self.look(file, **choices)
        seen = previews.preview(looked).moves.seal
        imp = actions.run(looked, version=looked.version, seen=seen, why=why)
        outbox.dispatch()
        return Import.objects.get(pk=imp.pk)


@pytest.fixture
def brought(campaign, person, sample):
    """`brought("plan.xlsx", …choices)` brings a file in; `brought.look(…)` only looks at it."""
    return Bringing(campaign, person("manager"), sample)

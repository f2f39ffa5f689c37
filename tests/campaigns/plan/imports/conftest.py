"""Files to read: the samples of real formats, and small tables typed in a test."""

from io import BytesIO
from pathlib import Path
from textwrap import dedent

import openpyxl
import pytest

from campaigns.plan.imports import reading as imports

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

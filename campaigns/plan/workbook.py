"""A table as a workbook of one sheet. Text stays text, whatever a spreadsheet would make of it."""

import io
import re

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from campaigns.plan.imports.reading.vendors import TAKEN_FOR_A_FORMULA

UNFIT_FOR_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LOOKS_ESCAPED = re.compile("_x(?=[0-9A-Fa-f]{4}_)")  # a workbook takes it for a character
LONGEST_CELL = 32_767


def written(table, name):
    """The bytes of the workbook; `table` has `headings` and `rows` of text, days, numbers, None."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip("' ") or "Plan")
    sheet.freeze_panes = "C2"
    sheet.append([cell(sheet, heading, bold=True) for heading in table.headings])
    for row in table.rows:
        sheet.append([cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cell(sheet, value, *, bold=False):
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return value
    text = LOOKS_ESCAPED.sub(r"_x005F\g<0>", UNFIT_FOR_XML.sub("", value)[:LONGEST_CELL])
    written_as = WriteOnlyCell(sheet, text)
    written_as.data_type = "s"  # never a formula
    if TAKEN_FOR_A_FORMULA.match(value):
        written_as.quotePrefix = True
    if bold:
        written_as.font = Font(bold=True)
    return written_as

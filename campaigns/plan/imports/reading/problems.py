"""What can be wrong with a file or a row, in sentences that say what, where and how to mend it.

A problem keeps its kind and its details, and words itself only when shown: each reader sees it in
their own language, and it can be stored as JSON.
"""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Severity(StrEnum):
    ERROR = "error"  # nothing is imported until a person has decided
    WARNING = "warning"  # told, but no reason to wait


class Cost(StrEnum):
    """What is left out when the import goes on in spite of the problem."""

    ROW = "row"
    VALUE = "value"
    NOTHING = "nothing"


class Kind(NamedTuple):
    severity: Severity
    cost: Cost
    reason: str
    mend: str


ROW_IS_LOST = (Severity.ERROR, Cost.ROW)
VALUE_IS_LOST = (Severity.ERROR, Cost.VALUE)
TOLD = (Severity.WARNING, Cost.NOTHING)

KINDS = {
    "no_title": Kind(
        *ROW_IS_LOST,
        _("The row has no title."),
        _("Write a title in this cell, or delete the row."),
    ),
    "title_too_long": Kind(
        *ROW_IS_LOST,
        _("The title is longer than %(limit)s characters."),
        _("Shorten the title and move the rest into the description."),
    ),
    "id_too_long": Kind(
        *ROW_IS_LOST,
        _("The number or id is longer than %(limit)s characters."),
        _("Choose another column as the id, or shorten it."),
    ),
    "id_used_twice": Kind(
        *ROW_IS_LOST,
        _("Line %(first)s has the same id already."),
        _("Give each row an id of its own, or choose another column as the id."),
    ),
    "not_a_date": Kind(
        *ROW_IS_LOST,
        _("This is not a date, where dates are written like %(like)s."),
        _("Write it like 2026-11-30, or choose another date order."),
    ),
    "date_without_year": Kind(
        *ROW_IS_LOST, _("The date has no year."), _("Add the year, for example 2026-11-30.")
    ),
    "year_out_of_range": Kind(
        *ROW_IS_LOST,
        _("The year is not between %(first)s and %(last)s."),
        _("Correct the year."),
    ),
    "not_hours": Kind(
        *ROW_IS_LOST,
        _("This is not a number of hours."),
        _("Write hours as a plain number, for example 12.5."),
    ),
    "cell_too_long": Kind(
        *ROW_IS_LOST,
        _("The cell holds more than %(limit)s characters."),
        _("Shorten the text. A missing quotation mark further up is a frequent cause."),
    ),
    "too_many_cells": Kind(
        *ROW_IS_LOST,
        _("The row has %(cells)s cells, but there are only %(headings)s headings."),
        _("Put text that contains the delimiter between quotation marks."),
    ),
    "quote_not_closed": Kind(
        *ROW_IS_LOST,
        _("A quotation mark is opened and not closed before the end of the file."),
        _("Close the quotation mark in this row; everything after it was taken for one cell."),
    ),
    "text_too_long": Kind(
        *VALUE_IS_LOST,
        _("The text is longer than %(limit)s characters."),
        _("Shorten it. Going on leaves this text out."),
    ),
    "too_many_checks": Kind(
        *VALUE_IS_LOST,
        _("The checklist has %(count)s entries, and %(limit)s fit."),
        _("Make rows of some of them. Going on leaves the last ones out."),
    ),
    "starts_after_due": Kind(
        *VALUE_IS_LOST,
        _("The row starts after it is due on %(due)s."),
        _("Correct one of the two dates. Going on leaves the start out."),
    ),
    "unknown_reference": Kind(
        *VALUE_IS_LOST,
        _("No row of this file is called “%(wanted)s”."),
        _("Write the id or the exact title of a row of this file."),
    ),
    "ambiguous_reference": Kind(
        *VALUE_IS_LOST,
        _("%(count)s rows are called “%(wanted)s” (lines %(lines)s)."),
        _("Refer to the row by its id, or give the rows different titles."),
    ),
    "refers_to_itself": Kind(
        *VALUE_IS_LOST, _("The row refers to itself."), _("Name another row, or empty the cell.")
    ),
    "dependency_loop": Kind(
        *VALUE_IS_LOST,
        _("These rows wait for each other in a circle: %(path)s."),
        _("Remove one of the dependencies. Going on leaves this one out."),
    ),
    "parent_loop": Kind(
        *VALUE_IS_LOST,
        _("These rows are each other's parents in a circle: %(path)s."),
        _("Remove one of the parents. Going on leaves this one out."),
    ),
    "refers_to_left_out": Kind(
        Severity.WARNING,
        Cost.VALUE,
        _("It refers to line %(unread)s, which is not brought in."),
        _("Mend that line, or import without this reference."),
    ),
    "control_characters": Kind(
        *TOLD,
        _("The text held characters that cannot be shown; they were removed."),
        _("Nothing to do, unless the text looks wrong."),
    ),
    "damaged_characters": Kind(
        *TOLD,
        _("The text holds damaged characters (�)."),
        _("Choose another encoding, or correct the text after the import."),
    ),
}

UNREADABLE = {
    "empty": (_("The file is empty."), _("Export it again and choose the new file.")),
    "too_big": (
        _("The file has %(size)s MB; %(limit)s MB is the most."),
        _("Split it, or export fewer columns."),
    ),
    "not_a_plan_file": (
        _("This is not a CSV, Excel (.xlsx) or Trello JSON file."),
        _("Export the plan as CSV or XLSX, or a Trello board as JSON."),
    ),
    "old_workbook": (
        _("This is an old or password-protected Excel file."),
        _("Open it and save it as an Excel workbook (.xlsx) without a password."),
    ),
    "not_a_workbook": (
        _("This is a zip file, but not an Excel workbook (.xlsx)."),
        _("Unpack it and choose the file inside, or save the plan as .xlsx."),
    ),
    "workbook_too_big": (
        _("Unpacked, this workbook would be too big to be read safely."),
        _("Keep only the sheet with the plan, or save that sheet as CSV."),
    ),
    "workbook_broken": (
        _("The workbook is damaged and cannot be opened."),
        _("Open it in a spreadsheet program and save it again as .xlsx."),
    ),
    "workbook_too_slow": (
        _("Reading the workbook took too long or too much memory."),
        _("Keep only the sheet with the plan, or save that sheet as CSV."),
    ),
    "too_many_rows": (
        _("The file has more than %(limit)s rows."),
        _("Split it into several files."),
    ),
    "too_many_columns": (
        _("The file has more than %(limit)s columns."),
        _("Delete the columns you do not need. A wrong delimiter is a frequent cause."),
    ),
    "no_rows": (
        _("There is no row below the heading in line %(line)s."),
        _("Choose another heading line or another sheet."),
    ),
    "wrong_encoding": (
        _("The bytes in line %(line)s are not valid %(encoding)s."),
        _("Choose another encoding, or export the file again as UTF-8."),
    ),
    "json_broken": (
        _("The JSON is broken in line %(line)s: it is cut off or was edited."),
        _("Export the board from Trello again."),
    ),
    "json_too_deep": (
        _("The JSON is nested more than %(limit)s levels deep."),
        _("Export the board from Trello again."),
    ),
    "json_not_a_board": (
        _("This is JSON, but not a Trello board: it has no cards and lists."),
        _("In Trello choose Share, Export as JSON; or export the plan as CSV."),
    ),
    "impossible_choice": (
        _("“%(value)s” is not possible for “%(key)s”."),
        _("Choose one of the values offered."),
    ),
    "choice_is_gone": (
        _("Something that was chosen for this file is no longer there, such as a channel."),
        _("Choose the file again."),
    ),
}


def also(kinds, unreadable=()):
    """Let readers of other files name what is wrong with them the same way."""
    KINDS.update(kinds)
    UNREADABLE.update(unreadable)


class Unreadable(Exception):
    """The file as a whole cannot be read; says why and how to mend it."""

    def __init__(self, kind, **details):
        super().__init__(kind, details)
        self.kind = kind
        self.details = details

    @property
    def reason(self):
        return str(UNREADABLE[self.kind][0]) % self.details

    @property
    def mend(self):
        return str(UNREADABLE[self.kind][1]) % self.details

    def __str__(self):
        return f"{self.reason} {self.mend}"


@dataclass(frozen=True)
class Problem:
    """Something wrong at one place of the file.

    `line` is the line of a text file, the row of a sheet, the card's place on a board; `column` is
    the heading; `value` is what stands there, shortened.
    """

    kind: str
    line: int
    column: str = ""
    value: str = ""
    details: dict = field(default_factory=dict)

    @property
    def severity(self):
        return KINDS[self.kind].severity

    @property
    def cost(self):
        return KINDS[self.kind].cost

    @property
    def reason(self):
        return str(KINDS[self.kind].reason) % self.details

    @property
    def mend(self):
        return str(KINDS[self.kind].mend) % self.details

    def as_json(self):
        return asdict(self)


def problem(kind, line, column="", value="", **details):
    return Problem(kind, line, column, shortened(value), details)


def shortened(text, limit=120):
    return text if len(text) <= limit else text[: limit - 1] + "…"

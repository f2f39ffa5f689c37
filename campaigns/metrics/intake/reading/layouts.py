"""Days down the side, or across the top: a table of the second kind is turned into the first.

    Metric;1 Mar 2026;2 Mar 2026          Metric;Day;Number
    Clicks;10;20                    →     Clicks;1 Mar 2026;10
                                          Clicks;2 Mar 2026;20

What is down the side then are metrics, campaigns, or both. Where that cannot be told it is asked.
"""

import re

from django.utils.translation import gettext_lazy as _

from campaigns.plan.imports.reading import cells, dates, grids
from campaigns.plan.imports.reading.problems import Unreadable
from campaigns.plan.imports.reading.readings import Choice, Option, Standing, settle

from . import limits
from .headings import SKIP

DOWN, ACROSS = "down", "across"
DAY, NUMBER = "Day", "Number"
NUMERIC = re.compile(r"[\d.,\s]*\d")
ENOUGH = 2  # days in a row that are no accident


def is_day(text):
    """Whether a heading is a day, also one that lacks its year, which is told at the row."""
    text = cells.clean(text)
    for order in dates.ORDERS:
        try:
            dates.parsed(text, order)
        except dates.NotADay as no:
            # 12.50 would be a day without its year as well, and is a number.
            if str(no) != "date_without_year" or NUMERIC.fullmatch(text):
                continue
        return True
    return False


def days_of(cells_):
    """The places of the cells that are days."""
    return [index for index, text in enumerate(cells_) if text.strip() and is_day(text)]


def knowing(known):
    """`known` of a row of cells, that counts days across the top as known headings as well."""

    def counted(row):
        days = len(days_of(row))
        return known(row) + (days if days >= ENOUGH else 0)

    return counted


def layout_choice(names, rows, choices, dictionary):
    """Where the days stand; None where there is nothing to choose."""
    days = days_of(names)
    if not days:
        return None
    others = [name for index, name in enumerate(names) if index not in days]
    has_days = any(dictionary.field_named(name)[0] == "day" for name in others)
    if not has_days and len(days) < ENOUGH:
        # One heading that is a day may as well be a row that was taken for the headings.
        below = [row.cells[days[0]] for row in rows[:20] if days[0] < len(row.cells)]
        has_days = any(is_day(text) for text in below if text.strip())
    if has_days and len(days) < ENOUGH:
        return None
    standing = Standing.LIKELY if len(days) >= ENOUGH and not has_days else Standing.OPEN
    options = (
        Option(ACROSS, _("across the top"), " | ".join(names[index] for index in days[:3])),
        Option(DOWN, _("down the side")),
    )
    return settle(choices, "layout", ACROSS, standing, options)


def turned(names, rows):
    """(names, rows) of a table with its days across the top, a row for each of its cells.

    Columns that add the days up are left out, and so are cells that are empty.
    """
    days = days_of(names)
    labels = [
        index
        for index, name in enumerate(names)
        if index not in days and not grids.TOTAL.fullmatch(name)
    ]
    found = []
    for row in rows:
        said = tuple(cell_of(row, index) for index in labels)
        found += [
            grids.Row(row.line, (*said, names[index], cell_of(row, index)))
            for index in days
            if cell_of(row, index).strip()
        ]
        if len(found) > limits.NUMBERS:
            raise Unreadable("too_many_numbers", limit=limits.NUMBERS)
    return [*(names[index] for index in labels), DAY, NUMBER], found


def cell_of(row, index):
    return row.cells[index] if index < len(row.cells) else ""


def guesses_of(guesses, names, rows, dictionary):
    """What the columns down the side are, beside the day and the number of a turned table."""
    guesses = [*guesses[:-2], ("day", Standing.CERTAIN), ("value", Standing.CERTAIN)]
    fields = {field for field, _sure in guesses}
    for index, (field, _sure) in enumerate(guesses[:-2]):
        if field != SKIP:
            continue
        words = {cells.clean(cell_of(row, index)) for row in rows} - {""}
        known = [word for word in words if dictionary.metric_named(word)]
        if words and "metric" not in fields and 2 * len(known) >= len(words):
            guesses[index] = ("metric", Standing.LIKELY)
        elif words and "campaign" not in fields and names[index].startswith("#"):
            guesses[index] = ("campaign", Standing.OPEN)
        fields.add(guesses[index][0])
    return guesses


def plain():
    """The choice of a table that has its days down the side."""
    return Choice("layout", DOWN, Standing.CERTAIN)

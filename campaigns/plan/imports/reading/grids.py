"""A table of text cells with the line each row stands in, whatever file it came from."""

import csv
import io
import re
from collections import Counter
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from . import headings, limits
from .problems import Unreadable
from .readings import Option, Standing, settle

DELIMITERS = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("vertical bar")}
_HINT = re.compile(r"^\s*sep=([,;|\t])\s*$", re.IGNORECASE)
TOTAL = re.compile(
    r"(grand )?(sub-?)?(totals?|sum|gesamt|(zwischen)?summe|合计|总计|小计|合計|總計|小計)\s*:?",
    re.IGNORECASE,
)
ASIDE = 200  # room for titles above and totals below
_TRIED_ROWS = 200
NO_HEADINGS = 0


class Row(NamedTuple):
    line: int
    cells: tuple[str, ...]

    @property
    def blank(self):
        return not any(cell.strip() for cell in self.cells)


class Grid(NamedTuple):
    """`open_quote` is the line of a last row whose quotation mark never closes, or 0."""

    rows: list[Row]
    open_quote: int = 0


def delimiter_choice(text, choices, known=headings.known):
    """The delimiter under which the table is most regular and its headings are known words."""
    if hint := _HINT.match(text[:20].split("\n", 1)[0]):
        guess, standing = hint[1], Standing.CERTAIN
        scores = {guess: 1.0}
    else:
        scores = {mark: _regularity(text, mark, known) for mark in DELIMITERS}
        guess = max(scores, key=scores.get)
        rivals = sorted(scores.values())[-2]
        clear = scores[guess] > 1.3 * rivals or not scores[guess]
        # A table of one column is the same under each of them.
        alone = not any(mark in text for mark in DELIMITERS)
        standing = Standing.LIKELY if clear or alone else Standing.OPEN
    options = [Option(mark, DELIMITERS[mark], _first_line(text, mark)) for mark in DELIMITERS]
    return settle(choices, "delimiter", guess, standing, options)


def _regularity(text, delimiter, known):
    """Known headings count most, then how many rows agree on a number of columns above one."""
    rows = [row.cells for row in _rows(text[:200_000], delimiter, _TRIED_ROWS) if not row.blank]
    if not rows:
        return 0.0
    width, agreeing = Counter(map(len, rows)).most_common(1)[0]
    named = max(known(cells) for cells in rows[:30])
    return 3 * named + (width > 1) * (1 + min(width, 10) / 10) * agreeing / len(rows)


def _first_line(text, delimiter):
    row = next(iter(_rows(text[:5_000], delimiter, 1)), Row(1, ()))
    return " | ".join(cell.strip() for cell in row.cells[:5])[:80]


def delimited(text, delimiter, most=limits.ROWS):
    """Every row of a delimited text, quoted newlines and all."""
    rows = _rows(text, delimiter, most + ASIDE)
    if len(rows) >= most + ASIDE:
        raise Unreadable("too_many_rows", limit=most)
    if rows and _HINT.match(delimiter.join(rows[0].cells)):
        rows = rows[1:]
    unclosed = text.count('"') % 2 and rows and "\n" in "".join(rows[-1].cells)
    return Grid(rows, open_quote=rows[-1].line if unclosed else 0)


def _rows(text, delimiter, at_most):
    csv.field_size_limit(max(csv.field_size_limit(), limits.FILE_BYTES))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 1
    for cells in reader:
        if len(cells) > limits.COLUMNS:
            raise Unreadable("too_many_columns", limit=limits.COLUMNS)
        rows.append(Row(line, tuple(cells)))
        line = reader.line_num + 1
        if len(rows) >= at_most:
            break
    return rows


def header_choice(grid, choices, known=headings.known):
    """The line of the headings: the row among the first thirty with most known words; 0 is none."""
    candidates = [row for row in grid.rows[:30] if not row.blank]
    if not candidates:
        raise Unreadable("empty")
    best = max(candidates, key=lambda row: (known(row.cells), -row.line))
    named, filled = known(best.cells), sum(1 for cell in best.cells if cell.strip())
    standing = Standing.LIKELY if named >= min(2, filled) else Standing.OPEN
    shown = [Option(row.line, evidence=" | ".join(row.cells)[:80]) for row in candidates]
    none = Option(NO_HEADINGS, _("The table has no headings"))
    return settle(choices, "header_line", best.line, standing, [*shown, none])


def totals(row, title):
    """Whether the row only sums up: "Total" as its title, and hardly anything else in words."""
    others = [cell for index, cell in enumerate(row.cells) if index != title and cell.strip()]
    return bool(TOTAL.fullmatch(row.cells[title].strip())) and not any(_in_words(c) for c in others)


def _in_words(cell):
    return bool(re.search(r"[^\W\d_]{2}", cell))

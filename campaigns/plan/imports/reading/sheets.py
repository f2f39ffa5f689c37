"""From the bytes of a file to its rows of text cells, whatever the rows are about.

`known` says how many headings of a row are words that the caller knows: a plan's fields, or the
names of metrics. `most` is how many rows the caller takes.
"""

from . import cells, containers, encodings, grids, headings, limits, workbooks
from .readings import Choice, Standing


def grid_of(data, kind, choices, *, known=headings.known, most=limits.ROWS):
    """The grid of a text table or a workbook, and the choices that led to it."""
    container = Choice("container", kind, Standing.CERTAIN)
    if kind == containers.WORKBOOK:
        sheets = workbooks.read_workbook(data, most)
        sheet = workbooks.sheet_choice(sheets, choices, lambda grid: known_headings(grid, known))
        return sheets[sheet.value], (container, sheet)
    encoding = encodings.encoding_choice(data, choices)
    text = encodings.decoded(data, encoding.value)
    delimiter = grids.delimiter_choice(text, choices, known)
    return grids.delimited(text, delimiter.value, most), (container, encoding, delimiter)


def known_headings(grid, known):
    return max((known(row.cells) for row in grid.rows[:30]), default=0)


def split(grid, header_line):
    """The names in the heading line, and the filled rows below; nameless columns are numbered."""
    place = next((i for i, row in enumerate(grid.rows) if row.line == header_line), -1)
    below = [row for row in grid.rows[place + 1 :] if not row.blank]
    if place < 0:
        widest = max(len(row.cells) for row in below)
        return [f"#{index}" for index in range(1, widest + 1)], below
    names = [cells.clean(cell) for cell in grid.rows[place].cells]
    while names and not names[-1]:
        names.pop()
    return [name or f"#{index}" for index, name in enumerate(names, 1)], below


def skipped_lines(grid, header_line, chosen):
    """What is not read: lines above the headings, and lines that only sum up."""
    above = [row.line for row in grid.rows if row.line < header_line and not row.blank]
    return tuple(sorted({*above, *chosen}))

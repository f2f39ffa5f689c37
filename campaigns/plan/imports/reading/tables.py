"""A table file understood: its heading line, its columns, its rows and the terms of its cells."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from . import (
    cells,
    containers,
    dates,
    grids,
    headings,
    limits,
    people,
    sheets,
    terms,
    vendors,
)
from .problems import Unreadable
from .readings import Column, Option, Reading, Standing, samples_of, settle
from .words import MEANINGS, plain


@dataclass(frozen=True)
class Table:
    """`rows` are the rows that may become items; `columns` say what each cell is."""

    grid: grids.Grid
    rows: list[grids.Row]
    columns: tuple[Column, ...]
    vendor: vendors.Vendor
    reading: Reading
    terms: terms.Terms

    def columns_for(self, *fields):
        return [column for column in self.columns if column.field in fields]


def understood(data, kind, filename, choices):
    grid, origin = sheets.grid_of(data, kind, choices)
    header = grids.header_choice(grid, choices)
    names, below = sheets.split(grid, header.value)
    vendor = vendors.vendor_choice(names, choices)
    if vendor.value == vendors.ROUNDTABLE and kind != containers.WORKBOOK:
        below = [row._replace(cells=vendors.without_apostrophes(row.cells)) for row in below]
    columns = _columns(names, below, vendor.value, choices)
    skipped = _skip_choice(below, columns, choices)
    rows = [row for row in below if row.line not in set(skipped.value)]
    _refuse_wrong_sizes(rows, header.value)
    words = _words(rows, columns, choices)
    decided = (*origin, header, vendor, skipped, *_cell_choices(rows, columns, kind, choices))
    decided += _done_choice(vendor.value, choices), terms.yes_or_no(choices, "skip_bad_rows")
    reading = Reading(
        filename,
        decided,
        columns,
        words,
        rows=len(rows),
        sample=tuple(row.cells for row in rows[:8]),
        skipped_lines=sheets.skipped_lines(grid, header.value, skipped.value),
    )
    in_force = terms.terms_of(decided, words)
    return Table(grid, rows, columns, vendors.VENDORS[vendor.value], reading, in_force)


def _refuse_wrong_sizes(rows, header_line):
    if len(rows) > limits.ROWS:
        raise Unreadable("too_many_rows", limit=limits.ROWS)
    if not rows:
        raise Unreadable("no_rows", line=header_line)


def _columns(names, rows, vendor, choices):
    if vendor == vendors.ROUNDTABLE:
        guesses = vendors.own_fields(names)
    else:
        guesses = headings.guess_fields(names, vendors.VENDORS[vendor].fields)
    if not any(field == "title" for field, _standing in guesses):
        guesses = _title_by_looks(names, rows, guesses)
    chosen = choices.get("columns") if isinstance(choices.get("columns"), dict) else {}
    columns = tuple(
        _column(index, name, rows, guess, chosen.get(str(index)))
        for index, (name, guess) in enumerate(zip(names, guesses, strict=True))
    )
    return _each_once(columns)


def _title_by_looks(names, rows, guesses):
    """No heading names the title: ask about the free column with the most different texts."""
    free = [i for i, (field, _standing) in enumerate(guesses) if field == headings.TEXT]
    if free:
        variety = {i: len({row.cells[i] for row in rows[:500] if i < len(row.cells)}) for i in free}
        guesses[max(free, key=variety.get)] = ("title", Standing.OPEN)
    return guesses


def _column(index, name, rows, guess, chosen):
    field, standing = (chosen, Standing.CHOSEN) if chosen else guess
    if str(field) not in headings.FIELDS:
        raise Unreadable("impossible_choice", key=name, value=field)
    filled = [
        row.cells[index] for row in rows if index < len(row.cells) and row.cells[index].strip()
    ]
    samples = samples_of([cells.clean(text) for text in filled[:50]])
    return Column(index, name, field, standing, samples, len(filled))


def _each_once(columns):
    """A person's column for a field drives out the guess; two of a person's own are refused."""
    owners = {}
    for column in sorted(columns, key=lambda c: c.standing is not Standing.CHOSEN):
        first = owners.setdefault(column.field, column)
        if first is column or headings.FIELDS[column.field].gathers:
            continue
        if column.standing is Standing.CHOSEN:
            raise Unreadable("impossible_choice", key=column.heading, value=column.field)
        kept = Column(
            column.index,
            column.heading,
            headings.TEXT,
            Standing.LIKELY,
            column.samples,
            column.filled,
        )
        columns = (*columns[: column.index], kept, *columns[column.index + 1 :])
    return columns


def _skip_choice(rows, columns, choices):
    """Lines that only sum up are skipped, and said to be; a person can take them in again."""
    title = next((column.index for column in columns if column.field == "title"), None)
    sums = (
        []
        if title is None
        else [row.line for row in rows if title < len(row.cells) and grids.totals(row, title)]
    )
    chosen = settle(choices, "skip_lines", sums, Standing.LIKELY)
    if not isinstance(chosen.value, list) or not all(isinstance(n, int) for n in chosen.value):
        raise Unreadable("impossible_choice", key="skip_lines", value=chosen.value)
    return chosen


def _words(rows, columns, choices):
    words = ()
    for column in columns:
        if column.field in MEANINGS:
            texts = (text for text in texts_of(rows, column) if not _sectionless(column, text))
            words += terms.counted_words(column.field, texts, choices)
    return words


def _sectionless(column, text):
    return column.field == "section" and plain(text) in vendors.SECTIONLESS


def texts_of(rows, column):
    """The filled cells of a column, cleaned."""
    for row in rows:
        if column.index < len(row.cells) and (text := cells.clean(row.cells[column.index])):
            yield text


def _cell_choices(rows, columns, kind, choices):
    """The choices about how cells are written, from the cells themselves."""

    def texts(*fields):
        return [t for c in columns if c.field in fields for t in texts_of(rows, c)]

    written = [text.partition(";")[0] for text in texts("comments") if text.count(";") > 1]
    evidence = dates.evidence([*texts(*headings.DATE_FIELDS), *written])
    persons = list(dict.fromkeys(texts("people")))
    known = frozenset(plain(people.one(text).name) for text in persons if "," not in text)
    yield terms.date_order_choice(evidence, choices)
    yield terms.zone_choice(choices, Standing.OPEN if evidence.moments else Standing.LIKELY)
    typed = kind == containers.WORKBOOK
    yield terms.decimal_choice(texts("estimate_hours"), choices, typed)
    yield terms.comma_choice(persons, known, choices)


def _done_choice(vendor, choices):
    decides = vendors.VENDORS[vendor].completion_decides
    options = (
        Option(terms.COMPLETION, _("an item is done when it has a completion date")),
        Option(terms.SECTION, _("an item is done when its section says so")),
    )
    guess = terms.COMPLETION if decides else terms.SECTION
    return settle(choices, "done_by", guess, Standing.LIKELY, options)

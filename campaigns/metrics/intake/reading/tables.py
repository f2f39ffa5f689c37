"""A table of numbers understood: its headings, what each column is, how its cells are written."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from campaigns.plan.imports.reading import cells, dates, grids, sheets, terms
from campaigns.plan.imports.reading.containers import BOARD, WORKBOOK, container
from campaigns.plan.imports.reading.problems import Unreadable
from campaigns.plan.imports.reading.readings import (
    Choice,
    Column,
    Option,
    Reading,
    Standing,
    Word,
    samples_of,
    settle,
)
from campaigns.plan.imports.reading.words import one_line

from . import amounts, layouts, limits, vendors
from .headings import SKIP, metric_of

ADD_UP, LAST = "add", "last"
_EXAMPLES = 20_000  # rows that are enough to tell how numbers are written


@dataclass(frozen=True)
class Table:
    """`rows` are the rows that may hold numbers; `columns` say what each cell is."""

    grid: grids.Grid
    rows: list
    columns: tuple
    reading: Reading
    dictionary: object
    typed: bool = False

    def column(self, field):
        return next((column for column in self.columns if column.field == field), None)

    @property
    def metric_columns(self):
        return [column for column in self.columns if metric_of(column.field)]


def understood(data, filename, choices, dictionary):
    kind = container(data)
    if kind == BOARD:
        raise Unreadable("not_a_table")
    known = layouts.knowing(dictionary.known)
    grid, origin = sheets.grid_of(data, kind, choices, known=known, most=limits.ROWS)
    header = grids.header_choice(grid, choices, known)
    names, below = sheets.split(grid, header.value)
    vendor = vendors.vendor_choice(names, choices)
    layout = layouts.layout_choice(names, below, choices, dictionary) or layouts.plain()
    turned = layout.value == layouts.ACROSS
    if turned:
        names, below = layouts.turned(names, below)
    columns = columns_of(names, below, vendor.value, choices, dictionary, turned=turned)
    skipped = skip_choice(below, columns, choices)
    left_out = set(skipped.value)
    rows = [row for row in below if row.line not in left_out]
    refuse_wrong_sizes(rows, columns, header.value)
    words = words_of(rows, columns, choices, dictionary)
    decided = (*origin, header, vendor, layout, skipped)
    decided += tuple(
        cell_choices(rows, columns, kind, choices, money_of(columns, words, dictionary))
    )
    reading = Reading(
        filename,
        (*decided, terms.yes_or_no(choices, "skip_bad_rows")),
        columns,
        words,
        rows=len(rows),
        sample=tuple(row.cells for row in rows[:8]),
        skipped_lines=sheets.skipped_lines(grid, header.value, skipped.value),
    )
    return Table(grid, rows, columns, reading, dictionary, kind == WORKBOOK)


def refuse_wrong_sizes(rows, columns, header_line):
    if not rows:
        raise Unreadable("no_rows", line=header_line)
    if len({row.line for row in rows}) > limits.ROWS:
        raise Unreadable("too_many_rows", limit=limits.ROWS)
    metrics = sum(1 for column in columns if metric_of(column.field)) or 1
    if len(rows) * metrics > limits.NUMBERS * 2:
        raise Unreadable("too_many_numbers", limit=limits.NUMBERS)


# Columns


def columns_of(names, rows, vendor, choices, dictionary, *, turned=False):
    guesses = vendors.fields_of(vendor, names, dictionary)
    if turned:
        guesses = layouts.guesses_of(guesses, names, rows, dictionary)
    fields = {field for field, _sure in guesses}
    if "metric" in fields and "value" in fields:
        # A row for each number: what is beside them is no metric of its own.
        guesses = [(SKIP, sure) if metric_of(field) else (field, sure) for field, sure in guesses]
    elif "value" in fields or "metric" in fields:
        guesses = [
            (field, Standing.OPEN) if field in {"value", "metric"} else (field, sure)
            for field, sure in guesses
        ]
    if "day" not in fields:
        guesses = day_by_looks(rows, guesses)
    chosen = choices.get("columns") if isinstance(choices.get("columns"), dict) else {}
    columns = tuple(
        column_of(index, name, rows, guess, chosen.get(str(index)), dictionary)
        for index, (name, guess) in enumerate(zip(names, guesses, strict=True))
    )
    return each_once(columns)


def day_by_looks(rows, guesses):
    """No heading names the day: ask about the first column whose cells are days."""
    for index, (field, _sure) in enumerate(guesses):
        texts = [row.cells[index] for row in rows[:20] if index < len(row.cells)]
        texts = [text for text in texts if text.strip()]
        if field == SKIP and texts and all(any(reads(t, o) for o in dates.ORDERS) for t in texts):
            guesses[index] = ("day", Standing.LIKELY)
            return guesses
    return guesses


def reads(text, order):
    try:
        return bool(dates.parsed(cells.clean(text), order))
    except dates.NotADay:
        return False


def column_of(index, name, rows, guess, chosen, dictionary):
    field, standing = (chosen, Standing.CHOSEN) if chosen else guess
    if not isinstance(field, str) or not dictionary.takes(field):
        raise Unreadable("impossible_choice", key=name, value=field)
    filled = [
        row.cells[index] for row in rows if index < len(row.cells) and row.cells[index].strip()
    ]
    samples = samples_of([cells.clean(text) for text in filled[:50]])
    return Column(index, name, field, standing, samples, len(filled))


def each_once(columns):
    """A person's column drives out the guess; two of a person's own for one thing are refused.

    Two columns of one metric are fine where they are of different currencies.
    """
    owners = {}
    columns = list(columns)
    for column in sorted(columns, key=lambda c: c.standing is not Standing.CHOSEN):
        name = (column.field, amounts.currency_of_heading(column.heading))
        name = name if metric_of(column.field) else column.field
        first = owners.setdefault(name, column)
        if first is column or column.field == SKIP:
            continue
        if column.standing is Standing.CHOSEN:
            raise Unreadable("impossible_choice", key=column.heading, value=column.field)
        columns[column.index] = Column(
            column.index, column.heading, SKIP, Standing.LIKELY, column.samples, column.filled
        )
    return tuple(columns)


# Lines that only sum up


def skip_choice(rows, columns, choices):
    """Lines that only sum up or say something beside are skipped; a person can take them in."""
    index = {column.field: column.index for column in columns}
    sums = [row.line for row in rows if only_sums_up(row, index)]
    chosen = settle(choices, "skip_lines", sums, Standing.LIKELY)
    if not isinstance(chosen.value, list) or not all(isinstance(n, int) for n in chosen.value):
        raise Unreadable("impossible_choice", key="skip_lines", value=chosen.value)
    return chosen


def only_sums_up(row, index):
    """Whether a row is no row of numbers of a day at a place.

    The word "total" alone proves nothing: a campaign may be called "Total Wine & More".
    """
    day, until = cell(row, index.get("day")), cell(row, index.get("until"))
    name = cell(row, index.get("campaign")) or cell(row, index.get("campaign_id"))
    named = "campaign" in index or "campaign_id" in index
    first = next((cells.clean(text) for text in row.cells if cells.clean(text)), "")
    says_total = sums_up(first) or sums_up(name)
    if empty(day):
        return says_total or not any(has_digit(text) for text in row.cells)
    if named and empty(name):
        return says_total or (bool(until) and until != day)
    metric = cell(row, index.get("metric"))
    return any(grids.TOTAL.fullmatch(text) for text in (name, day, metric))


def sums_up(text):
    """ "Total", "Summe:", "Total: Account"; not "Total Wine & More"."""
    found = grids.TOTAL.match(text)
    return bool(found) and (found[0].endswith(":") or found.end() == len(text))


def cell(row, index):
    return cells.clean(row.cells[index]) if index is not None and index < len(row.cells) else ""


def empty(text):
    return text.casefold() in amounts.NOTHING


def has_digit(text):
    return any(char.isdecimal() for char in text)


# Words for metrics, in a file that has a row for each number


def words_of(rows, columns, choices, dictionary):
    found = ()
    chosen = (choices.get("words") or {}).get("metric") or {}
    for column in columns:
        if column.field == "metric":
            counts = {}
            for row in rows:
                if word := one_line(cell(row, column.index)):
                    counts[word] = counts.get(word, 0) + 1
            found += tuple(
                word_of(word, count, chosen.get(word), dictionary)
                for word, count in sorted(counts.items(), key=lambda pair: -pair[1])
            )
    return found


def word_of(word, count, chosen, dictionary):
    if chosen is not None:
        if chosen != SKIP and chosen not in dictionary.observed:
            raise Unreadable("impossible_choice", key=word, value=chosen)
        return Word("metric", word, count, chosen, Standing.CHOSEN)
    metric = dictionary.metric_named(word)
    if metric is None:
        return Word("metric", word, count, SKIP, Standing.OPEN)
    if metric.computed:
        return Word("metric", word, count, SKIP, Standing.CERTAIN)
    return Word("metric", word, count, metric.key, Standing.CERTAIN)


# How cells are written


def cell_choices(rows, columns, kind, choices, money):
    """The choices about how days and numbers are written, from the cells themselves."""
    by_field = {column.field: column for column in columns}
    days = [cell(row, c.index) for c in columns if c.field in {"day", "until"} for row in rows]
    evidence = dates.evidence([text for text in days if text])
    if "day" in by_field:
        yield terms.date_order_choice(evidence, choices)
        if evidence.moments:
            yield terms.zone_choice(choices, Standing.OPEN)
    else:
        yield day_choice(choices)
    numeric = [c for c in columns if metric_of(c.field) or c.field == "value"]
    if not numeric:
        yield Choice("metrics", "", Standing.OPEN)
    texts = [cell(row, c.index) for c in numeric for row in rows[:_EXAMPLES]]
    yield decimal_choice(texts, choices, kind == WORKBOOK)
    if money and "currency" not in by_field:
        yield currency_choice(columns, texts, choices)
    yield settle(
        choices,
        "repeated",
        ADD_UP,
        Standing.LIKELY,
        (
            Option(ADD_UP, _("parts of a whole, and added up")),
            Option(LAST, _("corrections, and the last one is taken")),
        ),
    )


def day_choice(choices):
    """No column of days: all numbers are of one day, which is asked."""
    chosen = settle(choices, "day", "", Standing.OPEN)
    if chosen.value and not reads(str(chosen.value), "YMD"):
        raise Unreadable("impossible_choice", key="day", value=chosen.value)
    return chosen


def decimal_choice(texts, choices, typed):
    """Point or comma; `typed` numbers, as in a workbook, always have a point."""
    seen = amounts.evidence(texts)
    if seen.point and seen.comma:
        guess = amounts.POINT if seen.point >= seen.comma else amounts.COMMA
        standing = Standing.OPEN
    elif seen.comma:
        guess, standing = amounts.COMMA, Standing.CERTAIN
    elif seen.point or typed or not seen.unclear:
        guess, standing = amounts.POINT, Standing.CERTAIN
    else:
        guess, standing = amounts.POINT, Standing.OPEN
    options = [
        Option(amounts.POINT, "1,234.5", str(seen.point)),
        Option(amounts.COMMA, "1.234,5", str(seen.comma)),
    ]
    return settle(choices, "decimal", guess, standing, options)


def currency_choice(columns, texts, choices):
    """The currency of amounts that do not say it themselves."""
    named = {amounts.currency_of_heading(column.heading) for column in columns} - {""}
    said = {found for text in texts[:_EXAMPLES] if (found := said_currency(text))}
    guess = next(iter(named | said)) if len(named | said) == 1 else ""
    sure = Standing.CERTAIN if named and not said else Standing.LIKELY
    standing = sure if guess else Standing.OPEN
    options = [Option(code, code) for code in sorted(amounts.CURRENCIES)]
    if choices.get("currency") is None:
        return Choice("currency", guess, standing, tuple(options))
    return settle(choices, "currency", guess, standing, options)


def money_of(columns, words, dictionary):
    """The columns that hold money and do not say in their heading which."""
    money = {key for key, metric in dictionary.observed.items() if metric.unit == amounts.MONEY}
    named = any(
        word.meaning in money and not amounts.currency_of_heading(word.word) for word in words
    )
    return [
        column
        for column in columns
        if (metric_of(column.field) in money or (named and column.field == "value"))
        and not amounts.currency_of_heading(column.heading)
    ]


def said_currency(text):
    try:
        return amounts.without_currency(amounts.simple(text))[0]
    except amounts.NotANumber:
        return ""

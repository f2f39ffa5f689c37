"""Rows of a table become drafts: each cell is read by the field its column fills."""

import hashlib
import re
from collections import Counter, defaultdict
from decimal import Decimal
from typing import NamedTuple

from . import amounts, cells, dates, limits, people, terms, vendors
from .drafting import Drafting
from .drafts import Check, DraftComment, DraftItem, LeftOut
from .headings import DATE_FIELDS, SKIP, TEXT, own_name
from .references import BLOCKS, PARENT, WAITS_FOR, Reference, Sketch
from .words import MEANINGS, plain

_CHECKED = re.compile(r"^\s*(?:[-*•]\s*)?(?:\[([ xX✓✔])\]|([☐☑✅✓✔]))?\s*")
_BOX = re.compile(r"\[[ xX✓✔]\]|[☐☑✅✓✔]")
_OWN_KINDS = {plain(kind) for kind in MEANINGS["kind"]}


class Cell(NamedTuple):
    heading: str
    text: str


class RowReader(Drafting):
    """Reads the rows of one table; gathers what is wrong with them and who is on them."""

    def __init__(self, table):
        super().__init__()
        self.table = table
        self.terms = table.terms
        self._known = self._known_names()
        self._titles = Counter()

    def sketches(self):
        return [self._sketch(row) for row in self.table.rows]

    def left_out(self):
        """Columns that are skipped, with how many of their cells are filled."""
        skipped = self.table.columns_for(SKIP)
        return tuple(LeftOut("column", c.filled, c.heading) for c in skipped if c.filled)

    def _known_names(self):
        columns = self.table.columns_for("people")
        cells_seen = {
            text
            for c in columns
            for row in self.table.rows
            if c.index < len(row.cells) and "," not in (text := row.cells[c.index])
        }
        return frozenset(plain(people.one(text).name) for text in cells_seen)

    # One row

    def _sketch(self, row):
        before = len(self.problems)
        self._check_row(row)
        filled = self._filled(row)
        item = self._item(row, filled)
        return Sketch(
            item,
            self._first(filled, "other_id").text,
            self._references(filled),
            bad=self.lost_since(before),
        )

    def _filled(self, row):
        """The cells of the row that hold something, by field."""
        filled = defaultdict(list)
        for column in self.table.columns:
            if column.field != SKIP and column.index < len(row.cells):
                text = cells.clean(row.cells[column.index])
                if text:
                    filled[column.field].append(Cell(column.heading, text))
        return filled

    def _item(self, row, filled):
        title = self._title(row, filled)
        section = self._section(filled)
        completed_on = self._day(row, filled, "completed_on")
        start_on, due_on = self._span(row, filled)
        status = self._status(filled, section, completed_on)
        kind = self._first(filled, "kind")
        return DraftItem(
            line=row.line,
            external_id=self._external_id(row, filled, title),
            title=title,
            description=self._description(row, filled),
            kind=self.terms.meaning("kind", kind.text),
            status=status,
            section=section,
            channel=self._name(row, filled, "channel"),
            stage=self._name(row, filled, "stage"),
            team=self._name(row, filled, "team"),
            people=self._people(filled),
            start_on=start_on,
            due_on=due_on,
            completed_on=completed_on if status == "done" else None,
            estimate_hours=self._estimate(row, filled),
            priority=self.terms.meaning("priority", self._first(filled, "priority").text),
            labels=self._labels(row, filled),
            checklist=self._checklist(row, filled),
            comments=tuple(self._comments(row, filled)),
            fields=self._own_columns(filled, kind),
        )

    @staticmethod
    def _first(filled, field):
        return filled[field][0] if filled[field] else Cell("", "")

    def _note_cell(self, kind, row, cell, **details):
        self.note(kind, row.line, cell.heading, cell.text, **details)

    def _fit(self, row, cell, limit):
        return self.fitting(row.line, cell.heading, cell.text, limit)

    def _heading_of(self, field):
        return next((column.heading for column in self.table.columns_for(field)), "")

    # What is wrong with the row as a whole

    def _check_row(self, row):
        headings = len(self.table.columns)
        if any(cell.strip() for cell in row.cells[headings:]):
            count = len(row.cells)
            extra = Cell("", next(filter(None, map(cells.clean, row.cells[headings:])), ""))
            self._note_cell("too_many_cells", row, extra, cells=count, headings=headings)
        if row.line == self.table.grid.open_quote:
            longest = max(row.cells, key=len)
            self._note_cell("quote_not_closed", row, Cell("", longest))
        for index, text in enumerate(row.cells[:headings]):
            self._check_cell(row, Cell(self.table.columns[index].heading, text))

    def _check_cell(self, row, cell):
        if len(cell.text) > limits.CELL_CHARACTERS:
            self._note_cell("cell_too_long", row, cell, limit=limits.CELL_CHARACTERS)
        if cell.text.isascii() and cell.text.isprintable():
            return
        if cells.unfit(cell.text):
            cleaned = cell._replace(text=cells.clean(cell.text))
            self._note_cell("control_characters", row, cleaned)
        if cells.DAMAGED in cell.text:
            self._note_cell("damaged_characters", row, cell)

    # Fields

    def _title(self, row, filled):
        cell = self._first(filled, "title")
        return self.title(row.line, cell.heading or self._heading_of("title"), cell.text)

    def _external_id(self, row, filled, title):
        """The id in the file; for a row without one, its title says which item it is."""
        cell = self._first(filled, "external_id")
        if cell.text:
            return self.used_once(row.line, cell.heading, cell.text)
        title = " ".join(title.split())
        self._titles[title] += 1
        digest = hashlib.sha256(f"{title}\n{self._titles[title]}".encode()).hexdigest()
        return f"title-{digest[:20]}"

    def _name(self, row, filled, field):
        return self._fit(row, self._first(filled, field), limits.NAME_CHARACTERS)

    def _description(self, row, filled):
        text = "\n\n".join(cell.text for cell in filled["description"])
        return self._fit(row, Cell(self._heading_of("description"), text), limits.TEXT_CHARACTERS)

    def _labels(self, row, filled):
        labels = (
            self._fit(row, Cell(cell.heading, label), limits.LABEL_CHARACTERS)
            for cell in filled["labels"]
            for label in cells.listed(cell.text)
        )
        return tuple(dict.fromkeys(label for label in labels if label))

    def _checklist(self, row, filled):
        heading = self._heading_of("checklist")
        return self.checklist(row.line, heading, self._checks(row, filled))

    def _checks(self, row, filled):
        for cell in filled["checklist"]:
            for check in _checks(cell.text):
                line = Cell(cell.heading, check.text)
                if self._fit(row, line, limits.CHECK_CHARACTERS):
                    yield check

    def _comments(self, row, filled):
        for cell in filled["comments"]:
            if self._fit(row, cell, limits.TEXT_CHARACTERS):
                yield self._comment(cell.text)

    def _section(self, filled):
        section = self._first(filled, "section").text
        return "" if plain(section) in vendors.SECTIONLESS else section

    def _status(self, filled, section, completed_on):
        if word := self._first(filled, "status").text:
            return self.terms.meaning("status", word)
        by_section = self.terms.meaning("section", section) if section else "todo"
        if self.terms.done_by == terms.COMPLETION:
            return "done" if completed_on else _still_open(by_section)
        return "done" if completed_on and not section else by_section

    def _day(self, row, filled, field):
        cell = self._first(filled, field)
        if not cell.text:
            return None
        try:
            return dates.day(cell.text, self.terms.date_order, self.terms.zone)
        except dates.NotADay as reason:
            like = dates.WRITTEN_LIKE[self.terms.date_order]
            years = {"first": limits.YEARS.start, "last": limits.YEARS.stop - 1}
            self._note_cell(reason.args[0], row, cell, like=like, **years)
            return None

    def _span(self, row, filled):
        start_on, due_on = (self._day(row, filled, field) for field in DATE_FIELDS[:2])
        heading = self._first(filled, "start_on").heading
        return self.started(row.line, heading, start_on, due_on), due_on

    def _estimate(self, row, filled):
        seconds, cell = (
            self._first(filled, "estimate_seconds"),
            self._first(filled, "estimate_hours"),
        )
        try:
            if cell.text:
                return amounts.hours(cell.text, self.terms.decimal)
            if seconds.text:
                return (amounts.hours(seconds.text, amounts.POINT) / 3600).quantize(Decimal("0.01"))
        except ValueError:
            self._note_cell("not_hours", row, cell if cell.text else seconds)
        return None

    def _people(self, filled):
        def named(field):
            return [
                ref
                for cell in filled[field]
                for ref in people.named(cell.text, self.terms.comma, self._known)
            ]

        together = people.paired(named("people"), named("people_mails"))
        return self.roster.see(tuple(dict.fromkeys(together)))

    def _comment(self, text):
        """Jira writes "date;author;text" into a cell; any other text is a comment by nobody."""
        when, _, rest = text.partition(";")
        author, semicolon, words = rest.partition(";")
        if not semicolon:
            return DraftComment(None, None, text)
        try:
            at = dates.moment(when, self.terms.date_order, self.terms.zone)
        except dates.NotADay:
            return DraftComment(None, None, text)
        ref = people.one(author)
        author = self.roster.see_author(ref if any(ref) else None)
        return DraftComment(author, at, words.strip())

    def _references(self, filled):
        order = list(map(plain, self.table.vendor.fields))
        parents = sorted(
            filled[PARENT],
            key=lambda cell: order.index(named) if (named := plain(cell.heading)) in order else -1,
        )
        return tuple(
            Reference(relation, cell.heading, cell.text)
            for relation, found in (
                (PARENT, parents),
                (WAITS_FOR, filled[WAITS_FOR]),
                (BLOCKS, filled[BLOCKS]),
            )
            for cell in found
        )

    def _own_columns(self, filled, kind):
        """Columns that have no place in the plan, and a kind that is more exact than ours."""
        own = defaultdict(list)
        for heading, text in filled[TEXT]:
            own[heading].append(text)
        ours = self.table.vendor == vendors.VENDORS[vendors.ROUNDTABLE]
        if kind.text and not ours and plain(kind.text) not in _OWN_KINDS:
            own[kind.heading].append(kind.text)
        return {own_name(heading): ", ".join(texts) for heading, texts in own.items()}


def _still_open(status):
    """Work in a section "Done" that its tool does not count as completed has begun, not ended."""
    return "doing" if status == "done" else status


def _checks(text):
    """The entries of a cell, one a line; several in one line are parted by semicolons."""
    one_a_line = "\n" in text or len(_BOX.findall(text)) == 1
    for line in cells.listed(text, "\n" if one_a_line else ";；"):
        mark = _CHECKED.match(line)
        words = line[mark.end() :].strip()
        if words:
            yield Check(words, (mark[1] or "").strip() != "" or (mark[2] or "☐") != "☐")

"""From the rows of a table to numbers by place, metric, currency and day."""

from zoneinfo import ZoneInfo

from campaigns.plan.imports.reading import cells, dates
from campaigns.plan.imports.reading.problems import Cost, Unreadable, problem
from campaigns.plan.imports.reading.words import one_line

from . import amounts, limits
from .drafts import DraftNumbers, Place, Run
from .headings import SKIP, metric_of
from .tables import LAST, cell, empty

MOST_TOLD = 1_000  # of the remarks that are no reason to wait


class RowReader:
    """Reads the rows of one table once."""

    def __init__(self, table):
        self.table = table
        self.dictionary = table.dictionary
        settled = {choice.key: choice.value for choice in table.reading.choices}
        self.order = settled.get("date_order", "YMD")
        self.zone = ZoneInfo(settled.get("time_zone", "UTC"))
        self.decimal = settled["decimal"]
        self.currency = settled.get("currency", "")
        self.takes_last = settled["repeated"] == LAST
        self.one_day = settled.get("day", "")
        self.points = not table.typed
        self.words = {word.word: word.meaning for word in table.reading.words}
        self.index = {column.field: column.index for column in table.columns}
        self.heading = {column.field: column.heading for column in table.columns}
        self.told = 0
        self.problems = []
        self.numbers = {}
        self.lines = {}
        self.rows = {}

    def read(self):
        parts = [
            (column, metric_of(column.field), amounts.currency_of_heading(column.heading))
            for column in self.table.metric_columns
        ]
        for row in self.table.rows:
            self.read_row(row, parts)
        self.check_quote()
        reading = self.table.reading
        return DraftNumbers(
            self.numbers,
            self.rows,
            tuple(sorted(self.problems, key=lambda found: found.line)),
            reading.open_questions,
            reading["skip_bad_rows"].value,
        )

    def read_row(self, row, parts):
        before = len(self.problems)
        day = self.day(row)
        place = self.place(row)
        money = self.row_currency(row)
        found = self.long_number(row) if "metric" in self.index else self.wide_numbers(row, parts)
        settled = [self.settled(row, money, *each) for each in found]
        if any(problem.cost is Cost.ROW for problem in self.problems[before:]):
            return
        for metric, currency, amount in filter(None, settled):
            self.put(row.line, Run(place, metric, currency), day, amount)
        self.rows[place] = self.rows.get(place, 0) + 1

    # Where and when

    def day(self, row):
        if "day" not in self.index:
            return dates.parsed(str(self.one_day), "YMD").day if self.one_day else None
        text = cell(row, self.index["day"])
        if empty(text):
            return self.note("no_day", row, "day", text)
        try:
            day = dates.day(text, self.order, self.zone)
            self.check_until(row, day)
        except dates.NotADay as error:
            like = dates.WRITTEN_LIKE[self.order]
            return self.note(str(error), row, "day", text, like=like, **YEARS)
        return day

    def check_until(self, row, day):
        until = cell(row, self.index.get("until"))
        if not empty(until) and dates.day(until, self.order, self.zone) != day:
            self.note("several_days", row, "until", until, until=until)

    def place(self, row):
        index = self.index
        name, pk = (self.name(row, index, field) for field in ("campaign", "campaign_id"))
        if not name and not pk and ("campaign" in index or "campaign_id" in index):
            self.note("no_campaign", row, "campaign" if "campaign" in index else "campaign_id", "")
        if len(pk) > limits.ID_CHARACTERS:
            self.note("name_too_long", row, "campaign_id", pk, limit=limits.ID_CHARACTERS)
        channel, stage = (self.name(row, index, field) for field in ("channel", "stage"))
        return Place(name, pk, channel, stage)

    def name(self, row, index, field):
        if field not in index:
            return ""
        text = " ".join(cell(row, index[field]).split())
        if empty(text):
            return ""
        if len(text) > limits.NAME_CHARACTERS:
            self.note("name_too_long", row, field, text, limit=limits.NAME_CHARACTERS)
        return text

    # How much

    def long_number(self, row):
        """The one number of a row that names its metric."""
        word = one_line(cell(row, self.index["metric"]))
        if not word:
            self.note("no_metric", row, "metric", "")
        metric = self.words.get(word, SKIP)
        if metric != SKIP and "value" in self.index:
            yield metric, amounts.currency_of_heading(word), "value", self.index["value"]

    def wide_numbers(self, row, parts):
        for column, metric, currency in parts:
            yield metric, currency, column.field, column.index

    def row_currency(self, row):
        """What the row's own column says; it is checked only where an amount needs it."""
        return cell(row, self.index["currency"]).upper() if "currency" in self.index else None

    def settled(self, row, money, metric, currency, field, index):
        """(metric, currency, millionths), or None where there is no number to be had."""
        if index >= len(row.cells):
            return None
        text = row.cells[index]
        unit = self.dictionary.metrics[metric].unit
        try:
            amount = amounts.amount(text, self.decimal, unit, self.points)
        except amounts.NotANumber as error:
            return self.note(str(error), row, field, cells.clean(text), like=self.like)
        if amount is None:
            return None
        if amount.rounded and not self.table.typed:
            self.note("rounded", row, field, cells.clean(text))
        if unit != amounts.MONEY:
            return metric, "", amount.millionths
        currency = self.agreed(row, field, amount.currency, currency or money)
        return currency and (metric, currency, amount.millionths)

    @property
    def like(self):
        return amounts.LIKE[self.decimal]

    def agreed(self, row, field, seen, meant):
        """The currency of an amount; what its cell, column and row say must not differ."""
        if meant == "" and not seen:
            return self.note("no_currency", row, "currency", "")
        if meant and meant not in amounts.CURRENCIES:
            return self.note("not_a_currency", row, "currency", meant)
        if seen and meant and seen != meant:
            return self.note("other_currency", row, field, seen, seen=seen, meant=meant)
        return seen or meant or self.currency or OPEN

    def put(self, line, run, day, amount):
        if day is None:
            return
        days = self.numbers.setdefault(run, {})
        if day in days:
            adds = not self.takes_last and self.dictionary.metrics[run.metric].adds_up
            self.repeated(line, self.lines[run][day], run, adds)
            amount += days[day] if adds else 0
        else:
            self.lines.setdefault(run, {})[day] = line
        days[day] = amount

    def repeated(self, line, first, run, adds):
        if self.table.reading["vendor"].value in QUIET:
            return
        self.told += 1
        if self.told <= MOST_TOLD:
            kind = "added_up" if adds else "taken_last"
            self.problems.append(problem(kind, line, run.metric, run.place.campaign, first=first))

    def note(self, kind, row, field, value, **details):
        self.problems.append(problem(kind, row.line, self.heading.get(field, ""), value, **details))

    def check_quote(self):
        if line := self.table.grid.open_quote:
            self.problems.append(problem("quote_not_closed", line))


def numbers_of(table):
    found = RowReader(table).read()
    if found.count > limits.NUMBERS:
        raise Unreadable("too_many_numbers", limit=limits.NUMBERS)
    return found


OPEN = "?"  # a currency that is still asked for
YEARS = {"first": 1970, "last": 2100}
QUIET = {"google_ads", "meta_ads"}  # their ad sets and networks are parts of a whole

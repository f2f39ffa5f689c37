"""Numbers before they come in: how the file is understood, and what it would do."""

from dataclasses import dataclass

from campaigns.metrics.intake import comparing, known, matching, reading
from campaigns.metrics.intake.matching import Matches
from campaigns.metrics.intake.reading import DraftNumbers, Unreadable
from campaigns.metrics.intake.reading.headings import METRIC, metric_of
from campaigns.plan.imports import store
from campaigns.plan.imports.reading.readings import Reading
from workspace.kernel.refusals import Invalid
from workspace.kernel.remembering import Remembered

# Reading a large file takes seconds, and a person looks at one file many times.
understood_files = Remembered(2)


@dataclass(frozen=True)
class Preview:
    reading: Reading
    numbers: DraftNumbers
    matches: Matches
    counts: dict
    metrics: dict
    missing: int = 0
    is_complete: bool = False

    @property
    def open_questions(self):
        return (*self.numbers.open_questions, *self.matches.open_questions)

    @property
    def ready(self):
        return self.numbers.ready and not self.open_questions and self.numbers.count > 0

    @property
    def sums(self):
        """[(metric, currency, millionths)] to be compared with the screen of the tool."""
        found = self.numbers.sums(lambda key: self.metrics[key].adds_up)
        return [(self.metrics[key], currency, amount) for (key, currency), amount in found.items()]


def understood(batch):
    """(reading, numbers) of a batch's file under its choices; raises `Unreadable`."""
    metrics = known.metrics()
    key = (batch.file, repr(sorted(batch.choices.items())), metrics)
    found = understood_files.find(key)
    if found is None:
        found = reading.understand(store.bytes_of(batch), batch.name, batch.choices, metrics)
        understood_files.put(key, found)
    return found


def preview(batch):
    """Everything that the page of a batch shows; raises `Unreadable`."""
    read, numbers = understood(batch)
    matches = matched(batch, read, numbers)
    is_clear = not numbers.open_questions and not matches.open_questions
    counts, gone, is_complete = {}, [], bool(batch.choices.get("complete"))
    if is_clear:
        rows = comparing.seen_rows(numbers, matches)
        gone = comparing.missing(rows, numbers, matches, metrics_in(read))
        counts = comparing.counts([*gone, *rows] if is_complete else rows, matches.source)
    metrics = {metric.key: metric for metric in known.metrics()}
    return Preview(read, numbers, matches, counts, metrics, len(gone), is_complete)


def matched(batch, read, numbers):
    """Where its numbers go; what a person chose may have been removed since."""
    try:
        return matching.matched(read, numbers, batch.choices)
    except Invalid:
        raise Unreadable("choice_is_gone") from None


def metrics_in(read):
    """The keys of the metrics that a file has a column or a word for."""
    columns = {metric_of(each.field) for each in read.columns if each.field.startswith(METRIC)}
    return columns | {word.meaning for word in read.words}

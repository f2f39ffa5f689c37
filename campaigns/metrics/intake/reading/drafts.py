"""What a file says in numbers, before anything is matched or stored."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from campaigns.plan.imports.reading.problems import Cost, Problem, Severity


class Place(NamedTuple):
    """Where a number belongs, in the file's own words; all empty where it names no place."""

    campaign: str = ""
    campaign_id: str = ""
    channel: str = ""
    stage: str = ""


class Run(NamedTuple):
    """All numbers of one metric in one currency at one place."""

    place: Place
    metric: str
    currency: str


@dataclass(frozen=True)
class DraftNumbers:
    """`numbers` is {run: {day: millionths}}; `rows` is how many rows of the file they stand in."""

    numbers: dict[Run, dict[date, int]]
    rows: dict[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    open_questions: tuple[str, ...] = ()
    skip_bad_rows: bool = False

    @property
    def errors(self):
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def bad_lines(self):
        """Lines of which nothing comes in because they cannot be read."""
        return tuple(sorted({p.line for p in self.problems if p.cost is Cost.ROW}))

    @property
    def ready(self):
        """Nothing is unclear, and what is wrong has been decided upon."""
        return not self.open_questions and (self.skip_bad_rows or not self.errors)

    @property
    def places(self):
        """The places that have numbers, in the order of the file."""
        return tuple(dict.fromkeys(run.place for run in self.numbers))

    @property
    def count(self):
        return sum(map(len, self.numbers.values()))

    @property
    def span(self):
        """The first and the last day, or None."""
        days = [day for days in self.numbers.values() for day in days]
        return (min(days), max(days)) if days else None

    def sums(self, adds_up=lambda key: True):
        """{(metric, currency): millionths}, of the metrics that can be added up."""
        found = {}
        for run, days in self.numbers.items():
            if adds_up(run.metric):
                name = (run.metric, run.currency)
                found[name] = found.get(name, 0) + sum(days.values())
        return found

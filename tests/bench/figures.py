"""What is printed: one line per figure, the same fields in each."""

import json
from dataclasses import dataclass, field

from tests.bench import meter


@dataclass
class Figures:
    """Prints each figure as it is known, and remembers whether a bar was missed."""

    missed: list = field(default_factory=list)

    def ratio(self, name, figure, floor, bar, **more):
        """CPU beside that of a floor; `bar` is the most that figure / floor may be, or None."""
        ratio = figure / floor
        self.line(name, round(figure, 2), "ms CPU", round(floor, 2), round(ratio, 2), bar, **more)

    def amount(self, name, figure, unit, bar, **more):
        """A figure that has no floor; `bar` is the most that it may be, or None."""
        self.line(name, figure, unit, None, None, bar, **more)

    def line(self, name, figure, unit, floor, ratio, bar, **more):
        measured = figure if ratio is None else ratio
        ok = None if bar is None else measured <= bar
        if ok is False:
            self.missed.append(name)
        found = {"name": name, "database": meter.database(), "figure": figure, "unit": unit}
        found |= {"floor": floor, "ratio": ratio, "bar": bar, "ok": ok}
        print(json.dumps(found | more), flush=True)

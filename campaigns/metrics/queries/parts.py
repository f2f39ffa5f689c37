"""Equal parts of a span of days, that of the calendar or each campaign's own."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import DateField, F, Func, IntegerField, Value
from django.db.models.functions import Coalesce


class DaysBetween(Func):
    """How many days lie between two."""

    output_field = IntegerField()
    template = "(%(expressions)s)"
    arg_joiner = " - "

    def as_sqlite(self, compiler, connection, **context):
        template = "CAST(julianday(%(expressions)s) AS INTEGER)"
        return self.as_sql(
            compiler, connection, template=template, arg_joiner=") - julianday(", **context
        )


@dataclass(frozen=True)
class Parts:
    """`count` equal parts of `size` days each, the last one cut at `length` days.

    `since` is the first day of all, or None: then it is the launch of each campaign (`starts`).
    """

    size: int
    length: int
    since: date | None = None
    starts: dict = field(default_factory=dict)

    @property
    def count(self):
        return -(-self.length // self.size)

    def of(self, campaign_id, day):
        """The part that a day lies in; None outside of the span."""
        first = self.since or self.starts.get(campaign_id)
        if first is None or not 0 <= (day - first).days < self.length:
            return None
        return (day - first).days // self.size

    def told(self, rows, prefix=""):
        """Numbers that lie in the span, with their `part`; those of days outside of one that is the
        same for all are left out before."""
        launch = Coalesce(f"{prefix}campaign__launched_on", f"{prefix}campaign__starts_on")
        first = Value(self.since, DateField()) if self.since else launch
        rows = rows.annotate(age=DaysBetween(F("day"), first))
        if self.since is None:
            rows = rows.filter(age__gte=0, age__lt=self.length)
        return rows.annotate(part=F("age") / self.size)

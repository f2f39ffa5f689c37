"""Days of moments, told by the database."""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from django.db.models.functions import TruncDate

DAY, LONGEST = timedelta(days=1), timedelta(days=4_000)


class DayOf(TruncDate):
    """The day on which a moment lies by the clock of `tzinfo`.

    `since` and `until`, where both are given, are days between which all of these moments lie. Then
    SQLite tells the day by itself, which otherwise calls back into Python for every row.
    """

    def __init__(self, expression, tzinfo, since=None, until=None, **extra):
        super().__init__(expression, tzinfo=tzinfo, **extra)
        self.span = (since, until)

    @property
    def is_narrow(self):
        since, until = self.span
        return since is not None and until is not None and until - since < LONGEST

    def as_sqlite(self, compiler, connection, **extra):
        if not self.is_narrow:
            return self.as_sql(compiler, connection)
        moment, params = compiler.compile(self.lhs)
        *before, (_until, last) = offsets(self.tzinfo, *self.span)
        if not before:
            return told(moment, last), tuple(params)
        cases = [f"WHEN {moment} < '{until}' THEN {told(moment, by)}" for until, by in before]
        sql = f"CASE {' '.join(cases)} ELSE {told(moment, last)} END"
        return sql, tuple(params) * (2 * len(before) + 1)


def told(moment, offset):
    # Of whole seconds: SQLite rounds 23:59:59.9996 to the next day.
    return f"date(substr({moment}, 1, 19), '{offset:+d} seconds')"


@lru_cache(maxsize=500)
def offsets(zone, since, until):
    """[(moment until which it holds, seconds that a zone's clock is ahead)], of the days from
    `since` to `until`; the moments as SQLite keeps them, the last one is None.

    A clock that is set forth and back within a day, which no zone has done, would be missed.
    """
    at = datetime.combine(since, time(0), zone).astimezone(UTC) - DAY
    end = datetime.combine(until, time(0), zone).astimezone(UTC) + 2 * DAY
    found = []
    while at < end:
        following = at + DAY
        if ahead(zone, following) != ahead(zone, at):
            found.append((f"{change(zone, at, following):%Y-%m-%d %H:%M:%S}", ahead(zone, at)))
        at = following
    return [*found, (None, ahead(zone, end))]


def change(zone, before, after):
    """The second at which a zone's clock is set, which lies between the two moments."""
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if ahead(zone, middle) == ahead(zone, before):
            before = middle
        else:
            after = middle
    return after


def ahead(zone, moment):
    """Whole seconds that a zone's clock is ahead of UTC at a moment."""
    return round(moment.astimezone(zone).utcoffset().total_seconds())

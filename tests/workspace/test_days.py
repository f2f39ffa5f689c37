"""The day of a moment as the database tells it is the day that a clock in that zone shows."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from workspace.kernel.days import DayOf
from workspace.kernel.outbox.models import Effect

SINCE, UNTIL = date(2024, 12, 30), date(2026, 11, 8)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Shanghai",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Africa/Casablanca",
    "America/St_Johns",
    "America/Nuuk",
)


def changes_of(zone):
    """The moments of the span at which a zone's clock is set, found by looking at each minute of
    the days on which it is set."""
    at = datetime(2024, 12, 29, tzinfo=UTC)
    while at < datetime(2026, 11, 10, tzinfo=UTC):
        if at.astimezone(zone).utcoffset() != (at + timedelta(days=1)).astimezone(zone).utcoffset():
            yield from (at + timedelta(minutes=each) for each in range(0, 1441, 5))
        at += timedelta(days=1)


def moments(zone):
    """Moments on the days of the span: at midnights, around changes of the clock and anywhere."""
    dice = Random(7)
    days = (UNTIL - SINCE).days
    for _each in range(60):
        day = SINCE + timedelta(days=dice.randrange(days + 1))
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        for apart in (0, 1, 499_999, 86_399_999_600, dice.randrange(86_400_000_000)):
            yield midnight.astimezone(UTC) + timedelta(microseconds=apart)
    yield from changes_of(zone)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("span", [(SINCE, UNTIL), (), (SINCE, None)])
def test_the_day_is_that_of_the_zones_clock(workspace, zone, span):
    zone = ZoneInfo(zone)
    due = sorted(at for at in set(moments(zone)) if SINCE <= at.astimezone(zone).date() <= UNTIL)
    Effect.objects.bulk_create(
        Effect(workspace=workspace, name="none", key=f"days:{number}", due_at=at, created_at=at)
        for number, at in enumerate(due)
    )
    rows = Effect.objects.filter(key__startswith="days:").annotate(day=DayOf("due_at", zone, *span))

    told = dict(rows.values_list("due_at", "day"))

    assert len(told) > 250
    assert told == {at: at.astimezone(zone).date() for at in due}

"""The same answers as the product's, worked out in the plainest way: minute by minute."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def is_worked(moment, hours):
    """Whether somebody works in the minute that begins at `moment`."""
    there = moment.astimezone(ZoneInfo(hours.zone))
    if not hours.opens <= there.time() < hours.closes:
        return False
    weekday = hours.mask >> there.weekday() & 1 or there.date() in hours.on
    return weekday and there.date() not in hours.off


def minutes_between(start, end, hours):
    moment, count = start.astimezone(UTC), 0
    while moment < end:
        count += is_worked(moment, hours)
        moment += MINUTE
    return count


def due_at(start, minutes, hours):
    moment, left = start.astimezone(UTC), minutes
    while left:
        left -= is_worked(moment, hours)
        moment += MINUTE
    return moment

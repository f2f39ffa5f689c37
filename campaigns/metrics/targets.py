"""Where a metric should be on a day, and how where it is compares: pure arithmetic.

A target runs from its first day to its due day, in millionths. What adds up, such as leads, comes
from nothing to the target; its baseline is what it is compared with. What does not add up, such as
a rate or a last value, comes from its baseline to the target. By month, `months` says how far it
shall be at each month's end; in between it goes evenly.
"""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from campaigns.metrics.models import Aggregation, Direction, Target

AHEAD, ON, BEHIND, OFF = "ahead", "on", "behind", "off"


def starts_on(target):
    """The first day that counts; None when neither target nor campaign say."""
    return target.starts_on or target.campaign.starts_on


def due_on(target):
    return target.due_on or target.campaign.ends_on


def begins_at(target):
    """What the path begins with: nothing for what adds up, else the baseline, else the target."""
    if target.metric.aggregation == Aggregation.SUM:
        return 0
    return target.target if target.baseline is None else target.baseline


def path(target):
    """The corners of the path, [(day, amount at the day's end)]; empty without two days."""
    first, last = starts_on(target), due_on(target)
    if first is None or last is None or last < first:
        return []
    before = first - timedelta(days=1)
    corners = [(before, begins_at(target))]
    if target.path == Target.Path.MONTHLY:
        for month, amount in sorted(target.months):
            end = end_of(month)
            if first <= end < last:
                corners.append((end, amount))
    return [*corners, (last, target.target)]


def end_of(month):
    """The last day of "2026-11"."""
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


class Path:
    """The path of one target, its corners reckoned once."""

    def __init__(self, target):
        self.target = target
        # An amount in another unit says nothing of where the numbers of today should be.
        self.corners = path(target) if target.unit == target.metric.unit else []

    def expected(self, day):
        """Where the metric should be at the end of `day`; None before its first day, or without
        days. After the due day it is the target itself.
        """
        corners = self.corners
        if not corners or day <= corners[0][0]:
            return None
        for (start, low), (end, high) in pairwise(corners):
            if day <= end:
                share = Fraction((day - start).days, (end - start).days)
                return round(low + (high - low) * share)
        return self.target.target

    def judge(self, value, day):
        """ "ahead", "on", "behind" or "off" of the path; None where there is nothing to compare.

        Within the tolerance it is *on*, beyond it *ahead* or *behind*, and *off* beyond twice of
        it.
        """
        wanted = self.expected(day)
        if value is None or wanted is None:
            return None
        is_up = self.target.metric.direction == Direction.UP
        better = value - wanted if is_up else wanted - value
        room = Fraction(abs(wanted) * self.target.tolerance, 100)
        if better > room:
            return AHEAD
        if better >= -room:
            return ON
        return BEHIND if better >= -2 * room else OFF

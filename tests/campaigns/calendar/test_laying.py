"""Bars in weeks: what begins or ends there is seen first."""

from datetime import date
from types import SimpleNamespace

import pytest

from campaigns.calendar import laying

pytestmark = pytest.mark.alike

MONDAY = date(2026, 11, 16)


def entry(first, last, order=0):
    return SimpleNamespace(first=first, last=last, order=order)


def test_what_only_runs_through_a_week_gives_way_to_what_is_due_in_it():
    through = entry(date(2026, 11, 2), date(2026, 12, 4))
    due = entry(date(2026, 11, 18), date(2026, 11, 19))

    [one_lane] = laying.lay([through, due], [MONDAY], 1)
    [two_lanes] = laying.lay([through, due], [MONDAY], 2)

    assert [(bar.entry, bar.column, bar.width) for bar in one_lane.bars] == [(due, 3, 2)]
    assert one_lane.more == dict.fromkeys(range(1, 8), 1)
    assert [(bar.entry, bar.lane) for bar in two_lanes.bars] == [(due, 0), (through, 1)]
    assert [(bar.begins, bar.ends) for bar in two_lanes.bars] == [(True, True), (False, False)]

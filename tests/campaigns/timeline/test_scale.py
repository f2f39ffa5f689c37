from datetime import date

import pytest

from campaigns.schedule.network import WorkingDays
from campaigns.timeline.scale import Scale, place, scale_of

pytestmark = pytest.mark.alike

NOVEMBER = Scale("weeks", date(2026, 11, 2), date(2026, 11, 29))
WEEKDAYS = WorkingDays(0b11111, frozenset({date(2026, 11, 11)}))


def test_a_day_stands_where_all_days_since_the_epoch_put_it():
    assert place(date(2000, 1, 3)) == 0
    assert NOVEMBER.x(date(2026, 11, 3)) - NOVEMBER.left == NOVEMBER.day
    assert NOVEMBER.width == 28 * NOVEMBER.day


def test_days_of_rest_are_joined_and_holidays_are_among_them():
    shown = [((x - NOVEMBER.left) // NOVEMBER.day, width // NOVEMBER.day) for x, width in
             NOVEMBER.rest(WEEKDAYS)]  # fmt: skip

    assert shown == [(5, 2), (9, 1), (12, 2), (19, 2), (26, 2)]


def test_a_saturday_that_is_worked_on_is_no_day_of_rest():
    days = WorkingDays(0b11111, on=frozenset({date(2026, 11, 7)}))

    [first, *_others] = NOVEMBER.rest(days)

    assert first == (NOVEMBER.x(date(2026, 11, 8)), NOVEMBER.day)


def test_weeks_begin_on_mondays_and_months_where_the_stretch_begins():
    assert [label for _x, label in NOVEMBER.ticks()] == ["2 Nov", "9 Nov", "16 Nov", "23 Nov"]
    assert NOVEMBER.periods() == [(NOVEMBER.left, "November 2026")]


def test_the_stretch_holds_all_days_and_today_in_whole_weeks():
    scale = scale_of("weeks", [date(2026, 12, 18), date(2026, 10, 12)], date(2026, 11, 22))

    assert (scale.first.weekday(), scale.last.weekday()) == (0, 6)
    assert scale.first <= date(2026, 10, 5)
    assert scale.last >= date(2027, 1, 14)


@pytest.mark.parametrize("zoom", ["days", "weeks", "months", "quarters"])
def test_a_slip_of_the_pen_makes_no_page_of_a_mile(zoom):
    today = date(2026, 11, 22)
    scale = scale_of(zoom, [date(2206, 1, 1), date(2026, 12, 1)], today)

    assert scale.last < date(2040, 1, 1)
    assert not scale.shows(date(2206, 1, 1), date(2206, 1, 1))

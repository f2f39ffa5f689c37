"""Working minutes, beside a computation that walks through every minute."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.leads import sla
from tests.campaigns.leads import slowly

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Shanghai")
# Around both changes of the clock in Europe and in America, and around New Year.
AROUND = (
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 11, 1),
    date(2027, 1, 1),
)
BERLIN = sla.Hours("Europe/Berlin", time(9), time(17), 0b0011111)

moments = st.builds(
    lambda day, minute: datetime.combine(day, time(0), UTC) + timedelta(minutes=minute),
    st.sampled_from(AROUND),
    st.integers(-3 * 1440, 3 * 1440),
)


@st.composite
def offices(draw):
    opens, closes = sorted(
        draw(st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=2, unique=True))
    )
    off, on = (
        frozenset(draw(st.sets(st.sampled_from(AROUND).flatmap(near), max_size=4)))
        for _ in range(2)
    )
    return sla.Hours(
        draw(st.sampled_from(ZONES)),
        time(*divmod(opens, 60)),
        time(*divmod(closes, 60)),
        draw(st.integers(1, 127)),
        off,
        on,
    )


def near(day):
    return st.integers(-3, 3).map(lambda days: day + timedelta(days=days))


@settings(max_examples=60, deadline=None)
@given(moments, st.integers(0, 9 * 1440), offices())
def test_minutes_equal_those_counted_one_by_one(start, minutes, hours):
    end = start + timedelta(minutes=minutes)

    assert sla.minutes_between(start, end, hours) == slowly.minutes_between(start, end, hours)


@settings(max_examples=60, deadline=None)
@given(moments, st.integers(0, 600), offices())
def test_a_time_ends_where_counting_one_by_one_ends(start, minutes, hours):
    found = sla.due_at(start, minutes, hours)

    assert found == slowly.due_at(start, minutes, hours)
    assert sla.minutes_between(start, found, hours) == minutes


@settings(max_examples=3, deadline=None)
@given(moments, st.integers(200, 420), offices())
def test_a_year_is_counted_as_its_minutes(start, days, hours):
    end = start + timedelta(days=days)

    assert sla.minutes_between(start, end, hours) == slowly.minutes_between(start, end, hours)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        (datetime(2026, 11, 27, 15, 0, tzinfo=UTC), 240, datetime(2026, 11, 30, 11, 0, tzinfo=UTC)),
        (datetime(2026, 11, 28, 3, 0, tzinfo=UTC), 60, datetime(2026, 11, 30, 9, 0, tzinfo=UTC)),
        (datetime(2026, 11, 30, 8, 0, tzinfo=UTC), 480, datetime(2026, 11, 30, 16, 0, tzinfo=UTC)),
    ],
    ids=["over a weekend", "from a Saturday", "to the very end of a day"],
)
def test_four_hours_of_friday_afternoon_end_on_monday(start, minutes, due):
    assert sla.due_at(start, minutes, BERLIN) == due


def test_an_office_that_is_open_when_clocks_go_back_works_an_hour_longer():
    hours = sla.Hours("Europe/Berlin", time(0), time(6), 0b1111111)
    start = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)

    assert sla.minutes_between(start, start + timedelta(days=1), hours) == 7 * 60

"""Working-day arithmetic agrees with another library over 50 years and 12 countries."""

import random
from datetime import date, timedelta

import holidays
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.schedule.days import WorkingDays, of_any, of_person
from tests.campaigns.schedule import nets, slowly

pytestmark = pytest.mark.alike

COUNTRIES = ["AT", "AU", "BR", "CN", "DE", "FR", "GB", "IN", "JP", "NZ", "US", "ZA"]
YEARS = range(2000, 2050)
MONDAY_TO_FRIDAY, SUNDAY_TO_THURSDAY = 0b0011111, 0b1001111

a_day = st.dates(date(2000, 1, 1), date(2049, 12, 31))
a_calendar = st.builds(
    WorkingDays,
    st.integers(1, 127),
    *[st.frozensets(st.dates(date(2020, 1, 1), date(2021, 12, 31)), max_size=120)] * 2,
)
a_near_day = st.dates(date(2019, 10, 1), date(2022, 3, 31))


def numpys(days):
    mask = [bool(days.mask >> weekday & 1) for weekday in range(7)]
    return np.busdaycalendar(weekmask=mask, holidays=sorted(days.off))


@pytest.mark.parametrize("mask", [MONDAY_TO_FRIDAY, SUNDAY_TO_THURSDAY])
@pytest.mark.parametrize("country", COUNTRIES)
def test_it_agrees_with_numpy_over_50_years_of_holidays(country, mask):
    days = WorkingDays(mask, frozenset(holidays.country_holidays(country, years=YEARS)))
    theirs, chance = numpys(days), random.Random(country)
    some = [date(2000, 1, 1) + timedelta(chance.randrange(50 * 365)) for _ in range(400)]
    others = [date(2000, 1, 1) + timedelta(chance.randrange(50 * 365)) for _ in range(400)]
    far = [chance.randrange(-3000, 3000) for _ in range(400)]
    first, last = np.minimum(some, others), np.maximum(some, others)

    assert [days.is_working(day) for day in some] == list(np.is_busday(some, busdaycal=theirs))
    assert [days.add(day, n) for day, n in zip(some, far, strict=True)] == list(
        np.busday_offset(some, far, roll="forward", busdaycal=theirs).tolist()
    )
    assert [days.on_or_before(day) for day in some] == list(
        np.busday_offset(some, 0, roll="backward", busdaycal=theirs).tolist()
    )
    assert [days.between(*pair) for pair in zip(first, last, strict=True)] == list(
        np.busday_count(first.astype("M8[D]"), last.astype("M8[D]"), busdaycal=theirs)
    )


@given(a_calendar, a_near_day, a_near_day)
def test_counting_is_what_looking_at_each_day_gives(days, first, last):
    span = range(first.toordinal(), last.toordinal() + 1)

    assert days.count(first, last) == sum(days.is_working(date.fromordinal(n)) for n in span)
    assert days.count(first, last) == slowly.working(days, first, last)
    assert days.between(first, last) == -days.between(last, first)


@given(a_calendar, a_near_day, st.integers(-200, 200))
def test_going_back_returns_to_the_working_day(days, day, n):
    assert days.add(days.add(day, n), -n) == days.on_or_after(day)
    assert days.is_working(days.add(day, n))


@given(a_calendar, a_near_day)
def test_the_working_day_on_either_side_is_the_nearest(days, day):
    before, after = days.on_or_before(day), days.on_or_after(day)

    assert before <= day <= after
    assert days.count(before, after) == len({before, after})


def test_a_week_without_a_working_day_is_refused():
    with pytest.raises(ValueError, match="At least one day"):
        WorkingDays(0)
    with pytest.raises(ValueError, match="At least one day"):
        WorkingDays(128)


def test_equal_calendars_are_one_key():
    day = date(2026, 12, 25)

    assert len({WorkingDays(31, frozenset([day])), WorkingDays(31, frozenset([day]))}) == 1


@given(st.lists(nets.own_weeks, min_size=1, max_size=4), a_near_day)
def test_a_day_counts_where_at_least_one_works(calendars, day):
    together = of_any(calendars)

    assert slowly.works(together, day) == any(slowly.works(each, day) for each in calendars)


def test_a_person_works_in_their_own_week_and_not_while_away():
    tuesdays = of_person(nets.WEEKDAYS, 0b0000010, [(date(2026, 11, 9), date(2026, 11, 13))])

    assert tuesdays.on_or_after(date(2026, 11, 4)) == date(2026, 11, 17)


def test_a_saturday_makes_up_for_a_bridge_day():
    bridge, saturday = date(2026, 10, 7), date(2026, 10, 10)
    china = WorkingDays(MONDAY_TO_FRIDAY, frozenset({bridge}), frozenset({saturday}))

    assert china.add(date(2026, 10, 6), 4) == date(2026, 10, 12)
    assert china.on_or_after(saturday) == china.on_or_before(date(2026, 10, 11)) == saturday
    assert china.count(date(2026, 10, 5), date(2026, 10, 11)) == 5


def test_who_is_away_makes_up_for_nothing():
    saturday = date(2026, 10, 10)
    china = WorkingDays(MONDAY_TO_FRIDAY, on=frozenset({saturday}))
    away = of_person(china, away=[(saturday, saturday)])

    assert not away.is_working(saturday)
    assert of_any([china, away]).is_working(saturday)

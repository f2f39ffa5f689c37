"""Small plans at random: tasks in a row of days, links that run forward only."""

from datetime import date

from hypothesis import strategies as st

from campaigns.schedule.days import of_any, of_person
from campaigns.schedule.network import Link, Task, WorkingDays

MONDAY = date(2026, 11, 2)
WEEKDAYS = WorkingDays(
    0b0011111, frozenset({date(2026, 11, 11), date(2026, 12, 25)}), frozenset({date(2026, 12, 5)})
)
PART_TIME = WorkingDays(0b0010101, frozenset({date(2026, 11, 16)}), frozenset({date(2026, 11, 29)}))

own_weeks = st.builds(
    of_person,
    st.just(WEEKDAYS),
    st.sampled_from([None, 0b0010101, 0b0101010, 0b1100000]),
    st.lists(
        st.tuples(st.dates(date(2026, 10, 26), date(2026, 12, 11)), st.integers(0, 9)).map(
            lambda away: (away[0], date.fromordinal(away[0].toordinal() + away[1]))
        ),
        max_size=2,
    ),
)
near = st.dates(date(2026, 10, 26), date(2026, 12, 11))


@st.composite
def spans(draw):
    first, last = sorted((draw(near), draw(near)))
    return first, min(last, date.fromordinal(first.toordinal() + draw(st.integers(0, 8))))


def links_among(count, lags=(-2, 4)):
    pairs = [(i, j) for i in range(count) for j in range(i + 1, count)]
    chosen = st.lists(st.sampled_from(pairs), unique=True, max_size=count * 2)
    kinds, some = st.sampled_from(["FS", "SS", "FF", "SF"]), st.integers(*lags)
    return chosen.flatmap(
        lambda ends: st.tuples(
            *(st.builds(Link, st.just(i), st.just(j), kinds, some) for i, j in ends)
        ).map(list)
    )


@st.composite
def plans(draw, *, fixed=True, own=True):
    """Tasks on any days, some of them pinned, ended or with working days of their own."""
    count = draw(st.integers(2, 6))
    flags = st.sampled_from([False, False, False, fixed])
    calendars = st.sampled_from([None, None, PART_TIME if own else None])
    if own:
        calendars |= st.lists(own_weeks, min_size=1, max_size=3).map(of_any)
    tasks = [
        Task(id, *draw(spans()), pinned=draw(flags), ended=draw(flags), days=draw(calendars))
        for id in range(count)
    ]
    return tasks, draw(links_among(count))


@st.composite
def working_plans(draw, *, lags=(-2, 4)):
    """Tasks that begin and end on working days of the plan."""
    count = draw(st.integers(2, 6))
    tasks = []
    for id in range(count):
        start = WEEKDAYS.add(MONDAY, draw(st.integers(0, 25)))
        tasks.append(Task(id, start, WEEKDAYS.add(start, draw(st.integers(0, 5)))))
    return tasks, draw(links_among(count, lags))

"""What else moves when dates move."""

import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.schedule.network import Broken, Link, Loop, Task, WorkingDays, conflicts, impact
from tests.campaigns.schedule import nets, slowly
from tests.campaigns.schedule.nets import WEEKDAYS

pytestmark = pytest.mark.alike

RULES = ["maintain", "consume", "ignore"]


def november(*days):
    return tuple(day and date(2026, 11, day) for day in days)


def chain():
    """Copy, then the page two working days later, then the launch, a point, right after."""
    tasks = [
        Task("copy", *november(2, 4)),
        Task("page", *november(9, 10)),
        Task("launch", None, date(2026, 11, 12)),
    ]
    return tasks, [Link("copy", "page"), Link("page", "launch")]


def test_maintaining_the_buffer_keeps_every_distance_in_working_days():
    found = impact(*chain(), {"copy": november(5, 9)}, rule="maintain", days=WEEKDAYS)

    assert found.moves == {"page": november(13, 16), "launch": november(None, 17)}
    assert found.broken == []


def test_maintaining_the_buffer_follows_to_earlier_days_too():
    tasks, links = chain()
    tasks[0] = replace(tasks[0], start=date(2026, 11, 3), due=date(2026, 11, 5))

    found = impact(tasks, links, {"copy": november(2, 4)}, rule="maintain", days=WEEKDAYS)

    assert found.moves == {"page": november(6, 9), "launch": november(None, 10)}


def test_consuming_the_buffer_pushes_only_what_is_too_early():
    tasks, links = chain()

    near = impact(tasks, links, {"copy": november(4, 6)}, rule="consume", days=WEEKDAYS)
    far = impact(tasks, links, {"copy": november(6, 10)}, rule="consume", days=WEEKDAYS)

    assert near.moves == {}
    assert far.moves == {"page": november(12, 13), "launch": november(None, 16)}


def test_ignoring_moves_nothing_and_lists_what_breaks():
    tasks, links = chain()

    found = impact(tasks, links, {"copy": november(6, 10)}, rule="ignore", days=WEEKDAYS)

    assert (found.moves, found.broken) == ({}, [Broken(links[0], 2, "ignored")])


def test_what_is_pinned_stays_and_its_link_breaks():
    tasks, links = chain()
    tasks[1] = replace(tasks[1], pinned=True)

    found = impact(tasks, links, {"copy": november(6, 10)}, rule="consume", days=WEEKDAYS)

    assert (found.moves, found.broken) == ({}, [Broken(links[0], 2, "pinned")])


@pytest.mark.parametrize("rule", RULES)
def test_what_has_ended_stays_and_nothing_breaks_at_it(rule):
    tasks, links = chain()
    tasks[1] = replace(tasks[1], ended=True)

    found = impact(tasks, links, {"copy": november(6, 10)}, rule=rule, days=WEEKDAYS)

    assert (found.moves, found.broken) == ({}, [])


def test_what_was_dropped_with_a_day_ahead_pushes_nothing():
    tasks, links = chain()
    tasks.append(Task("old copy", None, date(2026, 12, 18), ended=True))
    links.append(Link("old copy", "page"))

    found = impact(tasks, links, {"copy": november(6, 10)}, rule="consume", days=WEEKDAYS)

    assert found.moves == {"page": november(12, 13), "launch": november(None, 16)}
    assert found.broken == []


def test_what_is_done_keeps_nothing_from_coming_earlier():
    tasks, links = chain()
    tasks[0] = replace(tasks[0], start=date(2026, 11, 5), due=date(2026, 11, 6))
    tasks.append(Task("draft", None, date(2026, 11, 6), ended=True))
    links.append(Link("draft", "page"))

    found = impact(tasks, links, {"copy": november(2, 3)}, rule="maintain", days=WEEKDAYS)

    assert found.moves == {"page": november(4, 5), "launch": november(None, 6)}
    assert found.broken == []


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("back", [False, True])
def test_what_has_ended_moves_by_hand_and_takes_nothing_along(rule, back):
    tasks, links = chain()
    tasks[1] = replace(tasks[1], ended=True)

    for wanted in (november(2, 3), november(24, 25)):
        found = impact(tasks, links, {"page": wanted}, rule=rule, days=WEEKDAYS, back=back)

        assert (found.moves, found.broken) == ({}, [])


def test_a_date_moved_earlier_pulls_what_it_waits_for_only_when_asked():
    tasks, links = chain()
    wanted = {"page": november(4, 5)}

    stays = impact(tasks, links, wanted, rule="consume", days=WEEKDAYS)
    pulls = impact(tasks, links, wanted, rule="consume", days=WEEKDAYS, back=True)

    assert (stays.moves, stays.broken) == ({}, [Broken(links[0], 1, "moved")])
    assert pulls.moves == {"copy": (date(2026, 10, 30), date(2026, 11, 3))}
    assert pulls.broken == []


def test_a_pinned_task_ends_the_pull_and_is_named_as_the_cause():
    tasks, links = chain()
    tasks[0] = replace(tasks[0], pinned=True)
    wanted = {"launch": november(None, 6)}

    found = impact(tasks, links, wanted, rule="consume", days=WEEKDAYS, back=True)

    assert found.moves == {"page": november(4, 5)}
    assert found.broken == [Broken(links[0], 1, "pinned")]


def test_each_task_can_have_its_own_rule_and_its_own_working_days():
    tasks, links = chain()
    tasks[1] = replace(tasks[1], days=WorkingDays(0b0000001))
    tasks[2] = replace(tasks[2], rule="ignore")

    found = impact(tasks, links, {"copy": november(6, 10)}, rule="consume", days=WEEKDAYS)

    assert found.moves == {"page": november(16, 16)}
    assert found.broken == [Broken(links[1], 3, "ignored")]


def test_what_has_no_date_neither_moves_nor_passes_anything_on():
    tasks, links = chain()
    tasks[1] = Task("page")

    found = impact(tasks, links, {"copy": november(20, 23)}, rule="maintain", days=WEEKDAYS)

    assert (found.moves, found.broken) == ({}, [])


@pytest.mark.parametrize(
    ("kind", "lag", "moved"),
    [
        ("FS", 2, november(17, 18)),
        ("SS", 1, november(9, 10)),
        ("FF", 1, november(12, 13)),
        ("SF", 3, november(9, 10)),
    ],
)
def test_each_kind_of_link_pushes_by_its_own_ends(kind, lag, moved):
    tasks = [Task("a", *november(2, 4)), Task("b", *november(4, 5))]
    links = [Link("a", "b", kind, lag)]

    found = impact(tasks, links, {"a": november(6, 12)}, rule="consume", days=WEEKDAYS)

    assert found.moves == {"b": moved}


def test_a_circle_is_refused_by_name():
    tasks, links = chain()
    links.append(Link("launch", "copy", "SS"))

    with pytest.raises(Loop) as refusal:
        impact(tasks, links, {}, rule="consume", days=WEEKDAYS)

    assert set(refusal.value.ids) == {"copy", "page", "launch"}


@given(nets.plans(), st.data())
def test_consuming_equals_stepping_day_by_day(plan, data):
    tasks, links = plan
    wanted = {data.draw(st.integers(0, len(tasks) - 1)): data.draw(nets.spans())}

    found = impact(tasks, links, wanted, rule="consume", days=WEEKDAYS)

    assert found.moves == slowly.consumed(tasks, links, wanted, WEEKDAYS)


@given(nets.plans(), st.data())
def test_maintaining_equals_stepping_day_by_day(plan, data):
    tasks, links = plan
    wanted = {data.draw(st.integers(0, len(tasks) - 1)): data.draw(nets.spans()) for _ in range(2)}

    found = impact(tasks, links, wanted, rule="maintain", days=WEEKDAYS)

    assert found.moves == slowly.maintained(tasks, links, wanted, WEEKDAYS)


@given(nets.plans(), st.data())
def test_pulling_equals_stepping_back_day_by_day(plan, data):
    tasks, links = plan
    last = len(tasks) - 1
    links = [link for link in links if link.earlier != last]
    wanted = {last: data.draw(nets.spans())}

    found = impact(tasks, links, wanted, rule="consume", days=WEEKDAYS, back=True)

    pulled = slowly.pulled(tasks, links, wanted, WEEKDAYS)
    along = slowly.consumed(tasks, links, wanted | pulled, WEEKDAYS)
    assert found.moves == pulled | along


def test_what_is_pulled_along_takes_along_what_waits_for_it():
    tasks = [
        Task("copy", *november(9, 10)),
        Task("page", *november(16, 17)),
        Task("mail", *november(18, 19)),
    ]
    links = [Link("copy", "page"), Link("copy", "mail")]
    wanted = {"page": november(12, 13)}

    kept = impact(tasks, links, wanted, rule="maintain", days=WEEKDAYS, back=True)
    consumed = impact(tasks, links, wanted, rule="consume", days=WEEKDAYS, back=True)

    assert kept.moves == {"copy": november(5, 6), "mail": november(16, 17)}
    assert consumed.moves == {}


@given(nets.plans(), st.data(), st.sampled_from(RULES))
def test_what_is_pulled_along_takes_others_along_as_if_moved_by_hand(plan, data, rule):
    tasks, links = plan
    wanted = {data.draw(st.integers(0, len(tasks) - 1)): data.draw(nets.spans())}
    before = {earlier for id in wanted for earlier in slowly.ahead_of(id, links)}

    found = impact(tasks, links, wanted, rule=rule, days=WEEKDAYS, back=True)

    pulled = {id: where for id, where in found.moves.items() if id in before}
    by_hand = impact(tasks, links, wanted | pulled, rule=rule, days=WEEKDAYS)
    assert found.moves == pulled | by_hand.moves


@given(nets.plans(), st.data(), st.sampled_from(RULES), st.booleans())
def test_what_moves_begins_and_ends_on_days_on_which_one_of_its_people_works(
    plan, data, rule, back
):
    tasks, links = plan
    wanted = {data.draw(st.integers(0, len(tasks) - 1)): data.draw(nets.spans())}
    own = {task.id: task.days or WEEKDAYS for task in tasks}

    moves = impact(tasks, links, wanted, rule=rule, days=WEEKDAYS, back=back).moves

    assert all(slowly.works(own[id], day) for id, span in moves.items() for day in span)


@given(nets.plans(), st.data(), st.sampled_from(RULES), st.booleans())
def test_no_link_of_what_moved_breaks_unlisted(plan, data, rule, back):
    tasks, links = plan
    wanted = {data.draw(st.integers(0, len(tasks) - 1)): data.draw(nets.spans()) for _ in range(2)}
    before = {task.id: (task.start, task.due) for task in tasks}

    found = impact(tasks, links, wanted, rule=rule, days=WEEKDAYS, back=back)
    after = before | wanted | found.moves

    listed = {broken.link for broken in found.broken}
    over = {task.id for task in tasks if task.ended}
    moved = set(found.moves) | set(wanted)
    assert listed == {
        link
        for link in links
        if {link.earlier, link.later} & moved
        and not {link.earlier, link.later} & over
        and not slowly.holds(link, after[link.earlier], after[link.later], WEEKDAYS)
    }
    excused = {"pinned", "moved"} | {"ignore": {"ignored"}, "maintain": {"before"}}.get(rule, set())
    if any(before[id] == dates for id, dates in wanted.items()):
        excused |= {"before"}  # what stays where it was pushes nothing
    assert {broken.because for broken in found.broken} <= excused
    for broken in found.broken:
        if broken.because == "moved":
            assert {broken.link.later, *([broken.link.earlier] if back else ())} & set(wanted)
    fixed = {task.id for task in tasks if task.pinned or task.ended} | set(wanted)
    assert not fixed & set(found.moves)


@given(nets.plans(own=False), st.data(), st.sampled_from(RULES), st.booleans())
def test_what_moves_takes_as_many_working_days_as_before(plan, data, rule, back):
    tasks, links = plan
    wanted = {data.draw(st.integers(0, len(tasks) - 1)): data.draw(nets.spans())}

    moves = impact(tasks, links, wanted, rule=rule, days=WEEKDAYS, back=back).moves

    for id, where in moves.items():
        before = max(1, slowly.working(WEEKDAYS, tasks[id].start, tasks[id].due))
        assert slowly.working(WEEKDAYS, *where) == before


@given(nets.working_plans(), st.integers(1, 15))
def test_maintaining_shifts_all_that_follows_by_the_same_number(plan, n):
    tasks, links = plan
    wanted = {0: tuple(WEEKDAYS.add(day, n) for day in slowly.span(tasks[0]))}
    following = {end for end, _ in slowly.paths_from(0, links)} - {0}

    found = impact(tasks, links, wanted, rule="maintain", days=WEEKDAYS)

    assert found.moves == {
        id: tuple(WEEKDAYS.add(day, n) for day in slowly.span(tasks[id])) for id in following
    }


@given(nets.working_plans(), st.integers(1, 15))
def test_maintaining_towards_the_past_never_breaks_what_held(plan, n):
    tasks, links = plan
    held = {
        link
        for link in links
        if slowly.holds(
            link, slowly.span(tasks[link.earlier]), slowly.span(tasks[link.later]), WEEKDAYS
        )
    }
    wanted = {0: tuple(WEEKDAYS.add(day, -n) for day in slowly.span(tasks[0]))}

    found = impact(tasks, links, wanted, rule="maintain", days=WEEKDAYS)

    assert not held & {broken.link for broken in found.broken}
    shifts = {WEEKDAYS.between(tasks[id].start, start) for id, (start, _) in found.moves.items()}
    assert all(-n <= shift < 0 for shift in shifts)


@given(nets.plans())
def test_a_conflict_is_a_link_between_unfinished_tasks_that_does_not_hold(plan):
    tasks, links = plan

    over = {task.id for task in tasks if task.ended}

    found = {broken.link for broken in conflicts(tasks, links, days=WEEKDAYS)}

    assert found == {
        link
        for link in links
        if not {link.earlier, link.later} & over
        and not slowly.holds(
            link, slowly.span(tasks[link.earlier]), slowly.span(tasks[link.later]), WEEKDAYS
        )
    }


@contextmanager
def called():
    """The names of the functions that are called meanwhile, one for each call."""
    names = []

    def note(frame, event, _arg):
        if event == "call":
            names.append(frame.f_code.co_name)

    sys.setprofile(note)
    try:
        yield names
    finally:
        sys.setprofile(None)


def test_five_hundred_linked_tasks_take_a_handful_of_steps_each():
    chance = Random(7)
    starts = [nets.MONDAY + timedelta(i // 20 * 2) for i in range(500)]
    tasks = [Task(i, start, start + timedelta(2)) for i, start in enumerate(starts)]
    links = [
        Link(chance.randrange(max(0, i - 60), i), i, chance.choice(["FS", "SS", "FF", "SF"]))
        for i in range(1, 500)
        for _ in range(2)
    ]
    wanted = {0: (date(2027, 2, 1), date(2027, 2, 3))}

    with called() as calls:
        found = impact(tasks, links, wanted, rule="consume", days=WEEKDAYS)

    assert len(calls) < 40 * len(links)
    assert len(found.moves) > 400

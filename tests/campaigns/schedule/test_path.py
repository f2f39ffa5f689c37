"""The critical path, and whole schedules."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.schedule.network import (
    Link,
    Part,
    Task,
    WorkingDays,
    apart,
    backward,
    conflicts,
    critical,
    forward,
)
from tests.campaigns.schedule import nets, slowly
from tests.campaigns.schedule.nets import MONDAY, WEEKDAYS

pytestmark = pytest.mark.alike

EVERY_DAY = WorkingDays(0b1111111)


def network(text):
    """Tasks that all begin on one day, from lines such as "C 10 B": name, days, what it awaits."""
    tasks, links = [], []
    for line in text.strip().splitlines():
        name, days, *awaited = line.split()
        tasks.append(Task(name, MONDAY, EVERY_DAY.add(MONDAY, int(days) - 1)))
        links += [Link(other, name) for other in awaited]
    return tasks, links


def numbers(text):
    """{"A": 0, "B": 2} from "A=0 B=2"."""
    pairs = (part.split("=") for part in text.split())
    return {name: int(number) for name, number in pairs}


def test_the_construction_project_of_hillier_and_lieberman():
    """Introduction to Operations Research, "Reliable Construction Co.": 44 weeks, here days."""
    tasks, links = network(
        """
        A 2
        B 4 A
        C 10 B
        D 6 C
        E 4 C
        F 5 E
        G 7 D
        H 9 E G
        I 7 C
        J 8 F I
        K 4 J
        L 5 J
        M 2 H
        N 6 K L
        """
    )

    found = critical(tasks, links, days=EVERY_DAY)

    starts = {id: EVERY_DAY.between(MONDAY, slack.early_start) for id, slack in found.items()}
    assert starts == numbers("A=0 B=2 C=6 D=16 E=16 F=20 G=22 H=29 I=16 J=25 K=33 L=33 M=38 N=38")
    assert {id: slack.total for id, slack in found.items()} == numbers(
        "A=0 B=0 C=0 D=4 E=0 F=0 G=4 H=4 I=2 J=0 K=1 L=0 M=4 N=0"
    )
    assert max(slack.early_due for slack in found.values()) == EVERY_DAY.add(MONDAY, 43)


def test_the_paper_mill_of_heizer_and_render():
    """Operations Management, "Milwaukee Paper Manufacturing": 15 weeks, here days."""
    tasks, links = network("A 2\nB 3\nC 2 A\nD 4 A B\nE 4 C\nF 3 C\nG 5 D E\nH 2 F G")

    found = critical(tasks, links, days=EVERY_DAY)

    assert {id: slack.total for id, slack in found.items()} == numbers(
        "A=0 B=1 C=0 D=1 E=0 F=6 G=0 H=0"
    )
    assert found["F"].free == 6
    assert found["B"].free == 0
    assert found["H"].early_due == EVERY_DAY.add(MONDAY, 14)


def test_a_longer_task_that_is_critical_backwards_shortens_the_plan_as_wiest_found():
    """J. D. Wiest, "Precedence diagramming method: some unusual characteristics and their
    implications for project managers", Journal of Operations Management 1 (1981): where the
    critical path enters a task at its finish and leaves it at its start, more time for it is less
    time for all.
    """
    links = [Link("walls", "wires", "FF", 1), Link("wires", "paint", "SS", 2)]

    def plan(days):
        lengths = {"walls": 10, "wires": days, "paint": 10}
        tasks = [
            Task(id, MONDAY, EVERY_DAY.add(MONDAY, length - 1)) for id, length in lengths.items()
        ]
        return critical(tasks, links, days=EVERY_DAY)

    short, long = plan(4), plan(6)

    assert max(each.early_due for each in short.values()) == EVERY_DAY.add(MONDAY, 18)
    assert max(each.early_due for each in long.values()) == EVERY_DAY.add(MONDAY, 16)
    assert {each.total for found in (short, long) for each in found.values()} == {0}


@pytest.mark.parametrize(
    ("kind", "lag", "early", "end"),
    [("FS", 2, 6, 9), ("SS", 3, 3, 6), ("FF", 2, 3, 6), ("SF", 5, 2, 5), ("FS", -1, 3, 6)],
)
def test_each_kind_of_link_is_a_potential_between_two_starts(kind, lag, early, end):
    """Roy's potentials for the lengths 4 and 3: FS 4 + lag, SS lag, FF 4 + lag - 3, SF lag - 3."""
    tasks = [
        Task("a", MONDAY, EVERY_DAY.add(MONDAY, 3)),
        Task("b", MONDAY, EVERY_DAY.add(MONDAY, 2)),
    ]

    found = critical(tasks, [Link("a", "b", kind, lag)], days=EVERY_DAY)

    assert EVERY_DAY.between(MONDAY, found["b"].early_start) == early
    assert max(each.early_due for each in found.values()) == EVERY_DAY.add(MONDAY, end - 1)


def test_slack_before_a_pinned_day_is_what_is_left_until_it():
    tasks = [
        Task("page", date(2026, 11, 2), date(2026, 11, 4)),
        Task("fair", None, date(2026, 11, 9), pinned=True),
        Task("report", date(2026, 11, 30), date(2026, 12, 1)),
    ]
    links = [Link("page", "fair"), Link("fair", "report")]

    found = critical(tasks, links, days=WEEKDAYS)

    assert {id: slack.total for id, slack in found.items()} == numbers("page=2 fair=0 report=0")
    late = critical([replace(tasks[0], due=date(2026, 11, 10)), *tasks[1:]], links, days=WEEKDAYS)
    assert late["page"].total == -2


def test_work_on_a_weekend_has_no_slack_of_its_own():
    fair = Task("fair", date(2026, 11, 7), date(2026, 11, 8))

    found = critical([fair], [], days=WEEKDAYS)

    assert (found["fair"].total, found["fair"].late_due) == (0, fair.due)


def test_what_has_ended_delays_nothing():
    tasks = [
        Task("copy", date(2026, 11, 2), date(2026, 11, 20), ended=True),
        Task("page", date(2026, 11, 4), date(2026, 11, 5)),
    ]

    found = critical(tasks, [Link("copy", "page")], days=WEEKDAYS)

    assert list(found) == ["page"]
    assert found["page"].early_start == date(2026, 11, 4)


@given(nets.working_plans())
def test_slack_equals_the_longest_of_all_paths(plan):
    tasks, links = plan
    starts = {task.id: WEEKDAYS.between(MONDAY, task.start) for task in tasks}
    lengths = {task.id: WEEKDAYS.count(task.start, task.due) for task in tasks}
    early = slowly.earliest_starts(starts, lengths, links)
    end = max(early[id] + lengths[id] for id in early)
    late = slowly.latest_starts(end, lengths, links)

    found = critical(tasks, links, days=WEEKDAYS)

    answers = {
        id: (
            WEEKDAYS.between(MONDAY, slack.early_start),
            WEEKDAYS.between(MONDAY, slack.late_start),
            slack.total,
        )
        for id, slack in found.items()
    }
    assert answers == {id: (early[id], late[id], late[id] - early[id]) for id in early}
    assert all(0 <= slack.free <= slack.total for slack in found.values())


@given(nets.plans())
def test_neither_schedule_breaks_a_link_but_where_a_pinned_task_should_give_way(plan):
    tasks, links = plan
    by_id = {task.id: task for task in tasks}
    early = forward(tasks, links, MONDAY, days=WEEKDAYS)
    late = backward(tasks, links, date(2026, 12, 18), days=WEEKDAYS)

    for link in slowly.binding(by_id, links):
        for spans, gives_way in ((early, link.later), (late, link.earlier)):
            if not by_id[gives_way].pinned:
                assert slowly.holds(link, spans[link.earlier], spans[link.later], WEEKDAYS)
    fixed = [task for task in tasks if task.pinned or task.ended]
    assert all(early[task.id] == late[task.id] == slowly.span(task) for task in fixed)


def test_no_schedule_waits_for_what_was_dropped_or_puts_work_before_it():
    tasks = [
        Task("dropped", None, date(2026, 12, 18), ended=True),
        Task("page", date(2026, 11, 3), date(2026, 11, 4)),
        Task("done", None, date(2026, 10, 30), ended=True),
    ]
    links = [Link("dropped", "page"), Link("page", "done")]

    early = forward(tasks, links, MONDAY, days=WEEKDAYS)
    late = backward(tasks, links, date(2026, 11, 20), days=WEEKDAYS)

    assert early["page"] == (date(2026, 11, 2), date(2026, 11, 3))
    assert late["page"] == (date(2026, 11, 19), date(2026, 11, 20))


@given(nets.working_plans())
def test_forward_then_backward_then_forward_returns(plan):
    tasks, links = plan
    early = forward(tasks, links, MONDAY, days=WEEKDAYS)
    end = max(due for _, due in early.values())

    late = backward(placed(tasks, early), links, end, days=WEEKDAYS)
    again = forward(placed(tasks, late), links, MONDAY, days=WEEKDAYS)

    assert all(early[id] <= late[id] for id in early)
    assert max(due for _, due in late.values()) == end
    slack = critical(placed(tasks, early), links, days=WEEKDAYS)
    assert all(early[id] == late[id] for id in early if not slack[id].total)
    assert again == early


@given(nets.plans(fixed=False))
def test_forward_then_backward_returns_where_people_have_their_own_days(plan):
    tasks, links = plan
    early = forward(tasks, links, MONDAY, days=WEEKDAYS)
    end = max(due for _, due in early.values())

    late = backward(placed(tasks, early), links, end, days=WEEKDAYS)

    assert all(early[id] <= late[id] for id in early)
    assert forward(placed(tasks, late), links, MONDAY, days=WEEKDAYS) == early


def placed(tasks, spans):
    return [replace(task, start=spans[task.id][0], due=spans[task.id][1]) for task in tasks]


@pytest.mark.parametrize("place", [forward, backward])
def test_pinned_and_ended_tasks_keep_their_days(place):
    tasks = [
        Task("done", date(2026, 11, 3), date(2026, 11, 4), ended=True),
        Task("page", date(2026, 11, 3), date(2026, 11, 4)),
        Task("fair", None, date(2026, 11, 24), pinned=True),
        Task("idea"),
    ]
    links = [Link("done", "page"), Link("page", "fair")]

    found = place(tasks, links, date(2026, 11, 23), days=WEEKDAYS)

    assert found["done"] == (date(2026, 11, 3), date(2026, 11, 4))
    assert found["fair"] == (None, date(2026, 11, 24))
    assert set(found) == {"done", "page", "fair"}


@given(nets.working_plans())
def test_what_is_linked_with_nothing_only_holds_the_end_of_the_plan(plan):
    tasks, links = plan
    linked = {end for link in links for end in (link.earlier, link.later)}
    until = max(task.due for task in tasks)

    whole = critical(tasks, links, days=WEEKDAYS)
    part = critical([t for t in tasks if t.id in linked], links, days=WEEKDAYS, until=until)
    end = max([until, *(slack.early_due for slack in part.values())])
    alone = [critical([t], [], days=WEEKDAYS, until=end) for t in tasks if t.id not in linked]

    assert whole == part | {id: slack for each in alone for id, slack in each.items()}


@given(nets.plans(), st.none() | nets.near)
def test_what_hangs_together_is_reckoned_alone_as_within_the_whole(plan, until):
    tasks, links = plan
    live = {task.id: task for task in tasks if not task.ended}
    bound = [link for link in links if {link.earlier, link.later} <= live.keys()]
    whole = critical(tasks, links, days=WEEKDAYS, until=until)
    broken = conflicts(tasks, links, days=WEEKDAYS)

    parts = [
        Part.of([live[id] for id in ids], [link for link in bound if link.later in ids], WEEKDAYS)
        for ids in apart(live, [(link.earlier, link.later) for link in bound])
    ]
    end = max([part.end for part in parts] + ([until.toordinal()] if until else []), default=0)

    assert {id: part.slack(id, end) for part in parts for id in part.net.tasks} == whole
    found = [each for part in parts for some in part.broken.values() for each in some]
    assert sorted(found, key=repr) == sorted(broken, key=repr)
    assert all(part.slack(id, end + 9) for part in parts for id in part.net.tasks)
    assert {id: part.slack(id, end) for part in parts for id in part.net.tasks} == whole


def reckoned(part, end):
    """All that a part says, with no more said of what holds than that it does."""
    slacks = {id: part.slack(id, end) for id in part.net.tasks}
    return part.planned, part.broken, part.early, part.end, slacks


@given(
    nets.plans(own=True),
    st.lists(st.tuples(nets.spans(), st.booleans(), st.booleans(), st.booleans()), max_size=6),
)
def test_what_took_other_days_is_reckoned_like_a_part_of_its_own(plan, changes):
    tasks, links = plan
    tasks = {task.id: replace(task, ended=False) for task in tasks}
    part, end = Part.of(tasks.values(), links, WEEKDAYS), MONDAY.toordinal() + 90

    for place, ((start, due), is_pinned, is_undated, is_looked_at) in enumerate(changes):
        days = {"start": None, "due": None} if is_undated else {"start": start, "due": due}
        one = replace(tasks[place % len(tasks)], pinned=is_pinned, **days)
        tasks[one.id], part = one, part.moved({one.id: one})
        if is_looked_at:
            assert reckoned(part, end) == reckoned(Part.of(tasks.values(), links, WEEKDAYS), end)

    assert reckoned(part, end) == reckoned(Part.of(tasks.values(), links, WEEKDAYS), end)
    later = end + 9
    assert reckoned(part, later) == reckoned(Part.of(tasks.values(), links, WEEKDAYS), later)


def test_what_hangs_together_is_found_whichever_way_it_is_linked():
    found = apart("abcdef", [("a", "b"), ("c", "b"), ("e", "d")])

    assert sorted(map(sorted, found)) == [["a", "b", "c"], ["d", "e"], ["f"]]

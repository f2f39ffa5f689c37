"""Many who write at the same moment: nobody is told of a locked database, nothing is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from tests.faults.crowd import gathered
from tests.faults.programs import Program, all_items, all_pages
from tests.serving import Served, make_tables
from tests.tables import drop_postgresql

pytestmark = pytest.mark.slow
WRITERS = 30
EACH = 10
EDITS = 30
ITEMS = 3


@pytest.mark.alike
def test_thirty_processes_that_write_at_once_wait_for_each_other(tmp_path):
    served = Served(tmp_path)
    make_tables(served)

    found = gathered(served, "write", WRITERS, EACH)

    drop_postgresql(served.env.get("DATABASE_URL", ""))
    assert found["failures"] == []
    everything = [f"{which}-{number}" for which in range(WRITERS) for number in range(EACH)]
    assert found["titles"] == sorted(everything)
    assert found["numbers"] == found["revisions"] == list(range(1, WRITERS * EACH + 1))


@pytest.mark.alike
def test_thirty_programs_that_write_at_once_are_all_answered_at_once(installation):
    with installation() as (served, tell):
        token = tell("begin")["token"]
        programs = [Program(served, token) for _each in range(WRITERS)]

        in_parallel(programs, add_some)
        items = all_items(programs[0], "SPRING")

    assert [set(program.answers[:EACH]) for program in programs] == [{201}] * WRITERS
    assert sorted(item["number"] for item in items) == list(range(1, WRITERS * EACH + 2))


def add_some(which, program):
    for number in range(EACH):
        program.ask("POST", "campaigns/SPRING/items/", {"title": f"{which}-{number}"})


def in_parallel(programs, work):
    """`work(which, program)` for each, all beginning at the same moment."""
    together = threading.Barrier(len(programs))

    def begin(which):
        together.wait()
        return work(which, programs[which])

    with ThreadPoolExecutor(len(programs)) as pool:
        return list(pool.map(begin, range(len(programs))))


def test_of_thirty_editors_edits_each_is_kept_or_refused(installation):
    with installation("--no-worker") as (served, tell):
        token = tell("begin")["token"]
        programs = [Program(served, token) for _each in range(WRITERS)]
        made = [
            programs[0].ask("POST", "campaigns/SPRING/items/", {"title": "Brief"})[2]["id"]
            for _each in range(ITEMS)
        ]

        kept = in_parallel(
            programs, lambda which, program: edit_often(which, program, made[which % ITEMS])
        )
        histories = [history_of(programs[0], item) for item in made]

    answers = [status for program in programs for status in program.answers]
    assert {status for status in answers if status >= 400} <= {412}
    assert answers.count(412) + sum(map(len, kept)) == WRITERS * EDITS
    for place, history in enumerate(histories):
        titles = sorted(title for titles in kept[place::ITEMS] for title in titles)
        assert sorted(after for _before, after in history) == titles
        assert all(one[1] == next_one[0] for one, next_one in pairwise(history))


def edit_often(which, program, item):
    """The titles that were kept, of so many edits by the version that was seen last."""
    kept, tag = [], None
    for number in range(EDITS):
        tag = tag or program.ask("GET", f"items/{item}/")[1]["ETag"]
        title = f"{which}-{number}"
        status, headers, _item = program.ask(
            "PATCH", f"items/{item}/", {"title": title}, If_Match=tag
        )
        tag = headers["ETag"] if status == 200 else None
        kept += [title] if status == 200 else []
    return kept


def history_of(program, item):
    """[(before, after)] of the title of an item, oldest first."""
    events = all_pages(program, f"items/{item}/events/?verb=item.edited")
    return [event["changes"]["title"] for event in events]

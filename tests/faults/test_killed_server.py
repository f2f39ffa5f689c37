"""What was acknowledged is there, once, however often the server was killed meanwhile.

On a second database there are fewer writes: what is killed is the same there, and that database
keeps what was committed without us.
"""

import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.programs import Program, all_items, all_pages

pytestmark = pytest.mark.slow
WRITES = 400 if "DATABASE_URL" in os.environ else 2000
PROGRAMS = 8
KILLS = 3


def test_writes_survive_kills_of_the_server(installation):
    with installation("--no-worker") as (served, tell):
        token = tell("begin")["token"]
        done = threading.Event()
        killer = threading.Thread(target=kill_now_and_then, args=(served, done))
        killer.start()

        with ThreadPoolExecutor(PROGRAMS) as pool:
            answers = list(pool.map(write_some(served, token), range(PROGRAMS)))

        done.set()
        killer.join()
        program = Program(served, token)
        titles = [item["title"] for item in all_items(program, "SPRING")]
        events = all_pages(program, "campaigns/SPRING/events/?verb=item.added")

    acknowledged = [title for titles in answers for title in titles]
    assert len(acknowledged) == WRITES
    assert sorted(titles) == sorted([*acknowledged, "Watched"])
    revisions = [event["revision"] for event in events]
    assert revisions == list(range(revisions[0], revisions[0] + WRITES + 1))


def write_some(served, token):
    def write(which):
        program, acknowledged = Program(served, token), []
        for number in range(WRITES // PROGRAMS):
            title = f"{which}-{number}"
            status, _headers, _item = program.ask(
                "POST", "campaigns/SPRING/items/", {"title": title}, Idempotency_Key=title
            )
            assert status == 201
            acknowledged.append(title)
        return acknowledged

    return write


def kill_now_and_then(served, done):
    """At least `KILLS` times, at moments that nobody chose."""
    for _time in range(KILLS):
        time.sleep(random.uniform(0.5, 2))
        if done.is_set():
            return
        served.kill("web")
        served.wait_until(served.answers)

"""A worker killed at any step of an effect: none is lost, and none that writes happens twice."""

import json
import subprocess
import sys
import time

import pytest

from tests.serving import ROOT, Served, make_tables
from tests.tables import drop_postgresql

pytestmark = pytest.mark.slow
ALL = [0, 1, 2, 3, 4]


@pytest.fixture
def worker(tmp_path):
    """`worker(step)` runs a worker that dies there, and returns what it printed and its code."""
    served = Served(tmp_path)
    make_tables(served)

    def run(step):
        command = [sys.executable, "-m", "tests.faults.dying_worker", step]
        done = subprocess.run(command, cwd=ROOT, env=served.env, capture_output=True, text=True)
        assert done.returncode in {0, -9}, done.stderr
        return done

    yield run
    drop_postgresql(served.env.get("DATABASE_URL", ""))


@pytest.mark.parametrize("step", ["leased", "before", "inside", "committed"])
def test_no_effect_is_lost_or_doubled_by_a_kill(worker, step):
    worker("begin")

    died = worker(step)
    time.sleep(0.3)  # its lease ends
    worker("never")

    found = json.loads(worker("count").stdout)
    assert died.returncode == -9
    assert found["wrote"] == ALL
    assert sorted(set(found["sent"])) == ALL
    assert len(found["sent"]) <= len(ALL) + 1
    assert found["left"] == 0

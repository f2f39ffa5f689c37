"""The same file is brought in by several processes at the same moment; it comes in once."""

import subprocess
import sys

import pytest

from tests.serving import ROOT

pytestmark = pytest.mark.slow
PROCESSES = 4
ROWS = 300


def test_the_same_file_at_once_comes_in_once(installation, tmp_path):
    file = tmp_path / "plan.csv"
    rows = "".join(f"{n},Item {n},{n - 1 or ''},Somebody,Radio\n" for n in range(1, ROWS + 1))
    file.write_text(f"Id,Title,Waits for,Owner,Channel\n{rows}")

    with installation("--no-worker") as (served, tell):
        owner = tell("begin")["names"]["owner"].replace(" ", "").lower()
        command = [sys.executable, "manage.py", "import_plan", str(file), "--campaign", "SPRING"]
        command += ["--as", f"{owner}@acme.example"]
        running = [
            subprocess.Popen(command, cwd=ROOT, env=served.env, stdout=subprocess.PIPE, text=True)
            for _process in range(PROCESSES)
        ]
        told = [process.communicate()[0].splitlines()[-1] for process in running]

        assert [process.returncode for process in running] == [0] * PROCESSES
        assert sorted(line.split(", 0 in trash")[0] for line in told) == [
            *[f"done: 0 new, 0 changed, {ROWS} same"] * (PROCESSES - 1),
            f"done: {ROWS} new, 0 changed, 0 same",
        ]

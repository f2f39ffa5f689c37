"""From a commit to every open stream: a real server, a crowd of viewers, another process writing.

The writer is not the server, so the way is the longest there is: the commit must be noticed
first. The crowd counts the moment at which each viewer's socket could be read.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.bench import meter
from tests.serving import ROOT, serving

BARS = {500: 50, 2000: 200}
CHANGES = 20


def measure(figures, crowds=tuple(BARS), changes=CHANGES):
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        serving(Path(folder) / "data") as served,
        child("tests.bench.committer", served.env, max(crowds)) as committer,
    ):
        begun = ask(committer)
        for viewers in crowds:
            delays = delays_of(served, committer, begun, viewers, changes)
            more = {"median": delays["median"], "changes": changes, "load": meter.load()}
            name = f"commit to every stream, {viewers:,} viewers, p99"
            figures.amount(name, delays["p99"], "ms", BARS.get(viewers), **more)


def delays_of(served, committer, begun, viewers, changes):
    """{"p99", "median"} in milliseconds of `changes` told to `viewers`; every viewer hears all."""
    crowd_of = begun | {"sessions": begun["sessions"][:viewers], "port": served.port}
    with child("tests.bench.crowd", os.environ) as crowd:
        say(crowd, crowd_of)
        assert ask(crowd) == "listening"
        change(committer)  # The first one finds the server still cold, and is not counted.
        committed = {}
        for _time in range(changes):
            committed |= change(committer)
        say(crowd, committed)
        return ask(crowd)


def change(committer):
    say(committer, "change")
    return ask(committer)


@contextmanager
def child(module, env, *arguments):
    """A Python process that is spoken to in lines of JSON."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(timeout=30)


def say(process, message):
    process.stdin.write(json.dumps(message) + "\n")
    process.stdin.flush()


def ask(process):
    line = process.stdout.readline()
    assert line, "The process ended early"
    return json.loads(line)

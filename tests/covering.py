"""Which tests a second database needs: so many that it is asked everything that is ever asked.

A run on SQLite notes the shapes of the statements that each test makes, and where it asks for a
lock, for which SQLite has no words. In CI the run on PostgreSQL then leaves out those tests of
`FOLDERS` all of whose statements, locks and errors of the database are others' too. What has
threads, transactions, processes or a browser of its own runs on both; so do the API, where hostile
values meet the database, the kernel, where code asks which database it is, and whatever was not
noted.
"""

import hashlib
import json
import os
import re
import sys
import time
from functools import lru_cache
from heapq import heapify, heappop, heappush

import pytest

FOLDERS = ("tests/campaigns/", "tests/teams/")
ALONE = {"browser", "redis", "xdist_group"}
LIST = re.compile(r"%s(?:, %s)+")
LISTS = re.compile(r"\(%s\)(?:, \(%s\))+")
NUMBER = re.compile(r"\d+")


class Noting:
    """A plugin that notes, test by test, what a database is asked and which errors it answers."""

    def __init__(self, folder, worker):
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / f"{worker}.jsonl"
        self.asked = set()

    def note(self, execute, sql, params, many, context):
        self.asked.add(sql)
        try:
            return execute(sql, params, many, context)
        except Exception as error:
            self.asked.add(f"{type(error).__name__}: {sql}")
            raise

    def note_locks(self):
        """Let each place that locks rows be noted; its statement on SQLite is like any other."""
        from django.db.models import QuerySet

        lock = QuerySet.select_for_update

        def noted(rows, *args, **how):
            self.asked.add(f"{rows.model.__name__} locked by {caller()}")
            return lock(rows, *args, **how)

        QuerySet.select_for_update = noted

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        from django.db import connection

        if self.note not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.note)
        self.asked.clear()
        started = time.perf_counter()
        result = yield
        shapes = sorted({shape(sql) for sql in self.asked})
        with self.file.open("a") as notes:
            notes.write(json.dumps([name_of(item), time.perf_counter() - started, shapes]) + "\n")
        return result


def caller():
    """The function of ours that asked Django for something."""
    frame = sys._getframe(2)
    while "/django/" in frame.f_code.co_filename:
        frame = frame.f_back
    return frame.f_code.co_qualname


@lru_cache(20_000)
def shape(sql):
    """What stands for a statement, whatever the length of its lists and the numbers in it."""
    plain = NUMBER.sub("0", LISTS.sub("(%s)", LIST.sub("%s", sql)))
    return hashlib.blake2s(plain.encode(), digest_size=6).hexdigest()


def name_of(item):
    return f"{item.path.relative_to(item.config.rootpath)}::{item.name}"


def noted(folder):
    """{name of a test: (seconds, shapes of its statements)} of all notes in `folder`."""
    found = {}
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text().splitlines():
            name, seconds, shapes = json.loads(line)
            found[name] = seconds, frozenset(shapes)
    return found


def runs_on_both(item):
    """Whether a test is more than the statements it makes."""
    database = item.get_closest_marker("django_db")
    return (
        not str(item.path.relative_to(item.config.rootpath)).startswith(FOLDERS)
        or any(mark.name in ALONE for mark in item.iter_markers())
        or "transactional_db" in item.fixturenames
        or bool(database and database.kwargs.get("transaction"))
    )


def spare(items, notes):
    """Those of `items` that a second database does without."""
    named = {name_of(item): item for item in items if not runs_on_both(item)}
    chosen = set(cover({name: notes[name] for name in named if name in notes}))
    return [item for name, item in named.items() if name in notes and name not in chosen]


def cover(tests):
    """Names of tests that together make every statement: always the one with most for its time."""
    made = set()

    def worth(name):
        seconds, asked = tests[name]
        return -len(asked - made) / (seconds + 0.02)

    waiting = [(worth(name), name) for name in tests]
    heapify(waiting)
    while waiting:
        believed, name = heappop(waiting)
        now = worth(name)
        if now > believed:
            heappush(waiting, (now, name))
        elif now:
            made |= tests[name][1]
            yield name


def folder_of(config):
    return config.cache.mkdir("statements")


def note_for(config):
    """Note what is asked where the database is SQLite; a new run begins with new notes."""
    worker = getattr(config, "workerinput", {}).get("workerid", "")
    if "DATABASE_URL" in os.environ:
        return
    if not worker:
        for file in folder_of(config).glob("*.jsonl"):
            file.unlink()
    noting = Noting(folder_of(config), worker or "alone")
    noting.note_locks()
    config.pluginmanager.register(noting)

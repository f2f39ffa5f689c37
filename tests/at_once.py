"""Doing something in many threads at once, each with a database connection of its own."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, connections

from workspace.kernel.refusals import Refusal


def at_once(job, number, folder):
    """What each of `number` threads got from `job()`, or the refusal it raised.

    The embedded database is in memory under test, where threads cannot wait for each other: they
    get a copy of it in a file in `folder`, and `connection` leads there until they are done.
    """
    with database_for_threads(folder):
        return in_threads(job, number)


def in_threads(job, number):
    with ThreadPoolExecutor(number) as pool:
        return [done.result() for done in [pool.submit(alone, job) for _each in range(number)]]


def alone(job):
    try:
        return job()
    except Refusal as no:
        return no
    finally:
        connection.close()


@contextmanager
def database_for_threads(folder):
    if connection.vendor != "sqlite":
        yield
        return
    file, settings = folder / "threads.sqlite3", connections.settings["default"]
    in_memory = settings["NAME"]
    with sqlite3.connect(file) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    settings["NAME"] = str(file)
    try:
        yield
    finally:
        settings["NAME"] = in_memory

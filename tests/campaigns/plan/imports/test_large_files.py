"""The largest file that is taken comes in within a minute of work, and its page stays quick."""

import time

import pytest

from campaigns.plan.imports import previews
from campaigns.plan.models import Assignment, Dependency, Item, Labelling

pytestmark = pytest.mark.slow
ROWS = 25_000


def row(n):
    waits_for = n - 1 if n % 2 and n > 1 else ""
    parent = n - n % 50 if n % 50 and n > 50 else ""
    return (
        f"{n},Item {n},Person {n % 40},Channel {n % 9},{'Done' if n % 3 else 'In progress'},"
        f"2026-11-{n % 28 + 1:02},2026-12-{n % 28 + 1:02},{n % 30}.5,{waits_for},{parent},"
        f'"urgent, legal",{n * 3}'
    )


def plan():
    headings = "Id,Title,Owner,Channel,Status,Start,Due,Hours,Waits for,Parent,Labels,Budget"
    return "\n".join([headings, *map(row, range(1, ROWS + 1))]).encode()


def test_twenty_five_thousand_rows_come_in_within_a_minute(brought):
    data = plan()
    previews.understood_files.clear()

    started = time.process_time()
    imp = brought(data)

    assert time.process_time() - started < 60
    assert (imp.state, imp.counts["new"]) == ("done", ROWS)
    assert (Item.objects.count(), Assignment.objects.count()) == (ROWS, ROWS)
    assert (Labelling.objects.count(), Dependency.objects.count()) == (2 * ROWS, ROWS // 2 - 1)

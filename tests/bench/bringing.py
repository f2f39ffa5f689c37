"""A plan of 25,000 rows comes in from a file, again, and is taken out; how long others wait."""

import time
from contextlib import contextmanager
from unittest import mock

from django.core.files.base import ContentFile

from campaigns.brief import actions as brief
from campaigns.plan.imports import actions
from campaigns.plan.imports.models import Import
from tests.bench import meter
from workspace.kernel import scope
from workspace.kernel.streams import recording

ROWS = 25_000
SECONDS = 60
HEADINGS = "Id,Title,Owner,Channel,Status,Start,Due,Hours,Waits for,Parent,Labels,Budget"


def measure(figures, plans):
    plan = plans["one"]
    with scope.of(plan.workspace.pk):
        campaign = brief.create(plan.workspace.pk, by=plan.reader, key="BRINGS", name="Brings")
        for said in ("comes in", "comes in again", "is taken out"):
            work = take_out if said == "is taken out" else bring_in
            with lock_noted() as taken:
                began = time.perf_counter()
                counts = work(campaign, plan.reader)
                ended = time.perf_counter()
            more = {"others_wait": round(ended - taken[-1], 1), "load": meter.load()}
            figure = round(ended - began, 1)
            name = f"plan of {ROWS} rows {said}"
            figures.amount(name, figure, "s", SECONDS, **more, counts=counts)


def bring_in(campaign, by):
    """From the bytes of a file to its items in the plan."""
    upload = ContentFile(text_of(ROWS).encode(), name="plan.csv")
    imp = actions.start(campaign, by=by, upload=upload)
    imp = actions.run(imp, version=imp.version)
    actions.carry_out(Import.objects.get(pk=imp.pk))
    imp.refresh_from_db()
    if imp.state != Import.State.DONE:
        raise RuntimeError(imp.failure)
    return imp.counts


def take_out(campaign, by):
    imp = Import.objects.filter(campaign=campaign, revision__isnull=False).get()
    return {"kept": len(actions.undo(imp, by=by).kept)}


@contextmanager
def lock_noted():
    """The moments at which a stream was locked: from then on, others wait."""
    taken, lock = [], recording.locked

    def locked(kind, of):
        taken.append(time.perf_counter())
        return lock(kind, of)

    with mock.patch.object(recording, "locked", locked):
        yield taken


def text_of(rows):
    return "\n".join([HEADINGS, *map(row, range(1, rows + 1))])


def row(n):
    waits_for = n - 1 if n % 2 and n > 1 else ""
    parent = n - n % 50 if n % 50 and n > 50 else ""
    return (
        f"{n},Item {n},Person {n % 40},Channel {n % 9},{'Done' if n % 3 else 'In progress'},"
        f"2026-11-{n % 28 + 1:02},2026-12-{n % 28 + 1:02},{n % 30}.5,{waits_for},{parent},"
        f'"urgent, legal",{n * 3}'
    )

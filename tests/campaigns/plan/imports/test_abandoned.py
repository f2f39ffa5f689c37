"""Files that somebody looked at and never brought in."""

from datetime import timedelta

import time_machine
from django.core.files.storage import default_storage

from campaigns.plan.imports import actions, store, tasks
from campaigns.plan.imports.models import Import
from workspace.kernel import clock

TABLE = b"Id,Title\n1,Brief\n2,Landing page\n"


def later(**much):
    return time_machine.travel(clock.now() + timedelta(**much), tick=False)


def test_what_nobody_brings_in_is_forgotten_after_a_week(
    brought, django_capture_on_commit_callbacks
):
    abandoned, done = brought.look(TABLE), brought(TABLE)
    with later(days=6):
        tasks.tidy()
        fresh = brought.look(TABLE)
    assert set(Import.objects.all()) == {abandoned, done, fresh}

    with later(days=8), django_capture_on_commit_callbacks(execute=True):
        tasks.tidy()

    assert set(Import.objects.all()) == {done, fresh}
    there = [default_storage.exists(store.path_of(each.file)) for each in (abandoned, done, fresh)]
    assert there == [False, True, True]


def test_what_is_taken_up_again_is_as_good_as_new(brought):
    imp = brought(TABLE)
    actions.undo(imp, by=brought.by)
    imp.refresh_from_db()

    with later(days=30):
        actions.take_up(imp, version=imp.version)
        tasks.tidy()

        assert Import.objects.get() == imp

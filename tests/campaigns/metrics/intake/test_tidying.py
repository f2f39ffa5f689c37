"""Files of numbers have an end; the numbers stay."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from campaigns.metrics.intake import actions, tasks
from campaigns.metrics.models import Batch, Observation
from campaigns.plan.imports.store import path_of
from tests.campaigns.metrics.intake.test_bringing_in import FILE
from workspace.kernel import clock
from workspace.kernel.refusals import Conflict

DAY = timedelta(days=1)


@pytest.fixture
def tidied(django_capture_on_commit_callbacks):
    """`tidied(batch, days, moment)`: the batch as it is once that moment is so long ago."""

    def call(batch, days, moment):
        Batch.objects.filter(pk=batch.pk).update(**{moment: clock.now() - days * DAY})
        with django_capture_on_commit_callbacks(execute=True):
            tasks.tidy()
        return Batch.objects.get(pk=batch.pk)

    return call


def test_a_file_that_nobody_brings_in_is_deleted_and_says_so(brought, tidied):
    batch = brought.look(FILE)

    assert tidied(batch, 6, "created_at").state == "preview"
    assert default_storage.exists(path_of(batch.file))
    after = tidied(batch, 8, "created_at")

    assert (after.state, after.file) == ("failed", "")
    assert after.failure == "Nobody brought it in for long, and the file was deleted."
    assert not default_storage.exists(path_of(batch.file))
    with pytest.raises(Conflict):
        actions.take_up(after, version=after.version)


def test_a_file_that_came_in_long_ago_is_deleted_and_its_numbers_stay(brought, tidied):
    batch = brought(FILE)
    numbers = Observation.objects.count()

    assert tidied(batch, 89, "finished_at").file == batch.file
    after = tidied(batch, 91, "finished_at")

    assert (after.state, after.file) == ("done", "")
    assert not default_storage.exists(path_of(batch.file))
    assert Observation.objects.count() == numbers > 0


def test_a_file_that_is_taken_up_is_as_good_as_new(brought, tidied):
    batch = brought.look(FILE)
    Batch.objects.filter(pk=batch.pk).update(
        state="failed", created_at=clock.now() - 30 * DAY, finished_at=clock.now()
    )
    actions.take_up(Batch.objects.get(pk=batch.pk), version=batch.version)

    tasks.tidy()

    assert Batch.objects.get(pk=batch.pk).state == "preview"

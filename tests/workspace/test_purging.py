"""What is long done goes, kind by kind: one that cannot go keeps no other."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from workspace.kernel import outbox
from workspace.kernel.api_requests import Answered
from workspace.kernel.outbox.models import Effect, Finished
from workspace.kernel.outbox.tasks import ANSWERS_KEPT, EFFECTS_KEPT, KEYS_KEPT, purge
from workspace.kernel.streams.models import Stream


@pytest.fixture
def kept(workspace, person):
    """An effect, a key and an answer, each kept as long as ever, and one of an hour more."""
    stream = Stream.objects.get(kind="workspace", of=workspace.pk)
    hour = timedelta(hours=1)
    now = timezone.now()
    for name, beyond in (("fresh", -hour), ("old", hour)):
        outbox.leave("nothing", key=name, stream=stream)
        done = {"state": Effect.State.DONE, "done_at": now - EFFECTS_KEPT - beyond}
        Effect.objects.filter(key=name).update(**done)
        Finished.objects.create(workspace=workspace, key=name, at=now - KEYS_KEPT - beyond)
        Answered.objects.create(
            workspace=workspace,
            member=person("member"),
            key=name,
            fingerprint="",
            status=201,
            body=b"",
            at=now - ANSWERS_KEPT - beyond,
        )


def left():
    return [
        sorted(model.objects.values_list("key", flat=True))
        for model in (Effect, Finished, Answered)
    ]


def test_what_is_long_done_goes(kept):
    purge()

    assert left() == [["fresh"], ["fresh"], ["fresh"]]


def test_one_kind_that_cannot_go_keeps_no_other(kept, monkeypatch, caplog):
    delete = QuerySet.delete

    def refused(rows):
        if rows.model is Effect:
            raise RuntimeError("no")
        return delete(rows)

    monkeypatch.setattr(QuerySet, "delete", refused)

    purge()

    assert left() == [["fresh", "old"], ["fresh"], ["fresh"]]
    assert "old rows of Effect stay: RuntimeError" in caplog.text

from datetime import timedelta

import pytest
from django.utils import timezone

from workspace.kernel import scope
from workspace.kernel.outbox.models import Effect, Heartbeat
from workspace.kernel.outbox.tasks import beat


@pytest.fixture
def well(db):
    beat()


def parts(client):
    answer = client.get("/health/ready")
    return answer.status_code, {
        name for name, state in answer.json()["parts"].items() if state != "ok"
    }


def test_all_is_well_while_a_worker_beats(client, well):
    assert parts(client) == (200, set())


def test_it_is_red_when_no_worker_was_heard_of(client, well):
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=1))

    assert parts(client) == (503, {"worker"})


def test_it_is_red_when_effects_wait_too_long(client, well, workspace):
    due = timezone.now() - timedelta(minutes=3)
    Effect.objects.create(workspace=workspace, name="late", key="late", due_at=due, created_at=due)

    with scope.none():
        assert parts(client) == (503, {"outbox"})


def test_what_fails_is_logged_when_it_begins_and_when_it_ends(client, well, caplog):
    caplog.set_level("INFO")
    parts(client)
    caplog.clear()

    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=1))
    for _time in range(3):
        parts(client)
    beat()
    parts(client)

    assert [(each.levelname, each.getMessage()) for each in caplog.records] == [
        ("ERROR", "not well: worker"),
        ("INFO", "all is well again"),
    ]


def test_figures_are_for_this_machine_or_the_token(client, well, settings):
    def asked(**how):
        return client.get("/metrics", **how).status_code

    near, far = asked(), asked(REMOTE_ADDR="192.0.2.1")
    forwarded = asked(headers={"X-Forwarded-For": "192.0.2.1"})
    settings.METRICS_TOKEN = "a-long-token"
    wrong, right = (
        asked(REMOTE_ADDR="192.0.2.1", headers={"Authorization": f"Bearer {token}"})
        for token in ("guess", "a-long-token")
    )

    assert [near, far, forwarded, wrong, right] == [200, 404, 404, 404, 200]

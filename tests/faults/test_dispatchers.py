"""Several dispatchers at once, and effects that never succeed."""

from datetime import timedelta

import pytest

from tests.faults.crowd import gathered
from tests.serving import Served, make_tables
from tests.tables import drop_postgresql
from workspace.kernel import clock, outbox
from workspace.kernel.outbox.dispatch import LEASE, MOST_ATTEMPTS, carry_out, lease
from workspace.kernel.outbox.handlers import HANDLERS
from workspace.kernel.outbox.models import Effect, Finished
from workspace.kernel.streams.models import Stream

DISPATCHERS = 4
EFFECTS = 60


@pytest.mark.slow
def test_dispatchers_at_once_carry_out_each_effect_once(tmp_path):
    served = Served(tmp_path)
    make_tables(served)

    found = gathered(served, "dispatch", DISPATCHERS, EFFECTS)

    drop_postgresql(served.env.get("DATABASE_URL", ""))
    assert found["failures"] == []
    assert found["wrote"] == sorted(found["sent"]) == list(range(EFFECTS))
    assert found["left"] == 0


@pytest.fixture
def effect(workspace):
    """`effect(name)` leaves one; "test.poison" always fails, "test.fine" never."""

    def leave(name):
        outbox.leave(name, key=name, stream=Stream.objects.get(kind="workspace"))
        return Effect.objects.get(key=name)

    def fail(effect):
        raise ZeroDivisionError("no mail server")

    outbox.handles("test.poison", network=True)(fail)
    outbox.handles("test.fine")(lambda effect: None)
    yield leave
    del HANDLERS["test.poison"], HANDLERS["test.fine"]


def test_what_always_fails_is_tried_ever_later_and_then_put_aside(effect):
    poison, pauses = effect("test.poison"), []

    for _attempt in range(MOST_ATTEMPTS):
        assert outbox.dispatch() == 1
        poison.refresh_from_db()
        pauses.append(round((poison.due_at - clock.now()).total_seconds()))
        Effect.objects.filter(pk=poison.pk).update(due_at=clock.now())

    assert pauses == [4, 16, 64, 256, 1024, 3600, 3600, 3600]
    assert (poison.state, poison.error) == ("dead", "ZeroDivisionError: no mail server")
    assert outbox.dispatch() == 0
    assert not Finished.objects.exists()


def test_others_do_not_wait_for_what_fails(effect):
    poison, fine = effect("test.poison"), effect("test.fine")

    outbox.dispatch()

    poison.refresh_from_db()
    fine.refresh_from_db()
    assert (poison.state, fine.state) == ("waiting", "done")


def test_what_kills_its_worker_each_time_is_put_aside_too(effect):
    deadly = effect("test.fine")

    for _attempt in range(MOST_ATTEMPTS):
        assert lease(1) == [deadly]
        Effect.objects.update(leased_until=clock.now() - timedelta(seconds=1))
    outbox.dispatch()

    deadly.refresh_from_db()
    assert deadly.state == "dead"
    assert deadly.error == "RuntimeError: The worker stopped each time it carried this out"


def test_who_lost_the_lease_does_not_finish_what_another_began(effect):
    fine = effect("test.fine")
    [mine] = lease(1)
    Effect.objects.update(leased_until=clock.now() - LEASE)
    [theirs] = lease(1)

    carry_out(mine)

    fine.refresh_from_db()
    assert (fine.state, fine.lease) == ("leased", theirs.lease)
    assert not Finished.objects.exists()


def test_a_dead_effect_that_is_tried_again_takes_place(effect):
    fine = effect("test.fine")
    Effect.objects.update(state="dead", attempts=MOST_ATTEMPTS)

    assert outbox.retry(fine)
    assert not outbox.retry(fine)
    outbox.dispatch()

    fine.refresh_from_db()
    assert (fine.state, fine.attempts) == ("done", 1)

"""An effect that fails for good: it ends, whatever it says and whoever was to be told."""

import pytest

from workspace.kernel import outbox
from workspace.kernel.outbox import handlers
from workspace.kernel.outbox.dispatch import MOST_ATTEMPTS
from workspace.kernel.outbox.models import Effect
from workspace.kernel.streams.models import Stream


@pytest.fixture
def leave(workspace, monkeypatch):
    """`leave(name, run, given_up)` leaves an effect that is tried for the last time."""

    def left(name, run, given_up=None):
        handler = handlers.Handler(run, False, handlers.A_MINUTE, given_up)
        monkeypatch.setitem(handlers.HANDLERS, name, handler)
        stream = Stream.objects.get(kind="workspace", of=workspace.pk)
        outbox.leave(name, key=name, stream=stream)
        Effect.objects.filter(key=name).update(attempts=MOST_ATTEMPTS - 1)

    return left


def states():
    return dict(Effect.objects.order_by("pk").values_list("key", "state"))


def test_it_is_dead_and_the_others_are_done_also_where_nobody_can_be_told(leave):
    def fail(effect):
        raise RuntimeError("no")

    def untold():
        raise RuntimeError("not even that")

    leave("first", fail, untold)
    leave("second", lambda effect: None)

    outbox.dispatch()

    assert states() == {"first": "dead", "second": "done"}


@pytest.mark.parametrize("letter", ["\0", "\ud800"], ids=["nul", "half"])
def test_it_is_dead_also_where_its_error_has_a_letter_that_no_row_keeps(leave, letter, caplog):
    caplog.set_level("CRITICAL")  # no report of a test can hold such a letter

    def fail(effect):
        raise RuntimeError(f"no{letter}")

    leave("first", fail)
    leave("second", lambda effect: None)

    outbox.dispatch()

    assert states() == {"first": "dead", "second": "done"}
    assert Effect.objects.get(key="first").error.startswith("RuntimeError: no")

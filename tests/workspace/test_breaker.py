import threading

import pytest

from workspace.kernel.breaker import Breaker, Resting


class Ill(Exception):
    pass


def test_who_failed_is_left_alone_until_a_probe_finds_it_well():
    well, asked = threading.Event(), threading.Event()
    calls = []

    def probe():
        asked.set()
        if not well.is_set():
            raise Ill

    def work():
        calls.append("call")
        if not well.is_set():
            raise Ill
        return "done"

    breaker = Breaker("it", probe, Ill, rest=0.01)

    with pytest.raises(Ill):
        breaker.call(work)
    with pytest.raises(Resting):
        breaker.call(work)
    assert asked.wait(5)
    well.set()
    until_closed(breaker)

    assert breaker.call(work) == "done"
    assert calls == ["call", "call"]


def until_closed(breaker):
    pause = threading.Event()
    for _turn in range(500):
        if not breaker.open:
            return
        pause.wait(0.01)
    raise AssertionError("it stayed open")

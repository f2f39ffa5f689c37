"""The one reader of the event table sleeps long while nobody follows anything."""

from workspace.kernel.live.tail import Tail


def test_the_first_stream_that_is_followed_wakes_it():
    tail = Tail(deliver=None)

    tail.watch(12, "campaign", revision=345)

    assert tail.woken.is_set()

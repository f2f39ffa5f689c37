"""The open connections of this process, and the frames that wait to be sent to each."""

import asyncio
from collections import deque

MOST_WAITING = 200
PING = b": ping\n\n"


def frame(data, *, event="", cursor=""):
    """One server-sent event."""
    lines = [f"id: {cursor}"] if cursor else []
    if event:
        lines.append(f"event: {event}")
    return "\n".join([*lines, f"data: {data}", "", ""]).encode()


class Client:
    """One open connection; `offer` never waits, a slow reader is told to start over."""

    __slots__ = ("asking", "ended", "outside", "places", "readers", "streams", "waiter", "waiting")

    def __init__(self, asking, verdict):
        self.asking = asking
        self.streams = asking.streams
        self.outside = frozenset(pk for pk, place in verdict.seen.items() if place.outsider)
        self.places = [(pk, place.workspace_id) for pk, place in verdict.seen.items()]
        self.readers = verdict.readers
        self.waiting = deque()
        self.waiter = None
        self.ended = False

    @property
    def party(self):
        """Clients of the same party are sent the same bytes."""
        return self.streams, self.outside

    def offer(self, frame, *, reset=None):
        if self.ended:
            return
        if len(self.waiting) >= MOST_WAITING and reset is not None:
            self.waiting.clear()
            frame = reset()
        self.waiting.append(frame)
        self.wake()

    def end(self, last=None):
        """Close the connection after what waits, and `last`, was sent."""
        if last is not None:
            self.waiting.append(last)
        self.ended = True
        self.wake()

    def wake(self):
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)

    async def next(self):
        """The bytes to send now; None when the connection is over."""
        while not self.waiting:
            if self.ended:
                return None
            self.waiter = asyncio.get_running_loop().create_future()
            await self.waiter
        frames = self.waiting.popleft() if len(self.waiting) == 1 else b"".join(self.waiting)
        if self.waiting:
            self.waiting.clear()
        return frames

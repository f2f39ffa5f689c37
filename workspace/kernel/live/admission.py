"""Letting sessions in: all that ask within the same moment are judged together.

After a restart every browser comes back at once; judged one by one they would wait for seconds.
"""

import asyncio

GATHER = 0.003


class Admission:
    """`judge` is a coroutine function: {asking} → {asking: Verdict}."""

    def __init__(self, judge):
        self.judge = judge
        self.waiting = {}
        self.task = None

    async def verdict(self, asking):
        decided = self.waiting.setdefault(asking, asyncio.get_running_loop().create_future())
        if self.task is None:
            self.task = asyncio.create_task(self.decide())
        return await asyncio.shield(decided)

    async def decide(self):
        await asyncio.sleep(GATHER)
        while self.waiting:
            waiting, self.waiting = self.waiting, {}
            try:
                settle(waiting, await self.judge(set(waiting)))
            except Exception as error:
                fail(waiting, error)
        self.task = None


def settle(waiting, verdicts):
    for asking, decided in waiting.items():
        if not decided.done():
            decided.set_result(verdicts[asking])


def fail(waiting, error):
    for decided in waiting.values():
        if not decided.done():
            decided.set_exception(error)

"""The one serving process: live streams on the event loop, every page in a pool of threads.

Django runs as WSGI in threads: under its own ASGI handler pages were several times slower, and
each open stream would hold a thread. `/live/` is answered here, without Django's request cycle.
"""

import asyncio
import signal

from a2wsgi import WSGIMiddleware

from workspace.wsgi import application as django  # sets Django up, so it comes first

# isort: split
from django.conf import settings

from workspace import warming
from workspace.kernel import bell, outside
from workspace.kernel.live import route
from workspace.kernel.live.hub import Hub
from workspace.kernel.metrics import measured


class Application:
    """Raw ASGI: the hub for /live/, the thread pool for everything else."""

    def __init__(self):
        self.pages = measured(WSGIMiddleware(django, workers=settings.WEB_THREADS))
        self.hub = None

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self.live_and_end(receive, send)
        elif scope["type"] == "http" and scope["path"] in route.PATHS:
            await route.live(scope, receive, send, self.opened())
        else:
            await self.pages(scope, receive, send)

    def opened(self):
        """The hub; a server without lifespan events opens it at the first stream."""
        if self.hub is None:
            self.hub = Hub()
            self.hub.open()
            outside.hear(self.hub.tail)
        return self.hub

    async def live_and_end(self, receive, send):
        await receive()
        bell.carry(outside.carrier())
        self.opened()
        end_streams_at_signals(self.hub)
        await asyncio.to_thread(warming.warm, django, settings.ALLOWED_HOSTS[0])
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.hub.close()
        await send({"type": "lifespan.shutdown.complete"})


def end_streams_at_signals(hub):
    """Servers wait for open connections before they say `shutdown`: end the streams before."""
    loop = asyncio.get_running_loop()

    def chained(before):
        def end(number, stack):
            loop.call_soon_threadsafe(hub.close)
            if callable(before):
                before(number, stack)

        return end

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, chained(signal.getsignal(number)))


application = Application()

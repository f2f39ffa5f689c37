"""The web process: uvicorn on the socket that the supervisor opened (its number is given)."""

import os
import resource
import socket
import sys

import uvicorn

from workspace.environment import YES

OPTIONS = {
    "ws": "none",
    "lifespan": "on",
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "timeout_keep_alive": 30,
    "timeout_graceful_shutdown": 2,
}


class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        if not self.should_exit:
            from django.conf import settings

            print(f"Roundtable is ready at {settings.PUBLIC_URL}", flush=True)


def allow_many_connections():
    """Each open page holds one; the usual soft limit is 1,024."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def main(descriptor):
    allow_many_connections()
    behind_proxy = os.environ.get("BEHIND_PROXY", "").strip().lower() in YES
    config = uvicorn.Config("workspace.asgi:application", proxy_headers=behind_proxy, **OPTIONS)
    Server(config).run(sockets=[socket.socket(fileno=int(descriptor))])


if __name__ == "__main__":
    main(sys.argv[1])

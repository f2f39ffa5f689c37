import os
import shutil
import signal
import subprocess
from contextlib import contextmanager

import pytest

from tests.serving import free_port, serving
from tests.story import telling


@pytest.fixture
def installation(tmp_path):
    """`with installation(…) as (served, tell):` a server with a small workspace in it."""

    @contextmanager
    def make(*flags, **env):
        with serving(tmp_path / "data", *flags, **env) as served, telling(served) as tell:
            yield served, tell

    return make


@pytest.fixture
def redis_server(tmp_path):
    """A Redis of its own that can be hung, killed and started again."""
    if not shutil.which("redis-server"):
        if os.environ.get("CI"):
            pytest.fail("redis-server is missing")
        pytest.skip("redis-server is not installed")
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.kill()


class RedisServer:
    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )

    def hang(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def flush(self):
        subprocess.run(["redis-cli", "-p", str(self.port), "flushall"], check=True)

"""A real `serve` on a data folder and a port of its own, for tests that need processes."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests import tables
from tests.tables import ROOT
from workspace.supervisor import end_with_parent

PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """A running installation: `url`, `data`, and the means to run commands on it or hurt it."""

    def __init__(self, data, **env):
        self.data = Path(data)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {
            **os.environ,
            "DATA_DIR": str(data),
            "ENV_FILE": str(self.data / "env"),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "API_RATE": "0",
            **{name: str(value) for name, value in env.items()},
        }
        self.process = None

    def manage(self, *arguments, **options):
        """Run `manage.py` on this data folder; what it printed."""
        command = [sys.executable, "manage.py", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, **options
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *flags):
        with (self.data / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", *flags],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,  # a test run that is cut off leaves nothing behind
            )
        if "--no-web" not in flags:
            self.wait_until(self.answers)

    def answers(self):
        try:
            with urlopen(f"{self.url}/health/live", timeout=5) as answer:
                return answer.status == 200
        except HTTPError:
            return False
        except (URLError, OSError):
            return False

    def wait_until(self, question, seconds=PATIENCE):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process and self.process.poll() is not None:
                break
            if question():
                return
            time.sleep(0.05)
        raise AssertionError(f"It did not come to that:\n{self.log()[-4000:]}")

    def log(self):
        return (self.data / "serve.log").read_text(errors="replace")

    def children(self):
        """{"web": pid, "worker": pid} of the processes that are running now."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found = {}
        for pid in path.read_text().split():
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
            except OSError:
                continue
            found["web" if "workspace.web" in command else "worker"] = int(pid)
        return found

    def kill(self, name):
        """`kill -9` one child, which its supervisor then starts anew."""
        if pid := self.children().get(name):
            os.kill(pid, signal.SIGKILL)
            return pid
        return None

    def stop(self, number=signal.SIGTERM):
        """End it by a signal; the seconds it took."""
        if self.process is None or self.process.poll() is not None:
            return 0.0
        started = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=10)
        return time.monotonic() - started


def make_tables(served):
    """A database of its own for `served`."""
    if url := served.env.get("DATABASE_URL"):
        served.env["DATABASE_URL"] = tables.copy_postgresql(url)
    else:
        tables.copy_sqlite(served.data)


def collect_static(served):
    """As an operator of a team installation does, once for all that are served by the tests."""
    static = sorted(file for file in (ROOT / "static").rglob("*") if file.is_file())
    seen = "".join(f"{file}:{file.stat().st_mtime_ns}" for file in static)
    folder = tables.shared_folder(f"static-{hashlib.sha256(seen.encode()).hexdigest()[:12]}")
    served.env["STATIC_ROOT"] = str(folder / "files")
    with tables.alone_in(folder):
        if not (folder / "done").exists():
            served.manage("collectstatic", "--noinput", "-v0")
            (folder / "done").touch()


@contextmanager
def serving(data, *flags, migrate=True, prepare=None, **env):
    """A `Served` that is running; `prepare(served)` runs on the migrated data folder before."""
    served = Served(data, **env)
    served.data.mkdir(parents=True, exist_ok=True)
    if migrate:
        make_tables(served)
    if served.env.get("DATABASE_URL"):
        collect_static(served)
    if prepare:
        prepare(served)
    served.start(*flags)
    try:
        yield served
    finally:
        served.stop()
        tables.drop_postgresql(served.env.get("DATABASE_URL", ""))

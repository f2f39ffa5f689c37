"""Keeps the web process and the worker running; knows nothing of Django, to stay small.

`manage.py serve` checks the settings and then becomes this process. The listening socket is
opened here and handed down, so that nobody is refused while the web process is replaced.
"""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time

GRACE = 2.4  # seconds to end in, before a child is killed
SHORT_LIFE = 5.0
MOST_SHORT_LIVES = 5
LONGEST_PAUSE = 10.0
HEAD_START = 2.0
WORKER = "-q -A workspace.celery worker -P threads -c 4 -l WARNING"
QUIETLY = "--without-gossip --without-mingle --without-heartbeat"


class Child:
    """One process that is started anew whenever it ends, each time a little later."""

    def __init__(self, name, command, pass_fds=(), *, after=0.0):
        self.name = name
        self.command = command
        self.pass_fds = pass_fds
        self.process = None
        self.started = 0.0
        self.short_lives = 0
        self.due = time.monotonic() + after

    def start(self):
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            pass_fds=self.pass_fds,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which ends all in order
            preexec_fn=end_with_parent if sys.platform == "linux" else None,
        )

    def look(self):
        """Start the child when it is due; False when it keeps failing at once."""
        if self.process is None:
            if time.monotonic() >= self.due:
                self.start()
            return True
        if self.process.poll() is None:
            return True
        lived = time.monotonic() - self.started
        self.short_lives = self.short_lives + 1 if lived < SHORT_LIFE else 0
        say(f"The {self.name} process ended ({self.process.returncode}); it is started again.")
        self.due = time.monotonic() + min(0.1 * 2**self.short_lives, LONGEST_PAUSE)
        self.process = None
        return self.short_lives < MOST_SHORT_LIVES

    def signal(self, number):
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def ended(self):
        return self.process is None or self.process.poll() is not None


def end_with_parent():
    """In the child: receive SIGTERM when the supervisor dies, however it dies."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


def listening(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as error:
        say(f"{host}:{port} cannot be used: {error.strerror}. Choose another with PORT=….")
        sys.exit(1)
    door.listen(2048)
    return door


def children(options, door):
    found = []
    if door is not None:
        web = [sys.executable, "-m", "workspace.web", str(door.fileno())]
        found.append(Child("web", web, (door.fileno(),)))
    if options.worker:
        # Waiting messages say "look now", which a starting worker does anyway.
        purge = [] if os.environ.get("REDIS_URL") else ["--purge"]
        command = [*WORKER.split(), *QUIETLY.split(), *purge]
        # Somebody waits for the first page; nobody for the first sweep.
        after = HEAD_START if found else 0.0
        found.append(Child("worker", [sys.executable, "-m", "celery", *command], after=after))
    return found


def supervise(kept):
    """Run until a signal says so; the exit code."""
    asked = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, stack: asked.append(number))
    code = 0
    while not asked:
        if not all(child.look() for child in kept):
            say("A process keeps failing at its start; `manage.py doctor` explains the settings.")
            code = 1
            break
        time.sleep(0.05)
    end(kept, asked)
    return code


def end(kept, asked):
    """Ask all children to end; kill those that have not after `GRACE`, or at a second Ctrl-C."""
    for child in kept:
        child.signal(signal.SIGTERM)
    until = time.monotonic() + GRACE
    while not all(child.ended() for child in kept):
        if time.monotonic() > until or len(asked) > 1:
            for child in kept:
                child.signal(signal.SIGKILL)
        time.sleep(0.02)


def main():
    parser = argparse.ArgumentParser(prog="serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-worker", dest="worker", action="store_false")
    parser.add_argument("--no-web", dest="web", action="store_false")
    options = parser.parse_args()
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # threads share heaps: a third less memory
    door = listening(options.host, options.port) if options.web else None
    sys.exit(supervise(children(options, door)))


if __name__ == "__main__":
    main()

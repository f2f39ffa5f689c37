"""Many viewers in one process: sockets and a selector, so that the crowd costs little itself.

Reads {"port", "follow", "sessions"}, prints "listening" when every viewer is let in, then reads
{revision: moment of its commit} and prints the delays.
"""

import json
import re
import resource
import selectors
import socket
import statistics
import sys
import threading
import time

REVISION = re.compile(rb'"revision":(\d+)')
PATIENCE = 60
LAST_WORDS = 3.0


def main():
    allow_many_sockets()
    asked = json.loads(sys.stdin.readline())
    crowd = Crowd(asked["port"], asked["follow"])
    crowd.come(asked["sessions"])
    say("listening")
    threading.Thread(target=crowd.listen, daemon=True).start()
    committed = {int(revision): at for revision, at in json.loads(sys.stdin.readline()).items()}
    time.sleep(LAST_WORDS)
    say(crowd.delays(committed))


def allow_many_sockets():
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Crowd:
    def __init__(self, port, follow):
        self.port = port
        self.follow = follow
        self.selector = selectors.DefaultSelector()
        self.heard = []

    def come(self, sessions):
        for session in sessions:
            viewer = socket.create_connection(("127.0.0.1", self.port))
            viewer.sendall(
                f"GET /live/?follow={self.follow} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                f"Cookie: roundtable_session={session}\r\n\r\n".encode()
            )
            viewer.setblocking(False)
            self.selector.register(viewer, selectors.EVENT_READ)
        self.wait_until_let_in(len(sessions))

    def wait_until_let_in(self, viewers):
        """Until each was sent the head and the first line of the stream."""
        seen, until = set(), time.monotonic() + PATIENCE
        while len(seen) < viewers and time.monotonic() < until:
            for key, _events in self.selector.select(1):
                data = key.fileobj.recv(65536)
                assert b"200 OK" in data or b"retry" in data or key.fd in seen, data[:200]
                if b"retry" in data:
                    seen.add(key.fd)
        assert len(seen) == viewers, f"{len(seen)} of {viewers} were let in"
        self.viewers = viewers

    def listen(self):
        while True:
            for key, _events in self.selector.select():
                self.heard.append((time.monotonic(), key.fileobj.recv(65536)))

    def delays(self, committed):
        found = [
            1000 * (at - committed[revision])
            for at, data in self.heard
            for revision in map(int, REVISION.findall(data))
            if revision in committed
        ]
        expected = self.viewers * len(committed)
        assert len(found) == expected, f"{len(found)} of {expected} messages were heard"
        found.sort()
        p99 = found[int(len(found) * 0.99) - 1]
        return {"p99": round(p99, 1), "median": round(statistics.median(found), 1)}


def say(message):
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()

"""Reading a stream of live updates as a browser does, by a thread of its own."""

import contextlib
import http.client
import json
import socket
import threading
import time


class Ear:
    """One open stream: `heard` are (moment, event, data, id); `status` is None until answered."""

    def __init__(self, served, session, streams, since=""):
        self.heard = []
        self.status = None
        self.over = threading.Event()
        self.changed = threading.Condition()
        self.connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        self.request = (f"/live/?follow={streams}", session, since)
        threading.Thread(target=self.listen, daemon=True).start()
        self.wait_until(lambda: self.status is not None, seconds=60)

    def listen(self):
        path, session, since = self.request
        headers = {"Cookie": f"roundtable_session={session}", "Last-Event-ID": since}
        try:
            self.connection.request("GET", path, headers=headers)
            answer = self.connection.getresponse()
            self.note(lambda: setattr(self, "status", answer.status))
            self.read(answer)
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            # closed here or there while reading; http.client says so in all these ways
            self.note(lambda: setattr(self, "status", self.status or 0))
        self.over.set()
        self.note(lambda: None)

    def read(self, answer):
        fields = {}
        while line := answer.readline():
            name, _sign, value = line.decode().rstrip("\n").partition(": ")
            if name:
                fields[name] = value
            elif fields := self.frame(fields):
                continue

    def frame(self, fields):
        if "data" in fields:
            event = (time.monotonic(), fields.get("event", ""), fields["data"], fields.get("id"))
            self.note(lambda: self.heard.append(event))
        return {}

    def note(self, change):
        with self.changed:
            change()
            self.changed.notify_all()

    def wait_until(self, question, seconds=15):
        with self.changed:
            assert self.changed.wait_for(question, seconds), f"{self.status}: {self.heard}"

    def messages(self):
        return [json.loads(data) for _at, event, data, _id in self.heard if event == ""]

    def events(self):
        """The names of what was heard, but for who came and went."""
        return [event for _at, event, _data, _id in self.heard if event != "presence"]

    def wait_for(self, number, seconds=15):
        """The first `number` messages."""
        self.wait_until(lambda: len(self.messages()) >= number, seconds)
        return self.messages()

    def wait_for_event(self, name, seconds=15):
        self.wait_until(
            lambda: any(event == name for _at, event, _data, _id in self.heard), seconds
        )

    def wait_until_over(self, seconds=15):
        self.wait_until(self.over.is_set, seconds)

    @property
    def cursor(self):
        return [id for _at, _event, _data, id in self.heard if id][-1]

    def close(self):
        """Hang up; without the first line closing would wait for whatever is told next."""
        if self.connection.sock and not self.over.is_set():
            with contextlib.suppress(OSError):
                self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.connection.close()

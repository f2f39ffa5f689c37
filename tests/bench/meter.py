"""CPU time of everything that serves a request, and a browser that needs no network."""

import gc
import os
import statistics
import sys
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.utils.crypto import get_random_string
from django.utils.http import urlencode

from workspace.kernel.remembering import Remembered

BESIDE = ("django_session", "usersessions_usersession", "teams_user")


def cpu():
    """Milliseconds of CPU used so far by this process and by the database's backend."""
    return time.process_time() * 1_000 + backend_cpu()


def backend_cpu():
    if connection.vendor != "postgresql":
        return 0.0
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes


class Browser:
    """A signed-in member's requests, straight into the WSGI handler with all its middleware."""

    handler = None

    def __init__(self, member):
        Browser.handler = Browser.handler or WSGIHandler()
        client = Client()
        client.force_login(member.user, settings.AUTHENTICATION_BACKENDS[0])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.token = get_random_string(32)
        self.cookies = (
            f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.token}"
        )

    def get(self, path, **headers):
        return self.ask("GET", path, b"", headers)

    def post(self, path, fields, **headers):
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields}, doseq=True).encode()
        return self.ask("POST", path, body, headers)

    def ask(self, method, path, body, headers):
        path, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": self.cookies,
            "HTTP_ACCEPT_LANGUAGE": "en",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": BytesIO(),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        started = {}

        def start_response(status, fields, _error=None):
            started.update(status=int(status.split()[0]), headers=dict(fields))

        response = Browser.handler(environ, start_response)
        answer = Answer(body=b"".join(response), **started)
        response.close()
        return answer


def compare(figure, floor, *, rounds, before=lambda: None):
    """Median CPU of `figure` and of `floor`, run by turns; `before` runs unmeasured first.

    Both are run twice beforehand, so that neither pays for imports and first compilations.
    """
    costs = ([], [])
    for number in range(rounds + 2):
        before()
        for run, spent in zip((figure, floor), costs, strict=True):
            began = cpu()
            run()
            if number >= 2:
                spent.append(cpu() - began)
    return tuple(statistics.median(spent) for spent in costs)


def statements(run):
    """How many SQL statements `run` makes beside those for session and user."""
    found = []

    def note(execute, sql, params, many, context):
        if not any(f'FROM "{table}' in sql or f'UPDATE "{table}' in sql for table in BESIDE):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        run()
    return found


def settle():
    """Do as the server does after it is warm: let the collector leave what stays alone."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def forget():
    """Be a process that remembers nothing of what it has shown."""
    for module in list(sys.modules.values()):
        for thing in list(vars(module).values()):
            if type(thing) is Remembered:
                thing.clear()


def database():
    return "postgresql" if connection.vendor == "postgresql" else "sqlite"


def load():
    """How busy the machine is: delays, unlike CPU, are only worth what this says."""
    return round(os.getloadavg()[0], 1)

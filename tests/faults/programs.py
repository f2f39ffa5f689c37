"""A program that keeps at it: it sends a request again until it is answered."""

import http.client
import json
import time

PATIENCE = 60
UNANSWERED = {502, 503, 504}


class Program:
    """A caller of the API with one connection; `answers` collects every status it was given."""

    def __init__(self, served, token):
        self.port = served.port
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.connection = None
        self.answers = []

    def ask(self, method, address, body=None, **headers):
        """(status, headers, body) of the first answer; nothing heard means asking again."""
        until = time.monotonic() + PATIENCE
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        while time.monotonic() < until:
            try:
                answer = self.once(method, address, body, headers)
            except (OSError, http.client.HTTPException):
                self.connection = None
                time.sleep(0.05)
                continue
            if answer[0] not in UNANSWERED:
                return answer
        raise AssertionError(f"{method} {address} was not answered")

    def once(self, method, address, body, headers):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=25)
        text = None if body is None else json.dumps(body)
        self.connection.request(method, f"/api/v1/{address}", text, self.headers | headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.answers.append(answer.status)
        return answer.status, answer.headers, json.loads(content) if content else None


def all_items(program, campaign):
    """Every item of a campaign, over all pages."""
    return all_pages(program, f"campaigns/{campaign}/items/")


def all_pages(program, address):
    found = []
    while address:
        _status, _headers, page = program.ask("GET", address)
        found += page["results"]
        address = (page["next"] or "").partition("/api/v1/")[2]
    return found

"""Requests through the whole middleware, without the test client's copies of every context."""

import json
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, ClientHandler, encode_multipart

from tests.forgetting import forget


class Caller(RequestFactory):
    """`call(actor, "POST", path, body)` gives the response, and leaves the database as it was."""

    def __init__(self, *, enforce_csrf_checks=False):
        super().__init__()
        self.handler = ClientHandler(enforce_csrf_checks=enforce_csrf_checks)

    def request(self, **environ):
        return self.handler(self._base_environ(**environ))

    def call(self, actor, verb, path, body=None, *, api=False, after=None, **headers):
        """`after(response)` runs before what the request changed is taken back."""
        content, kind = written(body, api)
        with transaction.atomic():
            response = self.generic(
                verb, path, content, content_type=kind, headers=credentials(actor, api) | headers
            )
            response.whole = whole(response)
            if after:
                after(response)
            transaction.set_rollback(True)
        if verb not in {"GET", "HEAD", "OPTIONS"} and response.status_code < 400:
            forget()
        return response


def whole(response):
    """The bytes of a response, also of one that streams."""
    if response.streaming:
        return b"".join(response.streaming_content)
    return response.content


def credentials(actor, api):
    headers = {}
    if actor.session:
        headers["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={actor.session}"
    if actor.secret:
        headers["Authorization"] = f"Bearer {actor.secret}"
    if api:
        headers["If-Match"] = "*"
    return headers


def written(body, api):
    """(bytes, content type) of a body: JSON for the API, a form else; files make it multipart."""
    if body is None:
        return b"", "application/json" if api else "application/x-www-form-urlencoded"
    if any(hasattr(value, "read") for value in body.values()):
        for value in body.values():
            if hasattr(value, "seek"):
                value.seek(0)
        return encode_multipart(BOUNDARY, body), MULTIPART_CONTENT
    if api:
        return json.dumps(body).encode(), "application/json"
    return urlencode(body, doseq=True).encode(), "application/x-www-form-urlencoded"

"""Fifty browsers use one invitation at the same moment; it lets one person in."""

import http.client
import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.slow
BROWSERS = 50
EMAIL = "ada@engine.example"
# The page says that the invitation is used, or that this account exists by now, or the form does.
TOO_LATE = {410, 200, 422}


def test_fifty_browsers_accept_one_invitation_and_one_comes_in(installation):
    with installation("--no-worker") as (served, tell):
        tell("begin")
        path = tell("invite", EMAIL)
        form = opened(served, path)
        together = threading.Barrier(BROWSERS)

        with ThreadPoolExecutor(BROWSERS) as pool:
            answers = Counter(
                pool.map(lambda browser: accepted(served, path, form, together), range(BROWSERS))
            )

        assert answers[302] == 1
        assert set(answers) <= {302, *TOO_LATE}
        assert tell("members_with", EMAIL) == {"members": ["active"], "users": 1}


def opened(served, path):
    """(cookie, token) of the form on the invitation's page."""
    with_page = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    with_page.request("GET", path)
    answer = with_page.getresponse()
    assert answer.status == 200
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())[1]
    return answer.headers["Set-Cookie"].partition(";")[0], token


def accepted(served, path, form, together):
    """The status of one more acceptance, sent when all browsers are ready."""
    cookie, token = form
    typed = {"csrfmiddlewaretoken": token, "name": "Ada", "password": "a difference engine"}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    browser = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    browser.connect()
    together.wait()
    browser.request("POST", path, urlencode(typed), headers)
    return browser.getresponse().status

"""Redis hung, killed and flushed: pages and writes go on, and mail comes when it is back."""

import re
import time
from http.client import HTTPConnection

import pytest

from tests.faults.programs import Program

pytestmark = [pytest.mark.slow, pytest.mark.redis]
PAGES = ["/w/acme/", "/w/acme/c/SPRING/board/", "/w/acme/c/SPRING/list/", "/health/live"]
SECOND = 1.0


def test_nobody_waits_for_redis_and_no_mail_is_lost_with_it(installation, redis_server):
    with installation(REDIS_URL=redis_server.url, API_RATE=600) as (served, tell):
        place = tell("begin")
        visit = visiting(served, place["sessions"]["owner"])
        usual = max(visit(page) for page in PAGES * 2)
        program = Program(served, place["token"])
        faults = [
            (redis_server.hang, redis_server.go_on),
            (redis_server.kill, redis_server.start),
            (redis_server.flush, lambda: None),
        ]

        for number, (harm, mend) in enumerate(faults, 1):
            harm()
            slowest = max(visit(page) for page in PAGES * 2)
            wrote, took = ask(program, place)
            mend()

            assert wrote == 201
            assert max(slowest, took) < usual + SECOND
            served.wait_until(lambda number=number: len(mails(served)) == number)

    assert program.answers == [201] * len(faults)


def visiting(served, session):
    """`visit(page)`: the seconds until a signed-in person has it."""

    def visit(page):
        began = time.monotonic()
        browser = HTTPConnection("127.0.0.1", served.port, timeout=20)
        browser.request("GET", page, headers={"Cookie": f"roundtable_session={session}"})
        answer = browser.getresponse()
        answer.read()
        browser.close()
        assert answer.status == 200, page
        return time.monotonic() - began

    return visit


def ask(program, place):
    """(status, seconds) of a comment that somebody gets a mail for."""
    began = time.monotonic()
    said = {"body": f"@{place['names']['owner']} can you look?"}
    status, _headers, _comment = program.ask("POST", f"items/{place['item']}/comments/", said)
    return status, time.monotonic() - began


def mails(served):
    """The names of the mails that were sent; one that was sent twice has the same."""
    texts = [file.read_text() for file in (served.data / "mail").glob("*.log")]
    return {name for text in texts for name in re.findall(r"^Message-ID: (\S+)", text, re.M)}

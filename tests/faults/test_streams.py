"""Open streams through restarts, revocations and too much at once: nothing is missed unsaid."""

import asyncio
import threading
import urllib.request

import pytest

from tests.listening import Ear
from tests.serving import serving
from tests.story import telling
from workspace.kernel.live.clients import MOST_WAITING, Client
from workspace.kernel.live.readers import Asking, Verdict

pytestmark = pytest.mark.slow
REVISIONS = 300
WITHIN = 5


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("streams") / "data", "--no-worker") as served:
        yield served


@pytest.fixture(scope="module")
def tell(served):
    with telling(served) as tell:
        yield tell


@pytest.fixture(scope="module")
def place(tell):
    return tell("begin")


class Follower:
    """A page that opens its stream again, from where it was, whenever it ends."""

    def __init__(self, served, place):
        self.served = served
        self.place = place
        self.heard = []
        self.connections = 0
        self.cursor = place["cursor"]

    def follow(self, last):
        while not self.heard or self.heard[-1] < last:
            self.connections += 1
            session, stream = self.place["sessions"]["member"], self.place["stream"]
            self.listen(Ear(self.served, session, stream, self.cursor), last)

    def listen(self, ear, last):
        ear.wait_until(lambda: ear.over.is_set() or reached(ear) >= last, seconds=60)
        if ear.messages():
            self.heard += [message["revision"] for message in ear.messages()]
            self.cursor = ear.cursor
        ear.close()


def reached(ear):
    return max((message["revision"] for message in ear.messages()), default=0)


def revision_of(place, cursor):
    streams = dict(pair.split(":") for pair in cursor.split(","))
    return int(streams[str(place["stream"])])


def test_nothing_is_missed_of_what_happens_while_the_server_is_killed(served, tell, place):
    follower = Follower(served, place)
    first = revision_of(place, follower.cursor)
    following = threading.Thread(target=follower.follow, args=(first + REVISIONS,))
    following.start()

    for _kill in range(3):
        tell("edit_often", REVISIONS // 6)
        served.kill("web")
        tell("edit_often", REVISIONS // 6)
        served.wait_until(served.answers)
    following.join()

    assert follower.heard == list(range(first + 1, first + REVISIONS + 1))
    assert follower.connections > 1


def test_the_stream_of_a_withdrawn_link_ends_within_seconds(served, tell, place):
    session = opened(served, tell("share"))
    ear, team = (Ear(served, key, place["stream"]) for key in (session, of_member(place)))

    tell("stop_sharing")

    ear.wait_until_over(WITHIN)
    assert ear.events() == ["gone"]
    assert Ear(served, session, place["stream"]).status == 404
    assert not team.over.is_set()
    team.close()


def opened(served, link):
    """The key of the session in which a share link was opened."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    browser.open(served.url + link)
    [jar] = [each.cookiejar for each in browser.handlers if hasattr(each, "cookiejar")]
    return next(cookie.value for cookie in jar if cookie.name == "roundtable_session")


def of_member(place):
    return place["sessions"]["member"]


def test_who_was_away_for_too_much_starts_over(served, tell, place):
    present = Ear(served, of_member(place), place["stream"])
    for number in range(1, 6):
        tell("add_much", 1, 201)
        present.wait_for(number)
    revisions = [message["revision"] for message in present.messages()]
    back = Ear(served, of_member(place), place["stream"], place["cursor"])

    back.wait_for_event("reset")
    assert [message["many"] for message in present.messages()] == [True] * 5
    assert (back.messages(), revision_of(place, back.cursor)) == ([], revisions[-1])
    present.close()
    back.close()


def test_who_reads_too_slowly_is_told_to_start_over_instead_of_filling_the_memory():
    async def read_nothing():
        client = Client(Asking("session", frozenset({7})), Verdict(signed_in=True))
        for number in range(MOST_WAITING + 1):
            client.offer(b"frame %d" % number, reset=lambda: b"reset")
        return await client.next()

    assert asyncio.run(read_nothing()) == b"reset"

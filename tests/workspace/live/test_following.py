"""Live updates of a real server: who hears what, and that nothing is missed."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

pytestmark = pytest.mark.slow


def test_a_change_is_told_by_name_and_id_to_all_who_follow(ear, tell, place):
    team, guest = ear("member"), ear("guest")

    tell("edit", "A title nobody outside may read")

    [message] = team.wait_for(1)
    assert message == {
        "stream": place["stream"],
        "revision": message["revision"],
        "actor": place["members"]["owner"],
        "events": [{"verb": "item.edited", "noun": "item", "id": place["item"]}],
    }
    assert guest.wait_for(1) == [message]
    assert team.cursor == f"{place['stream']}:{message['revision']}"


def test_team_only_talk_is_not_told_to_guests(ear, tell):
    team, guest = ear("member"), ear("guest")

    tell("say", "Between us", True)
    tell("say", "For all", False)

    hidden, shown = team.wait_for(2)
    assert guest.wait_for(1) == [shown]
    assert shown["revision"] == hidden["revision"] + 1


def test_what_was_missed_is_replayed_from_the_last_event_id(ear, tell, place):
    first = ear("member")
    tell("edit", "one")
    first.wait_for(1)
    cursor = first.cursor
    tell("edit", "two")
    tell("edit", "three")

    again = ear("member", since=cursor)

    assert [each["revision"] for each in again.wait_for(2)] == [
        int(cursor.partition(":")[2]) + step for step in (1, 2)
    ]


def test_a_cursor_of_the_future_starts_over(ear, place):
    lost = ear("member", since=f"{place['stream']}:999999")

    lost.wait_for_event("reset")
    assert lost.messages() == []


@pytest.mark.parametrize(
    ("role", "streams", "status"),
    [
        ("member", None, 200),
        ("guest", "{stream}", 200),
        ("member", "{stream},424242", 404),
        ("member", "424242", 404),
        ("nobody-has-this-session", "{stream}", 401),
        ("member", "", 400),
        ("member", "1;drop", 400),
    ],
)
def test_the_stream_opens_only_for_those_who_see_all_of_it(ear, place, role, streams, status):
    streams = "," if streams == "" else streams and streams.format(**place)

    assert ear(role, streams).status == status


def test_polling_tells_the_same(served, tell, place):
    before = polled(served, place, "member", f"{place['stream']}:999999")
    tell("edit", "polled")

    after = polled(served, place, "member", before["cursor"])

    assert before["reset"] == [place["stream"]]
    assert [event["verb"] for event in after["messages"][0]["events"]] == ["item.edited"]
    assert polled(served, place, "member", after["cursor"])["messages"] == []


def polled(served, place, role, since):
    address = f"{served.url}/live/poll/?follow={place['stream']}&since={since}"
    cookie = f"roundtable_session={place['sessions'][role]}"
    with urlopen(Request(address, headers={"Cookie": cookie})) as answer:
        return json.load(answer)


def test_another_host_name_is_refused(served, place):
    address = f"{served.url}/live/?follow={place['stream']}"

    with pytest.raises(HTTPError) as refused:
        urlopen(Request(address, headers={"Host": "evil.example"}))

    assert refused.value.code == 400

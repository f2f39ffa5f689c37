"""Hostile and clumsy requests: each is a problem of 4xx, and none breaks a later reader."""

import json

import pytest

BRACKETS = b"[" * 200_000
BODIES = {
    "brackets": (BRACKETS, 400),
    "brackets in a field": (b'{"title": ' + BRACKETS, 400),
    "braces": (b'{"a":' * 100_000, 400),
    "half a surrogate pair": (rb'{"title": "\ud800"}', 400),
    "half a pair as a key": (rb'{"\udfff": 1}', 400),
    "a NUL": (rb'{"title": "a\u0000b"}', 400),
    "not UTF-8": (b'{"title": "\xff"}', 400),
    "UTF-16": ('{"title": "a"}'.encode("utf-16"), 400),
    "infinity": (b'{"title": "a", "estimate": 1e400}', 400),
    "NaN": (b'{"title": "a", "estimate": NaN}', 400),
    "a number of 5,000 digits": (b'{"title": "a", "estimate": ' + b"9" * 5000 + b"}", 400),
    "a key twice": (b'{"title": "a", "title": "b"}', 422),
    "cut off": (b'{"title": "a"', 400),
    "nothing": (b"", 422),
    "a list": (b"[]", 422),
    "a text": (b'"title"', 422),
    "null": (b"null", 422),
    "an unknown key": (b'{"title": "a", "colour": "red"}', 422),
    "a key that is not for writing": (b'{"title": "a", "id": 7}', 422),
    "a huge id": (b'{"title": "a", "channel": 99999999999999999999999999}', 422),
    "a negative id": (b'{"title": "a", "channel": -1}', 422),
    "a number as a list": (b'{"title": "a", "assignees": 7}', 422),
    "an object for a text": (b'{"title": {"a": 1}}', 422),
    "an object for a choice": (b'{"title": "a", "status": {"a": []}}', 422),
    "a day that is none": (b'{"title": "a", "due_on": "2026-02-30"}', 422),
    "a day too far away": (b'{"title": "a", "due_on": "9999-12-31"}', 422),
    "too many hours": (b'{"title": "a", "estimate": "1e99999999"}', 422),
    "too long a title": (json.dumps({"title": "a" * 201}).encode(), 422),
    "only blanks": (b'{"title": "  "}', 422),
}


@pytest.fixture
def member(campaign, caller, person):
    return caller(person("member"))


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_used_is_a_problem_and_changes_nothing(name, member):
    body, status = BODIES[name]

    answer = member.post("campaigns/SPRING/items/", body)

    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert member.get("items/").json()["results"] == []


def test_the_problem_names_the_key(member):
    answer = member.post("campaigns/SPRING/items/", b'{"title": "a", "colour": "red"}')

    assert answer.json() == {
        "type": "about:blank",
        "title": "Unprocessable Entity",
        "status": 422,
        "code": "invalid",
        "detail": "Some fields cannot be used.",
        "fields": {"colour": ["There is no such field."]},
    }


def test_a_key_that_stands_twice_is_named_with_its_place(member):
    body = b'{"title": "a", "checklist": [{"text": "b"}, {"text": "c", "done": true, "text": "d"}]}'

    answer = member.post("campaigns/SPRING/items/", body).json()

    assert answer["detail"] == "A key stands twice in one object."
    assert answer["fields"] == {"checklist.1.text": ["The key “text” stands twice."]}


def test_a_number_too_long_is_refused_in_our_words(member):
    answer = member.post("campaigns/SPRING/items/", BODIES["a number of 5,000 digits"][0]).json()

    assert answer["detail"] == "A number has more than 100 digits."


def test_what_is_too_large_is_413(member, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000

    answer = member.post("campaigns/SPRING/items/", b'{"title": "' + b"a" * 20_000 + b'"}')

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_file_that_is_too_large_is_413_before_it_is_read(plan, member, settings):
    [item] = plan("brief")
    settings.ATTACHMENT_MAX_BYTES = 10

    answer = member.post(
        f"items/{item.pk}/attachments/",
        b"x" * 200_000,
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("multipart/form-data; boundary=x", b"no parts", 422),
        ("multipart/form-data", b"--x--", 400),
        ("multipart/form-data; boundary=" + "x" * 300, b"--x--", 400),
        ("application/json", b"{}", 415),
        ("text/plain", b"hello", 415),
    ],
)
def test_an_upload_that_is_none_is_a_problem(content_type, body, status, plan, member):
    [item] = plan("brief")

    answer = member.post(f"items/{item.pk}/attachments/", body, content_type=content_type)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_media_type_is_415(content_type, member):
    answer = member.post("campaigns/SPRING/items/", b"title=a", content_type=content_type)

    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")


@pytest.mark.parametrize(
    "address",
    [
        "items/?q=%00",
        "items/?q=%ED%A0%80",
        "items/?%00=1",
        "items/?cursor=x",
        "items/?cursor=-1",
        "items/?cursor=99999999999999999999999999",
        "items/?page_size=0",
        "items/?page_size=501",
        "items/?page_size=%D9%A3",
        "items/?team=1%2Cx",
        "campaigns/SPRING/events/?cursor=1",
        "campaigns/SPRING/events/?cursor=1.x",
        "campaigns/SPRING/events/?since=-1",
        "members/?role=king",
        "members/?team=99999999999999999999999999",
    ],
)
def test_an_address_that_cannot_be_read_never_fails(address, member):
    answer = member.get(address)

    assert answer.status_code in {200, 400, 403, 422}
    if answer.status_code != 200:
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "nowhere/", 404),
        ("GET", "items/99999999999999999999999999/", 404),
        ("GET", "items/0/", 404),
        ("GET", "campaigns/%00/", 404),
        ("PUT", "items/", 405),
        ("OPTIONS", "items/", 405),
        ("TRACE", "items/", 405),
        ("DELETE", "campaigns/SPRING/", 405),
    ],
)
def test_what_is_not_there_is_a_problem_too(method, address, status, member):
    answer = member.send(method, address)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]
    assert answer.json()["status"] == status


def test_a_problem_is_readable_where_the_page_would_have_been_compressed(member):
    answer = member.get("nowhere/", Accept_Encoding="gzip")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "Content-Encoding" not in answer
    assert "Content-Security-Policy" in answer


def test_an_address_means_the_same_without_its_last_slash(plan, member):
    [item] = plan("brief")

    assert member.get(f"items/{item.pk}").json() == member.get(f"items/{item.pk}/").json()
    assert member.post("campaigns/SPRING/items", {"title": "b"}).status_code == 201


def test_json_is_sent_whatever_was_asked_for(member):
    answer = member.get("me/", Accept="text/html")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")


def test_an_error_of_ours_is_a_problem_without_its_reason(member, monkeypatch):
    from campaigns.plan import actions

    def fail(*args, **kwargs):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(actions, "add", fail)
    member.client.raise_request_exception = False

    answer = member.post("campaigns/SPRING/items/", {"title": "a"})

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert b"secret" not in answer.content


@pytest.mark.parametrize("address", ["campaigns/SPRING/items/", "labels/", "channels/", "teams/"])
def test_a_text_of_one_line_is_kept_as_it_is_seen(address, campaign, caller, person):
    name = "title" if "items" in address else "name"
    owner = caller(person("owner"))

    unseen = owner.post(address, {name: "\u200b\ufeff"})
    made = [
        owner.post(address, {name: text}).json()[name]
        for text in ("\ufeff=1", "two\nlines", "fdp\u202etxt", "👩\u200d💻 می\u200cخواهم")
    ]

    assert (unseen.status_code, unseen.json()["fields"]) == (
        422,
        {name: ["This field may not be blank."]},
    )
    assert made == ["=1", "two lines", "fdptxt", "👩\u200d💻 می\u200cخواهم"]


def test_prose_keeps_its_lines(member):
    item = {"title": "a", "description": "one\r\ntwo\u202e", "checklist": [{"text": "a\nb"}]}

    made = member.post("campaigns/SPRING/items/", item).json()

    assert (made["description"], made["checklist"][0]["text"]) == ("one\ntwo", "a b")


@pytest.mark.parametrize("address", ["/api/v1/nowhere", "/api/", "/api/v2/items/"])
def test_an_address_that_is_none_says_where_the_addresses_are(address, client, db):
    said = [
        client.get(address, headers={"Accept-Language": language}).json()
        for language in ("en", "zh-hant")
    ]

    assert [each["detail"] for each in said] == [
        "There is nothing at this address.",
        "這個網址沒有內容。",
    ]
    assert "/api/schema/" in said[0]["mend"]

import threading

import pytest
from django.db import connection

from campaigns.plan.models import Item
from tests.api.conftest import Caller
from workspace.kernel import scope
from workspace.kernel.api_requests import Answered


@pytest.fixture
def member(campaign, caller, person):
    return caller(person("member"))


def test_a_request_sent_again_is_answered_as_before_and_changes_nothing(member):
    first = member.post("campaigns/SPRING/items/", {"title": "a"}, Idempotency_Key="k-1")
    again = member.post("campaigns/SPRING/items/", {"title": "a"}, Idempotency_Key="k-1")

    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert (first["ETag"], first["Location"]) == (again["ETag"], again["Location"])
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert Item.objects.count() == 1


def test_a_change_and_a_removal_sent_again_are_answered_as_before(plan, member):
    [item] = plan("brief")
    address = f"items/{item.pk}/"

    changed = [
        member.patch(address, {"title": "Brief"}, If_Match='"1"', Idempotency_Key="k-1")
        for _time in range(2)
    ]
    removed = [member.delete(address, If_Match='"2"', Idempotency_Key="k-2") for _time in range(2)]

    assert [each.status_code for each in changed + removed] == [200, 200, 204, 204]
    assert Item.objects.get().version == 3


def test_a_key_cannot_be_used_for_another_request(member):
    member.post("campaigns/SPRING/items/", {"title": "a"}, Idempotency_Key="k-1")

    other = member.post("campaigns/SPRING/items/", {"title": "b"}, Idempotency_Key="k-1")

    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Item.objects.count() == 1


def test_keys_of_different_people_do_not_meet(member, caller, person):
    other = caller(person("manager"))

    mine = member.post("campaigns/SPRING/items/", {"title": "a"}, Idempotency_Key="k-1")
    theirs = other.post("campaigns/SPRING/items/", {"title": "b"}, Idempotency_Key="k-1")

    assert (mine.status_code, theirs.status_code) == (201, 201)


def test_a_refused_request_leaves_its_key_free(member):
    refused = member.post("campaigns/SPRING/items/", {"title": ""}, Idempotency_Key="k-1")
    mended = member.post("campaigns/SPRING/items/", {"title": "a"}, Idempotency_Key="k-1")

    assert (refused.status_code, mended.status_code) == (422, 201)


@pytest.mark.parametrize("key", ["", "a" * 201, "two words"])
def test_a_key_that_is_none_is_refused(key, member):
    answer = member.post("campaigns/SPRING/items/", {"title": "a"}, Idempotency_Key=key)

    assert answer.status_code == 400


def test_a_failure_after_the_change_keeps_neither_change_nor_answer(member, monkeypatch):
    from workspace.kernel.api import once

    def fail(*args):
        raise ZeroDivisionError

    monkeypatch.setattr(once, "keep", fail)
    member.client.raise_request_exception = False
    failed = member.post("campaigns/SPRING/items/", {"title": "a"}, Idempotency_Key="k-1")

    assert failed.status_code == 500
    assert (Item.objects.count(), Answered.objects.count()) == (0, 0)


def test_an_upload_sent_again_with_other_boundaries_is_the_same_request(plan, member):
    [item] = plan("brief")
    part = 'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n'

    first, again = (
        member.post(
            f"items/{item.pk}/attachments/",
            f"--{mark}\r\n{part}--{mark}--\r\n".encode(),
            content_type=f"multipart/form-data; boundary={mark}",
            Idempotency_Key="k-1",
        )
        for mark in ("one", "two")
    )

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert item.attachments.count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_with_one_key_are_one_effect(campaign, person, token):
    secret, statuses = token(person("member")), []

    def send():
        """As a program should: when the database is busy, the same again."""
        status = 503
        while status == 503:
            answer = Caller(secret).post(
                "campaigns/SPRING/items/", {"title": "a"}, Idempotency_Key="k-1"
            )
            status = answer.status_code
        statuses.append((status, answer.json()["number"]))
        connection.close()

    threads = [threading.Thread(target=send) for _time in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with scope.of(campaign.workspace_id):
        assert statuses == [(201, 1)] * 50
        assert Item.objects.count() == 1

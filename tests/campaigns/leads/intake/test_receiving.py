"""The address that forms on websites send their leads to."""

import json
import logging
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from campaigns.leads import secrets
from campaigns.leads.actions import forms
from campaigns.leads.models import Lead
from workspace.kernel import clock

JSON, NOW = "application/json", timedelta()
ADA = {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@x.example"}


@pytest.fixture
def form(campaign, person):
    return forms.make(campaign, by=person("member"), name="Guide")


@pytest.fixture
def send(client, form):
    def call(
        said, *, message="m1", late=timedelta(), secret=None, kind="application/json", **headers
    ):
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        moment = str(int((clock.now() - late).timestamp()))
        signed = secrets.signature(secret or secrets.secret_of(form), message, moment, body)
        headers = {
            "Webhook-Id": message,
            "Webhook-Timestamp": moment,
            "Webhook-Signature": signed,
        } | headers
        return client.post(f"/f/{form.key}/", body, content_type=kind, headers=headers)

    return call


def test_a_signed_lead_comes_in(send, form):
    said = ADA | {
        "utm_source": "LinkedIn",
        "consent": True,
        "message": "Call me",
        "nonsense": "x",
    }

    answer = send(said)

    lead = Lead.objects.get()
    assert answer.status_code == 202
    assert set(answer.json()) == {"id"}
    assert str(lead.pk) != answer.json()["id"]
    assert (lead.name, lead.email, lead.source) == ("Ada Lovelace", "ada@x.example", "form")
    assert lead.utm == {"source": "linkedin"}
    assert (lead.consent, lead.consent_at is not None) == ("yes", True)
    assert [note.body for note in lead.notes.all()] == ["Call me"]


def test_a_message_too_long_for_one_note_goes_on_in_the_next(send):
    words = " ".join(f"word{n}" for n in range(1_400))

    answer = send(ADA | {"message": words})

    notes = [note.body for note in Lead.objects.get().notes.order_by("-pk")]
    assert answer.status_code == 202
    assert len(notes) == 3
    assert " ".join(notes) == words
    assert max(map(len, notes)) <= 5_000


def test_a_form_encoded_lead_comes_in(send):
    body = urlencode({"name": "李芳", "email": "li@x.example"}).encode()

    answer = send(body, kind="application/x-www-form-urlencoded")

    assert answer.status_code == 202
    assert Lead.objects.get().name == "李芳"


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "whsec_" + "A" * 43 + "="},
        {"late": timedelta(minutes=6)},
        {"late": -timedelta(minutes=6)},
        {"Webhook-Signature": ""},
        {"Webhook-Signature": "v1,é"},
        {"Webhook-Id": "another"},
        {"Webhook-Timestamp": "yesterday"},
    ],
)
def test_what_is_not_signed_now_by_the_form_is_refused(wrong, send):
    assert send(ADA, **wrong).status_code == 401
    assert not Lead.objects.exists()


def test_a_message_that_is_sent_again_is_refused(send):
    statuses = [send(ADA).status_code for _time in range(2)]

    assert statuses == [202, 409]
    assert Lead.objects.count() == 1


@pytest.mark.parametrize("said", [b"{", {"email": "no address"}, {}, ADA | {"website": "x"}])
def test_what_cannot_be_used_counts_as_what_comes_in(send, form, said):
    form.per_minute = 2
    form.save(update_fields=["per_minute"])
    first = [send(said, message=f"m{n}").status_code for n in range(2)]

    last = [send(each, message="last") for each in (said, ADA)]

    assert 429 not in first
    assert [(answer.status_code, answer["Retry-After"]) for answer in last] == [(429, "60")] * 2
    assert not Lead.objects.exists()


def test_what_could_not_be_used_may_be_sent_anew_as_the_same_message(send):
    statuses = [send(said).status_code for said in ({"email": "no address"}, ADA)]

    assert statuses == [422, 202]


def test_more_than_a_form_may_send_is_told_to_wait(send, form):
    form.per_minute = 2
    form.save(update_fields=["per_minute"])

    answers = [send(ADA, message=f"m{n}") for n in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert answers[2]["Retry-After"] == "60"


def test_a_machine_is_thanked_and_dropped(send):
    assert send(ADA | {"website": "https://spam.example"}).status_code == 202
    assert not Lead.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 422),
        (b"[]", 422),
        (b'{"name": {"a": 1}}', 422),
        (b'{"name": "\\ud800"}', 422),
        (b'{"title": "nobody"}', 422),
        (b'{"name": "x", "email": "no"}', 422),
        (b"[" * 15_000, 422),
        (b'{"name": "' + b"x" * 20_000 + b'"}', 413),
    ],
)
def test_a_body_that_cannot_be_used_is_refused(body, status, send):
    assert send(body).status_code == status
    assert not Lead.objects.exists()


def test_a_body_of_unknown_length_is_not_called_badly_signed(send):
    answer = send(ADA, **{"Content-Length": ""})

    assert answer.status_code == 411
    assert "Content-Length" in answer.json()["detail"]


def test_another_kind_of_body_is_refused(send):
    assert send(b"<a/>", kind="text/xml").status_code == 422


def test_a_revoked_form_is_not_there(send, form, person):
    forms.revoke(form, by=person("member"))

    assert send(ADA).status_code == 404


def test_the_old_secret_is_refused_when_there_is_a_new_one(send, form, person):
    old = secrets.secret_of(form)
    forms.rotate(form, by=person("member"))

    assert send(ADA, secret=old).status_code == 401


def test_nothing_of_who_a_lead_is_goes_into_a_log(send, caplog):
    with caplog.at_level(logging.DEBUG):
        send(ADA)
        send(ADA | {"email": "not an address Lovelace"}, message="m2")
        send({"name": "Lovelace" * 100}, message="m3")

    told = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "Lovelace" not in told
    assert "ada@x.example" not in told


def test_the_secret_is_shown_once(campaign, person, signed_in):
    browser = signed_in(person("member"))
    address = "/w/acme/c/SPRING/leads/forms/"

    made = browser.post(address, {"name": "Guide", "per_minute": 60})
    later = browser.get(address)

    assert "whsec_" in made.content.decode().split('id="secret" value="')[1][:20]
    assert made["Cache-Control"] == "no-store"
    assert 'id="secret"' not in later.content.decode()

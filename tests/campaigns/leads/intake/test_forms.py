"""A form sends leads: signed, once, and not too many."""

from datetime import timedelta

import pytest

from campaigns.leads import secrets
from campaigns.leads.actions import forms
from campaigns.leads.models import Lead, Received
from workspace.kernel import clock
from workspace.kernel.refusals import Conflict


@pytest.fixture
def form(campaign, person):
    return forms.make(campaign, by=person("member"), name="Guide", per_minute=3)


def test_a_lead_comes_in_from_a_form(form, campaign):
    outcome = forms.receive(form, {"name": "Ada", "email": "ada@x.example"}, message="m1")

    [lead] = outcome.new
    assert (lead.source, lead.campaign, lead.state) == ("form", campaign, "new")
    assert [touch.what for touch in lead.touches.all()] == ["Guide"]


def test_a_message_comes_in_once(form):
    forms.receive(form, {"name": "Ada"}, message="m1")

    with pytest.raises(Conflict):
        forms.receive(form, {"name": "Ada"}, message="m1")

    assert Lead.objects.count() == 1


def test_a_form_sends_no_more_in_a_minute_than_it_may(form):
    for number in range(3):
        forms.receive(form, {"name": "Ada"}, message=f"m{number}")

    with pytest.raises(forms.TooMany):
        forms.receive(form, {"name": "Ada"}, message="m4")
    with clock.at(clock.now() + timedelta(seconds=61)):
        forms.receive(form, {"name": "Ada"}, message="m5")

    assert Lead.objects.count() == 4


def test_what_a_form_sent_is_forgotten_when_it_could_not_come_again(form):
    forms.receive(form, {"name": "Ada"}, message="m1")

    with clock.at(clock.now() + timedelta(minutes=16)):
        forms.receive(form, {"name": "Ada"}, message="m2")

    assert [each.message for each in Received.objects.all()] == ["m2"]


def test_another_secret_makes_another_signature(form, person):
    before = secrets.secret_of(form)
    signed = secrets.signature(before, "m1", "1700000000", b"{}")

    assert secrets.is_signed(form, "m1", "1700000000", signed, b"{}")
    forms.rotate(form, by=person("member"))

    assert secrets.secret_of(form) != before
    assert not secrets.is_signed(form, "m1", "1700000000", signed, b"{}")


def test_the_signature_is_that_of_standard_webhooks():
    """The example of the specification, signed with its own secret."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'

    signed = secrets.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

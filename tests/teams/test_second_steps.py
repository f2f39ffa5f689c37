"""A second step beside the password: codes of an app."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.urls import reverse

from tests.accounts import PASSWORD

# Tests that count attempts empty the cache, which all processes may share: they follow each other.
pytestmark = [pytest.mark.xdist_group("attempts"), pytest.mark.usefixtures("rested")]


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_code_of_an_app_becomes_the_second_step(ada, signed_in_ada, client):
    page = signed_in_ada.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    signed_in_ada.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    signed_in_ada.post("/accounts/logout/")

    password = client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})

    assert Authenticator.objects.filter(user=ada, type="totp").count() == 1
    assert password["Location"] == reverse("mfa_authenticate")
    assert client.get("/profile/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_code_that_set_up_an_app_does_not_sign_in_again(ada, signed_in_ada, client):
    page = signed_in_ada.get(reverse("mfa_activate_totp"))
    code = code_for(page.context["form"].secret)
    signed_in_ada.post(reverse("mfa_activate_totp"), {"code": code})
    signed_in_ada.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})

    answer = client.post(reverse("mfa_authenticate"), {"code": code})

    assert (answer.status_code, client.get("/profile/").status_code) == (200, 302)
    assert mail.outbox[0].subject == "Two-step sign-in is on for your Roundtable account"

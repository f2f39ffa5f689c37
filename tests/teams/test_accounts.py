"""Signing up, in and out; passwords, addresses, second steps: allauth as it is set up here."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.urls import reverse

from teams.models import User

PASSWORD = "a difference engine"


def path_in_mail():
    return re.search(r"https?://[^/]+(/accounts/\S+)", mail.outbox[-1].body)[1]


@pytest.fixture
def ada(newcomer):
    newcomer.emailaddress_set.create(email=newcomer.email, verified=True, primary=True)
    return newcomer


@pytest.fixture
def signed_in_ada(ada, client):
    """Signed in, and asked for the password again, as pages about the second step do."""
    client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_signing_up_needs_the_mailbox_before_it_opens_anything(db, client):
    client.post(
        "/accounts/signup/",
        {"email": "Grace@Navy.example", "password1": "compilers for all", "name": "Grace Hopper"},
    )
    before = client.get("/profile/").status_code
    client.post(path_in_mail())
    client.post(
        "/accounts/login/", {"login": "grace@navy.example", "password": "compilers for all"}
    )

    user = User.objects.get()
    assert before == 302
    assert (user.name, user.email) == ("Grace Hopper", "grace@navy.example")
    assert client.get("/", follow=True).redirect_chain == [("/welcome/", 302)]


def test_signing_up_with_a_known_address_says_the_same_and_mails_its_owner(ada, client):
    unknown = client.post(
        "/accounts/signup/", {"email": "new@x.example", "password1": PASSWORD + "s", "name": "N"}
    )
    known = client.post(
        "/accounts/signup/", {"email": ada.email, "password1": PASSWORD + "s", "name": "N"}
    )

    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    assert mail.outbox[-1].to == [ada.email]
    assert User.objects.count() == 2


def test_an_installation_can_be_by_invitation_only(db, client, settings):
    settings.SIGN_UP = False

    client.post("/accounts/signup/", {"email": "new@x.example", "password1": PASSWORD, "name": "N"})

    assert User.objects.count() == 0


def test_signing_in_and_out(signed_in_ada):
    inside = signed_in_ada.get("/profile/").status_code
    signed_in_ada.post("/accounts/logout/")

    assert (inside, signed_in_ada.get("/profile/").status_code) == (200, 302)


def test_a_wrong_password_keeps_the_address_typed(ada, client):
    answer = client.post("/accounts/login/", {"login": ada.email, "password": "wrong"})

    assert answer.context["form"]["login"].value() == ada.email
    assert client.get("/profile/").status_code == 302


def test_a_forgotten_password_is_set_anew_by_mail(ada, client):
    client.post("/accounts/password/reset/", {"email": ada.email})
    page = client.get(path_in_mail(), follow=True)
    client.post(
        page.redirect_chain[-1][0], {"password1": "jacquard looms", "password2": "jacquard looms"}
    )

    ada.refresh_from_db()
    assert ada.check_password("jacquard looms")


def test_an_address_changes_when_the_new_mailbox_confirms(ada, signed_in_ada):
    signed_in_ada.post("/accounts/email/", {"email": "ada@new.example", "action_add": ""})
    before = User.objects.get().email
    signed_in_ada.post(path_in_mail())

    assert (before, User.objects.get().email) == ("ada@engine.example", "ada@new.example")
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["ada@new.example"]


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


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "usersessions_list",
        "account_logout",
        "account_reauthenticate",
    ],
)
def test_every_page_of_an_account_is_drawn(name, signed_in_ada):
    answer = signed_in_ada.get(reverse(name))

    assert answer.status_code == 200
    assert "css/tokens" in answer.content.decode()


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_pages_before_signing_in_are_drawn(name, db, client):
    page = client.get(reverse(name)).content.decode()

    assert "css/tokens" in page
    assert 'name="language" value="zh-hans"' in page


def test_no_page_of_an_account_runs_inline_script(signed_in_ada):
    names = [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_email",
        "usersessions_list",
    ]
    pages = [signed_in_ada.get(reverse(name)).content.decode() for name in names]

    for page in pages:
        for opening in re.findall(r"<script[^>]*>", page):
            assert "src=" in opening or 'type="application/json"' in opening
        assert not re.search(r"\son\w+=|\sstyle=", page)


def test_signing_in_with_openid_connect_is_offered_when_it_is_set_up(db, client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "company",
                    "name": "Company login",
                    "client_id": "roundtable",
                    "secret": "s",
                    "settings": {"server_url": "https://login.example"},
                }
            ]
        }
    }

    page = client.get("/accounts/login/").content.decode()

    assert "Company login" in page
    assert "/accounts/oidc/company/login/" in page

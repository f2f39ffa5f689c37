"""Signing up, in and out: allauth as it is set up here."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from teams.models import User
from tests.accounts import PASSWORD, path_in_mail

# Tests that count attempts empty the cache, which all processes may share: they follow each other.
pytestmark = [pytest.mark.xdist_group("attempts"), pytest.mark.usefixtures("rested")]


def test_signing_up_needs_the_mailbox_before_it_opens_anything(db, client):
    client.post(
        "/accounts/signup/",
        {"email": "Grace@Navy.example", "password1": "compilers for all", "name": "Grace Hopper"},
    )
    before = client.get("/profile/").status_code
    client.post(path_in_mail())

    user = User.objects.get()
    assert before == 302
    assert (user.name, user.email) == ("Grace Hopper", "grace@navy.example")
    assert client.get("/", follow=True).redirect_chain == [("/welcome/", 302)]


def test_confirming_the_address_elsewhere_signs_nobody_in(db, client, anonymous):
    client.post(
        "/accounts/signup/",
        {"email": "grace@navy.example", "password1": "compilers for all", "name": "Grace Hopper"},
    )
    anonymous.post(path_in_mail())

    assert anonymous.get("/profile/").status_code == 302
    assert EmailAddress.objects.get().verified


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


def test_too_many_attempts_are_told_in_our_words(ada, client):
    for _time in range(6):
        answer = client.post("/accounts/password/reset/", {"email": ada.email})

    assert answer.status_code == 429
    assert "Wait a few minutes" in answer.content.decode()


def test_whoever_signs_in_is_greeted_in_their_own_language(ada, client):
    User.objects.update(language="zh-hans")

    client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})

    page = client.get("/", follow=True).content.decode()
    assert "已以 Ada 登录。" in page


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


def test_an_account_is_closed_to_guesses_from_wherever_they_come(ada):
    def said(password, number):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        answer = browser.post("/accounts/login/", {"login": ada.email, "password": password})
        return answer.status_code == 200 and "Too many failed" in answer.content.decode()

    guesses = [said(f"guess {number}", number) for number in range(6)]

    assert guesses == [False] * 5 + [True]
    assert said(PASSWORD, 7)

"""Signing up, in and out; passwords, addresses, second steps: allauth as it is set up here."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from teams.accounts import AccountAdapter
from teams.actions import tokens
from teams.models import ApiToken, Member, User
from workspace.kernel import scope

# Tests that count attempts empty the cache, which all processes may share: they follow each other.
pytestmark = pytest.mark.xdist_group("attempts")
PASSWORD = "a difference engine"


def path_in_mail():
    return re.search(r"https?://[^/]+(/accounts/\S+)", mail.outbox[-1].body)[1]


@pytest.fixture(autouse=True)
def _rested():
    """Nobody is slowed down for what other tests tried."""
    cache.clear()


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


def test_a_forgotten_password_is_set_anew_by_mail(ada, client):
    client.post("/accounts/password/reset/", {"email": ada.email})
    page = client.get(path_in_mail(), follow=True)
    client.post(
        page.redirect_chain[-1][0], {"password1": "jacquard looms", "password2": "jacquard looms"}
    )

    ada.refresh_from_db()
    assert ada.check_password("jacquard looms")


def test_too_many_attempts_are_told_in_our_words(ada, client):
    for _time in range(6):
        answer = client.post("/accounts/password/reset/", {"email": ada.email})

    assert answer.status_code == 429
    assert "Wait a few minutes" in answer.content.decode()


def test_an_address_changes_when_the_new_mailbox_confirms(ada, signed_in_ada):
    signed_in_ada.post("/accounts/email/", {"email": "ada@new.example", "action_add": ""})
    before = User.objects.get().email
    signed_in_ada.post(path_in_mail())

    assert (before, User.objects.get().email) == ("ada@engine.example", "ada@new.example")
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["ada@new.example"]


def test_an_address_is_not_changed_without_the_password(ada, client):
    client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})

    asked = client.post("/accounts/email/", {"email": "eve@spy.example", "action_add": ""})
    before = (asked["Location"], len(mail.outbox), EmailAddress.objects.count())
    client.post(asked["Location"], {"password": PASSWORD, "next": "/accounts/email/"})

    assert before == ("/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F", 0, 1)
    assert mail.outbox[-1].to == ["eve@spy.example"]


def test_the_old_address_is_told_where_the_account_went(ada, signed_in_ada):
    signed_in_ada.post("/accounts/email/", {"email": "ada@new.example", "action_add": ""})
    signed_in_ada.post(path_in_mail())

    told = mail.outbox[-1]
    assert (told.to, told.subject) == ([ada.email], "Your e-mail address on Roundtable was changed")
    assert "from ada@engine.example to ada@new.example" in told.body


def change_password(browser, new="jacquard looms"):
    return browser.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )


def test_a_new_password_is_told_by_mail_in_the_language_of_the_account(ada, signed_in_ada):
    User.objects.update(language="zh-hans", time_zone="Asia/Shanghai")

    change_password(signed_in_ada)

    told = mail.outbox[-1]
    assert (told.to, told.subject) == ([ada.email], "你的 Roundtable 密码已更改")
    assert told.body.startswith("Ada，你好：")
    assert "CST" in told.body


def test_a_change_stands_when_its_notice_cannot_be_sent(ada, signed_in_ada, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answer = change_password(signed_in_ada)

    ada.refresh_from_db()
    assert (answer.status_code, ada.check_password("jacquard looms")) == (302, True)


def reset_password(browser, email):
    """Set a new password by mail; (the page that asks for it, the page after it)."""
    browser.post("/accounts/password/reset/", {"email": email})
    asking = browser.get(path_in_mail(), follow=True)
    new = {"password1": "jacquard looms", "password2": "jacquard looms"}
    done = browser.post(asking.redirect_chain[-1][0], new, follow=True)
    return asking.content.decode(), done.content.decode()


def test_a_reset_ends_sessions_and_tokens_and_says_so(works_in_both, signed_in, anonymous):
    user, session = works_in_both.user, signed_in(works_in_both)
    with scope.everything(because="the person has a token in each workspace"):
        for member in Member.objects.filter(user=user):
            with scope.of(member.workspace_id):
                tokens.make(by=member, name="reporting", scopes=["plan:read"])

    asking, done = reset_password(anonymous, user.email)

    assert "Your 2 API tokens are revoked as well" in asking
    assert "Your new password is set" in done
    assert session.get("/profile/").status_code == 302
    with scope.everything(because="the tokens are in two workspaces"):
        assert ApiToken.objects.count() == 2
        assert not ApiToken.objects.unrevoked().exists()
    assert (mail.outbox[-1].subject, mail.outbox[-1].to) == (
        "Your Roundtable password was set anew",
        [user.email],
    )


def test_an_ordinary_change_of_the_password_leaves_the_tokens(person, signed_in):
    member = person("member")
    member.user.set_password(PASSWORD)
    member.user.save()
    tokens.make(by=member, name="reporting", scopes=["plan:read"])

    change_password(signed_in(member))

    member.user.refresh_from_db()
    assert member.user.check_password("jacquard looms")
    assert ApiToken.objects.unrevoked().count() == 1


def test_a_reset_for_an_unknown_address_says_the_same_and_mails_nobody(ada, client):
    known = client.post("/accounts/password/reset/", {"email": ada.email})
    sent = len(mail.outbox)
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@x.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert (sent, len(mail.outbox)) == (1, 1)


MAILS = [
    f"{folder.parent.name}/email/{path.name.removesuffix('_subject.txt')}"
    for folder in (settings.BASE_DIR / "templates").glob("*/email")
    for path in sorted(folder.glob("*_subject.txt"))
]


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
@pytest.mark.parametrize("name", MAILS)
def test_every_mail_about_an_account_speaks_as_the_product(ada, rf, name, language):
    ada.name, ada.language = "O'Hara & Ada", language
    request = rf.get("/", HTTP_HOST="127.0.0.1:8172")
    request.user = ada

    with context.request_context(request):
        AccountAdapter(request).send_notification_mail(
            name, ada, {"from_email": "a@x.example", "to_email": "b@x.example"}
        )

    [sent] = mail.outbox
    assert "Roundtable" in sent.subject
    assert "Roundtable" in sent.body
    assert "127.0.0.1:8172" not in sent.subject + sent.body
    assert "&#" not in sent.body
    assert "&amp;" not in sent.body
    assert sent.body.startswith({"en": "Hello"}.get(language, ("O'Hara & Ada，你好：", "你好：")))


def test_whoever_signs_in_is_greeted_in_their_own_language(ada, client):
    User.objects.update(language="zh-hans")

    client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})

    page = client.get("/", follow=True).content.decode()
    assert "已以 Ada 登录。" in page


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


def test_an_account_is_closed_to_guesses_from_wherever_they_come(ada):
    def said(password, number):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        answer = browser.post("/accounts/login/", {"login": ada.email, "password": password})
        return answer.status_code == 200 and "Too many failed" in answer.content.decode()

    guesses = [said(f"guess {number}", number) for number in range(6)]

    assert guesses == [False] * 5 + [True]
    assert said(PASSWORD, 7)

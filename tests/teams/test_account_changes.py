"""Passwords and addresses that change, and the mails that tell of it."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from django.conf import settings
from django.core import mail

from teams.accounts import AccountAdapter
from teams.actions import tokens
from teams.models import ApiToken, Member, User
from tests.accounts import PASSWORD, path_in_mail
from workspace.kernel import scope

# Tests that count attempts empty the cache, which all processes may share: they follow each other.
pytestmark = [pytest.mark.xdist_group("attempts"), pytest.mark.usefixtures("rested")]


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

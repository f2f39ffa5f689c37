"""Signing in with the company's account: OpenID Connect, set up by settings alone."""

import html
import re
from urllib.parse import quote, urljoin, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp_auth

from teams.actions import invitations
from teams.models import User
from tests.accounts import path_in_mail
from tests.provider import providing
from workspace import surroundings
from workspace.environment import Environment

# Mails are counted in the cache, which is emptied: see tests/teams/conftest.py.
pytestmark = [pytest.mark.xdist_group("attempts"), pytest.mark.usefixtures("rested")]
GRACE = {"sub": "7", "email": "grace@navy.example", "email_verified": True, "name": "Grace Hopper"}
UNVERIFIED = [False, "false", "no", None]


@pytest.fixture(scope="module")
def provider():
    with providing() as provider:
        yield provider


@pytest.fixture(autouse=True)
def _set_up(provider, settings, monkeypatch, tmp_path, db):
    for name, value in provider.settings.items():
        monkeypatch.setenv(name, value)
    env = Environment(default_file=tmp_path / "none")
    settings.SOCIALACCOUNT_PROVIDERS = surroundings.openid_connect(env)


def go_to_provider(browser):
    """Press the button; the address that its page leads on to."""
    page = browser.post("/accounts/oidc/company/login/")
    return html.unescape(re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', text(page))[1])


def come_in(browser, provider, person):
    """The whole way: from the button to the provider and back."""
    provider.person = person
    away = requests.get(go_to_provider(browser), allow_redirects=False, timeout=5)
    back = urlsplit(away.headers["Location"])
    return browser.get(f"{back.path}?{back.query}", follow=True)


def text(answer):
    return answer.content.decode()


def is_inside(browser):
    return browser.get("/profile/").status_code == 200


def test_it_is_offered_beside_the_password(client):
    assert "Continue with Company login" in text(client.get("/accounts/login/"))


def test_a_new_person_comes_in_with_the_name_that_the_provider_tells(client, provider):
    come_in(client, provider, GRACE)

    user = User.objects.get()
    assert (user.email, user.name) == ("grace@navy.example", "Grace Hopper")
    assert EmailAddress.objects.get().verified
    assert is_inside(client)


def test_a_name_in_parts_is_put_together(client, provider):
    parts = {"name": "", "given_name": "Grace", "family_name": "Hop\u200bper"}

    come_in(client, provider, GRACE | parts)

    assert User.objects.get().name == "Grace Hopper"


@pytest.mark.parametrize("verified", [True, "true"])
def test_whoever_has_an_account_keeps_it(ada, client, provider, verified):
    come_in(client, provider, GRACE | {"email": ada.email, "email_verified": verified})

    ada.refresh_from_db()
    assert User.objects.count() == 1
    assert is_inside(client)
    assert (ada.name, ada.has_usable_password()) == ("Ada", True)


@pytest.mark.parametrize("verified", UNVERIFIED)
def test_an_account_is_not_given_to_an_address_that_nobody_verified(
    ada, client, provider, verified
):
    come_in(client, provider, GRACE | {"email": ada.email, "email_verified": verified})

    assert not is_inside(client)
    assert not ada.socialaccount_set.exists()


def test_who_took_somebodys_address_before_them_is_shut_out(newcomer, client, provider):
    """An account whose address was never confirmed may be anybody's: its password ends."""
    newcomer.emailaddress_set.create(email=newcomer.email, verified=False, primary=True)

    person = GRACE | {"email": newcomer.email}

    come_in(client, provider, person)
    before = is_inside(client)
    client.post(path_in_mail())
    come_in(client, provider, person)

    newcomer.refresh_from_db()
    assert (before, is_inside(client)) == (False, True)
    assert not newcomer.has_usable_password()


def test_the_second_step_is_asked_for_whichever_way_one_comes(ada, client, provider):
    totp_auth.TOTP.activate(ada, totp_auth.generate_totp_secret())

    page = come_in(client, provider, GRACE | {"email": ada.email})

    assert page.redirect_chain[-1][0].startswith("/accounts/2fa/authenticate/")
    assert not is_inside(client)


def test_an_address_that_is_not_verified_is_confirmed_by_mail_first(client, provider):
    come_in(client, provider, GRACE | {"email_verified": False})
    before = is_inside(client)
    client.post(path_in_mail())

    assert (before, is_inside(client)) == (False, True)


def test_who_has_no_address_is_asked_for_one(client, provider):
    page = come_in(client, provider, {"sub": "9", "name": "Grace Hopper"})

    assert page.redirect_chain == [("/accounts/3rdparty/signup/", 302)]
    assert 'value="Grace Hopper"' in text(page)


def test_whoever_is_refused_there_is_told_so_here(client, provider):
    page = come_in(client, provider, {})

    assert "You did not sign in" in text(page)
    assert not is_inside(client)


def test_by_invitation_only_is_meant_for_the_provider_too(client, provider, settings):
    settings.SIGN_UP = False

    come_in(client, provider, GRACE)

    assert User.objects.count() == 0


def test_the_invited_come_in_by_the_provider_where_nobody_else_may(
    workspace, person, client, provider, settings, link_of
):
    settings.SIGN_UP = False
    invited = invitations.invite(workspace.pk, by=person("manager"), email=GRACE["email"])
    link = link_of(invited)
    offered = text(client.get(link))

    come_in(client, provider, GRACE)
    client.post(link)

    invited.refresh_from_db()
    assert f"/accounts/oidc/company/login/?process=login&amp;next={quote(link, safe='')}" in offered
    assert (invited.state, invited.name) == ("active", "Grace Hopper")


@pytest.mark.parametrize("verified", UNVERIFIED)
def test_an_invitation_is_for_an_address_that_somebody_verified(
    workspace, person, client, provider, settings, verified
):
    settings.SIGN_UP = False
    invitations.invite(workspace.pk, by=person("manager"), email=GRACE["email"])

    come_in(client, provider, GRACE | {"email_verified": verified})

    assert not is_inside(client)
    assert not User.objects.filter(email=GRACE["email"]).exists()


@pytest.mark.parametrize("server", ["/.well-known/nothing", "http://127.0.0.1:9"])
def test_a_provider_that_does_not_answer_is_told_on_the_page_to_sign_in(
    client, provider, settings, server
):
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["server_url"] = urljoin(provider.url, server)

    page = client.post("/accounts/oidc/company/login/", follow=True)

    assert page.redirect_chain == [("/accounts/login/", 302)]
    assert "Company login does not answer" in text(page)


def test_who_is_signed_in_is_told_so_where_they_connect_it(signed_in_ada, provider, settings):
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["server_url"] = urljoin(provider.url, "/.well-known/nothing")

    page = signed_in_ada.post("/accounts/oidc/company/login/?process=connect", follow=True)

    assert page.redirect_chain == [("/accounts/3rdparty/", 302)]
    assert "Company login does not answer. Try again in a few minutes." in text(page)


def test_a_fault_of_ours_is_not_told_as_one_of_the_provider(client, settings):
    del settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"]

    with pytest.raises(KeyError):
        client.post("/accounts/oidc/company/login/")


def test_a_link_from_elsewhere_begins_nothing(client, provider):
    """By GET allauth asks first, or any page could connect somebody's account to its own."""
    page = client.get("/accounts/oidc/company/login/?process=connect")

    assert "http-equiv" not in text(page)

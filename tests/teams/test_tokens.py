"""API tokens: made once, shown once, revoked at any time."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from teams.actions import tokens
from teams.models import ApiToken
from teams.secrets import fingerprint
from teams.tokens import working_token
from workspace.kernel.refusals import Invalid


def test_a_token_is_shown_once_and_kept_as_a_hash(person):
    token, secret = tokens.make(by=person("member"), name="reports", scopes=["plan:read"])

    assert secret.startswith("rt_api_")
    assert token.token_hash == fingerprint(secret)
    assert secret not in repr(list(ApiToken.objects.values()))
    assert working_token(secret).member == person("member")


def test_a_token_has_only_scopes_that_exist(person):
    with pytest.raises(Invalid):
        tokens.make(by=person("member"), name="reports", scopes=["plan:read", "money:print"])


def test_a_token_ends_by_its_date(person):
    _token, secret = tokens.make(by=person("member"), name="x", scopes=["plan:read"], days=30)

    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1), tick=False):
        found = working_token(secret)

    assert found is None


def test_a_revoked_token_opens_nothing(person):
    token, secret = tokens.make(by=person("member"), name="x", scopes=["plan:read"])

    tokens.revoke(token, by=person("member"))

    assert working_token(secret) is None


def test_the_page_shows_the_secret_on_its_own_answer_alone(person, signed_in):
    browser = signed_in(person("guest"))

    made = browser.post(
        "/w/acme/tokens/", {"name": "reports", "scopes": ["plan:read"], "days": "90"}
    )
    again = browser.get("/w/acme/tokens/").content.decode()

    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert made["Cache-Control"] == "no-store"
    assert secret not in again
    assert "reports" in again


def test_others_tokens_are_an_administrators_to_see_and_revoke(person, signed_in):
    token, _secret = tokens.make(by=person("sales"), name="reports", scopes=["plan:read"])
    address = f"/w/acme/tokens/{token.pk}/revoke/"

    as_member = signed_in(person("member")).post(address).status_code
    as_admin = signed_in(person("admin")).post(address).status_code

    token.refresh_from_db()
    assert (as_member, as_admin) == (404, 302)
    assert token.revoked_at is not None


def test_the_command_prints_a_token_that_works(person):
    out = StringIO()
    call_command(
        "create_token",
        person("member").email,
        workspace="acme",
        scopes=["plan:read,plan:write"],
        stdout=out,
    )

    found = working_token(out.getvalue().strip())

    assert (found.member, found.scopes) == (person("member"), ["plan:read", "plan:write"])


def test_the_command_names_what_is_wrong(person):
    with pytest.raises(CommandError, match="not an active member"):
        call_command("create_token", "nobody@x.example", workspace="acme", scopes=["plan:read"])
    with pytest.raises(CommandError, match="no such scope"):
        call_command(
            "create_token", person("member").email, workspace="acme", scopes=["money:print"]
        )

import json

import pytest
from django.test import Client

from teams.actions import tokens
from tests import furniture

ALL_SCOPES = (
    "plan:read",
    "plan:write",
    "people:read",
    "people:write",
    "leads:read",
    "leads:write",
    "metrics:read",
    "metrics:write",
)


class Caller:
    """A program with somebody's token: `caller.get("items/")`, `caller.post("labels/", {…})`."""

    def __init__(self, secret):
        self.client = Client(headers={"Authorization": f"Bearer {secret}"} if secret else None)

    def get(self, address, **headers):
        return self.client.get(f"/api/v1/{address}", headers=named(headers))

    def send(self, method, address, body=None, content_type="application/json", **headers):
        if not isinstance(body, bytes):
            body = json.dumps({} if body is None else body)
        return self.client.generic(
            method, f"/api/v1/{address}", body, content_type, headers=named(headers)
        )

    def post(self, address, body=None, **headers):
        return self.send("POST", address, body, **headers)

    def patch(self, address, body, **headers):
        return self.send("PATCH", address, body, **headers)

    def delete(self, address, **headers):
        return self.send("DELETE", address, **headers)


def named(headers):
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def token(workspace):
    """`token(member)` is the secret of a token of theirs."""

    def make(member, *scopes):
        return tokens.make(by=member, name="test", scopes=scopes or ALL_SCOPES)[1]

    return make


@pytest.fixture
def caller(token):
    """`caller(member)`, or `caller(member, "plan:read")` with these scopes only."""
    return lambda member, *scopes: Caller(token(member, *scopes) if member else "")


@pytest.fixture(autouse=True)
def _no_limit(settings):
    settings.API_RATE = 0


@pytest.fixture
def people(campaign, caller, person):
    """{who: their program}; a guest takes part in the campaign."""
    furniture.grant(campaign, person("guest"))
    return {
        "manager": caller(person("manager")),
        "sales": caller(person("sales")),
        "seeing": caller(person("member", name="Seeing", sees_leads=True)),
        "masked": caller(person("member")),
        "guest": caller(person("guest")),
    }

"""Policies decide; gates ask them; and Roundtable does not start with a route that has none."""

from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from django.http import Http404
from django.test import RequestFactory, override_settings
from django.urls import path

from campaigns.plan import policies
from tests import furniture
from workspace.kernel import checks
from workspace.kernel.access import POLICIES, Policy, personal, public, when, who
from workspace.kernel.refusals import Forbidden

PEOPLE = [SimpleNamespace(pk=1, name="Ada"), SimpleNamespace(pk=2, name="Bo")]


def named_ada(reader, row):
    """It is Ada."""
    return row.name == "Ada"


@pytest.fixture
def policy():
    """A policy outside the table."""
    made = Policy(
        "walker",
        visible_to=lambda reader: reader.sees,
        abilities={"view": who("guest"), "greet": when(named_ada, who("guest")), "leave": who()},
    )
    yield made
    del POLICIES["walker"]


def reader(role="guest", token=None, sees=None):
    return SimpleNamespace(role=role, token=token, sees=sees)


def test_an_ability_is_for_the_roles_it_names(policy):
    assert policy.allows(reader("guest"), "view")
    assert not policy.allows(reader("owner"), "view")


def test_a_condition_asks_about_the_row(policy):
    ada, bo = PEOPLE

    assert policy.allows(reader(), "greet", ada)
    assert not policy.allows(reader(), "greet", bo)
    assert not policy.allows(reader("owner"), "greet", ada)


def test_without_a_row_a_condition_may_hold_for_some(policy):
    assert policy.allows(reader(), "greet")


def test_an_ability_that_nobody_has_is_nobodys(policy):
    assert not policy.allows(reader("owner"), "leave")


def test_an_ability_that_is_not_in_the_table_is_an_error(policy):
    with pytest.raises(LookupError, match="no ability 'fly'"):
        policy.allows(reader(), "fly")


def test_a_token_reaches_as_far_as_its_scopes(policy):
    reading = SimpleNamespace(scopes=["plan:read"])

    assert policy.allows(reader(token=reading), "view")
    assert not policy.allows(reader(token=reading), "greet")


def test_a_token_never_reaches_further_than_its_owner(policy):
    full = SimpleNamespace(scopes=["plan:read", "plan:write"])

    assert not policy.allows(reader("owner", token=full), "view")


def test_a_noun_has_one_policy(policy):
    with pytest.raises(ValueError, match="has a policy already"):
        Policy("walker", visible_to=None, abilities={})


def test_roles_that_do_not_exist_are_refused():
    with pytest.raises(ValueError, match="No such role: wizard"):
        who("wizard")


def test_who_is_unseen_is_not_there_and_who_is_seen_may_be_forbidden(plan, person, campaign):
    [item] = plan("brief")
    furniture.grant(campaign, person("guest"))

    with pytest.raises(Http404):
        policies.item.fetch(person("guest", name="Elsewhere"), "view", pk=item.pk)
    with pytest.raises(Forbidden):
        policies.item.fetch(person("guest"), "edit", pk=item.pk)
    assert policies.item.fetch(person("guest"), "view", pk=item.pk) == item


@pytest.mark.parametrize("pk", [0, -1, 2**63, 2**70, "one", "1\x00", None])
def test_what_can_be_no_id_names_nothing(person, pk):
    with pytest.raises(Http404):
        policies.item.fetch(person("owner"), "view", pk=pk)


def test_a_page_without_a_gate_says_why():
    with pytest.raises(ValueError, match="Say why"):
        public(because="")


def test_a_personal_page_asks_to_sign_in():
    request = RequestFactory().get("/profile/?tab=1")
    request.user = SimpleNamespace(is_authenticated=False)

    answer = personal(lambda request: None)(request)

    assert (answer.status_code, answer["Location"]) == (
        302,
        "/accounts/login/?next=/profile/%3Ftab%3D1",
    )


@pytest.mark.parametrize(
    ("came_from", "page"),
    [
        ("http://testserver/plan/%3Fq=1", "/plan/%3Fq=1"),
        ("http://elsewhere.example/", "/"),
        ("", "/"),
    ],
)
def test_a_sent_form_leads_back_to_its_page_after_signing_in(came_from, page):
    request = RequestFactory().post("/profile/save/", headers={"Referer": came_from})
    request.user = SimpleNamespace(is_authenticated=False)

    answer = personal(lambda request: None)(request)

    assert unquote(answer["Location"]) == f"/accounts/login/?next={page}"


# The checks that refuse to start ----------------------------------------------------------------


def ungated(request):
    """A view whose gate was forgotten."""


class Ungated:
    """A resource whose action has an ability that its policy does not know."""

    policy = policies.item
    abilities = {"list": "fly"}


def listing(request):
    """The view of `Ungated`."""


listing.cls, listing.actions = Ungated, {"get": "list"}
urlpatterns = [path("ungated/", ungated), path("listing/", listing)]


def ids(found):
    return [error.id for error in found]


@override_settings(ROOT_URLCONF=__name__)
def test_a_route_without_a_gate_is_refused():
    [error] = checks.every_route_is_guarded(None)

    assert (error.id, error.msg) == ("roundtable.E001", "The route 'ungated/' has no gate.")


@override_settings(ROOT_URLCONF=__name__)
def test_an_action_of_the_api_without_an_ability_is_refused():
    assert ids(checks.every_api_action_has_an_ability(None)) == ["roundtable.E002"]


def test_a_table_without_an_owner_is_refused(monkeypatch):
    monkeypatch.delitem(checks.SHARED, "teams.User")

    [error] = checks.every_row_has_an_owner(None)

    assert (error.id, error.msg) == ("roundtable.E003", "teams.User belongs to no workspace.")


def test_every_option_that_sqlite_needs_is_asked_for(settings, monkeypatch):
    bare = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}}
    monkeypatch.setitem(settings.DATABASES, "bare", bare)

    assert ids(checks.sqlite_is_safe(None)) == ["roundtable.E004"] * 5


def test_debugging_at_a_public_address_is_refused(settings):
    settings.DEBUG, settings.PUBLIC_URL = True, "https://roundtable.example.com"

    assert ids(checks.nothing_unsafe_is_served(None)) == ["roundtable.E005"]


def test_a_short_secret_key_is_refused(settings):
    settings.SECRET_KEY = "short"

    assert ids(checks.nothing_unsafe_is_served(None)) == ["roundtable.E006"]


def test_answering_to_every_host_name_is_refused(settings):
    settings.ALLOWED_HOSTS = ["*"]

    assert ids(checks.nothing_unsafe_is_served(None)) == ["roundtable.E007"]


def test_as_it_stands_nothing_is_refused():
    found = [
        check(None)
        for check in (
            checks.every_route_is_guarded,
            checks.every_api_action_has_an_ability,
            checks.every_row_has_an_owner,
            checks.nothing_unsafe_is_served,
        )
    ]

    assert found == [[], [], [], []]

"""The walk as a test; see `tests/walk/__init__.py`.

On a second database it is a brief one: what each route answers to ten readers on one's own
objects, and on foreign ones to one reader for each kind of door. That tells whether that database
walls off more, or less, than the policies say; the rest is alike.
"""

import os
from difflib import unified_diff

import pytest
from django.core import mail

from tests.walk import addresses, overhearing, rows, standing, table, walking
from tests.walk.actors import Actor

pytestmark = pytest.mark.django_db
BRIEFLY = "DATABASE_URL" in os.environ
TRIED = addresses.stands_for_all if BRIEFLY else addresses.is_tried_by

# The routes in parts, so that they can be walked side by side.
PARTS = {
    "accounts": lambda route: route.pattern.startswith("accounts/"),
    "api": lambda route: route.is_api,
    "items": lambda route: "/c/<slug:campaign>/" in route.pattern,
    "the rest": lambda route: True,
}


def part_of(route):
    return next(name for name, holds in PARTS.items() if holds(route))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), standing.built() as made:
        yield made


# Each part is walked once, whichever worker the tests are dealt out to.
@pytest.fixture(
    scope="module",
    params=[pytest.param(part, marks=pytest.mark.xdist_group(f"walk {part}")) for part in PARTS],
)
def walked(request, world):
    """The routes of a part, and what came of walking them."""
    routes = [route for route in addresses.all_routes() if part_of(route) == request.param]
    return routes, walking.walk(world, routes, tried=TRIED)


def test_every_answer_is_what_the_policies_say_and_no_canary_leaks(walked):
    _routes, walk = walked

    assert walk.faults == []


@pytest.mark.xdist_group("walk accounts")
def test_a_mail_about_a_move_elsewhere_tells_what_its_reader_may_find(world):
    cell = walking.Cell(None, "POST", "own", "")
    step = walking.Step(cell, None, Actor("clerk", world.clerk), None)
    ear = overhearing.Ear(world.aviary, world.readers_by_mail())

    overhearing.send(overhearing.effects(name="plan.tell_moved"))

    assert [message.to for message in mail.outbox] == [[world.member("guest").email]]
    assert list(ear.in_mails(step)) == []


@pytest.mark.xdist_group("walk accounts")
def test_every_policy_shows_as_much_as_was_decided(world):
    assert rows.written(world) == rows.PATH.read_text()


def test_every_answer_is_the_one_that_was_decided(walked):
    assert differences(*walked, table.STATUSES) == []


def test_every_canary_sings_where_it_was_decided(walked):
    assert differences(*walked, table.CANARIES) == []


def test_the_table_names_no_route_that_is_gone():
    known = {route.shown for route in addresses.all_routes()}

    assert set(table.read(table.EXPECTED)) - known == set()


def differences(routes, walk, decided):
    lines = table.read(decided.path)
    before = [line for route in routes for line in lines[route.shown]]
    now = [line for route in routes for line in table.plain(decided.lines_of(walk, route))]
    if BRIEFLY:
        return sorted(met(walk, decided.facts_of(before)) ^ met(walk, decided.facts_of(now)))
    return list(unified_diff(before, now, "decided", "now", lineterm="", n=0))


def met(walk, facts):
    """Those of `facts` that a brief walk came by."""
    walked = {
        (cell.verb, cell.route.shown, cell.kind, reader)
        for cell, answers in walk.statuses.items()
        for reader in answers
    }
    return {fact for fact in facts if fact[0] in walked}

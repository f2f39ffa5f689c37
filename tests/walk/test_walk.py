"""The walk as a test; see `tests/walk/__init__.py`."""

from difflib import unified_diff

import pytest

from tests.walk import addresses, standing, table, walking

pytestmark = pytest.mark.django_db

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
    return routes, walking.walk(world, routes)


def test_every_answer_is_what_the_policies_say_and_no_canary_leaks(walked):
    _routes, walk = walked

    assert walk.faults == []


def test_every_answer_is_the_one_that_was_decided(walked):
    routes, walk = walked

    assert differences(walk, routes, table.EXPECTED, table.lines_of_statuses) == []


def test_every_canary_sings_where_it_was_decided(walked):
    routes, walk = walked

    assert differences(walk, routes, table.SEEN, table.lines_of_canaries) == []


def test_the_table_names_no_route_that_is_gone():
    known = {route.shown for route in addresses.all_routes()}

    assert set(table.read(table.EXPECTED)) - known == set()


def differences(walk, routes, path, lines_of):
    decided = table.read(path)
    before = [line for route in routes for line in decided[route.shown]]
    now = [line for route in routes for line in table.plain(lines_of(walk, route))]
    return list(unified_diff(before, now, "decided", "now", lineterm="", n=0))

"""Which tests the second database is spared."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st

from tests import covering
from tests.serving import ROOT

pytestmark = pytest.mark.alike

TESTS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.tuples(st.floats(0, 60), st.frozensets(st.sampled_from("STUVWXYZ"))),
)


@given(TESTS)
def test_those_that_stay_make_every_statement(tests):
    chosen = list(covering.cover(tests))

    assert made_by(tests, chosen) == made_by(tests, tests)
    assert len(chosen) == len(set(chosen))


@given(TESTS)
def test_each_of_those_that_stay_brought_something_new(tests):
    made = set()
    for name in covering.cover(tests):
        assert tests[name][1] - made
        made |= tests[name][1]


def made_by(tests, names):
    return frozenset().union(*(tests[name][1] for name in names))


def test_the_cheaper_one_of_two_alike_stays():
    tests = {"long": (3.0, frozenset("ST")), "short": (0.1, frozenset("ST"))}

    assert list(covering.cover(tests)) == ["short"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT a WHERE b IN (%s)", "SELECT a WHERE b IN (%s, %s, %s)"),
        ("INSERT INTO a VALUES (%s, %s)", "INSERT INTO a VALUES (%s, %s), (%s, %s)"),
        ('SAVEPOINT "s1401_x3"', 'SAVEPOINT "s7_x12"'),
        ("SELECT a LIMIT 21", "SELECT a LIMIT 100"),
    ],
)
def test_how_many_values_there_are_is_no_other_statement(one, other):
    assert covering.shape(one) == covering.shape(other)


def test_a_lock_is_another_statement_for_each_place_that_asks_for_it(tmp_path, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", QuerySet.select_for_update)
    noting = covering.Noting(tmp_path, "one")
    noting.note_locks()

    def elsewhere():
        return Session.objects.filter(pk="a").select_for_update(of=("self",))

    Session.objects.select_for_update(), elsewhere()

    assert {each.rpartition(".")[2] for each in noting.asked} == {
        "Session locked by test_a_lock_is_another_statement_for_each_place_that_asks_for_it",
        "elsewhere",
    }


def test_code_that_asks_which_database_it_is_stands_where_all_tests_run_on_both():
    asking = re.compile(r"\bconnections?(\[[^]]*\])?\.(vendor|features)\b")
    found = {
        str(file.relative_to(ROOT))
        for app in ("campaigns", "teams")
        for file in (ROOT / app).rglob("*.py")
        if asking.search(file.read_text())
    }

    assert found == set()


def test_another_column_is_another_statement():
    assert covering.shape("SELECT a WHERE b = %s") != covering.shape("SELECT a WHERE c = %s")

"""A card that is dragged from one person's column to another's is handed over by that one alone."""

import re

import pytest

from campaigns.plan import actions
from campaigns.plan.models import Item

HTMX = {"HX-Request": "true"}
BY_PERSON = "/w/acme/c/SPRING/board/?group=assignee"


@pytest.fixture
def people(person):
    return [person("member", name) for name in ("Ada", "Bo", "Cleo")]


@pytest.fixture
def film(plan, people):
    """A film of Ada and Bo, in Ada's column; Cleo has copy."""
    ada, bo, cleo = people
    film, copy = plan("film", "copy")
    actions.edit(copy, by=ada, version=1, assignees=[cleo])
    return actions.edit(film, by=ada, version=1, assignees=[ada, bo])


@pytest.fixture
def drop(film, people, signed_in):
    """`drop(to, by)` puts the film into a column, out of the column of somebody; the answer."""

    def put(to, by):
        sent = {"version": film.version, "assignees": to, "handed_by": by}
        browser = signed_in(people[0])
        return browser.post(f"/w/acme/c/SPRING/items/{film.number}/place/", sent, headers=HTMX)

    return put


def names(item):
    return sorted(item.assignments.values_list("member__name", flat=True))


def column_of(browser, item):
    """In whose column of the board the card of an item is."""
    board = browser.get(BY_PERSON).content.decode()
    before = board.partition(f'data-item="{item.pk}"')[0]
    return re.findall(r'<h2 id="column-\w+">(?:<svg.*?</svg>)?([^<]+)', before)[-1]


def test_whoever_else_has_it_keeps_it(film, drop, people, signed_in):
    ada, _bo, cleo = people

    answer = drop(cleo.pk, ada.pk)

    assert answer.status_code == 204
    assert names(film) == ["Bo", "Cleo"]
    assert column_of(signed_in(ada), film) == "Cleo"


def test_what_is_handed_to_one_who_has_it_already_is_theirs(film, drop, people, signed_in):
    ada, bo, _cleo = people

    drop(bo.pk, ada.pk)

    assert names(film) == ["Bo"]


def test_in_the_column_of_nobody_it_is_nobodys(film, drop, people):
    drop("none", people[0].pk)

    assert names(film) == []


def test_undo_puts_it_back_where_it_was_with_all_its_people(film, drop, people, signed_in):
    ada, _bo, cleo = people
    browser = signed_in(ada)
    undo = re.search(r'"undo": "([^"]+)', drop(cleo.pk, ada.pk)["HX-Trigger"])[1]

    browser.post(undo, headers=HTMX)

    assert names(Item.objects.get(pk=film.pk)) == ["Ada", "Bo"]
    assert column_of(browser, film) == "Ada"

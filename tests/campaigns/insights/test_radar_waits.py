"""What ends a wait, and what does not: the giver's own words, what was undone, and time."""

from datetime import datetime

import pytest

from campaigns.insights import radar_queries
from campaigns.plan import actions
from teams.models import Partner, Team
from tests.campaigns.insights.handing import BERLIN, add, at, look, rounded
from tests.forgetting import forget

pytestmark = pytest.mark.usefixtures("in_berlin")


@pytest.fixture
def handed(campaign, teams, hands):
    """`handed(kind)` is an item that Ada handed over to Ben's team on Tuesday at nine."""
    ada, ben, edit = hands

    def hand_over(kind):
        if kind == "freed":
            copy = add(campaign, ada, "copy", team=teams["Web"])
            booth = add(campaign, ada, "booth", team=teams["Events"], waits_for=[copy])
        else:
            booth = add(campaign, ada, "booth", team=teams["Web"], assignees=[ada])
        with at(3, 9):
            if kind == "freed":
                edit(copy, ada, status="done")
            elif kind == "team":
                edit(booth, ada, team=teams["Events"])
            elif kind == "people":
                edit(booth, ada, assignees=[ben])
            else:
                edit(booth, ada, status="review")
        return booth

    return hand_over


@pytest.mark.parametrize("kind", ["freed", "team", "people", "review"])
def test_what_the_giver_says_afterwards_is_no_first_move(kind, handed, hands, person):
    ada, ben, edit = hands
    booth = handed(kind)
    with at(3, 10):
        actions.comment(booth, by=ada, body="It is yours now")
        edit(booth, ada, checklist=[["Read this", False]])
    still = [len(pair.waiting) for pair in look(person).pairs]
    with at(3, 15):
        actions.comment(booth, by=ben, body="Seen")

    [pair] = look(person).pairs

    assert still == [1]
    assert rounded(pair.lengths) == [0.25]


def test_who_handed_over_ends_the_wait_by_taking_the_work_up(handed, hands, person):
    ada, _ben, edit = hands
    booth = handed("people")
    with at(3, 15):
        edit(booth, ada, status="blocked")
    with at(4, 9):
        edit(booth, ada, status="doing")

    [pair] = look(person).pairs

    assert rounded(pair.lengths) == [1.0]


@pytest.mark.parametrize("kind", ["status", "comment"])
def test_an_undone_first_move_was_none_until_it_is_done_again(
    kind, campaign, handed, hands, person
):
    _ada, ben, edit = hands
    booth = handed("team")
    with at(3, 15):
        if kind == "status":
            edit(booth, ben, status="doing")
        else:
            actions.comment(booth, by=ben, body="Seen")
        moved = ben.newest

    def lengths():
        return [rounded(pair.lengths) for pair in look(person).pairs]

    moves = [lengths()]
    for _undo, hour in (("undo", 16), ("redo", 17), ("undo", 18)):
        with at(3, hour):
            actions.undo(campaign, moved, by=ben)
        moved = ben.newest
        moves.append(lengths())

    assert moves == [[[0.25]], [[]], [[0.25]], [[]]]


def test_what_was_given_back_and_undone_has_not_bounced(campaign, hands, person):
    ada, ben, edit = hands
    film = add(campaign, ada, "film", assignees=[ada])
    flyer = add(campaign, ada, "flyer", status="review")
    with at(3, 9):
        edit(film, ada, assignees=[ben])
        edit(film, ben, assignees=[ada])
        given_back = ben.newest
        edit(flyer, ben, status="doing")
        back_from_review = ben.newest
    before = {each.item for each in look(person).bounces}
    for revision in (given_back, back_from_review):
        actions.undo(campaign, revision, by=ben)
    undone = [each.item for each in look(person).bounces]
    actions.undo(campaign, ben.newest, by=ben)

    [again] = look(person).bounces

    assert (before, undone) == ({film.pk, flyer.pk}, [])
    assert (again.item, again.reviews, again.returns) == (flyer.pk, 1, 0)


@pytest.mark.parametrize("kind", ["freed", "team", "people", "review"])
def test_what_waits_longer_than_one_looks_back_still_waits(kind, handed, person):
    booth = handed(kind)
    later = datetime(2026, 4, 13, 9, tzinfo=BERLIN)  # 41 days after; nobody moved

    [pair] = radar_queries.look(person("manager"), 28, now=later).pairs

    [(length, wait)] = pair.waiting
    assert (wait.item, round(length, 4)) == (booth.pk, 29.0)


def test_what_was_taken_up_before_the_days_looked_at_is_not_counted(handed, hands, person):
    _ada, ben, _edit = hands
    booth = handed("team")
    with at(4, 9):
        actions.comment(booth, by=ben, body="Seen")
    later = datetime(2026, 4, 13, 9, tzinfo=BERLIN)

    found = [radar_queries.look(person("manager"), span, now=later) for span in (28, 90)]

    assert [[pair.cases for pair in each.pairs] for each in found] == [[], [1]]


def test_what_was_handed_over_before_and_taken_up_in_these_days_is_counted(handed, hands, person):
    _ada, ben, edit = hands
    booth = handed("team")
    with at(31, 9):
        edit(booth, ben, status="done")
    later = datetime(2026, 4, 13, 9, tzinfo=BERLIN)

    [pair] = radar_queries.look(person("manager"), 28, now=later).pairs

    assert rounded(pair.lengths) == [20.0]


@pytest.fixture
def functions(teams, workspace):
    """Web does inbound, Events events; Fairs does events too, Studio is an agency."""
    for name, function in (("Web", "inbound"), ("Events", "events"), ("Fairs", "events")):
        teams[name], _made = Team.objects.get_or_create(workspace=workspace, name=name)
        teams[name].function = function
        teams[name].save()
    forget()
    return Partner.objects.create(workspace=workspace, name="Studio", kind="agency")


def test_handoffs_are_told_between_functions_too(campaign, hands, teams, functions, person):
    ada, ben, edit = hands
    studio = person("guest", "Lucie", partner=functions)
    page = add(campaign, ada, "page", team=teams["Web"], assignees=[ada])
    fair = add(campaign, ada, "fair", team=teams["Events"])
    with at(3, 9):
        edit(page, ada, team=teams["Events"])
        edit(fair, ada, team=teams["Fairs"])
        edit(page, ada, assignees=[ben])
        edit(page, ada, assignees=[studio])

    found = {
        by: sorted((pair.giver, pair.taker) for pair in look(person, by=by).pairs)
        for by in ("team", "function")
    }

    assert found == {
        "team": [("Events", "Fairs"), ("Events", "Studio"), ("Web", "Events")],
        "function": [("Events", "Agency"), ("Inbound marketing", "Events")],
    }

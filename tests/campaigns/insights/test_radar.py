"""The handoff radar against a small log that was reckoned by hand.

A week of a Monday to Friday workspace in Berlin; every moment is written out, and what each
figure must be stands beside it.
"""

from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.insights import radar
from campaigns.insights.radar_views import shown
from campaigns.plan import actions
from tests import furniture
from tests.campaigns.insights.handing import add, at, look, rounded

pytestmark = pytest.mark.usefixtures("in_berlin")


def test_work_waits_from_the_last_blocker_to_the_first_move(campaign, person, teams, hands):
    ada, ben, edit = hands
    first = add(campaign, ada, "copy", team=teams["Web"])
    second = add(campaign, ada, "images", team=teams["Web"])
    booth = add(campaign, ben, "booth", team=teams["Events"], waits_for=[first, second])
    with at(3, 9):
        edit(first, ada, status="done")  # one of two: nothing is free yet
    with at(5, 12):
        edit(second, ada, status="done")  # Thursday noon: the booth can begin
    with at(9, 18):
        edit(booth, ben, status="doing")  # Monday evening

    [pair] = look(person).pairs

    half_thursday, friday, monday_till_six = 0.5, 1.0, 0.75
    assert (pair.giver, pair.taker, pair.cases, pair.few) == ("Web", "Events", 1, True)
    assert rounded(pair.lengths) == [half_thursday + friday + monday_till_six]
    assert pair.waiting == []


def test_a_review_is_not_begun_by_who_asked_for_it(campaign, person, teams, hands):
    ada, ben, edit = hands
    flyer = add(campaign, ada, "flyer", team=teams["Web"])
    with at(3, 6):
        edit(flyer, ada, status="review")
    with at(3, 7):
        actions.comment(flyer, by=ada, body="Here it is")
    with at(3, 12):
        actions.comment(flyer, by=ben, body="Looking")
    with at(4, 12):
        edit(flyer, ada, status="doing")

    found = look(person)

    [pair] = found.pairs
    assert (pair.giver, pair.taker, rounded(pair.lengths)) == ("Web", "Review", [0.25])
    assert [(each.item, each.reviews, each.returns) for each in found.bounces] == [(flyer.pk, 1, 0)]


def test_an_item_given_to_another_team_waits_until_now(campaign, person, teams, hands):
    ada, _ben, edit = hands
    page = add(campaign, ada, "page", team=teams["Web"])
    with at(13, 12):
        edit(page, ada, team=teams["Events"])  # Friday noon; it is Monday noon now

    [pair] = look(person).pairs

    assert (pair.giver, pair.taker, pair.cases) == ("Web", "Events", 0)
    assert (pair.median, pair.ninetieth) == (None, None)
    assert rounded([pair.longest[0]]) == [1.0]


def test_what_goes_to_people_of_another_team_and_back_has_bounced(campaign, person, teams, hands):
    ada, ben, edit = hands
    film = add(campaign, ada, "film", assignees=[ada])
    with at(3, 0):
        edit(film, ada, assignees=[ben])
    with at(4, 0):
        edit(film, ben, assignees=[ada])
    with at(4, 6):
        actions.comment(film, by=ben, body="Yours again")

    found = look(person)

    lengths = {(pair.giver, pair.taker): rounded(pair.lengths) for pair in found.pairs}
    assert lengths == {("Web", "Events"): [1.0], ("Events", "Web"): []}
    assert [(each.item, each.reviews, each.returns) for each in found.bounces] == [(film.pk, 0, 1)]


def test_nothing_waits_before_its_first_day(campaign, person, teams, hands):
    ada, ben, edit = hands
    copy = add(campaign, ada, "copy", team=teams["Web"])
    values = {"team": teams["Events"], "waits_for": [copy], "assignees": [ben]}
    add(campaign, ben, "booth", start_on="2026-03-12", **values)
    add(campaign, ben, "party", start_on="2026-03-20", **values)
    with at(3, 12):
        edit(copy, ada, status="done")

    found = look(person)

    [pair], [queue] = found.pairs, found.queues
    thursday_friday_and_half_a_monday = 2.5
    assert [length for length, _wait in pair.waiting] == [thursday_friday_and_half_a_monday]
    assert [item.title for item in queue.ready] == ["booth"]
    assert round(queue.age, 4) == thursday_friday_and_half_a_monday


def test_a_wait_is_as_long_for_whoever_looks(campaign, person, teams, hands, signed_in):
    ada, _ben, edit = hands
    page = add(campaign, ada, "page", team=teams["Web"])
    with at(6, 20):
        edit(page, ada, team=teams["Events"])  # Friday evening in Berlin, Saturday in Shanghai
    told = []
    for zone in ("Europe/Berlin", "Asia/Shanghai", "America/Los_Angeles"):
        with timezone.override(ZoneInfo(zone)):
            [pair] = look(person).pairs
            told.append(rounded([pair.longest[0]]))

    four_hours_five_days_and_a_half = round(4 / 24 + 5 + 0.5, 4)
    assert told == [[four_hours_five_days_and_a_half]] * 3


def test_a_day_that_is_nearly_over_is_told_as_a_day():
    assert [shown(length) for length in (0.97, 0.99)] == ["23 hours", "1.0 days"]


def test_what_was_undone_was_no_handoff(campaign, person, teams, hands):
    ada, _ben, edit = hands
    page = add(campaign, ada, "page", team=teams["Web"])
    with at(3, 9):
        edit(page, ada, team=teams["Events"])
        actions.undo(campaign, ada.newest, by=ada)

    assert look(person).pairs == []


def test_the_queue_at_a_person_counts_what_is_ready(campaign, person, teams, hands):
    ada, ben, edit = hands
    ready = [add(campaign, ada, f"ready {number}", assignees=[ben]) for number in range(3)]
    held = add(campaign, ada, "held", assignees=[ben], waits_for=[ready[0]])
    done = add(campaign, ada, "done", assignees=[ada])
    given = add(campaign, ada, "given", assignees=[ada])
    with at(6, 12):
        edit(done, ada, status="done")
        edit(given, ada, assignees=[ben])
        edit(ready[1], ada, status="blocked")

    ben_s, *others = look(person).queues

    assert others == []
    assert (ben_s.member, ben_s.done, ben_s.weeks) == (ben, 0, None)
    assert {item.pk for item in ben_s.ready} == {ready[0].pk, ready[2].pk, given.pk}
    assert held.pk not in {item.pk for item in ben_s.ready}
    only_their_own_waits = 0
    assert (ben_s.holding, ben_s.is_jammed) == (only_their_own_waits, False)
    since_monday_eight_till_monday_noon = 10 + 4 / 24
    assert ben_s.oldest.pk in {ready[0].pk, ready[2].pk}
    assert round(ben_s.age, 4) == round(since_monday_eight_till_monday_noon, 4)


def test_the_nearest_rank_and_the_middle():
    pair = radar.Pair("Web", "Events", ended=[(float(n), None) for n in (4, 1, 3, 2)])
    ten = radar.Pair("Web", "Events", ended=[(float(n), None) for n in range(1, 11)])

    assert (pair.median, pair.ninetieth, pair.few) == (2.5, 4.0, True)
    assert (ten.median, ten.ninetieth, ten.few) == (5.5, 9.0, False)


@pytest.mark.parametrize("page", ["/w/acme/radar/", "/w/acme/c/SPRING/radar/"])
def test_the_radar_asks_as_often_for_twenty_items_as_for_two(
    page, campaign, person, teams, hands, signed_in
):
    ada, ben, edit = hands
    browser = signed_in(person("manager"))

    def busy(number):
        for item in furniture.furnish(campaign, person, number):
            edit(item, ada, team=teams["Web"], status="review")
            edit(item, ben, team=teams["Events"], assignees=[ben], status="doing")
            edit(item, ada, assignees=[ada])

    busy(2)
    browser.get(page)
    for_two = statements(browser, page)
    busy(18)

    assert statements(browser, page) == for_two
    session_and_user = 2
    assert for_two <= session_and_user + 8


def statements(browser, address):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_the_radar_is_the_teams_own(campaign, person, signed_in):
    furniture.grant(campaign, person("guest"))
    pages = ("/w/acme/radar/", "/w/acme/c/SPRING/radar/")

    answers = {
        role: [signed_in(person(role)).get(page).status_code for page in pages]
        for role in ("owner", "manager", "member", "sales", "guest")
    }

    assert answers == {
        "owner": [200, 200],
        "manager": [200, 200],
        "member": [200, 200],
        "sales": [200, 200],
        "guest": [403, 403],
    }

"""Work that is handed over is weighed first: whoever is away or has too much is listed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from campaigns.plan import actions as plan
from campaigns.plan.models import Item
from campaigns.plan.moving import actions
from teams.actions import calendars
from workspace.kernel.refusals import Invalid

MONDAY = date(2031, 3, 3)
FRIDAY = MONDAY + timedelta(4)


@pytest.fixture
def ada(person):
    return person("member", "Ada")


@pytest.fixture
def bo(person):
    return person("member", "Bo")


@pytest.fixture
def film(campaign, person, ada):
    """An item of thirty hours in one week, which Ada has."""
    return work(campaign, person, "film", ada, 30)


def work(campaign, person, title, who, hours):
    values = {"start_on": MONDAY, "due_on": FRIDAY, "estimate": Decimal(hours)}
    return plan.add(campaign, by=person("owner"), title=title, assignees=[who], **values)


def give(item, by, *people, **how):
    return actions.edit(item, by=by, version=item.version, weigh=True, assignees=people, **how)


def listed(item, by, *people, **how):
    """[(name, days away, weeks)] of the list that comes first."""
    with pytest.raises(actions.Unseen) as asked:
        give(item, by, *people, **how)
    assert {each.member_id for each in item.assignments.all()}.isdisjoint(p.pk for p in people)
    return [(s.member.name, s.away, s.weeks) for s in asked.value.preview.strains]


def test_who_has_time_is_given_work_at_once(film, ada, bo):
    give(film, ada, bo)

    assert [each.member for each in film.assignments.all()] == [bo]


def test_who_is_away_is_listed_with_the_days(film, ada, bo):
    calendars.add_time_off(bo, by=bo, first_on=FRIDAY, last_on=FRIDAY + timedelta(9))

    found = listed(film, ada, bo)

    assert found == [("Bo", (FRIDAY,), ())]  # thirty of thirty-two hours


def test_who_would_have_too_much_is_listed_with_the_week(campaign, person, film, ada, bo):
    work(campaign, person, "stand", bo, 20)

    found = listed(film, ada, bo)

    assert found == [("Bo", (), ((MONDAY, 50.0, 40.0),))]


def test_who_works_less_is_not_away_on_their_free_days(film, ada, bo):
    calendars.set_time(bo, by=bo, version=1, working_days=0b0001111)

    give(film, ada, bo)

    assert [each.member for each in film.assignments.all()] == [bo]


@pytest.mark.parametrize(
    "days", [{"start_on": FRIDAY + timedelta(9)}, {"start_on": None, "due_on": date.max}]
)
def test_days_that_cannot_be_are_refused_before_they_are_weighed(days, film, ada, bo):
    with pytest.raises(Invalid):
        give(film, ada, bo, **days)


def test_the_list_is_confirmed_by_its_seal_and_seen_anew_when_it_is_another(
    campaign, person, film, ada, bo
):
    work(campaign, person, "stand", bo, 20)
    with pytest.raises(actions.Unseen) as asked:
        give(film, ada, bo)
    seal = asked.value.preview.seal
    work(campaign, person, "another", bo, 1)
    with pytest.raises(actions.Unseen) as changed:
        give(film, ada, bo, confirm="all", seen=seal)

    give(film, ada, bo, confirm="all", seen=changed.value.preview.seal)

    assert changed.value.anew
    assert [each.member for each in film.assignments.all()] == [bo]


def test_both_are_weighed_where_work_goes_to_another_person_and_week(film, ada, bo):
    later = {"start_on": MONDAY + timedelta(7), "due_on": FRIDAY + timedelta(7)}
    calendars.add_time_off(bo, by=bo, first_on=later["start_on"], last_on=later["start_on"])

    found = listed(film, ada, bo, **later)

    assert found == [("Bo", (later["start_on"],), ())]


def test_the_workload_page_asks_and_saves_once_it_is_confirmed(
    campaign, person, film, ada, bo, signed_in
):
    work(campaign, person, "stand", bo, 20)
    browser, path = signed_in(ada), f"/w/acme/c/SPRING/items/{film.number}/"
    sent = {"version": film.version, "weigh": "1", "assignees": bo.pk}

    asked = browser.post(f"{path}change/", sent, headers={"HX-Request": "true"})
    words = asked.content.decode()
    before = [each.member for each in film.assignments.all()]
    answer = {"confirm": "all", "seen": words.partition('name="seen" value="')[2][:32]}
    browser.post(f"{path}change/", sent | answer, headers={"HX-Request": "true"})

    assert asked["Plan-Asks"] == "first"
    assert "Bo would have 50 of 40 hours in the week of" in words
    assert 'name="weigh" value="1"' in words
    assert (before, Item.objects.get(pk=film.pk).assignments.get().member) == ([ada], bo)


def test_a_week_that_is_too_full_is_said_when_work_is_moved_there(
    campaign, person, film, ada, signed_in
):
    nxt = timedelta(7)
    stand = work(campaign, person, "stand", ada, 20)
    moved = {"start_on": MONDAY + nxt, "due_on": FRIDAY + nxt}
    plan.edit(stand, by=ada, version=stand.version, **moved)
    sent = {"version": film.version, "weigh": "1"} | moved

    asked = signed_in(ada).post(
        f"/w/acme/c/SPRING/items/{film.number}/move/", sent, headers={"HX-Request": "true"}
    )

    assert "Ada would have 50 of 40 hours in the week of" in asked.content.decode()
    assert 'name="weigh" value="1"' in asked.content.decode()

"""Work that is handed over is weighed first: whoever is away or has too much is listed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from campaigns.plan import actions as plan
from campaigns.plan.models import Item
from campaigns.plan.moving import actions, strain
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


def renewed(item):
    return Item.objects.select_related("campaign").get(pk=item.pk)


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


def asked_for(browser, path, sent):
    """The words of the list that comes first, and the answer once it is confirmed."""
    asked = browser.post(path, sent, headers={"HX-Request": "true"})
    words = asked.content.decode()
    answer = {"confirm": "all", "seen": words.partition('name="seen" value="')[2][:32]}
    assert asked["Plan-Asks"] == "first"
    return words, browser.post(path, sent | answer, headers={"HX-Request": "true"})


def test_the_workload_page_asks_and_saves_once_it_is_confirmed(
    campaign, person, film, ada, bo, signed_in
):
    work(campaign, person, "stand", bo, 20)
    path = f"/w/acme/c/SPRING/items/{film.number}/change/"
    sent = {"version": film.version, "weigh": "1", "assignees": bo.pk}

    words, _saved = asked_for(signed_in(ada), path, sent)

    assert "Bo would have 50 of 40 hours in the week of" in words
    assert 'name="weigh" value="1"' in words
    assert Item.objects.get(pk=film.pk).assignments.get().member == bo


def test_a_card_that_is_dropped_on_a_person_asks_first(campaign, person, film, ada, bo, signed_in):
    stand = work(campaign, person, "stand", bo, 20)
    path = f"/w/acme/c/SPRING/items/{film.number}/place/"
    sent = {"version": film.version, "assignees": bo.pk, "below": stand.pk}

    words, saved = asked_for(signed_in(ada), path, sent)

    assert "Bo would have 50 of 40 hours in the week of" in words
    assert saved.status_code == 204
    dropped = Item.objects.get(pk=film.pk)
    assert dropped.assignments.get().member == bo
    assert dropped.rank < stand.rank


def test_a_card_that_is_dropped_without_a_new_person_asks_nothing(
    campaign, person, film, ada, signed_in
):
    work(campaign, person, "stand", ada, 20)
    path = f"/w/acme/c/SPRING/items/{film.number}/place/"
    sent = {"version": film.version, "assignees": ada.pk, "status": "doing"}

    saved = signed_in(ada).post(path, sent, headers={"HX-Request": "true"})

    assert (saved.status_code, Item.objects.get(pk=film.pk).status) == (204, "doing")


def test_rows_that_are_assigned_together_are_weighed_together(
    campaign, person, film, ada, bo, signed_in
):
    page = work(campaign, person, "page", ada, 54)  # each is shared with Ada from here on
    sent = {"item": [film.pk, page.pk], "assign": bo.pk}

    words, _saved = asked_for(signed_in(ada), "/w/acme/c/SPRING/items/bulk/", sent)

    assert "Bo would have 42 of 40 hours in the week of" in words
    assert "(2 items)" in words
    assert set(bo.assignments.values_list("item", flat=True)) == {film.pk, page.pk}


@pytest.mark.parametrize("count", [1, 20])
def test_weighing_costs_the_same_for_one_row_and_for_twenty(
    count, campaign, person, ada, bo, django_assert_num_queries
):
    rows = [work(campaign, person, f"row {n}", ada, 1) for n in range(count)]

    with django_assert_num_queries(6):
        strain.of_changes(rows, {}, {"add_assignees": [bo]}, ada)


def test_what_has_ended_or_is_over_is_nobodys_burden(campaign, person, film, ada, bo):
    calendars.add_time_off(bo, by=bo, first_on=MONDAY, last_on=FRIDAY)
    plan.edit(film, by=ada, version=film.version, status="done")
    past = plan.add(campaign, by=ada, title="past", start_on=date(2020, 3, 2), estimate=90)

    found = strain.of_changes([Item.objects.get(pk=film.pk), past], {}, {"assignees": [bo]}, ada)

    assert found == []


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


def test_work_that_began_long_ago_is_weighed_over_all_its_days(campaign, person, ada, bo):
    today = timezone.localdate()
    begun, end = today - timedelta(800), today + timedelta(40)
    values = {"start_on": begun, "due_on": end, "estimate": Decimal(2_000)}
    item = plan.add(campaign, by=person("owner"), title="evergreen", assignees=[ada], **values)

    first, last = end - timedelta(30), end + timedelta(9)
    calendars.add_time_off(ada, by=ada, first_on=first, last_on=last)

    give(item, ada, bo)
    assert [each.member for each in item.assignments.all()] == [bo]
    [(_name, away, weeks)] = listed(renewed(item), ada, ada)

    assert (first <= away[0], away[-1] <= end, weeks) == (True, True, ())

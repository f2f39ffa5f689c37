"""How much work a person has in a week, and the page that shows it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campaigns.insights import workload_queries
from campaigns.plan import actions
from campaigns.schedule import workload
from campaigns.schedule.days import WorkingDays, of_person
from teams.actions import calendars, members
from tests import furniture
from tests.forgetting import forget

MONDAY = date(2026, 11, 2)
WEEKDAYS = 0b0011111
some_days = st.dates(date(2026, 10, 20), date(2026, 11, 30))


def portion(start, due, hours=8.0, items=1, without=0):
    return workload.Portion(start, due, items, hours, without)


def hours_of(portions, days=None, weekly=40, weeks=2):
    mondays = workload.weeks_from(MONDAY, weeks)
    found = workload.cells(portions, mondays, days or WorkingDays(WEEKDAYS), weekly)
    return [round(cell.hours, 2) for cell in found]


def test_hours_are_spread_over_the_working_days_of_an_item():
    assert hours_of([portion(date(2026, 11, 5), date(2026, 11, 10), 8)]) == [4.0, 4.0]


def test_days_off_leave_fewer_hours_and_take_none():
    away = [(date(2026, 11, 4), date(2026, 11, 6))]
    days = of_person(WorkingDays(WEEKDAYS, frozenset({date(2026, 11, 9)})), None, away)
    mondays = workload.weeks_from(MONDAY, 2)

    cells = workload.cells([portion(MONDAY, date(2026, 11, 13), 12)], mondays, days, 40)

    assert [cell.capacity for cell in cells] == [16.0, 32.0]
    assert [cell.hours for cell in cells] == [4.0, 8.0]


def test_work_on_days_of_rest_falls_on_the_week_in_which_it_is_due():
    assert hours_of([portion(date(2026, 11, 7), date(2026, 11, 8), 6)]) == [6.0, 0.0]


def test_a_week_with_more_work_than_hours_says_how_much():
    week = [portion(MONDAY, date(2026, 11, 6), 30.0), portion(MONDAY, date(2026, 11, 3), 16.0)]

    [cell] = workload.cells(week, [MONDAY], WorkingDays(WEEKDAYS), Decimal(40))

    assert (cell.over, cell.items) == (6.0, 2)


def test_of_a_guest_no_hours_are_known_and_none_are_too_many():
    [cell] = workload.cells([portion(MONDAY, MONDAY, 90)], [MONDAY], WorkingDays(WEEKDAYS))

    assert (cell.capacity, cell.over) == (None, 0.0)


def test_two_items_due_on_one_day_are_marked():
    due = date(2026, 11, 12)
    work = [portion(MONDAY, due), portion(due, due), portion(MONDAY, MONDAY)]

    cells = workload.cells(work, workload.weeks_from(MONDAY, 2), WorkingDays(WEEKDAYS), 40)

    assert [cell.clashes for cell in cells] == [[], [(due, 2)]]


@given(some_days, st.integers(0, 20), st.floats(0, 100), st.integers(1, 127))
def test_no_hour_is_lost_or_made_by_spreading(start, length, hours, mask):
    due = start + timedelta(length)
    mondays = workload.weeks_from(date(2026, 10, 12), 12)

    cells = workload.cells([portion(start, due, hours)], mondays, WorkingDays(mask), 40)

    assert sum(cell.hours for cell in cells) == pytest.approx(hours)


# With rows ------------------------------------------------------------------------------------


@pytest.fixture
def ada(person):
    return person("member", name="Ada")


@pytest.fixture
def monday():
    return workload.monday(timezone.localdate())


def add(campaign, by, who, start, due, **values):
    values = {"title": "Work", "estimate": Decimal(10), **values}
    return actions.add(campaign, by=by, assignees=who, start_on=start, due_on=due, **values)


def loads(reader, monday, **wanted):
    found = workload_queries.load(reader, monday, timezone.localdate(), **wanted)
    return {row.member.name: row for row in found.rows}


def test_hours_are_shared_by_those_who_share_an_item(campaign, person, ada, monday):
    bo = person("member", name="Bo")
    add(campaign, ada, [ada, bo], monday, monday + timedelta(4))
    add(campaign, ada, [bo], monday, monday, estimate=None)

    found = loads(ada, monday)

    assert [found[name].cells[0].hours for name in ("Ada", "Bo")] == [5.0, 5.0]
    assert (found["Bo"].cells[0].items, found["Bo"].cells[0].without) == (2, 1)


def test_hours_follow_the_holidays_of_each_person(campaign, person, ada):
    christmas, founders = date(2026, 12, 25), date(2027, 2, 8)
    days = [(christmas, "Christmas", False), (founders, "Founders' day", False)]
    calendars.add_holidays(by=person("manager", name="Mara"), days=days)
    calendars.set_time(ada, by=ada, version=1, holiday_country="CN")
    forget()

    found = {
        week: [loads(ada, week)[name].cells[0].capacity for name in ("Ada", "Mara")]
        for week in (date(2026, 12, 21), date(2027, 2, 8))
    }

    assert found == {date(2026, 12, 21): [40.0, 32.0], date(2027, 2, 8): [16.0, 32.0]}


def test_who_has_left_shares_in_nothing(campaign, person, ada, monday, signed_in):
    bo = person("member", name="Bo")
    add(campaign, ada, [ada, bo], monday, monday + timedelta(4), estimate=Decimal(20))
    members.remove(bo, by=person("owner"), version=1)

    cell = loads(ada, monday)["Ada"].cells[0]
    opened = signed_in(ada).get(f"/w/acme/workload/?person={ada.pk}&when={monday}")

    assert (cell.hours, cell.items) == (20.0, 1)
    [row] = [row for row in opened.context["rows"] if row.id == ada.pk]
    assert [(item.shared, item.people) for item in row.opened.items] == [(0, str(ada.pk))]


def test_campaigns_whose_pressing_work_meets_in_a_week_are_named_in_the_row(
    campaign, workspace, person, ada, monday, signed_in
):
    autumn = furniture.campaign(workspace, by=ada, key="AUTUMN", name="Autumn fair")
    add(campaign, ada, [ada], monday, monday + timedelta(8), priority=1)
    add(autumn, ada, [ada], monday + timedelta(1), monday + timedelta(2), priority=2)
    add(autumn, ada, [ada], monday + timedelta(15), monday + timedelta(16), priority=3)

    cells = loads(ada, monday)["Ada"].cells
    page = signed_in(ada).get("/w/acme/workload/").content.decode()

    assert [cell.rivals for cell in cells[:3]] == [["Autumn fair", campaign.name], [], []]
    assert "2 campaigns press" in page


def test_finished_trashed_and_closed_work_is_none(campaign, ada, monday):
    done = add(campaign, ada, [ada], monday, monday)
    actions.edit(done, by=ada, version=done.version, status="done")
    gone = add(campaign, ada, [ada], monday, monday)
    actions.trash(campaign, [gone.pk], by=ada)

    assert loads(ada, monday)["Ada"].cells[0].items == 0


def test_late_and_undated_items_are_counted_beside_the_weeks(campaign, ada, monday):
    before = timezone.localdate() - timedelta(30)
    add(campaign, ada, [ada], before, before)
    add(campaign, ada, [ada], None, None)

    row = loads(ada, monday)["Ada"]

    assert (row.late, row.undated, sum(cell.items for cell in row.cells)) == (1, 1, 0)


def test_own_days_and_holidays_count(campaign, ada, person, monday):
    calendars.set_time(ada, by=ada, version=ada.version, weekly_hours=Decimal(24), working_days=7)
    calendars.add_holiday(by=person("manager"), day=monday, name="Holiday")

    row = loads(ada, monday)["Ada"]

    assert [cell.capacity for cell in row.cells[:2]] == [16.0, 24.0]


@pytest.mark.parametrize(
    ("role", "status"), [("manager", 200), ("sales", 200), ("guest", 403), (None, 302)]
)
def test_the_page_is_for_the_team(role, status, workspace, person, signed_in):
    browser = signed_in(role and person(role))

    assert browser.get("/w/acme/workload/").status_code == status


def test_an_overloaded_week_says_so_in_words(campaign, ada, monday, signed_in):
    add(campaign, ada, [ada], monday, monday + timedelta(6), estimate=Decimal(50))

    page = signed_in(ada).get("/w/acme/workload/").content.decode()

    assert "10 h over" in page
    assert "1 person has more work than hours" in page


def test_an_open_cell_lists_its_items_with_their_ways_out(campaign, ada, monday, signed_in):
    item = add(campaign, ada, [ada], monday, monday + timedelta(1), title="Landing page")
    query = {"person": ada.pk, "when": monday.isoformat()}

    page = signed_in(ada).get("/w/acme/workload/", query).content.decode()

    assert "Landing page" in page
    assert f'action="/w/acme/c/SPRING/items/{item.number}/move/"' in page
    assert f'value="{(monday + timedelta(8)).isoformat()}"' in page


def test_who_may_not_edit_is_offered_no_move(campaign, ada, person, monday, signed_in):
    add(campaign, ada, [ada], monday, monday)
    query = {"person": ada.pk, "when": monday.isoformat()}

    page = signed_in(person("sales")).get("/w/acme/workload/", query).content.decode()

    assert "data-load-item" in page
    assert "data-when>" not in page
    assert "draggable" not in page


@pytest.mark.parametrize(
    "query", ["from=nonsense", "from=9999-12-31", "person=x&when=y", "team=99999999999999999999",
              "person=5&when=0001-01-01", "campaign=1,2,,x", "q=%00", "show=money"]
)  # fmt: skip
def test_whatever_the_address_says_the_page_comes(query, ada, signed_in):
    assert signed_in(ada).get(f"/w/acme/workload/?{query}").status_code == 200


def test_filters_narrow_the_people_and_the_work(campaign, person, ada, monday, signed_in):
    add(campaign, ada, [ada], monday, monday)
    person("member", name="Bo")

    assert loads(ada, monday, campaigns_wanted=[0])["Ada"].cells[0].items == 0
    page = signed_in(ada).get("/w/acme/workload/?q=bo").content.decode()
    assert 'id="load-' in page
    assert f'id="load-{ada.pk}"' not in page


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_asks_as_much_for_one_row_as_for_many(
    count, campaign, person, ada, monday, signed_in, django_assert_num_queries
):
    for number in range(count):
        colleague = person("member", name=f"Colleague {number}")
        add(campaign, ada, [ada, colleague], monday, monday + timedelta(number))
    browser = signed_in(ada)
    address = f"/w/acme/workload/?person={ada.pk}&when={monday}"
    browser.get(address)

    with django_assert_num_queries(9):
        browser.get(address)

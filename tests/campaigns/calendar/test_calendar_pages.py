"""The plan by its days, in the browser's terms."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.calendar import laying
from campaigns.calendar.queries import Entry
from campaigns.plan import actions
from teams.models import Holiday
from tests import furniture
from tests.forgetting import forget

MONTH = "/w/acme/c/SPRING/calendar/?show=month&on=2026-12-10"
ALL = "/w/acme/calendar/?show=month&on=2026-12-10"
AGENDA = "/w/acme/c/SPRING/calendar/?show=agenda&on=2026-12-10"


def entry(pk, first, last, kind="task"):
    start, due = date(2026, 12, first), date(2026, 12, last)
    return Entry(pk, 1, pk, 1, f"Item {pk}", kind, "todo", start, due, 1, None)


def laid(week):
    return {bar.entry.pk: (bar.column, bar.width, bar.lane) for bar in week.bars}


def test_what_lasts_over_a_weekend_is_a_bar_in_each_of_its_weeks():
    [first, second] = laying.lay([entry(1, 11, 15)], [date(2026, 12, 7), date(2026, 12, 14)], 3)

    assert (laid(first), laid(second)) == ({1: (5, 3, 0)}, {1: (1, 2, 0)})
    assert [(bar.begins, bar.ends) for bar in first.bars + second.bars] == [
        (True, False),
        (False, True),
    ]


def test_what_finds_no_lane_is_counted_on_each_of_its_days():
    busy = [entry(1, 7, 9), entry(2, 7, 8), entry(3, 8, 9)]

    [week] = laying.lay(busy, [date(2026, 12, 7)], 2)

    assert laid(week) == {1: (1, 3, 0), 2: (1, 2, 1)}
    assert week.more == {2: 1, 3: 1}


@pytest.mark.parametrize(
    ("page", "count"),
    [
        (MONTH, 17),
        ("/w/acme/c/SPRING/calendar/?show=agenda&on=2026-12-01", 20),
        (ALL, 15),
        ("/w/acme/calendar/?show=agenda&on=2026-12-01", 18),
    ],
)
def test_a_calendar_asks_as_often_for_twenty_items_as_for_two(
    page, count, campaign, person, signed_in
):
    browser = signed_in(person("manager"))
    furniture.furnish(campaign, person, 2)
    browser.get("/w/acme/campaigns/")
    asked = []
    for more in (0, 18):
        furniture.furnish(campaign, person, more)
        forget()
        with CaptureQueriesContext(connection) as statements:
            assert browser.get(page).status_code == 200
        asked.append(len(statements))

    assert asked[0] == asked[1] <= count


def test_an_unchanged_calendar_asks_eight_times_at_most(campaign, person, signed_in):
    browser = signed_in(person("manager"))
    furniture.furnish(campaign, person, 20)
    for page in (MONTH, ALL):
        browser.get(page)
        with CaptureQueriesContext(connection) as statements:
            browser.get(page)

        session_and_user = 2
        assert len(statements) <= session_and_user + 8


def test_a_calendar_that_has_not_changed_is_not_sent_again(plan, workspace, person, signed_in):
    browser = signed_in(person("member"))
    plan("brief", due_on="2026-12-10")
    for page in (MONTH, ALL):
        tag = browser.get(page)["ETag"]
        again = browser.get(page, headers={"If-None-Match": tag})
        Holiday.objects.create(workspace=workspace, day=date(2026, 12, 24), name=f"Off {page}")
        holiday = browser.get(page, headers={"If-None-Match": tag})
        Holiday.objects.all().delete()

        assert (again.status_code, again.content, holiday.status_code) == (304, b"", 200)


def test_a_saturday_that_is_worked_on_is_named_and_not_shaded(
    workspace, campaign, person, signed_in
):
    browser, name = signed_in(person("member")), "For the bridge day"
    Holiday.objects.create(workspace=workspace, day=date(2026, 12, 12), name=name, works=True)

    month, agenda = (browser.get(page).content.decode() for page in (MONTH, AGENDA))

    assert month.count("is-off") == 9
    assert f'<span class="mark i-briefcase">{name}</span>' in month
    assert name in agenda


def test_days_off_are_shaded_and_named(workspace, campaign, person, signed_in):
    Holiday.objects.create(workspace=workspace, day=date(2026, 12, 25), name="Christmas Day")

    page = signed_in(person("member")).get(MONTH).content.decode()

    assert page.count("is-off") == 11
    assert "Christmas Day" in page


def test_the_filters_of_the_board_narrow_the_calendar(campaign, plan, person, signed_in):
    [brief] = plan("brief", due_on="2026-12-10")
    plan("landing", due_on="2026-12-11")
    actions.edit(brief, by=person("member"), version=1, status="doing")

    page = signed_in(person("member")).get(f"{MONTH}&status=doing").content.decode()

    assert ("brief" in page, "landing" in page) == (True, False)
    assert 'name="on" value="2026-12-10"' in page


@pytest.mark.parametrize("query", ["show=year", "on=2026-13-01", "on=0001-01-01", "without=x,9"])
def test_an_address_that_cannot_be_read_shows_a_month(query, campaign, person, signed_in):
    answer = signed_in(person("member")).get(f"/w/acme/c/SPRING/calendar/?{query}")

    assert answer.status_code == 200
    assert "is-month" in answer.content.decode()


def test_weeks_begin_where_the_reader_is_used_to(campaign, person, signed_in):
    browser = signed_in(person("member"))

    firsts = [
        browser.get(MONTH, headers={"Accept-Language": language})
        .content.decode()
        .partition('data-day="')[2][:10]
        for language in ("en", "zh-hans", "zh-hant")
    ]

    assert firsts == ["2026-11-30", "2026-11-30", "2026-11-29"]


def test_a_guest_sees_the_days_of_granted_campaigns_only(
    workspace, campaign, plan, person, signed_in
):
    plan("brief", due_on="2026-12-10")
    other = furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    actions.add(other, by=person("owner"), title="secret", due_on="2026-12-10")
    agency = person("guest")
    furniture.grant(campaign, agency)

    page = signed_in(agency).get(ALL).content.decode()

    assert ("brief" in page, "secret" in page, "data-add-on" in page) == (True, False, False)

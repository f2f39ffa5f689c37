"""Working days of a workspace, and working time of its people."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from campaigns.plan import working
from teams import public_holidays, queries
from teams.actions import calendars, groups
from teams.models import Holiday, TimeOff, Workspace
from tests.forgetting import forget
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.streams.models import Event, Stream

CHRISTMAS = date(2026, 12, 25)
FOUR_DAYS = 0b0001111


@pytest.fixture
def manager(person):
    return person("manager")


def test_the_week_of_a_workspace_is_chosen_and_logged(workspace, manager):
    face = workspace.face

    calendars.set_week(workspace, by=manager, version=1, mask=FOUR_DAYS)

    workspace.refresh_from_db()
    assert queries.working_days(workspace) == (FOUR_DAYS, frozenset(), frozenset())
    assert workspace.face > face
    assert Event.objects.get().changes == {"working_days": [0b0011111, FOUR_DAYS]}


def test_a_week_without_a_working_day_is_refused(workspace, manager):
    with pytest.raises(Invalid):
        calendars.set_week(workspace, by=manager, version=1, mask=0)


def test_a_holiday_is_listed_once(workspace, manager):
    calendars.add_holiday(by=manager, day=CHRISTMAS, name="Christmas")
    found = [(CHRISTMAS, "Noel", False), (date(2026, 12, 26), "Boxing Day", False)]

    made = calendars.add_holidays(by=manager, days=found)

    assert [holiday.name for holiday in made] == ["Boxing Day"]
    assert queries.working_days(workspace)[1] == {CHRISTMAS, date(2026, 12, 26)}
    with pytest.raises(Invalid):
        calendars.add_holiday(by=manager, day=CHRISTMAS, name="Again")


def test_a_removed_holiday_is_a_working_day_again(workspace, manager):
    holiday = calendars.add_holiday(by=manager, day=CHRISTMAS, name="Christmas")

    calendars.remove_holiday(holiday, by=manager)

    assert not Holiday.objects.exists()
    assert Event.objects.order_by("-pk")[0].verb == "holiday.removed"


def test_a_region_has_holidays_of_its_own():
    germany, bavaria = (
        {day for day, *_more in public_holidays.days_of("DE", region, 2026, 2026)}
        for region in ("", "BY")
    )

    assert date(2026, 1, 6) in bavaria
    assert date(2026, 1, 6) not in germany
    assert ("BY", "Bayern") in public_holidays.regions("DE")
    assert ("DE", "Germany") in public_holidays.countries()


SPRING_FESTIVAL = date(2027, 2, 8)


@pytest.fixture
def siyuan(person, manager):
    """A colleague in Shanghai, of a workspace that is off at Christmas."""
    calendars.add_holiday(by=manager, day=CHRISTMAS, name="Christmas")
    member = person("member", "Siyuan")
    return calendars.set_time(member, by=member, version=1, holiday_country="CN")


def days_of(member):
    """Their days, as plans reckon with them."""
    forget()
    workspace = Workspace.objects.get(pk=member.workspace_id)
    found = working.calendars(workspace)
    return found.people.get(member.pk, found.days)


@time_machine.travel("2026-11-30")
def test_somebody_has_the_holidays_of_another_country_in_place_of_the_workspaces(siyuan, person):
    theirs, others = days_of(siyuan), days_of(person("member", "Ada"))

    assert [theirs.is_working(day) for day in (CHRISTMAS, SPRING_FESTIVAL)] == [True, False]
    assert [others.is_working(day) for day in (CHRISTMAS, SPRING_FESTIVAL)] == [False, True]


@time_machine.travel("2026-11-30")
def test_single_days_are_changed_by_hand_and_back(siyuan):
    tuesday = date(2026, 12, 1)
    calendars.set_own_day(siyuan, by=siyuan, day=SPRING_FESTIVAL, works=True)
    calendars.set_own_day(siyuan, by=siyuan, day=tuesday, works=False)
    by_hand = [days_of(siyuan).is_working(day) for day in (SPRING_FESTIVAL, tuesday)]

    for day in (SPRING_FESTIVAL, tuesday):
        calendars.set_own_day(siyuan, by=siyuan, day=day, works=None)

    assert by_hand == [True, False]
    assert [days_of(siyuan).is_working(day) for day in (SPRING_FESTIVAL, tuesday)] == [False, True]
    siyuan.refresh_from_db()
    assert siyuan.own_days == {}


def test_a_single_day_is_changed_without_a_country_too(person, manager):
    calendars.add_holiday(by=manager, day=CHRISTMAS, name="Christmas")
    ada = person("member")

    calendars.set_own_day(ada, by=ada, day=CHRISTMAS, works=True)

    assert days_of(ada).is_working(CHRISTMAS)


SATURDAY = date(2026, 2, 14)  # on which China makes up for the Spring Festival


def test_a_country_that_makes_up_for_bridge_days_says_when():
    [made_up] = [
        each for each in public_holidays.days_of("CN", "", 2026, 2026) if each[0] == SATURDAY
    ]

    assert made_up == (SATURDAY, "Working day in place of another", True)


def test_a_workspace_works_on_a_saturday_that_is_listed_so(workspace, manager):
    calendars.add_holiday(by=manager, day=SATURDAY, name="For the bridge day", works=True)

    days = working.calendars(Workspace.objects.get(pk=workspace.pk)).days

    assert (days.is_working(SATURDAY), days.off, days.on) == (True, set(), {SATURDAY})
    assert Event.objects.get().verb == "holiday.works"


@time_machine.travel("2026-01-05")
def test_who_has_the_holidays_of_china_makes_up_for_them_unless_in_a_week_of_their_own(siyuan):
    theirs = days_of(siyuan)
    calendars.set_time(siyuan, by=siyuan, version=2, working_days=FOUR_DAYS)
    in_own_week = days_of(siyuan)
    calendars.set_own_day(siyuan, by=siyuan, day=SATURDAY, works=True)

    assert theirs.is_working(SATURDAY)
    assert not in_own_week.is_working(SATURDAY)
    assert days_of(siyuan).is_working(SATURDAY)


def test_the_days_of_a_country_are_looked_up_with_those_that_make_up_for_them(manager, signed_in):
    browser = signed_in(manager)
    asked = {"country": "CN", "region": "", "first_year": 2026, "last_year": 2026}

    found = browser.get("/w/acme/days/", asked).context["found"]
    browser.post("/w/acme/days/public/", asked | {"days": [SATURDAY.isoformat()]})
    browser.post("/w/acme/days/holidays/", {"day": "2026-02-28", "name": "Too", "works": "works"})

    assert (SATURDAY, "Working day in place of another", True, False) in found
    assert set(Holiday.objects.values_list("day", "works")) == {
        (SATURDAY, True),
        (date(2026, 2, 28), True),
    }


def test_another_country_takes_the_region_away(person):
    ada = person("member")
    calendars.set_time(ada, by=ada, version=1, holiday_country="DE", holiday_region="BY")

    calendars.set_time(ada, by=ada, version=2, holiday_country="CN")

    ada.refresh_from_db()
    assert (ada.holiday_country, ada.holiday_region) == ("CN", "")


@pytest.mark.parametrize(
    "place",
    [
        {"holiday_country": "XX"},
        {"holiday_country": "DE", "holiday_region": "XX"},
        {"holiday_region": "BY"},
    ],
)
def test_holidays_that_nobody_knows_are_refused(place, person):
    with pytest.raises(Invalid):
        calendars.set_time(person("member"), by=person("member"), version=1, **place)


def test_ones_holidays_are_chosen_on_ones_page(person, signed_in):
    ada = person("member")
    browser, page = signed_in(ada), f"/w/acme/people/{ada.pk}/time/"
    typed = {"weekly_hours": "40", "holiday_country": "DE"}

    first = browser.post(f"{page}set/", typed | {"version": "1"}).status_code
    offered = browser.get(page).content.decode()
    browser.post(f"{page}set/", typed | {"version": "2", "holiday_region": "BY"})
    browser.post(f"{page}day/", {"day": "2026-12-24", "works": "off"})
    shown = browser.get(page)

    ada.refresh_from_db()
    assert (first, "Bayern" in offered) == (302, True)
    assert (ada.holiday_country, ada.holiday_region) == ("DE", "BY")
    assert ada.own_days == {"2026-12-24": False}
    assert shown.context["holidays_of"] == "Germany, Bayern"
    assert shown.context["own_days"] == [(date(2026, 12, 24), False)]
    log = signed_in(person("owner")).get("/w/acme/settings/log/").content.decode()
    assert "Germany" in log


@pytest.mark.parametrize(
    ("last", "refusal"), [(date(2026, 11, 4), Invalid), (date(2028, 1, 1), Refusal)]
)
def test_time_off_that_cannot_be_is_refused(person, last, refusal):
    ada = person("member")

    with pytest.raises(refusal):
        calendars.add_time_off(ada, by=ada, first_on=date(2026, 11, 5), last_on=last)


def test_the_log_does_not_tell_why_somebody_is_away(person):
    ada = person("member")

    calendars.add_time_off(ada, by=ada, first_on=CHRISTMAS, last_on=CHRISTMAS, note="An operation")

    event = Event.objects.get()
    assert event.changes == {
        "first_on": [None, "2026-12-25"],
        "last_on": [None, "2026-12-25"],
    }
    assert "operation" not in f"{event.data} {event.object_name}"


ACCESS = """
get  days/                       200 200 200 200 403
post days/week/                  302 302 403 403 403
post days/holidays/              302 302 403 403 403
post days/public/                302 302 403 403 403
get  people/{colleague}/time/    200 200 200 200 404
post people/{colleague}/time/set/ 302 302 403 403 404
post people/{colleague}/time/off/ 302 302 403 403 404
post people/{colleague}/time/day/ 302 302 403 403 404
post people/{self}/time/day/     302 302 302 302 403
post people/{self}/time/set/     302 302 302 302 403
post people/{self}/time/off/     302 302 302 302 403
post time-off/{off}/remove/      302 302 403 403 404
"""
ROLES = ("owner", "manager", "member", "sales", "guest")
BODY = {
    "weekdays": ["0", "1"], "version": "1", "day": "2026-12-25", "name": "Christmas",
    "country": "DE", "first_year": "2026", "last_year": "2026", "days": ["2026-12-25"],
    "weekly_hours": "20", "first_on": "2026-12-01", "last_on": "2026-12-02",
}  # fmt: skip


@pytest.mark.parametrize("line", ACCESS.strip().splitlines())
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_with_days(line, role, person, signed_in):
    verb, path, *answers = line.split()
    reader, colleague = person(role), person("member", name="Colleague")
    off = calendars.add_time_off(colleague, by=colleague, first_on=CHRISTMAS, last_on=CHRISTMAS)
    path = path.format(colleague=colleague.pk, self=reader.pk, off=off.pk)
    browser = signed_in(reader)

    answer = getattr(browser, verb)(f"/w/acme/{path}", BODY if verb == "post" else {})

    assert answer.status_code == int(answers[ROLES.index(role)])


def test_public_holidays_are_shown_first_and_then_added(workspace, manager, signed_in):
    browser = signed_in(manager)
    wanted = {"country": "DE", "region": "BY", "first_year": "2026", "last_year": "2026"}

    shown = browser.get("/w/acme/days/", wanted).content.decode()
    browser.post("/w/acme/days/public/", wanted | {"days": ["2026-01-06", "2026-12-25"]})

    assert "Epiphany" in shown
    assert 'value="2026-01-06" checked' in shown
    assert list(Holiday.objects.order_by("day").values_list("day", flat=True)) == [
        date(2026, 1, 6),
        CHRISTMAS,
    ]
    again = browser.get("/w/acme/days/", wanted).content.decode()
    assert 'value="2026-01-06" disabled' in again


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("days/week/", {"version": "1"}),
        ("days/holidays/", {"day": "2026-13-01", "name": "No day"}),
        ("days/public/", {"country": "XX", "first_year": "2026", "last_year": "2026"}),
        ("days/public/", {"country": "DE", "first_year": "2026", "last_year": "2040"}),
        ("people/{self}/time/set/", {"version": "1", "weekly_hours": "200"}),
        ("people/{self}/time/set/", {"version": "1", "holiday_country": "XX"}),
        ("people/{self}/time/day/", {"day": "2026-12-25", "works": "perhaps"}),
        ("people/{self}/time/off/", {"first_on": "2026-12-02", "last_on": "2026-12-01"}),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(path, typed, manager, signed_in):
    answer = signed_in(manager).post(f"/w/acme/{path.format(self=manager.pk)}", typed)

    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()


def test_the_note_on_time_off_is_for_oneself_and_managers(person, signed_in, manager):
    ada, bo = person("member", name="Ada"), person("member", name="Bo")
    calendars.add_time_off(ada, by=ada, first_on=CHRISTMAS, last_on=CHRISTMAS, note="An operation")

    seen = {
        reader.name: "An operation"
        in signed_in(reader).get(f"/w/acme/people/{ada.pk}/time/").content.decode()
        for reader in (ada, bo, manager)
    }

    assert seen == {"Ada": True, "Bo": False, manager.name: True}


def test_own_working_days_are_chosen_and_given_up(person):
    ada = person("member")

    calendars.set_time(ada, by=ada, version=1, weekly_hours=Decimal("24"), working_days=0b111)
    calendars.set_time(ada, by=ada, version=2, working_days=None)

    ada.refresh_from_db()
    assert (ada.weekly_hours, ada.working_days) == (Decimal("24"), None)


@pytest.mark.parametrize(("hours", "shown"), [("40", "40"), ("37.50", "37.5")])
def test_hours_are_shown_as_people_write_them(hours, shown, person, signed_in):
    ada = person("member", name="Ada")
    calendars.set_time(ada, by=ada, version=1, weekly_hours=Decimal(hours))

    page = signed_in(ada).get(f"/w/acme/people/{ada.pk}/time/").content.decode()

    assert f'name="weekly_hours" value="{shown}"' in page


@pytest.mark.parametrize("count", [1, 20])
def test_the_pages_of_days_ask_as_much_for_one_row_as_for_many(
    count, person, manager, signed_in, django_assert_num_queries
):
    days = [(date(2026, 12, number + 1), f"Day {number}", False) for number in range(count)]
    calendars.add_holidays(by=manager, days=days)
    TimeOff.objects.bulk_create(
        TimeOff(workspace_id=manager.workspace_id, member=manager, first_on=day, last_on=day)
        for day, *_more in days
    )
    browser = signed_in(manager)
    browser.get("/w/acme/days/")

    with django_assert_num_queries(4):
        browser.get("/w/acme/days/")
    with django_assert_num_queries(5):
        browser.get(f"/w/acme/people/{manager.pk}/time/")


def test_after_a_single_day_the_workspace_goes_on_revision_by_revision(person, workspace):
    ada = person("member")

    calendars.set_own_day(ada, by=ada, day=date(2026, 12, 24), works=False)
    groups.add_team(by=person("manager"), name="Inbound")

    stream = Stream.objects.get(kind="workspace", of=workspace.pk)
    told = Event.objects.filter(stream=stream).order_by("revision")
    assert list(told.values_list("revision", "verb")) == [
        (1, "member.edited"),
        (2, "team.added"),
    ]
    assert stream.revision == 2

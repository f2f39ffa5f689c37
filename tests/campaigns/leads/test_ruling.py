"""What a workspace agrees on, and that the clocks of waiting leads follow."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation

from campaigns.leads import queries
from campaigns.leads.actions import bringing, deciding, editing, ruling
from campaigns.leads.models import OfficeHours
from teams.actions import calendars, invitations, members, workspaces
from teams.models import Team
from workspace.kernel import outbox
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.streams.models import Event

LONG_AGO = datetime(2026, 2, 5, 10, 38, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
SHANGHAI = {"time_zone": "Asia/Shanghai", "opens_at": time(9), "closes_at": time(18)}


@pytest.fixture
def manager(person):
    return person("manager")


@pytest.fixture
def furnished(workspace):
    ruling.furnish(workspace.pk)


def test_standard_reasons_are_named_in_the_readers_language(furnished):
    assert [str(each) for each in queries.reasons()][:2] == ["Wrong company size", "Wrong role"]
    with translation.override("zh-hans"):
        assert str(queries.reasons()[1]) != "Wrong role"


def test_reasons_are_added_renamed_moved_retired_and_restored(furnished, manager):
    added = ruling.add_reason(by=manager, name="Wrong country")
    ruling.rename_reason(added, by=manager, version=1, name="Not our country")
    ruling.move_reason(added, by=manager, up=True)

    assert [str(each) for each in queries.reasons()][-2:] == ["Not our country", "Unreachable"]
    ruling.retire_reason(added, by=manager)
    assert added not in queries.reasons()
    ruling.restore_reason(added, by=manager)
    assert list(queries.reasons())[-1] == added


def test_a_reason_that_somebody_retired_meanwhile_is_not_moved(furnished, manager, signed_in):
    gone = queries.reasons()[1]
    ruling.retire_reason(gone, by=manager)

    moved = signed_in(manager).post(f"/w/acme/leads/rules/reasons/{gone.pk}/", {"do": "up"})

    assert moved.status_code == 422
    assert "This reason is no longer used." in moved.content.decode()


def test_one_reason_has_to_stay(reason, manager):
    with pytest.raises(Refusal):
        ruling.retire_reason(reason(), by=manager)


def test_a_reason_comes_back_only_where_there_is_room_for_it(furnished, manager, signed_in):
    gone = queries.reasons()[0]
    ruling.retire_reason(gone, by=manager)
    for number in range(ruling.MOST_REASONS - len(queries.reasons())):
        ruling.add_reason(by=manager, name=f"Reason {number}")

    answer = signed_in(manager).post(f"/w/acme/leads/rules/reasons/{gone.pk}/", {"do": "restore"})

    assert answer.status_code == 422
    assert "There are 20 reasons already." in answer.content.decode()
    assert gone not in queries.reasons()


@pytest.mark.parametrize("minutes", [0, -5, 10**9])
def test_an_agreement_is_some_minutes(manager, minutes):
    with pytest.raises(Invalid):
        ruling.agree(by=manager, minutes=minutes)


def test_clocks_follow_the_agreement_and_the_hours_of_the_owners_team(
    workspace, manager, lead, person
):
    team = Team.objects.create(workspace=workspace, name="Sales China")
    ours = lead(at=MONDAY)
    theirs = lead(at=MONDAY, owner=person("sales", name="Mei Lin", team=team))
    ruling.agree(by=manager, minutes=60)
    ruling.set_hours(by=manager, team=team, **SHANGHAI)

    assert ruling.count_anew(workspace) == 2
    assert ruling.count_anew(workspace) == 0

    ours.refresh_from_db(), theirs.refresh_from_db()
    assert ours.due_at.isoformat() == "2026-11-30T16:00:00+00:00"
    assert theirs.due_at.isoformat() == "2026-12-01T02:00:00+00:00"


def test_clocks_follow_who_is_invited_into_a_team(workspace, manager, lead):
    team = Team.objects.create(workspace=workspace, name="Sales China")
    theirs = lead(at=MONDAY, owner=members.add_name(by=manager, name="Mei Lin"))
    ruling.agree(by=manager, minutes=60)
    ruling.set_hours(by=manager, team=team, **SHANGHAI)
    outbox.dispatch()

    how = {"by": manager, "email": "mei@acme.example", "member": theirs.owner}
    invitations.invite(workspace.pk, role="member", team=team, **how)
    outbox.dispatch()

    theirs.refresh_from_db()
    assert theirs.due_at.isoformat() == "2026-12-01T02:00:00+00:00"


def test_a_lead_that_nobody_owns_has_everybodys_hours_and_the_page_says_so(
    workspace, manager, lead, signed_in
):
    team = Team.objects.create(workspace=workspace, name="Sales China")
    nobodys = lead(at=MONDAY)
    ruling.agree(by=manager, minutes=60)
    ruling.set_hours(by=manager, team=team, **SHANGHAI)
    ruling.set_hours(by=manager, **SHANGHAI | {"time_zone": "Asia/Tokyo"})
    ruling.count_anew(workspace)

    nobodys.refresh_from_db()
    page = signed_in(manager).get("/w/acme/leads/rules/").content.decode()

    assert nobodys.due_at.isoformat() == "2026-12-01T01:00:00+00:00"
    assert "While nobody owns it" in page
    assert page.count("and leads that nobody owns") == 1


def test_without_a_limit_there_is_no_clock_to_beat(workspace, manager, lead):
    waiting = lead(due_at=MONDAY)
    ruling.agree(by=manager, minutes=None)

    ruling.count_anew(workspace)

    waiting.refresh_from_db()
    assert waiting.due_at is None


def test_an_office_keeps_the_holidays_of_its_own_country(workspace, manager, lead):
    ruling.set_hours(by=manager, country="DE-HH", **SHANGHAI | {"time_zone": "Europe/Berlin"})

    hours = queries.Office.of(workspace).hours_of(None)

    assert not hours.works(date(2026, 12, 25))
    assert not hours.works(date(2026, 10, 31))  # Reformation Day, a Saturday
    assert hours.works(date(2026, 12, 23))


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Mars/Olympus"},
        {"closes_at": time(8)},
        {"country": "XX"},
        {"country": "DE-XX"},
        {"working_days": 0},
    ],
)
def test_hours_that_cannot_be_are_refused(manager, wrong):
    with pytest.raises(Invalid):
        ruling.set_hours(by=manager, **SHANGHAI | wrong)
    assert not OfficeHours.objects.exists()


def test_hours_are_dropped(workspace, manager):
    hours = ruling.set_hours(by=manager, **SHANGHAI)

    ruling.drop_hours(hours, by=manager)

    assert queries.Office.of(workspace).default.zone == "Europe/Berlin"


def due_after(change, workspace, waiting):
    """Until when a lead is to be decided, once the worker has done what a change leaves to it."""
    change()
    outbox.dispatch()
    waiting.refresh_from_db()
    return waiting.due_at.isoformat()


@pytest.fixture
def waiting(workspace, manager, lead):
    """Waits since Monday at 16:00 in Berlin, with two working hours to decide: Tuesday 10:00."""
    made = lead(at=MONDAY)
    ruling.agree(by=manager, minutes=120)
    outbox.dispatch()
    made.refresh_from_db()
    assert made.due_at.isoformat() == "2026-12-01T09:00:00+00:00"
    return made


def test_the_clocks_follow_a_holiday_that_is_listed_or_taken_off(workspace, manager, waiting):
    listed = []

    def list_it():
        day = date(2026, 12, 1)
        listed.extend(calendars.add_holidays(by=manager, days=[(day, "Founders' day", False)]))

    after = due_after(list_it, workspace, waiting)
    again = due_after(lambda: calendars.remove_holiday(listed[0], by=manager), workspace, waiting)

    assert (after, again) == ("2026-12-02T09:00:00+00:00", "2026-12-01T09:00:00+00:00")


def test_the_clocks_follow_the_working_days_of_the_week(workspace, manager, waiting):
    weekends = 0b1100001  # Monday, Saturday and Sunday

    def change():
        calendars.set_week(workspace, by=manager, version=workspace.version, mask=weekends)

    assert due_after(change, workspace, waiting) == "2026-12-05T09:00:00+00:00"


def test_the_clocks_follow_the_time_zone_of_the_workspace(workspace, manager, waiting):
    def change():
        workspaces.edit(
            workspace, by=manager, version=workspace.version, time_zone="America/New_York"
        )

    assert due_after(change, workspace, waiting) == "2026-11-30T17:00:00+00:00"


def test_the_clocks_follow_their_owner_to_another_team(workspace, manager, waiting, person):
    team = Team.objects.create(workspace=workspace, name="Sales China")
    ruling.set_hours(by=manager, team=team, **SHANGHAI)
    rep = person("sales", name="Mei Lin")
    editing.edit(waiting, by=manager, version=waiting.version, owner=rep)

    def change():
        members.edit(rep, by=manager, version=rep.version, team=team)

    assert due_after(change, workspace, waiting) == "2026-12-01T03:00:00+00:00"


def test_a_lead_that_is_given_to_somebody_has_the_hours_of_their_team(
    workspace, manager, waiting, person
):
    team = Team.objects.create(workspace=workspace, name="Sales China")
    ruling.set_hours(by=manager, team=team, **SHANGHAI)
    rep = person("sales", name="Mei Lin", team=team)

    editing.edit(waiting, by=manager, version=waiting.version, owner=rep)

    waiting.refresh_from_db()
    assert waiting.due_at.isoformat() == "2026-12-01T03:00:00+00:00"


def test_who_was_decided_keeps_the_time_they_had(workspace, manager, waiting, person):
    deciding.accept(waiting, by=manager)
    ruling.agree(by=manager, minutes=60)

    outbox.dispatch()

    waiting.refresh_from_db()
    assert waiting.due_at.isoformat() == "2026-12-01T09:00:00+00:00"


@pytest.fixture
def imported(workspace, manager, campaign, time_machine):
    """An MQL of long ago that a file brings on Monday at 16:00 in Berlin: due on Tuesday 10:00."""
    ruling.agree(by=manager, minutes=120)
    time_machine.move_to(MONDAY, tick=False)
    row = {"name": "Erin Rask", "state": "mql", "moments": {"mql_at": LONG_AGO}}
    [made] = bringing.bring(campaign, [row], by=manager, source="file").new
    assert made.due_at.isoformat() == "2026-12-01T09:00:00+00:00"
    return made


def test_an_imported_lead_keeps_its_time_when_it_is_given_to_somebody(imported, manager, rep):
    editing.edit(imported, by=manager, version=imported.version, owner=rep)

    imported.refresh_from_db()
    assert imported.due_at.isoformat() == "2026-12-01T09:00:00+00:00"
    assert imported.mql_at == LONG_AGO


def test_an_imported_leads_clock_is_counted_anew_from_when_it_came(imported, workspace, manager):
    def change():
        ruling.agree(by=manager, minutes=60)

    assert due_after(change, workspace, imported) == "2026-11-30T16:00:00+00:00"


def test_a_lead_that_came_back_late_has_its_time_from_then_on(
    workspace, manager, lead, time_machine
):
    ruling.agree(by=manager, minutes=120)
    late = lead("recycled", back_on=date(2026, 11, 2), at=LONG_AGO)
    time_machine.move_to(MONDAY, tick=False)
    deciding.come_back(late)

    def change():
        ruling.agree(by=manager, minutes=60)

    assert due_after(change, workspace, late) == "2026-11-30T16:00:00+00:00"


def test_a_lead_without_a_limit_waits_since_it_came_in(imported, workspace, manager, time_machine):
    ruling.agree(by=manager, minutes=None)
    outbox.dispatch()
    imported.refresh_from_db()
    time_machine.move_to(MONDAY + timedelta(minutes=45))

    clock = queries.waiting.clock_of(imported, queries.Office.of(workspace))

    assert clock.minutes == 45


def test_many_clocks_are_set_in_several_transactions(workspace, manager, lead, monkeypatch):
    monkeypatch.setattr(ruling, "SOME", 3)
    [lead(at=MONDAY) for _each in range(7)]
    ruling.agree(by=manager, minutes=60)

    assert ruling.count_anew(workspace) == 7

    counted = Event.objects.filter(verb="agreement.counted").order_by("revision")
    assert [event.data["count"] for event in counted] == [3, 3, 1]

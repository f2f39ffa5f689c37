"""A lead that waits again has the time that holds now, by whichever way it came back."""

import pytest

from campaigns.leads.actions import bringing, deciding, editing, merging, ruling
from teams.models import Team
from tests.campaigns.leads.test_ruling import MONDAY, SHANGHAI
from workspace.kernel import outbox

AN_HOUR, TWO_HOURS = "2026-11-30T16:00:00+00:00", "2026-12-01T09:00:00+00:00"
IN_SHANGHAI = "2026-12-01T03:00:00+00:00"


@pytest.fixture
def manager(person):
    return person("manager")


@pytest.fixture
def agreed(manager):
    """`agreed(60)`: so many minutes to decide from now on, all clocks set."""

    def agree(minutes):
        ruling.agree(by=manager, minutes=minutes)
        outbox.dispatch()

    return agree


@pytest.fixture
def shanghai(workspace, manager):
    """A team that works in Shanghai."""
    team = Team.objects.create(workspace=workspace, name="Sales China")
    ruling.set_hours(by=manager, team=team, **SHANGHAI)
    outbox.dispatch()
    return team


@pytest.fixture
def waiting(lead, agreed):
    """Waits since Monday at 16:00 in Berlin, with two working hours to decide: Tuesday 10:00."""
    made = lead(at=MONDAY)
    agreed(120)
    return made


def due(lead):
    lead.refresh_from_db()
    return lead.due_at.isoformat()


def test_a_decision_that_is_taken_back_has_the_time_that_was_agreed_meanwhile(
    waiting, manager, agreed
):
    before = due(waiting)
    deciding.accept(waiting, by=manager)
    agreed(60)

    deciding.undo(waiting, by=manager)

    assert (before, due(waiting)) == (TWO_HOURS, AN_HOUR)


def test_a_decision_that_is_taken_back_has_the_hours_of_its_new_owner(
    waiting, manager, person, shanghai
):
    deciding.accept(waiting, by=manager)
    waiting.refresh_from_db()
    mei = person("sales", name="Mei Lin", team=shanghai)
    editing.edit(waiting, by=manager, version=waiting.version, owner=mei)

    deciding.undo(waiting, by=manager)

    assert due(waiting) == IN_SHANGHAI


def test_who_was_merged_and_parted_again_has_the_time_that_was_agreed_meanwhile(
    waiting, manager, lead, agreed
):
    merge = merging.merge(lead(at=MONDAY), waiting, by=manager)
    agreed(60)

    merging.unmerge(merge, by=manager)

    assert due(waiting) == AN_HOUR


def test_a_file_that_hands_a_known_lead_over_counts_by_the_hours_of_its_owner(
    campaign, manager, person, shanghai, agreed, time_machine
):
    agreed(120)
    time_machine.move_to(MONDAY, tick=False)
    mei = person("sales", name="Mei Lin", team=shanghai)
    row = {"external_id": "1", "name": "Erin Rask", "owner": mei}
    [known] = bringing.bring(campaign, [row], by=manager, source="file").new

    row = {"external_id": "1", "state": "mql"}
    bringing.bring(campaign, [row], by=manager, source="file")

    assert due(known) == IN_SHANGHAI


def test_many_leads_of_a_file_that_get_another_owner_take_few_statements(
    campaign, manager, person, shanghai, agreed, django_assert_max_num_queries
):
    agreed(120)
    rows = [{"external_id": str(n), "name": f"Lead {n}", "state": "mql"} for n in range(40)]
    bringing.bring(campaign, rows, by=manager, source="file")
    given = [row | {"owner": person("sales", team=shanghai)} for row in rows]

    with django_assert_max_num_queries(15):
        outcome = bringing.bring(campaign, given, by=manager, source="file")

    assert outcome.counts == {"new": 0, "changed": 40, "same": 0}

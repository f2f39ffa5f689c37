from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.brief.models import Campaign
from campaigns.plan import actions
from campaigns.plan.models import Dependency
from teams.models import Team
from tests import furniture

PAGE = "/w/acme/timeline/"


@pytest.fixture
def two(workspace, person):
    """Two campaigns whose launches fall on one day, of one team, and one waits for the other."""
    by = person("manager")
    team = Team.objects.create(workspace=workspace, name="Field")
    made = []
    for key in ("SPRING", "AUTUMN"):
        campaign = furniture.campaign(workspace, by=by, key=key, name=f"{key.title()} launch")
        day = timezone.localdate() + timedelta(days=20)
        launch = actions.add(
            campaign, by=by, title=f"{key} launch", kind="milestone", due_on=day, team=team
        )
        made.append((campaign, launch))
    (_spring, first), (_autumn, second) = made
    Dependency.objects.create(workspace_id=workspace.pk, item=second, waits_for=first)
    return [campaign for campaign, _launch in made]


def statements(browser):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(PAGE).status_code == 200
    return len(asked)


def test_all_campaigns_stand_on_their_days_with_their_shared_deadlines(two, person, signed_in):
    html = signed_in(person("member")).get(PAGE).content.decode()

    assert "Spring launch" in html
    assert html.count('class="deadline"') == 2
    assert "AUTUMN-1</span>" in html


def test_milestones_of_one_team_in_one_week_are_pointed_out(two, person, signed_in):
    html = signed_in(person("member")).get(PAGE).content.decode()

    [found] = [line for line in html.splitlines() if 'id="collision-1"' in line]
    assert "<b>Field</b>" in found
    assert "“SPRING launch” (Spring launch" in found
    assert "“AUTUMN launch” (Autumn launch" in found


def test_a_guest_learns_nothing_of_other_campaigns(two, person, signed_in):
    spring, _autumn = two
    guest = person("guest")
    furniture.grant(spring, guest)
    html = signed_in(guest).get(PAGE).content.decode()

    assert "SPRING launch" in html
    assert "autumn" not in html.lower()
    assert 'id="collision' not in html
    assert "/dates/" not in html


def test_a_campaign_moves_and_its_items_stay(two, person, signed_in):
    spring = two[0]
    body = {"version": spring.version, "starts_on": "2026-12-01", "ends_on": "2027-01-15"}
    answer = signed_in(person("member")).post("/w/acme/c/SPRING/dates/", body)
    again = signed_in(person("member")).post(
        "/w/acme/c/SPRING/dates/", body | {"starts_on": "2026-12-02"}
    )

    found = Campaign.objects.get(pk=spring.pk)
    assert (answer.status_code, again.status_code) == (302, 412)
    assert (str(found.starts_on), str(found.ends_on)) == ("2026-12-01", "2027-01-15")


def test_a_guest_moves_no_campaign(two, person, signed_in):
    guest = person("guest")
    furniture.grant(two[0], guest)

    answer = signed_in(guest).post("/w/acme/c/SPRING/dates/", {"version": 1})

    assert answer.status_code == 403


def test_the_portfolio_timeline_asks_as_often_for_twenty_campaigns_as_for_two(
    two, workspace, person, signed_in
):
    browser = signed_in(person("manager"))
    browser.get(PAGE)
    for_two = statements(browser)
    for number in range(18):
        campaign = furniture.campaign(workspace, by=person("manager"), key=f"MORE{number}")
        actions.add(
            campaign, by=person("manager"), title="Go", kind="milestone", due_on="2026-12-01"
        )

    session_and_user = 2
    assert for_two == statements(browser) <= session_and_user + 8

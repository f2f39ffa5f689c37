"""Two people change a workspace's settings and its week at once: different ones merge, the same one
asks."""

import re

import pytest

from teams.actions import calendars, workspaces
from teams.models import Workspace
from workspace.kernel.refusals import Stale

SETTINGS, WEEK = "/w/acme/settings/", "/w/acme/days/week/"
MONDAY_TO_THURSDAY, MONDAY_TO_SATURDAY = 0b0001111, 0b0111111


@pytest.fixture
def browser(person, signed_in):
    return signed_in(person("admin"))


@pytest.fixture
def seen(workspace):
    return {"name": workspace.name, "time_zone": workspace.time_zone, "version": "1"}


def version_in(answer):
    return re.search(r'name="version" value="(\d+)"', answer.content.decode())[1]


def stored():
    found = Workspace.objects.get()
    return found.name, found.time_zone, found.working_days


def test_different_settings_both_win(workspace, person, browser, seen):
    week, before = workspace.working_days, Workspace.objects.get()
    workspaces.edit(before, by=person("owner"), version=1, time_zone="Asia/Shanghai")

    answer = browser.post(SETTINGS, seen | {"name": "Acme & Sons"})

    assert answer.status_code == 302
    assert stored() == ("Acme & Sons", "Asia/Shanghai", week)


def test_the_same_setting_is_asked_about(workspace, person, browser, seen):
    workspaces.edit(Workspace.objects.get(), by=person("owner"), version=1, name="Acme Ltd")

    asked = browser.post(SETTINGS, seen | {"name": "Acme & Sons"})
    again = browser.post(SETTINGS, seen | {"name": "Acme & Sons", "version": version_in(asked)})

    [said] = asked.context["form"].errors["name"]
    assert asked.status_code == 422
    assert said.startswith(f"{person('owner').name} changed this to “Acme Ltd” meanwhile.")
    assert again.status_code == 302
    assert stored()[0] == "Acme & Sons"


def test_the_week_is_changed_beside_the_name_and_asked_about_where_others_changed_it(
    workspace, person, browser
):
    days = {"weekdays": ["0", "1", "2", "3"], "version": "1"}
    workspaces.edit(Workspace.objects.get(), by=person("owner"), version=1, name="Acme Ltd")
    beside = browser.post(WEEK, days)
    kept = stored()[2]
    calendars.set_week(
        Workspace.objects.get(), by=person("owner"), version=3, mask=MONDAY_TO_SATURDAY
    )

    asked = browser.post(WEEK, days | {"weekdays": ["1"], "version": "3"})

    assert (beside.status_code, kept) == (302, MONDAY_TO_THURSDAY)
    assert asked.status_code == 422
    assert "Somebody changed the same field while you did." in asked.content.decode()
    assert (stored()[2], version_in(asked)) == (MONDAY_TO_SATURDAY, "4")


def test_a_program_that_saw_an_older_workspace_is_told(workspace, person):
    workspaces.edit(Workspace.objects.get(), by=person("owner"), version=1, name="Acme Ltd")

    with pytest.raises(Stale):
        workspaces.edit(
            Workspace.objects.get(), by=person("owner"), version=1, strict=True, time_zone="UTC"
        )

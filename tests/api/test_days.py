"""Working days through the API."""

from datetime import UTC, date, datetime

from teams.actions import calendars
from teams.models import Team
from tests import furniture
from workspace.kernel import clock


def test_the_week_is_read_by_the_team_and_chosen_by_managers(workspace, caller, person):
    manager, member = caller(person("manager")), caller(person("member"))

    read = member.get("workspace/week/")
    chosen = manager.patch("workspace/week/", {"weekdays": [1, 2, 7]}, If_Match=read["ETag"])
    forbidden = member.patch("workspace/week/", {"weekdays": [1]}, If_Match=chosen["ETag"])
    nothing = manager.patch("workspace/week/", {"weekdays": []}, If_Match=chosen["ETag"])

    assert read.json() == {"weekdays": [1, 2, 3, 4, 5], "version": 1}
    assert chosen.json() == {"weekdays": [1, 2, 7], "version": 2}
    assert (forbidden.status_code, nothing.status_code) == (403, 422)
    assert caller(person("guest")).get("workspace/week/").status_code == 403


def test_holidays_are_listed_added_and_removed(workspace, caller, person):
    manager = caller(person("manager"))

    made = manager.post("holidays/", {"day": "2026-12-25", "name": "Christmas"})
    again = manager.post("holidays/", {"day": "2026-12-25", "name": "Noel"})
    gone = manager.delete(f"holidays/{made.json()['id']}/")

    assert [each.status_code for each in (made, again, gone)] == [201, 422, 204]
    assert manager.get("holidays/").json()["results"] == []
    assert caller(person("guest")).get("holidays/").status_code == 403


def test_a_person_keeps_their_own_time(workspace, caller, person):
    ada, bo = person("member", name="Ada"), person("member", name="Bo")
    address = f"members/{ada.pk}/time/"

    changed = caller(ada).patch(
        address, {"weekly_hours": "24.00", "weekdays": [1, 2, 3]}, If_Match='"1"'
    )
    forbidden = caller(bo).patch(address, {"weekly_hours": "1"}, If_Match='"2"')
    shared = caller(bo).patch(f"members/{bo.pk}/time/", {"weekdays": None}, If_Match='"1"')

    assert changed.json() == {
        "weekly_hours": "24.00",
        "weekdays": [1, 2, 3],
        "holiday_country": "",
        "holiday_region": "",
        "own_days": [],
        "version": 2,
    }
    assert forbidden.status_code == 403
    assert shared.json()["weekdays"] is None


def test_time_off_shows_its_note_to_oneself_and_managers(workspace, caller, person):
    ada, bo = person("member", name="Ada"), person("member", name="Bo")
    day = date(2026, 12, 1)
    off = calendars.add_time_off(ada, by=ada, first_on=day, last_on=day, note="Private")

    notes = [
        caller(reader).get(f"members/{ada.pk}/time_off/").json()["results"][0]["note"]
        for reader in (ada, bo, person("manager"))
    ]

    assert notes == ["Private", "", "Private"]
    assert caller(bo).delete(f"time_off/{off.pk}/").status_code == 403
    assert caller(ada).delete(f"time_off/{off.pk}/").status_code == 204


def test_the_workload_is_told_person_by_week(workspace, caller, person):
    ada = person("member", name="Ada")

    told = caller(ada).get("workload/?first=2026-11-04").json()["results"]

    assert [(row["name"], row["late"], len(row["weeks"])) for row in told] == [("Ada", 0, 8)]
    assert told[0]["weeks"][0] == {
        "week": "2026-11-02",
        "hours": 0.0,
        "capacity": 40.0,
        "over": 0.0,
        "items": 0,
        "without_estimate": 0,
        "pressing": [],
    }
    assert caller(ada).get("workload/?first=9999-12-31").status_code == 200
    assert caller(ada).get("workload/?first=soon").status_code == 422
    assert caller(person("guest")).get("workload/").status_code == 403


def test_the_workload_of_a_team_or_a_campaign_is_asked_for(campaign, plan, caller, person):
    field = Team.objects.create(workspace=campaign.workspace, name="Field")
    ada, _bo = person("member", "Ada", team=field), person("member", "Bo")
    plan("copy", start_on="2026-11-02", due_on="2026-11-03", estimate="4", assignees=[ada])
    other = furniture.campaign(campaign.workspace, by=ada, key="OTHER", name="Other")
    ask = caller(ada)

    def told(query):
        found = ask.get(f"workload/?first=2026-11-02&{query}").json()["results"]
        return {row["name"]: row["weeks"][0]["hours"] for row in found if row["name"] in "Ada Bo"}

    assert told("") == {"Ada": 4.0, "Bo": 0.0}
    assert told(f"team={field.pk}") == {"Ada": 4.0}
    assert told(f"campaign={other.key.lower()}") == {"Ada": 0.0, "Bo": 0.0}
    assert ask.get("workload/?campaign=NONE").status_code == 422
    assert ask.get("workload/?team=999999").status_code == 422


def test_an_item_returns_on_the_day_that_a_day_off_gives_way_to(plan, caller, person):
    [item] = plan("report", due_on="2026-12-12")  # a Saturday
    member = caller(person("member"))
    address = f"items/{item.pk}/recurrence/"

    with clock.at(datetime(2026, 11, 30, 12, tzinfo=UTC)):
        made = member.send("PUT", address, {"every": "week", "on_working_days": True}).json()

    assert (made["first_on"], made["next_on"]) == ("2026-12-12", "2026-12-21")
    assert made["next_days"] == [
        "2026-12-21",
        "2026-12-28",
        "2027-01-04",
        "2027-01-11",
        "2027-01-18",
    ]
    assert member.get(address).json() == made


def test_what_comes_again_is_kept_in_a_template(plan, caller, person):
    [item] = plan("report", due_on="2026-12-07")
    member = caller(person("member"))
    with clock.at(datetime(2026, 11, 30, 12, tzinfo=UTC)):
        kept = member.send("PUT", f"items/{item.pk}/recurrence/", {"every": "month", "count": 3})
        template = member.post(
            "campaigns/SPRING/templates/", {"name": "Launch", "launch": "2026-12-11"}
        ).json()
        member.post(
            f"templates/{template['id']}/start/",
            {"key": "NEXT", "name": "Next", "launch": "2027-03-12"},
        )
    [again] = member.get("campaigns/NEXT/items/").json()["results"]

    found = member.get(f"items/{again['id']}/recurrence/").json()

    assert (kept.json()["times"], template["items"], template["coming_again"]) == (3, 1, 1)
    assert (found["first_on"], found["times"]) == ("2027-03-08", 3)
    assert found["next_days"] == ["2027-04-08", "2027-05-08"]


def test_a_member_has_holidays_and_days_of_their_own(person, caller):
    ada = person("member", "Ada")
    ask, path = caller(ada), f"members/{ada.pk}/time/"
    first = ask.get(path)
    own = [{"day": "2026-12-24", "works": False}, {"day": "2027-02-08", "works": True}]

    changed = ask.patch(
        path,
        {"holiday_country": "DE", "holiday_region": "BY", "own_days": own},
        If_Match='"1"',
    )
    refused = ask.patch(path, {"holiday_country": "XX"}, If_Match='"2"')

    names = ("holiday_country", "holiday_region", "own_days")
    assert [first.json()[name] for name in names] == ["", "", []]
    assert [changed.json()[name] for name in names] == ["DE", "BY", own]
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["holiday_country"])

from campaigns.brief.models import Campaign
from tests import furniture


def test_a_campaign_is_started_changed_and_moved_on(workspace, caller, person):
    member, manager = caller(person("member")), caller(person("manager"))

    made = member.post("campaigns/", {"key": "fall", "name": "Fall", "starts_on": "2026-09-01"})
    edited = member.patch("campaigns/FALL/", {"objective": "500 MQLs"}, If_Match=made["ETag"])
    advanced = manager.post("campaigns/FALL/phase/", {"phase": "planned"}, If_Match='"2"')
    skipped = manager.post("campaigns/FALL/phase/", {"phase": "closed"}, If_Match='"3"')
    stale = manager.post("campaigns/FALL/phase/", {"phase": "live"}, If_Match='"1"')

    answers = (made, edited, advanced, skipped, stale)
    assert [each.status_code for each in answers] == [201, 200, 200, 422, 412]
    assert made["Location"] == "http://testserver/api/v1/campaigns/FALL/"
    assert advanced.json() == {
        "id": Campaign.objects.get().pk,
        "key": "FALL",
        "name": "Fall",
        "objective": "500 MQLs",
        "phase": "planned",
        "starts_on": "2026-09-01",
        "ends_on": None,
        "owner": person("member").pk,
        "created_at": made.json()["created_at"],
        "version": 3,
    }


def test_a_key_that_is_taken_or_none_is_refused(campaign, caller, person):
    member = caller(person("member"))

    taken = member.post("campaigns/", {"key": "spring", "name": "Again"})
    none = member.post("campaigns/", {"key": "1st!", "name": "First"})

    assert [(each.status_code, list(each.json()["fields"])) for each in (taken, none)] == [
        (422, ["key"]),
        (422, ["key"]),
    ]


def test_campaigns_are_listed_by_phase(campaign, caller, person):
    member = caller(person("member"))

    drafts = member.get("campaigns/?phase=draft").json()["results"]
    live = member.get("campaigns/?phase=live").json()["results"]

    assert ([each["key"] for each in drafts], live) == (["SPRING"], [])


def test_who_takes_part_is_told_with_the_last_day(campaign, caller, person):
    furniture.grant(campaign, person("guest"), until="2099-12-31")

    people = caller(person("guest")).get("campaigns/spring/people/").json()["results"]

    assert [(each["member"], each["until"]) for each in people] == [
        (person("owner").pk, None),
        (person("guest").pk, "2099-12-31"),
    ]

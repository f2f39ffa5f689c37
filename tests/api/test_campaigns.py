from datetime import timedelta

from campaigns.brief.actions import sharing
from campaigns.brief.models import Campaign
from campaigns.plan import actions
from tests import furniture


def test_a_campaign_is_started_changed_and_moved_on(workspace, caller, person):
    member, manager = caller(person("member")), caller(person("manager"))

    made = member.post("campaigns/", {"key": "fall", "name": "Fall", "starts_on": "2026-09-01"})
    words = {"objective": "500 MQLs", "ends_on": "2026-12-01"}
    edited = member.patch("campaigns/FALL/", words, If_Match=made["ETag"])
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
        "ends_on": "2026-12-01",
        "owner": person("member").pk,
        "buffer_rule": "consume",
        "created_at": made.json()["created_at"],
        "version": 3,
    }


def test_what_is_missing_at_the_gate_is_told_with_where_it_is_mended(campaign, caller, person):
    refused = caller(person("manager")).post(
        "campaigns/SPRING/phase/", {"phase": "planned"}, If_Match="*"
    )

    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (422, "not_ready")
    assert [each["key"] for each in problem["missing"]] == ["objective", "start", "end"]
    assert problem["missing"][1]["mend"] == "/w/acme/c/SPRING/settings/?back=golive#id_starts_on"


def test_the_gate_is_read_waived_and_taken_back(campaign, caller, person):
    manager, member, guest = (caller(person(role)) for role in ("manager", "member", "guest"))
    furniture.grant(campaign, person("guest"))
    waiver = {
        "waives": ["objective"],
        "reason": "The board is late.",
        "until": "2099-01-01",
    }

    forbidden = member.post("campaigns/SPRING/waivers/", waiver)
    made = manager.post("campaigns/SPRING/waivers/", waiver)
    gate = member.get("campaigns/SPRING/gate/").json()
    hidden = guest.get("campaigns/SPRING/gate/")
    header = guest.get("campaigns/SPRING/health/").json()
    gone = manager.delete(f"waivers/{made.json()['id']}/")

    answers = (forbidden, made, hidden, gone)
    assert [each.status_code for each in answers] == [403, 201, 403, 204]
    assert [(each["key"], each["waived"], each["there"]) for each in gate["needs"]] == [
        ("objective", True, ""),
        ("start", False, ""),
        ("end", False, ""),
        ("primary_metric", False, ""),
    ]
    assert gate["waivers"][0]["by_name"] == person("manager").name
    assert header == {
        "level": "not_started",
        "computed": "not_started",
        "overridden": False,
        "gate_waived_until": "2099-01-01",
        "reasons": None,
        "override": None,
    }
    assert member.get("campaigns/SPRING/waivers/").json()["results"] == []


def test_health_is_overridden_and_taken_back(campaign, caller, person):
    member, guest = caller(person("member")), caller(person("guest"))
    furniture.grant(campaign, person("guest"))
    until = str(furniture.today() + timedelta(days=9))
    word = {"level": "on_hold", "reason": "The board decides.", "until": until}

    said = member.post("campaigns/SPRING/health/override/", word)
    forbidden = guest.post("campaigns/SPRING/health/override/", word)
    seen = guest.get("campaigns/SPRING/health/").json()
    unsound = member.post("campaigns/SPRING/health/override/", {**word, "level": "done"})
    back = member.delete("campaigns/SPRING/health/override/")

    answers = (said, forbidden, unsound, back)
    assert [each.status_code for each in answers] == [200, 403, 422, 204]
    assert (said.json()["override"]["reason"], said.json()["level"]) == (
        "The board decides.",
        "on_hold",
    )
    assert (seen["level"], seen["overridden"], seen["override"]) == ("on_hold", True, None)
    assert member.get("campaigns/SPRING/health/").json()["level"] == "not_started"


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


def test_a_guest_is_invited_given_longer_and_let_go(campaign, caller, person):
    member = caller(person("member"))
    guest = {"email": "eve@agency.example", "name": "Eve"}

    endless = member.post("campaigns/SPRING/people/", guest)
    invited = member.post("campaigns/SPRING/people/", {**guest, "until": "2099-01-31"})
    address = f"participations/{invited.json()['id']}/"
    longer = member.patch(address, {"until": "2099-02-28"})
    over = member.patch(address, {"until": "2020-01-01"})
    ended = member.delete(address)

    answers = (endless, invited, longer, over, ended)
    assert [each.status_code for each in answers] == [422, 201, 200, 422, 204]
    assert (longer.json()["name"], longer.json()["until"]) == ("Eve", "2099-02-28")
    assert member.delete(address).status_code == 404


def test_links_are_listed_without_their_secret_and_ended(campaign, caller, person):
    link, secret = sharing.share(campaign, by=person("member"), name="For the board", days=7)
    furniture.grant(campaign, person("guest"))
    member, guest = caller(person("member")), caller(person("guest"))

    listed = member.get("campaigns/SPRING/links/")
    forbidden = guest.delete(f"links/{link.pk}/")
    ended = member.delete(f"links/{link.pk}/")

    assert [each["name"] for each in listed.json()["results"]] == ["For the board"]
    assert secret.encode() not in listed.content
    assert (forbidden.status_code, ended.status_code) == (404, 204)
    assert member.get("campaigns/SPRING/links/").json()["results"] == []


def test_the_portfolio_tells_how_campaigns_stand(campaign, plan, caller, person):
    brief, _landing = plan("brief", "landing < brief", due_on="2020-01-01")
    actions.edit(brief, by=person("member"), version=1, status="doing")

    assert caller(person("manager")).get("portfolio/").json()["results"] == [
        {
            "key": "SPRING",
            "name": "Spring launch",
            "phase": "draft",
            "items": 2,
            "total": 2,
            "done": 0,
            "blocked": 1,
            "overdue": 2,
            "deadline": "",
            "next_on": None,
            "health": "not_started",
            "people": [person("owner").pk],
        }
    ]


def test_a_plan_is_taken_out_with_the_filters_of_the_lists(campaign, plan, caller, person):
    plan("brief", "landing")
    member = caller(person("member"))

    csv = member.get("campaigns/SPRING/export.csv?q=brief")
    xlsx = member.get("campaigns/SPRING/export.xlsx")
    misspelt = member.get("campaigns/SPRING/export.csv?quary=brief")

    assert csv["Content-Type"] == "text/csv"
    assert (b"brief" in csv.content, b"landing" in csv.content) == (True, False)
    assert xlsx.content.startswith(b"PK")
    assert misspelt.status_code == 422

"""Who gets in, how far, and what they see there."""

from datetime import date

import pytest

from campaigns.plan import actions
from campaigns.plan.models import Item
from teams.actions import members, tokens
from teams.models import ApiToken
from tests import furniture
from tests.api.conftest import Caller
from workspace.kernel import scope


@pytest.fixture
def neighbour(db):
    """(a manager, an item) of another workspace."""
    with scope.everything(because="the test makes a second workspace"):
        place = furniture.workspace("globex")
    with scope.of(place.pk):
        manager = furniture.People(place)("manager")
        campaign = furniture.campaign(place, by=manager)
        return manager, actions.add(campaign, by=manager, title="Their secret")


def test_nobody_gets_in_without_a_working_token(workspace, caller, person, token):
    secret = token(person("member"))

    nobody = Caller("").get("me/")
    stranger = Caller("rt_api_wrong").get("me/")
    somebody = Caller(secret).get("me/")
    tokens.revoke(ApiToken.objects.get(), by=person("member"))
    too_late = Caller(secret).get("me/")

    assert [each.status_code for each in (nobody, stranger, somebody, too_late)] == [
        401,
        401,
        200,
        401,
    ]
    assert nobody["WWW-Authenticate"] == "Bearer"
    assert nobody["Content-Type"] == "application/problem+json"


def test_who_is_removed_is_out_with_the_next_request(workspace, caller, person):
    leaving = caller(person("member"))
    before = leaving.get("me/").status_code

    members.remove(person("member"), by=person("owner"), version=1)

    assert (before, leaving.get("me/").status_code) == (200, 401)


def test_a_session_does_not_open_the_api(signed_in, workspace, person):
    assert signed_in(person("member")).get("/api/v1/items/").status_code == 401


def test_a_token_reaches_no_further_than_its_scopes(plan, caller, person):
    [item] = plan("brief")
    reading = caller(person("manager"), "plan:read")

    assert reading.get(f"items/{item.pk}/").status_code == 200
    assert reading.patch(f"items/{item.pk}/", {"title": "x"}, If_Match="*").status_code == 403
    assert reading.get("members/").status_code == 403
    assert reading.get("me/").json()["scopes"] == ["plan:read"]


def test_another_workspace_does_not_exist(campaign, plan, caller, person, neighbour):
    [item] = plan("brief")
    stranger, theirs = neighbour
    member = caller(person("owner"))

    assert member.get(f"items/{theirs.pk}/").status_code == 404
    assert member.get("items/").json()["results"][0]["id"] == item.pk
    assert len(member.get("items/").json()["results"]) == 1
    for body in ({"waits_for": [theirs.pk]}, {"parent": theirs.pk}, {"assignees": [stranger.pk]}):
        refused = member.patch(f"items/{item.pk}/", body, If_Match="*")
        nonexistent = dict.fromkeys(body, 999999)
        alike = member.patch(
            f"items/{item.pk}/",
            {
                name: [pk] if isinstance(body[name], list) else pk
                for name, pk in nonexistent.items()
            },
            If_Match="*",
        )
        assert refused.status_code == alike.status_code == 422
        assert list(refused.json()["fields"]) == list(body)
    bulk = member.post(
        "campaigns/SPRING/items/bulk/", {"items": [item.pk, theirs.pk], "set": {"status": "done"}}
    )
    assert bulk.status_code == 409
    assert Item.objects.get(pk=item.pk).status == "todo"


def test_a_guest_sees_what_was_granted_and_nothing_of_the_teams_own(campaign, plan, caller, person):
    granted, mine = plan("landing", "copy", extra={"Budget": "90000"})
    other = furniture.campaign(campaign.workspace, by=person("owner"), key="AUTUMN")
    hidden = actions.add(other, by=person("owner"), title="Autumn surprise")
    actions.comment(granted, by=person("member"), body="For all of us")
    secret = actions.comment(granted, by=person("member"), body="They are dear", team_only=True)
    furniture.grant(campaign, person("guest"))
    guest = caller(person("guest"))

    item = guest.get(f"items/{granted.pk}/").json()
    said = guest.get(f"items/{granted.pk}/comments/").json()["results"]
    told = guest.get("campaigns/SPRING/events/")

    assert [row["id"] for row in guest.get("items/").json()["results"]] == [granted.pk, mine.pk]
    assert ("extra" in item, item["comments"]) == (False, 1)
    assert [each["body"] for each in said] == ["For all of us"]
    assert b"90000" not in told.content
    assert b"They are dear" not in told.content
    assert guest.get(f"comments/{secret.pk}/").status_code == 404
    assert guest.get(f"items/{hidden.pk}/").status_code == 404
    assert guest.get("campaigns/AUTUMN/").status_code == 404
    assert guest.get("campaigns/AUTUMN/items/").status_code == 404
    assert [row["id"] for row in guest.get("members/").json()["results"]] == [person("guest").pk]
    assert b"@" not in guest.get("campaigns/SPRING/people/").content


def test_a_guest_moves_and_ticks_what_is_theirs_and_no_more(campaign, plan, caller, person):
    [theirs] = plan("landing", checklist=[("Uploaded", False)])
    [other] = plan("copy")
    furniture.grant(campaign, person("guest"))
    actions.edit(theirs, by=person("member"), version=1, assignees=[person("guest")])
    guest, item = caller(person("guest")), f"items/{theirs.pk}/"
    entry = f"{item}checklist/{theirs.checklist.get().pk}/"

    moved = guest.patch(item, {"status": "review"}, If_Match="*")
    ticked = guest.patch(entry, {"done": True})
    renamed = guest.patch(item, {"status": "done", "title": "Mine"}, If_Match="*")
    reworded = guest.patch(entry, {"text": "Whatever"})
    rewritten = guest.patch(item, {"checklist": []}, If_Match="*")
    not_theirs = guest.patch(f"items/{other.pk}/", {"status": "done"}, If_Match="*")
    thrown = guest.delete(item, If_Match="*")
    added = guest.post("campaigns/SPRING/items/", {"title": "More work"})

    refused = (renamed, reworded, rewritten, not_theirs, thrown, added)
    assert [each.status_code for each in (moved, ticked)] == [200, 200]
    assert [each.status_code for each in refused] == [403] * 6
    assert Item.objects.get(pk=theirs.pk).status == "review"
    assert theirs.checklist.get().text == "Uploaded"


def test_an_ended_grant_ends_the_guests_view(campaign, plan, caller, person):
    [item] = plan("landing")
    furniture.grant(campaign, person("guest"), until=date(2020, 1, 1))

    assert caller(person("guest")).get(f"items/{item.pk}/").status_code == 404


def test_a_write_from_the_api_is_known_as_such(plan, caller, person):
    [item] = plan("brief")

    member = caller(person("member"))
    member.patch(f"items/{item.pk}/", {"title": "Brief"}, If_Match="*")

    events = member.get(f"items/{item.pk}/events/").json()["results"]
    assert [event["via"] for event in events] == ["web", "api"]

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.brief import actions
from campaigns.brief.models import Campaign, Waiver
from tests import furniture
from tests.forgetting import forget

SOON = (timezone.localdate() + timedelta(days=9)).isoformat()
GOLIVE, HEALTH = "/w/acme/c/SPRING/golive/", "/w/acme/c/SPRING/health/"
WAIVED = {"keys": ["objective", "start", "end"], "reason": "The board is late.", "until": SOON}


@pytest.fixture
def browsers(campaign, person, signed_in):
    furniture.grant(campaign, person("guest"))
    return {role: signed_in(person(role)) for role in ("manager", "member", "sales", "guest")}


def test_the_page_ticks_what_is_there_and_links_what_is_missing(campaign, person, browsers):
    actions.edit(campaign, by=person("member"), version=1, objective="500 leads")

    page = browsers["sales"].get(GOLIVE).content.decode()

    assert "500 leads" in page
    assert "The campaign has no first day." in page
    assert 'href="/w/acme/c/SPRING/settings/?back=golive#id_starts_on"' in page
    assert "Write the objective" not in page


def test_a_refused_advance_lists_what_is_missing_with_the_links(campaign, browsers):
    refused = browsers["manager"].post("/w/acme/c/SPRING/settings/phase/", {"phase": "planned"})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "“Spring launch” cannot be Planned yet: 3 things are missing." in page
    assert page.count("settings/?back=golive#id_objective") == 2
    assert Campaign.objects.get().phase == "draft"


def test_a_page_that_mends_offers_the_way_back(campaign, browsers):
    there = browsers["member"].get("/w/acme/c/SPRING/settings/?back=golive").content.decode()
    saved = browsers["member"].post(
        "/w/acme/c/SPRING/settings/?back=golive",
        {"name": "Spring", "objective": "More", "version": 1},
    )

    assert "Back to go-live" in there
    assert saved["Location"] == f"{GOLIVE}#region"
    assert (
        "Back to go-live"
        not in browsers["member"].get("/w/acme/c/SPRING/settings/").content.decode()
    )


def test_a_manager_waives_all_see_it_and_a_manager_withdraws(campaign, person, browsers):
    forbidden = browsers["member"].post(f"{GOLIVE}waive/", WAIVED)
    waived = browsers["manager"].post(f"{GOLIVE}waive/", WAIVED)
    board = browsers["guest"].get("/w/acme/c/SPRING/board/").content.decode()
    team, guest = (browsers[role].get(HEALTH).content.decode() for role in ("sales", "guest"))
    advanced = browsers["manager"].post("/w/acme/c/SPRING/settings/phase/", {"phase": "planned"})

    assert [each.status_code for each in (forbidden, waived, advanced)] == [403, 302, 302]
    assert "Gate waived until" in board
    assert ("The board is late." in team, "The board is late." in guest) == (True, False)
    assert (person("manager").name in team, person("manager").name in guest) == (True, False)
    assert Campaign.objects.get().phase == "planned"
    browsers["manager"].post(f"{GOLIVE}waivers/{Waiver.objects.get().pk}/withdraw/")
    assert Waiver.objects.get().withdrawn_at is not None


@pytest.mark.parametrize("left_out", ["keys", "reason", "until"])
def test_a_waiver_without_a_part_is_shown_again_with_what_was_typed(left_out, campaign, browsers):
    typed = {name: value for name, value in WAIVED.items() if name != left_out}

    refused = browsers["manager"].post(f"{GOLIVE}waive/", typed)

    assert (refused.status_code, Waiver.objects.count()) == (422, 0)
    assert b"This field is required." in refused.content


def test_a_person_says_otherwise_and_takes_it_back(campaign, browsers):
    word = {"level": "on_hold", "reason": "Legal looks at it.", "until": SOON}

    said = browsers["member"].post(f"{HEALTH}override/", word)
    forbidden = browsers["sales"].post(f"{HEALTH}override/", word)
    board = browsers["guest"].get("/w/acme/c/SPRING/board/").content.decode()
    guest, team = (browsers[role].get(HEALTH).content.decode() for role in ("guest", "sales"))

    assert [each.status_code for each in (said, forbidden)] == [302, 403]
    assert ("On hold" in board, "On hold" in guest) == (True, True)
    assert ("Legal looks at it." in guest, "Legal looks at it." in team) == (False, True)
    browsers["member"].post(f"{HEALTH}override/end/")
    assert "Not started" in browsers["guest"].get(HEALTH).content.decode()


def test_a_stranger_sees_neither_page(campaign, person, signed_in):
    lost = signed_in(person("guest", name="Elsewhere"))

    for page in (GOLIVE, HEALTH):
        assert lost.get(page).status_code == 404


def test_the_campaigns_page_tells_how_each_stands(campaign, person, browsers):
    actions.sweep()

    page = browsers["sales"].get("/w/acme/campaigns/").content.decode()

    assert f'href="{HEALTH}"' in page
    assert "Not started" in page


@pytest.mark.parametrize(("page", "most"), [(GOLIVE, 12), (HEALTH, 10)])
def test_a_page_asks_as_often_for_twenty_items_as_for_one(page, most, campaign, person, browsers):
    browsers["manager"].get(page)
    counts = []
    for number in (1, 19):
        furniture.furnish(campaign, person, number)
        actions.sweep()
        forget()
        with CaptureQueriesContext(connection) as asked:
            assert browsers["manager"].get(page).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= most

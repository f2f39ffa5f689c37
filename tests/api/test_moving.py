from datetime import date

import pytest

from campaigns.plan import actions
from campaigns.plan.models import Item
from campaigns.plan.moves import Notice
from teams.actions import calendars


@pytest.fixture
def page(campaign, person):
    """A landing page that waits for its copy."""
    by = person("manager")
    copy = actions.add(campaign, by=by, title="Copy", due_on=date(2026, 12, 2))
    return actions.add(
        campaign,
        by=by,
        title="Page",
        due_on=date(2026, 12, 3),
        waits_for=[copy],
        assignees=[person("sales")],
    )


def test_the_impact_is_asked_for_and_then_confirmed(page, caller, person):
    [copy] = Item.objects.filter(number=1)
    ask, late = caller(person("manager")), {"due_on": "2026-12-04"}
    listed = ask.post(f"items/{copy.pk}/impact", late).json()
    confirmed = {**late, "confirm": "all", "seal": listed["seal"]}

    refused = ask.post(f"items/{copy.pk}/move", late, if_match='"1"')
    moved = ask.post(f"items/{copy.pk}/move", confirmed, if_match='"1"')

    assert [step["after"]["due_on"] for step in listed["steps"]] == ["2026-12-04", "2026-12-07"]
    assert (listed["asks"], listed["people"]) == (True, [person("sales").pk])
    assert refused.status_code == 409
    assert (moved.status_code, moved.json()["steps"]) == (200, listed["steps"])
    assert Notice.objects.get().member == person("sales")


def test_a_notice_is_answered(page, caller, person):
    [copy] = Item.objects.filter(number=1)
    ask = caller(person("manager"))
    late = {"due_on": "2026-12-04"}
    seal = ask.post(f"items/{copy.pk}/impact", late).json()["seal"]
    ask.post(f"items/{copy.pk}/move", {**late, "confirm": "all", "seal": seal}, if_match='"1"')
    theirs = caller(person("sales"))
    [notice] = theirs.get("notices").json()["results"]

    answered = theirs.post(f"notices/{notice['id']}/answer", {"answer": "ok"}).json()

    assert (notice["answer"], answered["answer"]) == ("", "ok")


def test_how_an_item_waits_is_written_and_read(page, caller, person):
    [copy] = Item.objects.filter(number=1)
    shape = {str(copy.pk): ["SS", 2]}

    written = caller(person("manager")).patch(
        f"items/{page.pk}", {"waits_how": shape, "pinned": True}, if_match='"1"'
    )

    assert written.json()["waits_how"] == shape
    assert written.json()["pinned"] is True


def test_new_dates_among_fields_are_listed_and_confirmed_too(page, caller, person):
    [copy] = Item.objects.filter(number=1)
    ask, late = caller(person("manager")), {"title": "Words", "due_on": "2026-12-04"}

    refused = ask.patch(f"items/{copy.pk}", late, if_match='"1"')
    kept = Item.objects.get(pk=copy.pk)
    seal = refused.json()["impact"]["seal"]
    saved = ask.patch(f"items/{copy.pk}", {**late, "confirm": "all", "seal": seal}, if_match='"1"')

    assert (refused.status_code, refused.json()["code"]) == (409, "unconfirmed")
    assert [step["item"] for step in refused.json()["impact"]["steps"]] == [copy.pk, page.pk]
    assert (kept.title, kept.due_on) == ("Copy", date(2026, 12, 2))
    assert (saved.status_code, saved.json()["title"]) == (200, "Words")
    assert Item.objects.get(pk=page.pk).due_on == date(2026, 12, 7)


def test_new_dates_that_hit_nobody_are_saved_at_once(page, caller, person):
    brief = actions.add(page.campaign, by=person("manager"), title="Brief")

    saved = caller(person("manager")).patch(
        f"items/{brief.pk}", {"due_on": "2026-12-04"}, if_match='"1"'
    )

    assert (saved.status_code, saved.json()["due_on"]) == (200, "2026-12-04")


def test_old_dates_are_refused_before_they_are_listed(page, caller, person):
    [copy] = Item.objects.filter(number=1)
    actions.edit(copy, by=person("manager"), version=1, title="Words")

    refused = caller(person("manager")).patch(
        f"items/{copy.pk}", {"due_on": "2026-12-04"}, if_match='"1"'
    )

    assert refused.status_code == 412


@pytest.mark.parametrize("change", [{"shift_days": 2}, {"set": {"due_on": "2026-12-04"}}])
def test_dates_of_several_items_are_listed_and_confirmed_too(change, page, caller, person):
    [copy] = Item.objects.filter(number=1)
    ask, wanted = caller(person("manager")), {"items": [copy.pk], **change}

    refused = ask.post("campaigns/SPRING/items/bulk", wanted)
    seal = refused.json()["impact"]["seal"]
    saved = ask.post("campaigns/SPRING/items/bulk", {**wanted, "confirm": "all", "seal": seal})

    assert refused.status_code == 409
    assert saved.json()["items"] == [copy.pk, page.pk]
    assert Item.objects.get(pk=page.pk).due_on == date(2026, 12, 7)


def test_who_has_not_answered_is_listed_reminded_and_settled(page, caller, person):
    [copy] = Item.objects.filter(number=1)
    ask, late = caller(person("manager")), {"due_on": "2026-12-04"}
    seal = ask.post(f"items/{copy.pk}/impact", late).json()["seal"]
    ask.post(f"items/{copy.pk}/move", {**late, "confirm": "all", "seal": seal}, if_match='"1"')
    [asked] = ask.get("campaigns/SPRING/moves").json()["results"]

    reminded = ask.post(f"moves/{asked['id']}/remind")
    settled = ask.post(f"moves/{asked['id']}/settle")

    assert [(each["member"], each["answer"]) for each in asked["answers"]] == [
        (person("sales").pk, "")
    ]
    assert reminded.status_code == 422
    assert settled.json()["settled_at"]
    assert ask.get("campaigns/SPRING/moves").json()["results"] == []


def test_a_whole_plan_is_laid_out_anew_and_confirmed(page, caller, person):
    ask, wanted = caller(person("manager")), {"way": "forward", "day": "2026-12-07"}

    refused = ask.post("campaigns/SPRING/reschedule", wanted)
    seal = refused.json()["impact"]["seal"]
    saved = ask.post("campaigns/SPRING/reschedule", {**wanted, "confirm": "all", "seal": seal})

    assert (refused.status_code, saved.status_code) == (409, 200)
    assert [step["after"]["due_on"] for step in saved.json()["steps"]] == [
        "2026-12-07",
        "2026-12-08",
    ]


@pytest.fixture
def bo(campaign, person):
    """Somebody who is away on the third of December."""
    bo = person("member", "Bo")
    calendars.add_time_off(bo, by=bo, first_on=date(2026, 12, 3), last_on=date(2026, 12, 3))
    return bo


@pytest.mark.parametrize("way", ["one", "many"])
def test_who_is_away_is_listed_before_they_get_work(way, page, bo, caller, person):
    ask = caller(person("manager"))
    one, many = f"items/{page.pk}", "campaigns/SPRING/items/bulk"

    def give(**answer):
        if way == "one":
            return ask.patch(one, {"assignees": [bo.pk], **answer}, if_match='"1"')
        return ask.post(many, {"items": [page.pk], "add_assignees": [bo.pk], **answer})

    refused = give()
    before = page.assignments.filter(member=bo).exists()
    seal = refused.json()["impact"]["seal"]
    saved = give(confirm="all", seal=seal)

    assert (refused.status_code, refused.json()["code"]) == (409, "unconfirmed")
    assert refused.json()["detail"] == "Who would get this is away then, or has too much work."
    assert refused.json()["impact"]["strains"] == [
        {"member": bo.pk, "items": [page.pk], "away": ["2026-12-03"], "full_weeks": []}
    ]
    assert (before, saved.status_code) == (False, 200)
    assert page.assignments.filter(member=bo).exists()

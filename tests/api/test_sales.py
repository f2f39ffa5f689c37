"""What sales decides, what marketing answers, and what both agree on."""

import pytest

from campaigns.journey.models import Touchpoint
from campaigns.leads import queries
from campaigns.leads.actions import ruling, states
from campaigns.leads.models import Lead
from campaigns.plan.models import Channel, Stage
from workspace.kernel import clock

SCOPES = ("leads:read", "leads:write", "plan:read", "plan:write")


@pytest.fixture
def touchpoint(workspace, campaign):
    channel = Channel.objects.create(workspace=workspace, name="Webinar")
    stage = Stage.objects.create(workspace=workspace, name="Reach")
    return Touchpoint.objects.create(
        workspace=workspace,
        campaign=campaign,
        channel=channel,
        stage=stage,
        promise="A call",
        created_at=clock.now(),
    )


@pytest.fixture
def lead(workspace, campaign, touchpoint):
    ruling.furnish(workspace.pk)

    def make(state="mql"):
        return Lead.objects.create(
            workspace=workspace,
            campaign=campaign,
            touchpoint=touchpoint,
            name="Erin Rask",
            created_at=clock.now(),
            **states.enter({}, state, clock.now()),
        )

    return make


@pytest.fixture
def rep(caller, person):
    return caller(person("sales"), *SCOPES)


@pytest.fixture
def marketer(caller, person):
    return caller(person("member"), *SCOPES)


def test_the_inbox_lists_what_waits(rep, lead):
    waiting = lead()

    [row] = rep.get("inbox").json()["results"]

    assert (row["id"], row["promise"], row["name"]) == (waiting.pk, "A call", "Erin Rask")


def test_a_lead_is_accepted_once(rep, caller, person, lead):
    waiting = lead()
    other = caller(person("sales", name="Jonas"), *SCOPES)

    first = rep.post(f"leads/{waiting.pk}/accept")
    second = other.post(f"leads/{waiting.pk}/accept")

    assert (first.status_code, first.json()["state"]) == (200, "accepted")
    assert (second.status_code, second.json()["code"]) == (409, "conflict")


def test_the_other_decisions_and_their_undoing(rep, lead):
    reason = queries.reasons()[0]
    first, second = lead(), lead()

    rejected = rep.post(f"leads/{first.pk}/reject", {"reason": reason.pk})
    recycled = rep.post(f"leads/{second.pk}/recycle", {"on": "2090-01-01"})
    undone = rep.post(f"leads/{first.pk}/undo")

    assert (rejected.json()["state"], rejected.json()["reason"]) == ("rejected", reason.pk)
    assert (recycled.json()["state"], recycled.json()["back_on"]) == ("recycled", "2090-01-01")
    assert undone.json()["state"] == "mql"


def test_an_accepted_lead_goes_on_with_its_value(rep, lead):
    taken = lead("accepted")
    sent = {"state": "opportunity", "value": 5_000_000, "currency": "EUR"}

    found = rep.post(f"leads/{taken.pk}/advance", sent).json()

    assert (found["state"], found["value"], found["currency"]) == ("opportunity", 5_000_000, "EUR")


def test_marketing_promotes_and_does_not_decide(marketer, lead):
    fresh = lead("new")

    assert marketer.post(f"leads/{fresh.pk}/promote").json()["state"] == "mql"
    assert marketer.post(f"leads/{fresh.pk}/accept").status_code == 403


def test_a_quote_and_a_rejection_are_answered_and_the_rep_is_told(rep, marketer, lead, touchpoint):
    waiting = lead()
    quote = rep.post(f"leads/{waiting.pk}/quote", {"theme": "price", "body": "Too dear"}).json()
    reason = queries.reasons()[1]
    rep.post(f"leads/{waiting.pk}/reject", {"reason": reason.pk})

    first = marketer.post("campaigns/SPRING/answers", {"quotes": [quote["id"]], "title": "Prices"})
    sent = {"reason": reason.pk, "touchpoint": touchpoint.pk, "decision": "Ask for the role"}
    second = marketer.post("campaigns/SPRING/answers", sent)
    news = rep.get("answers/news").json()

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json()["leads"] == [waiting.pk]
    assert (news["rejections"], news["quotes"], len(news["answers"])) == (1, 1, 2)
    assert rep.delete("answers/news").status_code == 204
    assert rep.get("answers/news").status_code == 404
    assert len(rep.get("campaigns/SPRING/quotes").json()["results"]) == 1
    assert len(rep.get("campaigns/SPRING/answers").json()["results"]) == 2


@pytest.mark.parametrize("by", ["touchpoint", "channel", "campaign"])
def test_the_verdict_is_told_at_every_level(marketer, rep, lead, touchpoint, by):
    rep.post(f"leads/{lead().pk}/accept")
    rep.post(f"leads/{lead().pk}/reject", {"reason": queries.reasons()[1].pk})

    [found] = marketer.get(f"campaigns/SPRING/verdict?by={by}").json()["results"]

    assert (found["leads"], found["accepted"], found["rejected"]) == (2, 1, 1)
    assert (found["acceptance"], found["reasons"][0]["name"]) == (50, "Wrong role")
    assert found["cost_per_accepted_lead"] == {}


def test_managers_say_what_is_agreed_on(caller, person, lead, marketer):
    manager = caller(person("manager"), *SCOPES)
    hours = {"time_zone": "Asia/Shanghai", "opens_at": "09:00", "closes_at": "18:00"}

    agreed = manager.send("PUT", "agreement", {"minutes": 240})
    office = manager.send("PUT", "office-hours", hours)
    added = manager.post("rejection-reasons", {"name": "Too far away"})
    address = f"rejection-reasons/{added.json()['id']}"
    renamed = manager.patch(address, {"name": "Too far"}, if_match='"1"')
    retired = manager.delete(address, if_match='"2"')

    assert [each.status_code for each in (agreed, office, added, renamed, retired)] == [
        200, 200, 201, 200, 204,
    ]  # fmt: skip
    assert marketer.get("agreement").json() == {"minutes": 240}
    assert renamed.json()["name"] == "Too far"
    assert marketer.send("PUT", "agreement", {"minutes": 1}).status_code == 403
    [shown] = marketer.get("office-hours").json()["results"]
    assert manager.delete(f"office-hours/{shown['id']}").status_code == 204


@pytest.mark.parametrize("address", ["inbox", "campaigns/SPRING/verdict", "agreement"])
def test_guests_have_nothing_of_it(caller, person, campaign, address):
    guest = caller(person("guest"), *SCOPES)

    assert guest.get(address).status_code in {403, 404}

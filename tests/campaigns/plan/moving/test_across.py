"""One campaign waits for another."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection

from campaigns.plan import actions
from campaigns.plan.models import Dependency, Item
from campaigns.plan.moves import Move
from campaigns.plan.moving import actions as moving
from campaigns.plan.moving import impact, whole
from teams.actions import tokens
from tests import furniture
from tests.at_once import at_once
from workspace.kernel import outbox, scope
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.streams.models import Event, Stream


@pytest.fixture
def fair(autumn, person):
    """The stand at the autumn fair."""
    return actions.add(autumn, by=person("manager"), title="Stand", due_on="2026-12-08")


@pytest.fixture
def linked(webinar, fair, person):
    """The stand waits for the webinar of the other campaign."""
    actions.edit(fair, by=person("manager"), version=1, waits_for=[webinar.event])
    outbox.dispatch()
    return webinar


def counts(item):
    return Item.objects.values_list("waiting_for", "holding_up").get(pk=item.pk)


def test_both_campaigns_know_that_one_waits_for_the_other(linked, fair, autumn):
    assert (counts(fair), counts(linked.event)) == ((1, 0), (1, 1))
    event = Event.objects.filter(verb="item.touched").get()
    assert (event.object_id, event.actor, event.stream.of) == (
        linked.event.pk,
        None,
        linked.campaign.pk,
    )
    assert Item.objects.get(pk=linked.event.pk).face == event.revision


def test_what_is_done_in_one_campaign_frees_what_waits_in_the_other(linked, fair, autumn):
    event = Item.objects.get(pk=linked.event.pk)
    actions.edit(event, by=linked.mover, version=event.version, status="done")

    outbox.dispatch()

    assert counts(fair) == (0, 0)
    stream = Stream.objects.get(kind="campaign", of=autumn.pk)
    assert Item.objects.get(pk=fair.pk).face == stream.revision


def test_a_link_of_what_has_ended_is_seen_to_go_in_the_other_campaign(linked, fair):
    ended = actions.edit(fair, by=linked.mover, version=fair.version, status="done")
    outbox.dispatch()
    before = Item.objects.get(pk=linked.event.pk).face

    actions.edit(ended, by=linked.mover, version=ended.version, waits_for=[])
    outbox.dispatch()

    stream = Stream.objects.get(kind="campaign", of=linked.campaign.pk)
    assert before < Item.objects.get(pk=linked.event.pk).face == stream.revision


def test_a_loop_through_two_campaigns_is_refused(linked, fair):
    with pytest.raises(Invalid) as refusal:
        actions.edit(linked.copy, by=linked.mover, version=1, waits_for=[fair])

    assert "Copy → Page → Webinar → Stand" in refusal.value.message


def test_a_move_goes_through_both_campaigns_and_is_undone_in_both(linked, fair):
    wish = moving.wish_for(linked.event, due_on="2026-12-09")
    seen = impact.preview(wish).seal

    made, steps = moving.move(wish, by=linked.mover, confirm="all", seen=seen, why="Room")
    there = Item.objects.get(pk=fair.pk).due_on.isoformat()
    actions.undo(linked.campaign, linked.mover.newest, by=linked.mover)

    assert [step.item for step in steps] == [linked.event, fair]
    assert made.legs.count() == 2
    assert there == "2026-12-10"
    assert Item.objects.get(pk=fair.pk).due_on.isoformat() == "2026-12-08"


def test_a_move_is_undone_and_redone_in_both_campaigns_as_often_as_one_likes(linked, fair):
    wish = moving.wish_for(linked.event, due_on="2026-12-09")
    seen = impact.preview(wish).seal
    made, _steps = moving.move(wish, by=linked.mover, confirm="all", seen=seen, why="Room")
    after, before = ("2026-12-09", "2026-12-10"), ("2026-12-07", "2026-12-08")

    for wanted in (before, after) * 3:
        actions.undo(linked.campaign, linked.mover.newest, by=linked.mover)

        found = [Item.objects.get(pk=item.pk) for item in (linked.event, fair)]
        assert tuple(item.due_on.isoformat() for item in found) == wanted
        assert (Move.objects.get(pk=made.pk).undone_at is not None) == (wanted == before)


def test_a_guest_learns_nothing_of_the_other_campaign(linked, fair, autumn, person, signed_in):
    guest = person("guest")
    furniture.grant(linked.campaign, guest)

    page = signed_in(guest).get(f"/w/acme/c/SPRING/items/{linked.event.number}/").content.decode()

    assert "something in another campaign" in page
    assert "AUTUMN" not in page
    assert "Stand" not in page


SCOPES = ["plan:read", "people:read"]


@pytest.fixture
def reads_the_reason(linked, fair, autumn, person, signed_in):
    """`reads_the_reason(campaign)`: where somebody of an agency, who has work at the fair and takes
    part in these campaigns, reads why the webinar was moved."""
    wish = moving.wish_for(linked.event, due_on="2026-12-09")
    guest = person("guest")

    def reads(*campaigns):
        for campaign in campaigns:
            furniture.grant(campaign, guest)
        stand = Item.objects.get(pk=fair.pk)
        actions.edit(stand, by=linked.mover, version=stand.version, assignees=[guest])
        seen = impact.preview(wish).seal
        moving.move(wish, by=linked.mover, confirm="all", seen=seen, why="The speaker is ill")
        outbox.dispatch()
        browser = signed_in(guest)
        newest = Stream.objects.get(kind="campaign", of=autumn.pk).revision
        pages = {
            "activity": "/w/acme/c/AUTUMN/activity/",
            "item": f"/w/acme/c/AUTUMN/items/{fair.number}/",
            "compare": "/w/acme/c/AUTUMN/compare/?from=revision:1",
            "past": f"/w/acme/c/AUTUMN/at/{newest}/",
            "moves": "/w/acme/c/AUTUMN/moves/",
            "my work": "/w/acme/",
            "events": "/api/v1/campaigns/AUTUMN/events",
            "notices": "/api/v1/notices",
            "moves by API": "/api/v1/campaigns/AUTUMN/moves",
        }
        headers = {"Authorization": f"Bearer {tokens.make(by=guest, name='x', scopes=SCOPES)[1]}"}
        answers = {name: browser.get(path, headers=headers) for name, path in pages.items()}
        assert {answer.status_code for answer in answers.values()} == {200}
        answers["mail"] = SimpleNamespace(content=mail.outbox[-1].body.encode())
        assert mail.outbox[-1].to == [guest.email]
        return [name for name, page in answers.items() if b"The speaker is ill" in page.content]

    return reads


def test_a_guest_of_a_plan_that_is_carried_along_does_not_read_the_reason(
    reads_the_reason, autumn, person, signed_in
):
    assert reads_the_reason(autumn) == []
    assert (
        b"The speaker is ill"
        in signed_in(person("sales")).get("/w/acme/c/AUTUMN/activity/").content
    )


def test_the_mail_to_a_guest_names_no_item_of_another_plan(reads_the_reason, autumn):
    reads_the_reason(autumn)

    assert mail.outbox[-1].subject == "Mara moved dates: “Dates of yours”"


def test_a_guest_of_both_plans_reads_the_reason_where_it_was_given(
    reads_the_reason, linked, autumn
):
    found = reads_the_reason(linked.campaign, autumn)

    assert found == ["moves", "my work", "notices", "moves by API", "mail"]
    assert mail.outbox[-1].subject == "Mara moved dates: “Webinar”"


def test_a_key_of_another_campaign_names_what_to_wait_for(webinar, fair, signed_in):
    address = f"/w/acme/c/SPRING/items/{webinar.copy.number}/waits/"

    signed_in(webinar.mover).post(address, {"waits_for": "autumn-1"})

    assert Dependency.objects.filter(item=webinar.copy, waits_for=fair).exists()


@pytest.mark.django_db(transaction=True)
def test_loops_across_campaigns_are_refused_when_two_people_link_at_once(tmp_path):
    with scope.everything(because="the test makes its workspace"):
        made = furniture.workspace("acme")
    with scope.of(made.pk):
        person = furniture.People(made)
        by = person("manager")
        first, second = (
            furniture.campaign(made, by=by, key=key, name=key) for key in ("ONE", "TWO")
        )
        [a, b], [c, d] = (
            [actions.add(each, by=by, title=title) for title in titles]
            for each, titles in ((first, "ab"), (second, "cd"))
        )
        actions.edit(b, by=by, version=1, waits_for=[c])
        actions.edit(d, by=by, version=1, waits_for=[a])
        todo = [(a, b), (c, d)]

        def link():
            later, earlier = todo.pop()
            with scope.of(made.pk):
                return actions.edit(later, by=by, version=1, waits_for=[earlier])

        results = at_once(link, 2, tmp_path)

    assert sorted(type(each).__name__ for each in results) == ["Invalid", "Item"]
    assert connection.vendor in {"sqlite", "postgresql"}


@pytest.mark.django_db(transaction=True)
def test_loops_within_a_campaign_are_refused_when_two_people_link_at_once(tmp_path):
    with scope.everything(because="the test makes its workspace"):
        made = furniture.workspace("acme")
    with scope.of(made.pk):
        by = furniture.People(made)("manager")
        plan = furniture.campaign(made, by=by, key="ONE", name="One")
        a, b = (actions.add(plan, by=by, title=title) for title in "ab")
        todo = [(a, b), (b, a)]

        def link():
            later, earlier = todo.pop()
            with scope.of(made.pk):
                return actions.edit(later, by=by, version=1, waits_for=[earlier])

        results = at_once(link, 2, tmp_path)

    assert sorted(type(each).__name__ for each in results) == ["Invalid", "Item"]


@pytest.mark.parametrize("way", ["forward", "backward"])
def test_a_circle_from_before_circles_were_refused_is_named_and_nothing_moves(linked, fair, way):
    Dependency.objects.create(workspace_id=fair.workspace_id, item=linked.copy, waits_for=fair)
    circle = {"SPRING-1 Copy", "SPRING-2 Page", "SPRING-3 Webinar", "AUTUMN-1 Stand"}

    with pytest.raises(Refusal) as moved:
        impact.preview(moving.wish_for(linked.copy, due_on="2026-12-03"))
    with pytest.raises(Refusal) as laid:
        whole.wish_to_lay(linked.campaign, way, date(2026, 12, 7))

    assert set(names(moved.value.message)) == set(names(laid.value.message)) == circle


def names(sentence):
    return sentence.split(": ")[1].rstrip(".").split(" → ")


def test_a_move_into_a_circle_is_answered_with_a_sentence(linked, fair, signed_in):
    Dependency.objects.create(workspace_id=fair.workspace_id, item=linked.copy, waits_for=fair)
    address = f"/w/acme/c/SPRING/items/{linked.copy.number}/move/"

    answer = signed_in(linked.mover).post(address, {"due_on": "2026-12-03", "version": 1})

    assert answer.status_code == 422
    assert "wait for each other in a circle" in answer.content.decode()

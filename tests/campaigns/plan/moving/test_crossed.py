"""What stays and no longer fits: its people and its campaign are listed and told too."""

from datetime import timedelta

import pytest
from django.core import mail

from campaigns.plan import actions as plan_actions
from campaigns.plan import feed
from campaigns.plan.actions import undoing
from campaigns.plan.models import Item
from campaigns.plan.moves import Notice
from campaigns.plan.moving import actions, impact, notices, showing
from workspace.kernel import clock, outbox, streams
from workspace.kernel.streams.models import Event

HTMX = {"HX-Request": "true"}
LATE = {"due_on": "2026-12-04"}


@pytest.fixture
def pinned(webinar):
    """The page, which Ann has set by hand."""
    page = webinar.page
    return plan_actions.edit(page, by=webinar.ann, version=page.version, pinned=True)


@pytest.fixture
def stand(webinar, autumn):
    """Bo's stand at the fair waits for the copy, and is set by hand."""
    return plan_actions.add(
        autumn,
        by=webinar.mover,
        title="Stand",
        due_on="2026-12-03",
        waits_for=[webinar.copy],
        assignees=[webinar.bo],
        pinned=True,
    )


def moved(webinar, confirm="all"):
    wish = actions.wish_for(Item.objects.get(pk=webinar.copy.pk), **LATE)
    seen = impact.preview(wish).seal
    return actions.move(wish, by=webinar.mover, confirm=confirm, seen=seen, why="Late")[0]


def told(made):
    return {notice.member.name for notice in Notice.objects.filter(move=made)}


def test_who_answers_for_what_breaks_is_listed_and_told(webinar, pinned):
    preview = impact.preview(actions.wish_for(webinar.copy, **LATE))

    made = moved(webinar)

    assert [step.item for step in preview.steps] == [webinar.copy]
    assert (preview.crossed, preview.people(webinar.mover)) == ([pinned], [webinar.ann])
    assert told(made) == {"Ann"}


def test_who_is_told_reads_what_no_longer_fits(webinar, pinned, signed_in):
    moved(webinar)
    outbox.dispatch()

    [notice] = notices.to_answer(webinar.ann, "acme")
    page = signed_in(webinar.ann).get("/w/acme/").content.decode()

    assert [(step.title, step.is_crossed) for step in notice.steps] == [("Page", True)]
    assert "stays, and no longer fits" in page
    [sent] = [each for each in mail.outbox if each.to == [webinar.ann.email]]
    assert "SPRING-2 Page" in sent.body
    assert "(stays, and no longer fits)" in sent.body


def test_a_campaign_in_which_only_something_breaks_is_listed_and_shows_the_answers(
    webinar, stand, autumn
):
    preview = impact.preview(actions.wish_for(webinar.copy, **LATE))

    made = moved(webinar)

    assert [each.name for each in showing.campaigns_of(preview)] == ["Autumn fair", "Spring launch"]
    assert set(made.legs.values_list("campaign", flat=True)) == {webinar.campaign.pk, autumn.pk}
    assert "Bo" in told(made)


def test_undo_is_told_where_something_broke_and_can_be_undone_in_turn(webinar, stand, autumn):
    moved(webinar)
    undoing.undo(webinar.campaign, webinar.mover.newest, by=webinar.mover)
    undone = feed.of_item(stand, webinar.mover)[0]
    undoing.undo(webinar.campaign, webinar.mover.newest, by=webinar.mover)

    assert undone.sentence == "undid: moved dates with which this no longer fits"
    assert Item.objects.get(pk=webinar.copy.pk).due_on.isoformat() == LATE["due_on"]


def test_a_move_is_undone_and_redone_though_what_it_crossed_is_gone_for_good(
    webinar, stand, autumn
):
    moved(webinar)
    Item.objects.filter(pk=stand.pk).update(trashed_at=clock.now() - timedelta(days=99))
    plan_actions.purge(autumn)

    undoing.undo(webinar.campaign, webinar.mover.newest, by=webinar.mover)
    undone = Item.objects.get(pk=webinar.copy.pk).due_on.isoformat()
    undoing.undo(webinar.campaign, webinar.mover.newest, by=webinar.mover)

    assert not Item.objects.filter(pk=stand.pk).exists()
    assert undone == "2026-12-02"
    assert Item.objects.get(pk=webinar.copy.pk).due_on.isoformat() == LATE["due_on"]


def test_what_breaks_when_nothing_moves_along_is_listed(webinar):
    preview = impact.preview(actions.wish_for(webinar.copy, **LATE))

    assert preview.breaks == []
    assert [(each.earlier, each.later, each.by_days) for each in preview.breaks_alone] == [
        (webinar.copy, webinar.page, 2)
    ]


def test_moving_only_this_tells_those_whose_work_no_longer_fits_and_nobody_else(webinar):
    made = moved(webinar, confirm="this")

    assert told(made) == {"Ann"}
    assert feed.of_item(webinar.page, webinar.mover)[0].sentence == (
        "moved dates with which this no longer fits"
    )


def test_the_dialog_says_what_breaks_when_only_this_moves(webinar, signed_in):
    address = f"/w/acme/c/SPRING/items/{webinar.copy.number}/move/"

    page = signed_in(webinar.mover).post(address, LATE, headers=HTMX).content.decode()

    assert "If nothing moves along: 1 conflict" in page
    assert "SPRING-2 Page would be 2 working days too early for SPRING-1 Copy" in page


def test_what_crosses_an_item_does_not_keep_its_people_from_undoing_their_own(webinar, pinned):
    moved(webinar)

    undoing.undo(webinar.campaign, pinned.face, by=webinar.ann)

    assert not Item.objects.get(pk=pinned.pk).pinned


@pytest.mark.parametrize("count", [1, 20])
def test_saying_what_was_crossed_costs_the_same_for_one_item_and_for_twenty(
    count, campaign, plan, person, django_assert_num_queries
):
    plan(*(f"Item {number}" for number in range(count)))
    items = list(Item.objects.order_by("pk"))
    with streams.record("campaign", campaign.pk, by=person("owner")) as record:
        for item in items:
            record("item.crossed", item)
    events = list(Event.objects.filter(verb="item.crossed"))

    with (
        streams.record("campaign", campaign.pk, by=person("owner")) as record,
        django_assert_num_queries(1),
    ):
        undoing.cross_again(record, events)

    again = Event.objects.filter(verb="item.crossed", revision=record.revision)
    assert [event.object_id for event in again.order_by("position")] == [i.pk for i in items]

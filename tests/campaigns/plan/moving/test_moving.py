from datetime import date

import pytest

from campaigns.plan import actions as plan_actions
from campaigns.plan.models import Item
from campaigns.plan.moves import Leg, Move, Notice
from campaigns.plan.moving import actions, impact
from workspace.kernel.refusals import Conflict, Invalid
from workspace.kernel.streams.models import Event, Stream


def december(*days):
    return tuple(day and date(2026, 12, day) for day in days)


def dates_of(*items):
    found = {item.pk: (item.start_on, item.due_on) for item in Item.objects.all()}
    return [found[item.pk] for item in items]


def revision_of(campaign):
    return Stream.objects.get(kind="campaign", of=campaign.pk).revision


def moved(item, *, by, confirm="all", why="The speaker is ill", **dates):
    """Move as a person does: ask, see the list, confirm it."""
    wish = actions.wish_for(item, **dates)
    seen = impact.preview(wish).seal
    return actions.move(wish, by=by, confirm=confirm, seen=seen, why=why)


def test_a_date_that_hits_nobody_is_saved_at_once(plan, person):
    [brief] = plan("brief", due_on="2026-12-01")

    made, steps = actions.move(actions.wish_for(brief, due_on="2026-12-03"), by=person("member"))

    assert (made, len(steps)) == (None, 1)
    assert dates_of(brief) == [december(None, 3)]


def test_what_is_hit_is_listed_before_anything_is_saved(webinar):
    wish = actions.wish_for(webinar.copy, start_on="2026-12-03", due_on="2026-12-04")

    with pytest.raises(actions.Unseen) as unseen:
        actions.move(wish, by=webinar.mover)

    preview = unseen.value.preview
    assert [(step.item, step.after) for step in preview.steps] == [
        (webinar.copy, december(3, 4)),
        (webinar.page, december(7, 8)),
        (webinar.event, december(None, 9)),
    ]
    assert [step.item for step in preview.deadlines] == [webinar.event]
    assert preview.people(webinar.mover) == [webinar.ann, webinar.bo]
    assert dates_of(webinar.copy) == [december(1, 2)]


def test_confirming_moves_all_that_was_listed_as_one_revision(webinar):
    before = revision_of(webinar.campaign)

    made, _steps = moved(webinar.copy, by=webinar.mover, start_on="2026-12-03", due_on="2026-12-04")

    assert dates_of(webinar.copy, webinar.page, webinar.event) == [
        december(3, 4),
        december(7, 8),
        december(None, 9),
    ]
    assert revision_of(webinar.campaign) == before + 1
    assert list(made.legs.values_list("campaign", "revision")) == [
        (webinar.campaign.pk, before + 1)
    ]
    assert set(Event.objects.filter(revision=before + 1).values_list("why", flat=True)) == {
        "The speaker is ill"
    }


def test_confirming_only_this_item_leaves_the_others_where_they_are(webinar):
    moved(webinar.copy, by=webinar.mover, confirm="this", due_on="2026-12-04")

    assert dates_of(webinar.copy, webinar.page) == [december(1, 4), december(3, 4)]


def test_a_shared_deadline_moves_with_a_reason_only(webinar):
    with pytest.raises(Invalid) as refusal:
        moved(webinar.event, by=webinar.mover, why="  ", due_on="2026-12-10")

    assert list(refusal.value.fields) == ["why"]
    assert dates_of(webinar.event) == [december(None, 7)]


def test_a_list_that_is_no_longer_true_is_shown_anew(webinar):
    wish = actions.wish_for(webinar.copy, due_on="2026-12-04")
    seen = impact.preview(wish).seal
    page = webinar.page
    plan_actions.edit(page, by=webinar.ann, version=page.version, due_on="2026-12-05")

    with pytest.raises(actions.Unseen) as unseen:
        actions.move(wish, by=webinar.mover, confirm="all", seen=seen, why="Late")

    assert unseen.value.anew
    assert dates_of(webinar.copy) == [december(1, 2)]


def test_a_change_elsewhere_in_the_plan_does_not_ask_again(webinar):
    wish = actions.wish_for(webinar.copy, due_on="2026-12-04")
    seen = impact.preview(wish).seal
    page = webinar.page
    plan_actions.edit(page, by=webinar.ann, version=page.version, title="Landing page")

    made, _steps = actions.move(wish, by=webinar.mover, confirm="all", seen=seen, why="Late")

    assert made.by == webinar.mover


def test_a_date_that_somebody_changed_meanwhile_shows_both(webinar):
    copy = webinar.copy
    plan_actions.edit(copy, by=webinar.ann, version=1, due_on="2026-12-03")

    with pytest.raises(Conflict) as refusal:
        actions.move(
            actions.wish_for(copy, due_on="2026-12-02"),
            by=webinar.mover,
            versions={copy.pk: 1},
            confirm="this",
        )

    assert refusal.value.data["both"] == {"due_on": ["2026-12-03", "2026-12-02"]}


def test_a_pinned_item_stays_and_is_listed_as_broken(webinar):
    page = webinar.page
    plan_actions.edit(page, by=webinar.ann, version=page.version, pinned=True)

    preview = impact.preview(actions.wish_for(webinar.copy, due_on="2026-12-07"))

    assert [step.item for step in preview.steps] == [webinar.copy]
    [broken] = preview.breaks
    assert (broken.later, broken.by_days, broken.because) == (page, 3, "pinned")


def test_everybody_who_is_hit_gets_one_notice_and_no_other(webinar):
    made, _steps = moved(webinar.copy, by=webinar.mover, due_on="2026-12-04")

    told = Notice.objects.filter(move=made).order_by("member__name")
    assert [notice.member for notice in told] == [webinar.ann, webinar.bo]


def test_who_is_told_answers_with_a_word(webinar):
    made, _steps = moved(webinar.copy, by=webinar.mover, due_on="2026-12-04")
    notice = made.notices.get(member=webinar.bo)

    actions.answer(notice, by=webinar.bo, answer="object", word="I am away")

    notice.refresh_from_db()
    assert (notice.answer, notice.word) == ("object", "I am away")
    event = Event.objects.latest("pk")
    assert (event.verb, event.object_id, event.actor) == (
        "item.objected",
        webinar.copy.pk,
        webinar.bo,
    )


def test_undo_takes_back_the_whole_move_and_its_notices(webinar):
    moved(webinar.copy, by=webinar.mover, due_on="2026-12-04")
    done = webinar.mover.newest

    plan_actions.undo(webinar.campaign, done, by=webinar.mover)

    assert dates_of(webinar.copy, webinar.page, webinar.event) == [
        december(1, 2),
        december(3, 4),
        december(None, 7),
    ]
    assert Move.objects.get().undone_at
    with pytest.raises(Conflict):
        actions.answer(Notice.objects.first(), by=webinar.ann, answer="ok")


def test_undoing_the_undo_moves_again(webinar):
    moved(webinar.copy, by=webinar.mover, due_on="2026-12-04")
    plan_actions.undo(webinar.campaign, webinar.mover.newest, by=webinar.mover)

    plan_actions.undo(webinar.campaign, webinar.mover.newest, by=webinar.mover)

    assert dates_of(webinar.page) == [december(7, 8)]
    assert Move.objects.get().undone_at is None


def test_undo_is_refused_when_somebody_moved_it_since(webinar):
    moved(webinar.copy, by=webinar.mover, due_on="2026-12-04")
    done = webinar.mover.newest
    page = Item.objects.get(pk=webinar.page.pk)
    plan_actions.edit(page, by=webinar.ann, version=page.version, due_on="2026-12-11")

    with pytest.raises(Conflict) as refusal:
        plan_actions.undo(webinar.campaign, done, by=webinar.mover)

    assert refusal.value.message == "Ann has changed “Due” of “Page” since."
    assert Leg.objects.count() == 1

"""The plan shows who has not answered a move of dates, and who objects."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.plan import actions as plan_actions
from campaigns.plan import answers, windows
from campaigns.plan.actions import undoing
from campaigns.plan.models import Item
from campaigns.plan.moves import Move, Notice
from campaigns.plan.moving import actions, impact
from tests import furniture
from tests.forgetting import forget
from workspace.kernel import outbox
from workspace.kernel.refusals import Conflict, Refusal
from workspace.kernel.streams.models import Event

HTMX = {"HX-Request": "true"}
LATER = timedelta(hours=2)


def moved(webinar, **dates):
    wish = actions.wish_for(
        Item.objects.get(pk=webinar.copy.pk), **dates or {"due_on": "2026-12-04"}
    )
    seen = impact.preview(wish).seal
    return actions.move(wish, by=webinar.mover, confirm="all", seen=seen, why="The speaker is ill")[
        0
    ]


def answer(member, *, answer, word=""):
    actions.answer(Notice.objects.get(member=member), by=member, answer=answer, word=word)


def standing(campaign, reader):
    windows.revision_of(campaign)
    return tuple(answers.standing(campaign, reader))


def shown(browser, page="board/"):
    text = browser.get(f"/w/acme/c/SPRING/{page}").content.decode()
    return text[text.index('id="summary"') :].partition("</span>")[0]


def test_where_nobody_is_asked_the_page_says_what_it_is_for(campaign, person, signed_in):
    page = signed_in(person("member")).get("/w/acme/c/SPRING/moves/").content.decode()

    assert "<h2>Everybody has answered</h2>" in page
    assert "say here whether it suits them" in page


def test_a_plan_counts_objections_and_open_answers(webinar):
    reader = webinar.mover
    before = standing(webinar.campaign, reader)
    moved(webinar)
    asked = standing(webinar.campaign, reader)
    answer(webinar.bo, answer="object", word="I am away")
    objected = standing(webinar.campaign, reader)
    answer(webinar.ann, answer="ok")

    assert before == (0, 0)
    assert asked == (0, 2)
    assert objected == (1, 1)
    assert standing(webinar.campaign, reader) == (1, 0)


def test_nothing_is_shown_of_what_was_undone(webinar):
    moved(webinar)
    undoing.undo(webinar.campaign, webinar.mover.newest, by=webinar.mover)
    undone = standing(webinar.campaign, webinar.mover)
    undoing.undo(webinar.campaign, webinar.mover.newest, by=webinar.mover)

    assert (undone, standing(webinar.campaign, webinar.mover)) == ((0, 0), (0, 2))


def test_a_move_that_is_undone_at_the_same_moment_is_not_objected_to(webinar):
    made = moved(webinar)
    notice = Notice.objects.select_related("move").get(member=webinar.bo)
    Move.objects.filter(pk=made.pk).update(undone_at=timezone.now())

    with pytest.raises(Conflict):
        actions.answer(notice, by=webinar.bo, answer="object", word="Too late")

    assert Notice.objects.get(pk=notice.pk).answer == ""
    assert not Event.objects.filter(verb="item.objected").exists()


def test_every_campaign_that_a_move_reached_shows_its_answers(webinar, autumn):
    fair = plan_actions.add(
        autumn,
        by=webinar.mover,
        title="Fair",
        due_on="2026-12-04",
        waits_for=[webinar.page],
        assignees=[webinar.bo],
    )
    moved(webinar)
    asked = standing(autumn, webinar.mover)
    answer(webinar.bo, answer="object")

    assert (fair.title, asked) == ("Fair", (0, 2))
    assert standing(autumn, webinar.mover) == (1, 1)


def test_the_figures_are_read_again_only_when_an_answer_or_a_move_came(webinar):
    moved(webinar)
    campaign = webinar.campaign
    standing(campaign, webinar.mover)
    plan_actions.edit(
        webinar.page,
        by=webinar.ann,
        version=Item.objects.get(pk=webinar.page.pk).version,
        title="LP",
    )
    windows.revision_of(campaign)

    with CaptureQueriesContext(connection) as asked:
        answers.standing(campaign, webinar.mover)

    assert len(asked) == 0


@pytest.mark.parametrize("page", ["board/", "list/", "timeline/", "calendar/"])
def test_each_view_of_the_plan_says_it(page, webinar, signed_in):
    moved(webinar)
    answer(webinar.bo, answer="object")

    said = shown(signed_in(webinar.mover), page)

    assert "1 objection to moved dates" in said
    assert "1 answer to moved dates is missing" in said


def test_the_open_plan_hears_of_an_answer(webinar, signed_in):
    moved(webinar)
    browser = signed_in(webinar.mover)
    revision = windows.revision_of(webinar.campaign)[1]
    answer(webinar.bo, answer="object")

    changes = browser.get(f"/w/acme/c/SPRING/changes/?since={revision}&view=list").json()

    assert "1 objection" in changes["summary"]


def test_the_list_says_who_objects_who_is_missing_and_who_agrees(webinar, signed_in):
    moved(webinar)
    answer(webinar.bo, answer="object", word="I am away")

    page = signed_in(webinar.mover).get("/w/acme/c/SPRING/moves/", headers=HTMX).content.decode()

    assert page.index("I am away") < page.index("Not answered") < page.index("Ann")
    assert "The speaker is ill" in page
    assert "<dialog" in page


def test_the_list_is_read_by_the_same_statements_for_one_move_and_for_ten(
    webinar, signed_in, person
):
    browser = signed_in(webinar.mover)
    moved(webinar)
    browser.get("/w/acme/c/SPRING/moves/")
    counted = []
    for day in range(5, 14):
        forget()
        with CaptureQueriesContext(connection) as asked:
            browser.get("/w/acme/c/SPRING/moves/")
        counted.append(len(asked))
        moved(webinar, due_on=f"2026-12-{day:02}")

    assert set(counted) == {counted[0]}
    session_and_user = 2
    assert counted[0] <= session_and_user + 8


def test_a_guest_reads_of_their_own_answer_only(webinar, person, signed_in):
    guest = person("guest", "Gil")
    furniture.grant(webinar.campaign, guest)
    page = Item.objects.get(pk=webinar.page.pk)
    plan_actions.edit(page, by=webinar.mover, version=page.version, assignees=[guest, webinar.ann])
    moved(webinar)
    answer(webinar.bo, answer="object", word="I am away")

    browser = signed_in(guest)
    listed = browser.get("/w/acme/c/SPRING/moves/").content.decode()

    assert "1 answer to moved dates is missing" in shown(browser)
    assert "objection" not in shown(browser)
    assert "I am away" not in listed
    assert "Ann" not in listed[listed.index("data-region") :]
    assert "I object" in listed


def test_who_moved_reminds_those_who_have_not_answered_once_an_hour(webinar, signed_in):
    made = moved(webinar)
    answer(webinar.ann, answer="ok")
    outbox.dispatch()
    mail.outbox.clear()
    browser = signed_in(webinar.mover)

    at_once = browser.post(f"/w/acme/moves/{made.pk}/remind/", headers=HTMX)
    with time_machine.travel(timezone.now() + LATER):
        later = signed_in(webinar.mover).post(f"/w/acme/moves/{made.pk}/remind/", headers=HTMX)
        outbox.dispatch()
        with pytest.raises(Refusal):
            actions.remind(made, by=webinar.mover)

    assert (at_once.status_code, later.status_code) == (422, 204)
    assert [(each.to, each.subject) for each in mail.outbox] == [
        ([webinar.bo.email], "Reminder: Mara moved dates: “Copy”")
    ]


def test_a_settled_move_is_shown_no_more(webinar, signed_in):
    made = moved(webinar)
    answer(webinar.bo, answer="object")

    refused = signed_in(webinar.ann).post(f"/w/acme/moves/{made.pk}/settle/", headers=HTMX)
    signed_in(webinar.mover).post(f"/w/acme/moves/{made.pk}/settle/", headers=HTMX)

    assert refused.status_code == 403
    assert standing(webinar.campaign, webinar.mover) == (0, 0)

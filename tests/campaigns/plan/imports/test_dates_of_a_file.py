"""A file that comes in again moves dates in the open, as people do."""

import re

import pytest
from django.core.management import CommandError, call_command

from campaigns.plan import actions as plan_actions
from campaigns.plan import answers, feed
from campaigns.plan.imports import actions, previews
from campaigns.plan.imports.models import Import
from campaigns.plan.imports.moving import Unseen
from campaigns.plan.models import Dependency, Item
from campaigns.plan.moves import Leg, Move, Notice
from campaigns.plan.moving import notices
from tests import furniture
from workspace.kernel import outbox, scope
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.streams.models import Event

FIRST = """
    Id,Title,Kind,Due
    1,Page,Task,2026-12-04
    2,Webinar,Milestone,2026-12-07
    3,Report,Task,2026-12-11
"""
LATER = FIRST.replace("2026-12-07", "2026-12-14")


def item(title):
    return Item.objects.select_related("campaign").get(title=title)


def edit(title, by, **values):
    found = item(title)
    return plan_actions.edit(found, by=by, version=found.version, **values)


@pytest.fixture
def webinar(brought, table, person):
    """Ann's webinar, a shared deadline that came in with a file; the report waits for it."""
    brought(table(FIRST))
    edit("Webinar", person("manager"), assignees=[person("member", "Ann")])
    edit("Report", person("manager"), waits_for=[item("Webinar")])
    return item("Webinar")


def due(title):
    return item(title).due_on.isoformat()


def run(imp, **answers):
    return actions.run(imp, version=imp.version, **answers)


def test_what_a_file_moves_is_listed_before_it_comes_in(webinar, brought, table, person):
    moves = previews.preview(brought.look(table(LATER))).moves

    assert [(step.item, step.is_deadline) for step in moves.steps] == [(webinar, True)]
    assert [(each.later.title, each.by_days) for each in moves.breaks] == [("Report", 2)]
    assert [member.name for member in moves.people(person("manager"))] == ["Ann"]
    assert due("Webinar") == "2026-12-07"


def test_its_page_shows_the_list_and_asks_for_a_reason(webinar, brought, table, signed_in, person):
    imp = brought.look(table(LATER))
    address = f"/w/acme/c/SPRING/import/{imp.pk}/"
    browser = signed_in(person("manager"))

    page = browser.get(address).content.decode()
    seal = page.split('name="seen" value="')[1].split('"')[0]
    refused = browser.post(f"{address}run/", {"seen": seal, "why": " "})
    taken = browser.post(f"{address}run/", {"seen": seal, "why": "The room is taken"})

    assert "1 item that is here would move" in page
    assert "SPRING-3 Report would be 2 working days too early for SPRING-2 Webinar" in page
    assert "A shared deadline moves. Why?" in page
    assert (refused.status_code, taken.status_code) == (422, 302)


def test_a_circle_in_the_plan_is_named_before_the_file_comes_in(
    webinar, brought, table, signed_in, person
):
    imp = brought.look(table(LATER))
    Dependency.objects.create(
        workspace_id=webinar.workspace_id, item=webinar, waits_for=item("Report")
    )

    page = signed_in(person("manager")).get(f"/w/acme/c/SPRING/import/{imp.pk}/")

    assert page.status_code == 200
    assert "These items wait for each other in a circle: SPRING-" in page.content.decode()
    with pytest.raises(Refusal, match="in a circle"):
        run(imp)


@pytest.mark.parametrize(
    ("answers", "refusal"), [({"seen": "", "why": "Ill"}, Unseen), ({"why": ""}, Invalid)]
)
def test_no_file_moves_a_shared_deadline_unseen_or_without_a_reason(
    answers, refusal, webinar, brought, table
):
    imp = brought.look(table(LATER))
    answers = {"seen": previews.preview(imp).moves.seal, **answers}

    with pytest.raises(refusal):
        run(imp, **answers)

    imp.refresh_from_db()
    assert imp.state == Import.State.PREVIEW


def test_it_is_a_move_with_its_reason_and_a_notice_for_each(webinar, brought, table, person):
    imp = brought(table(LATER), why="The room is taken")

    made = Move.objects.get()
    assert (due("Webinar"), due("Report")) == ("2026-12-14", "2026-12-11")
    assert (made.item, made.why, made.by) == (webinar, "The room is taken", person("manager"))
    assert [notice.member.name for notice in Notice.objects.all()] == ["Ann"]
    assert Leg.objects.get().revision == imp.revision
    events = Event.objects.filter(revision=imp.revision, object_id=webinar.pk, noun="item")
    assert [event.why for event in events] == ["The room is taken"]


def test_what_else_a_file_changes_is_not_told_as_moved(webinar, brought, table, person):
    ann = person("member", "Ann")
    edit("Page", person("manager"), assignees=[ann])
    file = LATER.replace("Due", "Due,Comments").replace("Page", "Landing page")

    brought(table(file.replace("2026-12-14", "2026-12-14,The room is taken")), why="No room")

    [notice] = notices.to_answer(ann, "acme")
    [move] = answers.of_plan(webinar.campaign, person("manager"), "acme")
    said = ("Webinar", "7 Dec", "14 Dec")
    assert item("Webinar").comments.count() == 1
    assert [(step.title, step.before, step.after) for step in notice.steps] == [said]
    assert (move.step.title, move.step.before, move.step.after) == said


def test_one_undo_takes_back_the_file_and_its_move(webinar, brought, table, person):
    imp = brought(table(LATER.replace("Page", "Landing page")), why="The room is taken")

    undone = actions.undo(imp, by=person("manager"))

    assert (due("Webinar"), item("Page").title, undone.kept) == ("2026-12-07", "Page", [])
    assert Move.objects.get().undone_at


def test_what_a_file_crosses_in_another_campaign_cannot_be_turned_back_there(
    webinar, brought, table, person, workspace, signed_in
):
    by = person("manager")
    autumn = furniture.campaign(workspace, by=by, key="AUTUMN", name="Autumn fair")
    plan_actions.add(autumn, by=by, title="Stand", due_on="2026-12-08", waits_for=[webinar])

    def offered():
        page = signed_in(by).get("/w/acme/c/AUTUMN/activity/").content.decode()
        return re.findall(r"/c/AUTUMN/undo/(\d+)/", page)

    before = offered()
    imp = brought(table(LATER), why="The room is taken")
    brought_in = offered()
    actions.undo(imp, by=by)

    assert len(before) == 1
    assert (brought_in, offered()) == (before, before)


def test_what_no_longer_fits_in_another_campaign_is_told_there_and_taken_back(
    webinar, brought, table, person, workspace
):
    by = person("manager")
    autumn = furniture.campaign(workspace, by=by, key="AUTUMN", name="Autumn fair")
    bo = person("member", "Bo")
    stand = plan_actions.add(
        autumn, by=by, title="Stand", due_on="2026-12-08", waits_for=[webinar], assignees=[bo]
    )

    imp = brought(table(LATER), why="The room is taken")
    told = {notice.member.name for notice in Notice.objects.all()}
    actions.undo(imp, by=by)

    assert told == {"Ann", "Bo"}
    assert Leg.objects.filter(campaign=autumn).exists()
    sentences = [event.sentence for event in feed.of_item(stand, by)]
    assert "moved dates with which this no longer fits" in sentences
    assert "undid: moved dates with which this no longer fits" in sentences


def test_a_list_that_is_no_longer_true_brings_nothing_in(webinar, brought, table, person):
    imp = brought.look(table(LATER))
    run(imp, seen=previews.preview(imp).moves.seal, why="The room is taken")
    edit("Page", person("manager"), waits_for=[webinar])

    outbox.dispatch()

    imp.refresh_from_db()
    assert (imp.state, due("Webinar")) == (Import.State.FAILED, "2026-12-07")
    assert "Look at the list of what it moves" in imp.failure


def test_dates_that_concern_nobody_come_in_without_a_question(webinar, brought, table):
    brought(table(FIRST.replace("2026-12-04", "2026-12-03")))

    assert (due("Page"), Move.objects.count()) == ("2026-12-03", 0)


def test_the_command_asks_for_the_reason(webinar, person, tmp_path, table, capsys):
    path = tmp_path / "plan.csv"
    path.write_bytes(table(LATER))
    command = ["import_plan", str(path), "--campaign", "spring", "--as", person("manager").email]

    with scope.none(), pytest.raises(CommandError, match="say why with --why"):
        call_command(*command)
    before = due("Webinar")
    with scope.none():
        call_command(*command, "--why", "The room is taken")

    told = capsys.readouterr().out
    assert (before, due("Webinar")) == ("2026-12-07", "2026-12-14")
    assert "moves SPRING-2 Webinar (shared deadline)" in told
    assert "breaks SPRING-3 Report: 2 working days too early for SPRING-2 Webinar" in told
    assert "told: Ann" in told

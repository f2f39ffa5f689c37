"""An import is undone as a whole, but for what somebody has built on."""

import pytest

from campaigns.plan import actions as plan_actions
from campaigns.plan.imports import actions, models, tasks
from campaigns.plan.models import Comment, Item
from teams.actions import tokens
from teams.models import Invitation, Member
from tests import furniture
from workspace.kernel import outbox
from workspace.kernel.refusals import Conflict
from workspace.kernel.streams.models import Event

FILE = """
    Id,Title,Status,Waits for,Comments
    1,Brief,To do,,A word
    2,Landing page,To do,1,
    3,Launch,To do,2,
"""


def titles():
    return list(Item.objects.kept().order_by("number").values_list("title", flat=True))


def test_undo_takes_out_everything_that_came_in(brought, table, person):
    imp = brought(table(FILE))

    undone = actions.undo(imp, by=person("manager"))

    assert (undone.state, undone.kept, titles()) == ("undone", [], [])
    event = Event.objects.get(verb="import.undone")
    assert (event.undoes, event.data) == (imp.revision, {"turned_back": 3, "kept": 0})


def test_what_a_file_was_called_is_the_teams(brought, table, person, signed_in):
    imp = brought(table(FILE))
    actions.undo(imp, by=person("manager"))
    guest = person("guest")
    furniture.grant(imp.campaign, guest)
    pages = ["/w/acme/c/SPRING/activity/", "/api/v1/campaigns/SPRING/events"]

    def reads(reader):
        secret = tokens.make(by=reader, name="x", scopes=["plan:read"])[1]
        headers = {"Authorization": f"Bearer {secret}"}
        answers = [signed_in(reader).get(page, headers=headers) for page in pages]
        return [imp.name in answer.content.decode() for answer in answers]

    read = {reader.role: reads(reader) for reader in (person("sales"), guest)}

    assert read == {"sales": [True, True], "guest": [False, False]}


INVITING = """
    Id,Title,Owner
    1,Brief,New <new@x.example>
    2,Page,Two <two@x.example>
    3,Film,Three <three@x.example>
"""


def test_invitations_that_nobody_has_answered_are_withdrawn(brought, table, person, signed_in):
    mails = ["new@x.example", "two@x.example", "three@x.example"]
    imp = brought(table(INVITING), people=dict.fromkeys(mails, "invite"))
    page = Item.objects.get(title="Page")
    plan_actions.edit(page, by=person("member"), version=1, status="doing")
    Invitation.objects.filter(email="three@x.example").update(accepted_at=imp.finished_at)

    undone = actions.undo(imp, by=person("manager"))

    answered = Invitation.objects.order_by("pk").values_list("email", "revoked_at", "accepted_at")
    assert {mail: bool(revoked) for mail, revoked, _accepted in answered} == {
        "new@x.example": True,
        "two@x.example": False,
        "three@x.example": False,
    }
    assert (undone.counts["withdrawn"], undone.counts["new"]) == (1, 3)
    text = signed_in(person("manager")).get(f"/w/acme/c/SPRING/import/{imp.pk}/").content.decode()
    assert "1 invitation that went out with it" in text


def test_what_somebody_worked_on_stays_and_is_named(brought, table, person):
    imp = brought(table(FILE))
    brief = Item.objects.get(number=1)
    plan_actions.edit(brief, by=person("member", name="Mei"), version=1, status="doing")

    undone = actions.undo(imp, by=person("manager"))

    assert titles() == ["Brief"]
    assert undone.kept == [[1, "Brief", "Mei"]]
    assert Item.objects.get(number=1).holding_up == 0


def test_undo_of_a_corrected_file_brings_the_earlier_values_back(brought, table, person):
    brought(table(FILE))
    imp = brought(table(FILE.replace("Launch", "Go live").replace("A word", "Another word")))

    actions.undo(imp, by=person("manager"))

    assert titles() == ["Brief", "Landing page", "Launch"]
    assert list(Comment.objects.kept().values_list("body", flat=True)) == ["A word"]
    assert Item.objects.get(number=1).team_comments == 1


def test_a_later_import_that_was_undone_does_not_stand_in_the_way(brought, table, person):
    first = brought(table(FILE))
    second = brought(table(FILE.replace("Launch", "Go live")))
    actions.undo(second, by=person("manager"))

    undone = actions.undo(first, by=person("manager"))

    assert (undone.kept, titles()) == ([], [])


def test_the_same_file_can_come_in_again_after_an_undo(brought, table, person):
    actions.undo(brought(table(FILE)), by=person("manager"))

    imp = brought(table(FILE))

    assert titles() == ["Brief", "Landing page", "Launch"]
    assert Item.objects.count() == 3
    assert (imp.counts["changed"], imp.counts["new"]) == (3, 0)
    assert [i.waiting_for for i in Item.objects.order_by("number")] == [0, 1, 1]


def test_an_import_is_undone_once(brought, table, person):
    imp = brought(table(FILE))
    actions.undo(imp, by=person("manager"))

    with pytest.raises(Conflict):
        actions.undo(imp, by=person("manager"))


def test_an_import_that_changed_nothing_has_nothing_to_undo(brought, table, person):
    brought(table(FILE))
    again = brought(table(FILE))

    with pytest.raises(Conflict):
        actions.undo(again, by=person("manager"))


@pytest.fixture
def large(monkeypatch):
    """Three items are a large import."""
    monkeypatch.setattr(models, "AT_ONCE", 2)


def test_a_large_import_is_taken_out_by_the_worker(large, brought, table, person):
    imp = brought(table(FILE))

    begun = actions.take_out(imp, by=person("manager"))
    again = actions.take_out(imp, by=person("manager"))

    assert (begun.state, again.state, len(titles())) == ("undoing", "undoing", 3)
    outbox.dispatch()
    imp.refresh_from_db()
    assert (imp.state, titles()) == ("undone", [])
    assert Event.objects.get(verb="import.undone").actor_id == person("manager").pk


def test_a_small_one_is_taken_out_at_once(brought, table, person):
    assert actions.take_out(brought(table(FILE)), by=person("manager")).state == "undone"


@pytest.mark.parametrize("becomes", [{"state": "removed"}, {"role": "guest"}])
def test_whoever_may_not_any_more_takes_nothing_out(large, brought, table, person, becomes):
    imp = actions.take_out(brought(table(FILE)), by=person("manager"))
    Member.objects.filter(pk=person("manager").pk).update(**becomes)

    outbox.dispatch()

    imp.refresh_from_db()
    assert (imp.state, len(titles())) == ("done", 3)


def test_what_the_worker_cannot_take_out_is_still_in_the_plan(large, brought, table, person):
    imp = actions.take_out(brought(table(FILE)), by=person("manager"))

    tasks.leave_in(imp=imp.pk, by=person("manager").pk)

    imp.refresh_from_db()
    assert imp.state == "done"
    assert actions.take_out(imp, by=person("manager")).state == "undoing"


def test_its_page_waits_for_the_worker(large, brought, table, person, signed_in):
    imp, browser = brought(table(FILE)), signed_in(person("manager"))
    base = f"/w/acme/c/SPRING/import/{imp.pk}/"

    answer = browser.post(f"{base}undo/", headers={"HX-Request": "true"})

    assert 'hx-trigger="every 1s"' in answer.content.decode()
    assert "Taking the items out again" in answer.content.decode()
    outbox.dispatch()
    assert "were taken out again" in browser.get(base).content.decode()

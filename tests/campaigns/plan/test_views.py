import json
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.plan import actions, files, windows
from campaigns.plan.models import Comment, Item
from tests import furniture
from tests.forgetting import forget
from workspace.kernel import clock

HTMX = {"HX-Request": "true"}


def statements(browser, address):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("/w/acme/", 10),
        ("/w/acme/campaigns/", 7),
        ("/w/acme/c/SPRING/board/", 13),
        ("/w/acme/c/SPRING/list/", 13),
        ("/w/acme/c/SPRING/items/2/", 28),
        ("/w/acme/c/SPRING/activity/", 14),
        ("/w/acme/c/SPRING/changes/?since=1", 10),
    ],
)
def test_a_page_asks_as_often_for_twenty_items_as_for_two(page, count, campaign, person, signed_in):
    browser = signed_in(person("manager"))
    furniture.furnish(campaign, person, 2)
    browser.get("/w/acme/campaigns/")
    forget()
    for_two = statements(browser, page)

    furniture.furnish(campaign, person, 18)
    forget()

    assert (for_two, statements(browser, page)) == (count, count)


@pytest.mark.parametrize("page", ["board/", "list/", "items/2/"])
def test_a_page_of_an_unchanged_plan_asks_eight_times_at_most(page, campaign, person, signed_in):
    browser = signed_in(person("manager"))
    furniture.furnish(campaign, person, 20)
    browser.get(f"/w/acme/c/SPRING/{page}")

    session_and_user = 2
    assert statements(browser, f"/w/acme/c/SPRING/{page}") <= session_and_user + 8


def test_a_page_is_sent_again_when_the_workspaces_day_ends_before_the_readers(
    campaign, plan, person, signed_in
):
    reader = person("member")
    reader.user.time_zone = "America/New_York"
    reader.user.save(update_fields=["time_zone"])
    browser = signed_in(reader)
    plan("brief")

    # Midnight in Berlin, where the workspace is; the evening of the 1st in New York.
    with clock.at(datetime(2026, 12, 1, 22, 50, tzinfo=UTC)):
        first = browser.get("/w/acme/c/SPRING/board/")
    with clock.at(datetime(2026, 12, 1, 23, 10, tzinfo=UTC)):
        again = browser.get("/w/acme/c/SPRING/board/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200


def test_a_page_that_has_not_changed_is_not_sent_again(campaign, plan, person, signed_in):
    browser = signed_in(person("member"))
    plan("brief")
    first = browser.get("/w/acme/c/SPRING/board/")

    again = browser.get("/w/acme/c/SPRING/board/", headers={"If-None-Match": first["ETag"]})
    plan("landing")
    changed = browser.get("/w/acme/c/SPRING/board/", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


def test_a_card_goes_where_it_is_dropped(campaign, plan, person, signed_in):
    a, b, c = plan("a", "b", "c")

    answer = signed_in(person("member")).post(
        f"/w/acme/c/SPRING/items/{c.number}/place/",
        {"status": "doing", "above": a.pk, "below": b.pk, "version": 1},
        headers=HTMX,
    )

    assert answer.status_code == 204
    assert '"undo": "/w/acme/c/SPRING/undo/' in answer["HX-Trigger"]
    moved = Item.objects.get(pk=c.pk)
    assert (moved.status, a.rank < moved.rank < b.rank) == ("doing", True)


def test_a_guest_changes_only_the_status_of_what_is_assigned_to_them(
    campaign, plan, person, signed_in
):
    agency = person("guest")
    furniture.grant(campaign, agency)
    mine, others = plan("film", "landing")
    actions.edit(mine, by=person("member"), version=1, assignees=[agency])
    browser = signed_in(agency)

    answers = [
        browser.post(f"/w/acme/c/SPRING/items/{number}/change/", values, headers=HTMX).status_code
        for number, values in [
            (1, {"status": "doing", "version": 2}),
            (1, {"title": "Mine now", "version": 3}),
            (2, {"status": "doing", "version": 1}),
        ]
    ]

    assert answers == [200, 403, 403]
    assert others.status == "todo"


@pytest.mark.parametrize(
    ("role", "offered"), [("member", ["status", "assign", "trash"]), ("guest", ["status"])]
)
def test_the_menu_of_a_card_offers_what_its_reader_may_do(
    role, offered, campaign, plan, person, signed_in
):
    [film] = plan("film", assignees=[person("guest")])
    furniture.grant(campaign, person("guest"))
    browser = signed_in(person(role))

    page = browser.get("/w/acme/c/SPRING/board/").content.decode()
    menu = page.partition('id="item-menu"')[2].partition("</form>")[0]
    done = browser.post(
        "/w/acme/c/SPRING/items/bulk/",
        {"item": film.pk, "status": "done", "version": 1},
        headers=HTMX,
    )

    assert [name for name in ("status", "assign", "trash") if f' name="{name}"' in menu] == offered
    assert done.status_code == 204


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("c/SPRING/items/2/waits/", {"waits_for": "brief"}),
        ("c/SPRING/items/2/parent/", {"remove": "on"}),
        ("comments/{comment}/edit/", {"text": "As said, @Agency"}),
    ],
)
def test_nothing_is_said_when_nothing_changed(path, sent, campaign, plan, person, signed_in):
    furniture.grant(campaign, person("guest", name="Agency"))
    _brief, page = plan("brief", "page < brief")
    said = actions.comment(page, by=person("member"), body="As said, @Agency", team_only=True)
    address = f"/w/acme/{path.format(comment=said.pk)}"

    answer = signed_in(person("member")).post(address, sent, headers=HTMX)

    assert answer.status_code == 200
    assert "HX-Trigger" not in answer


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("items/1/checklist/", {"text": "two"}),
        ("items/1/checklist/1/", {"done": "on"}),
        ("items/1/comments/", {"text": "Hello"}),
        ("comment", {"text": "Said otherwise"}),
    ],
)
def test_what_was_changed_of_an_item_can_be_taken_back_at_once(
    path, sent, campaign, plan, person, signed_in
):
    [item] = plan("brief", checklist=[("one", False)])
    said = actions.comment(item, by=person("member"), body="As said")
    browser = signed_in(person("member"))
    entry = item.checklist.get().pk
    path = f"/w/acme/comments/{said.pk}/edit/" if path == "comment" else f"/w/acme/c/SPRING/{path}"

    changed = browser.post(path.replace("checklist/1/", f"checklist/{entry}/"), sent, headers=HTMX)
    back = browser.post(json.loads(changed["HX-Trigger"])["toast"]["undo"], headers=HTMX)

    assert back.status_code == 204
    assert list(item.checklist.values_list("text", "done")) == [("one", False)]
    assert list(Comment.objects.kept().values_list("body", flat=True)) == ["As said"]


def test_changes_tell_what_to_draw_where_and_what_to_take_away(campaign, plan, person, signed_in):
    a, b, c = plan("a", "b", "c")
    start = windows.revision_of(campaign)[1]
    actions.place(c, by=person("member"), version=1, above=a.pk, below=b.pk)
    actions.trash(campaign, [b.pk], by=person("member"))

    told = signed_in(person("manager")).get(f"/w/acme/c/SPRING/changes/?since={start}").json()

    [item] = told["items"]
    assert (item["id"], item["group"], item["after"]) == (c.pk, "todo", a.pk)
    assert (told["gone"], told["counts"]) == ([b.pk], {"todo": 2})
    assert told["revision"] == start + 2


def test_an_item_that_no_longer_passes_the_filters_is_taken_away(campaign, plan, person, signed_in):
    [brief] = plan("brief")
    start = windows.revision_of(campaign)[1]
    actions.edit(brief, by=person("member"), version=1, status="done")

    told = (
        signed_in(person("manager"))
        .get(f"/w/acme/c/SPRING/changes/?since={start}&status=todo")
        .json()
    )

    assert (told["items"], told["gone"]) == ([], [brief.pk])


def test_my_work_begins_with_what_others_wait_for(campaign, plan, person, signed_in):
    me = person("member")
    brief, _landing = plan("brief", "landing < brief")
    [late] = plan("late", due_on="2020-01-01")
    for item in (brief, late):
        actions.edit(item, by=me, version=1, assignees=[me])

    page = signed_in(me).get("/w/acme/").content.decode()

    waited_for, overdue = page.split("Others wait for me")[1].split("Overdue")
    assert "brief" in waited_for
    assert "late" in overdue
    assert "landing" not in page


def test_what_was_typed_wrongly_is_said_and_nothing_is_changed(campaign, plan, person, signed_in):
    plan("brief", start_on="2026-12-05")

    answer = signed_in(person("member")).post(
        "/w/acme/c/SPRING/items/1/change/", {"due_on": "2026-12-01", "version": 1}, headers=HTMX
    )

    assert answer.status_code == 422
    assert "before it starts" in answer.content.decode()
    assert Item.objects.get().due_on is None


def test_an_item_is_made_a_part_of_another_by_its_key(campaign, plan, person, signed_in):
    whole, part = plan("launch", "landing")
    browser = signed_in(person("member"))

    browser.post("/w/acme/c/SPRING/items/2/parent/", {"parent": "SPRING-1"}, headers=HTMX)
    loop = browser.post("/w/acme/c/SPRING/items/1/parent/", {"parent": "landing"}, headers=HTMX)

    assert Item.objects.get(pk=part.pk).parent == whole
    assert loop.status_code == 422
    assert "Parts" in browser.get("/w/acme/c/SPRING/items/1/").content.decode()


def test_a_whole_that_is_in_the_trash_is_not_linked(campaign, plan, person, signed_in):
    whole, part = plan("launch", "landing")
    actions.edit(part, by=person("member"), version=1, parent=whole)
    browser = signed_in(person("member"))
    before = browser.get("/w/acme/c/SPRING/items/2/").content.decode()
    actions.trash(campaign, [whole.pk], by=person("member"))

    after = browser.get("/w/acme/c/SPRING/items/2/").content.decode()

    assert ("/items/1/" in before, "/items/1/" in after) == (True, False)


def test_typing_a_new_word_puts_a_new_label_on(campaign, plan, person, signed_in):
    [brief] = plan("brief")
    browser = signed_in(person("member"))

    browser.post("/w/acme/c/SPRING/items/1/labels/", {"name": "legal"}, headers=HTMX)
    browser.post("/w/acme/c/SPRING/items/1/labels/", {"name": "Legal "}, headers=HTMX)

    assert [each.label.name for each in brief.labellings.select_related("label")] == ["legal"]


def test_the_form_for_a_new_item_demands_its_title_alone(campaign, person, signed_in):
    page = signed_in(person("member")).get("/w/acme/c/SPRING/items/new/").content.decode()

    title, rest = page.split('name="title"')[1].split(">", 1)
    assert "required" in title
    assert "---------" not in rest


def test_an_items_own_key_is_told_as_what_it_is(plan, person, signed_in):
    [film] = plan("film")

    answer = signed_in(person("member")).post(
        f"/w/acme/c/SPRING/items/{film.number}/waits/", {"waits_for": f"SPRING-{film.number}"}
    )

    assert "An item cannot be linked with itself." in answer.content.decode()


def test_a_guest_can_remove_the_file_they_uploaded_and_no_other(campaign, plan, person, signed_in):
    [brief] = plan("brief")
    guest = person("guest")
    furniture.grant(campaign, guest)
    for by, name in ((guest, "mine.txt"), (person("member"), "theirs.txt")):
        actions.attach(brief, by=by, stored=files.store(ContentFile(b"words", name=name)))

    page = signed_in(guest).get("/w/acme/c/SPRING/items/1/").content.decode()

    offered = ["Remove mine.txt" in page, "Remove theirs.txt" in page]
    assert ("theirs.txt" in page, offered) == (True, [True, False])

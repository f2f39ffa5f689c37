"""Forms that are sent without scripts show what else moves before they save a date."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.plan import actions as plan_actions
from campaigns.plan.models import Item
from campaigns.plan.moves import Notice
from workspace.kernel.streams.models import Event, Stream

BULK = "/w/acme/c/SPRING/items/bulk/"
LIST = "http://testserver/w/acme/c/SPRING/list/?sort=due"


def address(item):
    return f"/w/acme/c/SPRING/items/{item.number}/change/"


def fields_in(page):
    """What the form of the list would send again, but for the button that is pressed."""
    form = page.split("data-confirms>")[1].split("</form>")[0]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    lists = {}
    for name, value in found:
        lists.setdefault(name, []).append(unescape(value))
    return {name: values for name, values in lists.items() if name != "csrfmiddlewaretoken"}


def days(*items):
    rows = Item.objects.filter(pk__in=[item.pk for item in items]).order_by("number")
    return [day and day.isoformat() for day in rows.values_list("due_on", flat=True)]


def test_a_changed_date_is_listed_and_nothing_is_saved(webinar, signed_in):
    answer = signed_in(webinar.mover).post(
        address(webinar.copy), {"due_on": "2026-12-04", "title": "Copy, long", "version": 1}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "3 items would move" in page
    assert "Webinar" in page
    assert days(webinar.copy) == ["2026-12-02"]
    assert Item.objects.get(pk=webinar.copy.pk).title == "Copy"
    assert fields_in(page) == {
        "seen": fields_in(page)["seen"],
        "due_on": ["2026-12-04"],
        "title": ["Copy, long"],
        "version": ["1"],
        "came_from": ["/w/acme/c/SPRING/board/"],
    }


def test_the_list_keeps_what_was_typed_and_leads_back_to_where_one_came_from(webinar, signed_in):
    browser = signed_in(webinar.mover)
    typed = {"due_on": "2026-12-04", "title": "Copy & more"}
    page = browser.post(address(webinar.copy), typed, headers={"Referer": LIST}).content.decode()

    sent = fields_in(page) | {"confirm": "all", "why": "The speaker is ill"}
    answer = browser.post(
        address(webinar.copy),
        sent,
        headers={"Referer": f"http://testserver{address(webinar.copy)}"},
    )

    assert (answer.status_code, answer.url) == (302, LIST)
    assert days(webinar.copy, webinar.page, webinar.event) == [
        "2026-12-04",
        "2026-12-08",
        "2026-12-09",
    ]
    assert Item.objects.get(pk=webinar.copy.pk).title == "Copy & more"
    assert Notice.objects.count() == 2
    assert f'href="{LIST}" data-cancel' in page


def test_only_this_item_is_moved_when_that_is_chosen(webinar, signed_in):
    browser = signed_in(webinar.mover)
    page = browser.post(address(webinar.copy), {"due_on": "2026-12-04"}).content.decode()

    browser.post(address(webinar.copy), fields_in(page) | {"confirm": "this"})

    assert days(webinar.copy, webinar.page) == ["2026-12-04", "2026-12-04"]


def test_a_shared_deadline_asks_for_a_reason(webinar, signed_in):
    browser = signed_in(webinar.mover)
    page = browser.post(address(webinar.event), {"due_on": "2026-12-10"}).content.decode()
    confirmed = fields_in(page) | {"confirm": "all"}

    without = browser.post(address(webinar.event), confirmed)
    kept = days(webinar.event)
    with_one = browser.post(address(webinar.event), confirmed | {"why": "The hall is taken"})

    assert "A shared deadline moves. Why?" in page
    assert (without.status_code, kept) == (422, ["2026-12-07"])
    assert (with_one.status_code, days(webinar.event)) == (302, ["2026-12-10"])


def test_a_list_that_is_old_by_now_is_shown_anew(webinar, signed_in):
    browser = signed_in(webinar.mover)
    page = browser.post(address(webinar.copy), {"due_on": "2026-12-04"}).content.decode()
    plan_actions.edit(webinar.page, by=webinar.mover, version=1, due_on="2026-12-11")

    again = browser.post(
        address(webinar.copy), fields_in(page) | {"confirm": "all", "why": "Ill"}
    ).content.decode()

    assert "The plan has changed meanwhile" in again
    assert fields_in(again)["seen"] != fields_in(page)["seen"]
    assert days(webinar.copy) == ["2026-12-02"]


def test_what_somebody_changed_meanwhile_beside_the_date_is_not_overwritten(webinar, signed_in):
    browser = signed_in(webinar.mover)
    typed = {"due_on": "2026-12-01", "title": "Mine", "version": 1}
    plan_actions.edit(webinar.copy, by=webinar.mover, version=1, title="Theirs")

    answer = browser.post(address(webinar.copy), typed)

    assert answer.status_code == 409
    assert days(webinar.copy) == ["2026-12-02"]
    assert Item.objects.get(pk=webinar.copy.pk).title == "Theirs"


@pytest.mark.parametrize("what", [{"shift_days": "2"}, {"due_on": "2026-12-04"}])
def test_ticked_items_are_listed_with_what_they_carry(what, webinar, signed_in):
    browser = signed_in(webinar.mover)
    answer = browser.post(BULK, {"item": [webinar.copy.pk], **what}, headers={"Referer": LIST})
    page, before = answer.content.decode(), days(webinar.copy)

    answer = browser.post(BULK, fields_in(page) | {"confirm": "all", "why": "Ill"})

    assert "3 items would move" in page
    assert before == ["2026-12-02"]
    assert (answer.status_code, answer.url) == (302, LIST)
    assert days(webinar.copy, webinar.event) == ["2026-12-04", "2026-12-09"]


def test_dates_that_hit_nobody_are_saved_at_once(plan, person, signed_in):
    brief, landing = plan("brief", "landing", due_on="2026-12-01")
    browser = signed_in(person("member"))

    one = browser.post(address(brief), {"due_on": "2026-12-03"})
    both = browser.post(BULK, {"item": [brief.pk, landing.pk], "shift_days": "1"})

    assert (one.status_code, both.status_code) == (302, 302)
    assert days(brief, landing) == ["2026-12-04", "2026-12-02"]


def test_a_drop_on_a_board_says_no_dates(plan, person, signed_in):
    [brief] = plan("brief", due_on="2026-12-01")

    signed_in(person("member")).post(
        f"/w/acme/c/SPRING/items/{brief.number}/place/",
        {"status": "doing", "due_on": "2026-12-03"},
    )

    brief.refresh_from_db()
    assert (brief.status, days(brief)) == ("doing", ["2026-12-01"])


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_asks_as_often_for_twenty_as_for_one(count, plan, person, signed_in):
    names = " ".join(f"i{number}" for number in range(count)).split()
    found = plan(*names, due_on="2026-12-01", kind="milestone")
    browser = signed_in(person("member"))
    browser.post(BULK, {"item": [found[0].pk], "shift_days": "1"})

    with CaptureQueriesContext(connection) as asked:
        browser.post(BULK, {"item": [item.pk for item in found], "shift_days": "1"})

    assert len(asked) == 10


def stream_of(campaign):
    return Stream.objects.get(kind="campaign", of=campaign.pk)


@pytest.mark.parametrize("due_on", ["2026-12-03", "2026-12-01"])
def test_a_date_and_another_field_are_one_change_and_one_undo(
    due_on, campaign, plan, person, signed_in
):
    [brief] = plan("brief", due_on="2026-12-01")
    before = stream_of(campaign).revision
    typed = {"due_on": due_on, "title": "Brief, long", "status": "done", "version": brief.version}

    signed_in(person("member")).post(address(brief), typed)

    changed = Item.objects.get()
    [event] = Event.objects.filter(revision__gt=before)
    assert (changed.title, changed.status, changed.due_on.isoformat()) == (
        "Brief, long",
        "done",
        due_on,
    )
    assert set(event.changes) == {"title", "status"} | ({"due_on"} if due_on[-1] == "3" else set())
    assert changed.completed_at == event.at
    plan_actions.undo(campaign, event.revision, by=person("member"))
    changed.refresh_from_db()
    assert (changed.title, changed.status, days(brief)) == ("brief", "todo", ["2026-12-01"])


def test_a_moved_date_with_another_field_is_one_revision_and_frees_what_waited(webinar, signed_in):
    browser = signed_in(webinar.mover)
    before = stream_of(webinar.campaign).revision
    typed = {"due_on": "2026-12-04", "status": "done", "version": 1}
    page = browser.post(address(webinar.copy), typed).content.decode()

    browser.post(address(webinar.copy), fields_in(page) | {"confirm": "this"})

    copy, after = Item.objects.get(pk=webinar.copy.pk), Item.objects.get(pk=webinar.page.pk)
    assert stream_of(webinar.campaign).revision == before + 1
    assert (copy.status, copy.due_on.isoformat(), after.waiting_for) == ("done", "2026-12-04", 0)


def test_another_field_that_somebody_changed_meanwhile_is_not_overwritten(webinar, signed_in):
    copy = webinar.copy
    plan_actions.edit(copy, by=webinar.mover, version=1, title="Theirs")
    typed = {"due_on": "2026-12-02", "title": "Mine", "version": 1}

    answer = signed_in(webinar.mover).post(address(copy), typed)

    assert answer.status_code == 409
    assert Item.objects.get(pk=copy.pk).title == "Theirs"


def test_several_items_get_a_date_and_another_field_in_one_revision(
    campaign, plan, person, signed_in
):
    plan("brief", "poster")
    before = stream_of(campaign).revision
    pks = list(Item.objects.values_list("pk", flat=True))
    typed = {"item": pks, "due_on": "2026-12-03", "priority": 1}

    signed_in(person("member")).post(BULK, typed)

    assert stream_of(campaign).revision == before + 1
    assert set(Item.objects.values_list("priority", "due_on__day")) == {(1, 3)}


def test_moving_only_this_item_needs_no_reason_for_a_deadline_that_stays(webinar, signed_in):
    browser = signed_in(webinar.mover)
    page = browser.post(address(webinar.copy), {"due_on": "2026-12-04"}).content.decode()

    saved = browser.post(address(webinar.copy), fields_in(page) | {"confirm": "this"})

    assert "A shared deadline moves. Why?" in page
    assert 'value="this" formnovalidate>' in page
    assert (saved.status_code, days(webinar.copy)) == (302, ["2026-12-04"])
    assert days(webinar.event) == ["2026-12-07"]


def test_moving_a_deadline_alone_asks_the_browser_for_a_reason_too(webinar, signed_in):
    plan_actions.add(
        webinar.campaign, by=webinar.mover, title="Recap", due_on="2026-12-08",
        waits_for=[webinar.event],
    )  # fmt: skip
    browser = signed_in(webinar.mover)

    page = browser.post(address(webinar.event), {"due_on": "2026-12-10"}).content.decode()

    assert 'value="this">' in page

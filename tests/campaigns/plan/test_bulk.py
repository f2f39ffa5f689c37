"""Ticked items of the list, changed at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.plan import actions
from campaigns.plan.models import Channel, Dependency, Item, Stage
from teams.models import Team
from tests import furniture
from workspace.kernel.streams.models import Event

BULK = "/w/acme/c/SPRING/items/bulk/"


@pytest.fixture
def words(workspace):
    """The words that items can be given, by their field."""
    return {
        "team": Team.objects.create(workspace=workspace, name="Web"),
        "channel": Channel.objects.create(workspace=workspace, name="Fairs"),
        "stage": Stage.objects.create(workspace=workspace, name="Trial", position=9),
    }


@pytest.mark.parametrize(
    ("name", "value"), [("priority", 1), ("kind", "milestone"), ("status", "review")]
)
def test_ticked_items_are_given_a_choice(name, value, plan, person, signed_in):
    items = plan("one", "two", "three")

    signed_in(person("member")).post(
        BULK, {"item": [item.pk for item in items[:2]], name: str(value)}
    )

    before = getattr(items[2], name)
    assert list(Item.objects.order_by("number").values_list(name, flat=True)) == [
        value,
        value,
        before,
    ]


@pytest.mark.parametrize("name", ["team", "channel", "stage"])
def test_ticked_items_are_given_a_word_and_lose_it_again(name, words, plan, person, signed_in):
    pks = [item.pk for item in plan("one", "two")]
    browser = signed_in(person("member"))

    browser.post(BULK, {"item": pks, name: words[name].pk})
    given = set(Item.objects.values_list(name, flat=True))
    browser.post(BULK, {"item": pks, name: "none"})

    assert given == {words[name].pk}
    assert set(Item.objects.values_list(name, flat=True)) == {None}


def test_a_button_of_a_rows_menu_takes_no_place_away(words, plan, person, signed_in):
    [item] = plan("one")
    browser = signed_in(person("member"))
    browser.post(BULK, {"item": item.pk, "channel": words["channel"].pk})

    browser.post(BULK, {"item": item.pk, "status": "doing", "channel": "", "stage": ""})

    item.refresh_from_db()
    assert (item.status, item.channel) == ("doing", words["channel"])


@pytest.mark.parametrize("role", ["sales", "guest"])
def test_who_may_only_report_progress_gives_no_priority(role, plan, campaign, person, signed_in):
    [item] = plan("one")
    member = person(role)
    furniture.grant(campaign, member)
    actions.edit(item, by=person("member"), version=1, assignees=[member])

    answer = signed_in(member).post(BULK, {"item": item.pk, "priority": "1"})

    assert answer.status_code == 403
    assert Item.objects.get().priority == 3


@pytest.mark.parametrize("change", ["status", "priority", "channel", "people", "dropped"])
def test_twenty_items_take_as_many_statements_as_one(change, words, plan, campaign, person):
    items = plan(*[f"item {number}" for number in range(41)])
    manager = person("manager")
    values = {
        "status": {"status": "doing"},
        "priority": {"priority": 1},
        "channel": {"channel": words["channel"]},
        "people": {"add_assignees": [person("member")]},
        "dropped": {"status": "dropped"},
    }[change]

    def statements(some):
        with CaptureQueriesContext(connection) as asked:
            actions.edit_many(campaign, [item.pk for item in some], by=manager, **values)
        return len(asked)

    statements(items[:20])

    assert statements(items[20:21]) == statements(items[21:])


def test_what_ends_together_says_what_it_freed_together(plan, campaign, person):
    brief, text, landing, _launch = plan(
        "brief", "text", "landing < brief, text", "launch < landing"
    )
    by = person("member")

    actions.edit_many(campaign, [brief.pk, text.pk], by=by, status="done")
    finished = [each.data.get("freed") for each in Event.objects.order_by("pk")][-2:]
    actions.edit_many(campaign, [brief.pk, text.pk], by=by, status="todo")
    reopened = [each.data.get("held") for each in Event.objects.order_by("pk")][-2:]

    assert Dependency.objects.count() == 3
    assert finished == [None, [landing.pk]]
    assert reopened == [[landing.pk], None]
    assert Item.objects.get(pk=landing.pk).waiting_for == 2


@pytest.fixture
def counted_late(plan, campaign, workspace, person):
    """Two items of this plan to be ended at once; the first waits for one that waited for another
    campaign's, which is done: nobody has counted that yet."""
    autumn = furniture.campaign(workspace, by=person("owner"), key="AUTUMN")
    speaker = actions.add(autumn, by=person("member"), title="speaker")
    talk, slides, room = plan("talk", "slides < talk", "room")
    actions.wait_for(talk, speaker, by=person("member"))
    actions.edit(speaker, by=person("member"), version=1, status="done")
    assert Item.objects.get(pk=talk.pk).waiting_for == 1
    return talk, slides, room


def test_what_another_campaign_freed_is_counted_and_not_put_down_to_what_ends_here(
    counted_late, campaign, person
):
    talk, slides, room = counted_late

    actions.edit_many(campaign, [slides.pk, room.pk], by=person("member"), status="done")

    told = Event.objects.filter(object_id__in=[slides.pk, room.pk]).order_by("-pk")[:2]
    assert [event.data for event in told] == [{}, {}]
    assert Item.objects.get(pk=talk.pk).waiting_for == 0


@pytest.fixture
def changed_meanwhile(plan, person):
    """`changed_meanwhile(status="review")`: an item of whom somebody saw version 1 before Mara gave
    it that; `mine=True` gives it to her."""

    def change(*, mine=False, **values):
        [item] = plan("one")
        item = Item.objects.select_related("campaign").get(pk=item.pk)
        mara = person("manager", "Mara")
        values |= {"assignees": [mara]} if mine else {}
        return actions.edit(item, by=mara, version=1, **values)

    return change


@pytest.mark.parametrize(
    ("changed", "sent", "theirs", "yours"),
    [
        ({"status": "review"}, {"status": "blocked"}, "In review", "Blocked"),
        ({"due_on": "2026-12-01"}, {"due_on": "2026-12-24"}, "1 Dec", "24 Dec"),
        ({"mine": True}, {"assign": ""}, "Mara", "–"),
    ],
)
def test_the_menu_of_one_row_asks_before_it_overwrites(
    changed, sent, theirs, yours, changed_meanwhile, person, signed_in
):
    item = changed_meanwhile(**changed)

    answer = signed_in(person("member")).post(
        BULK, {"item": item.pk, "version": 1, **sent}, headers={"HX-Request": "true"}
    )

    notice = answer.content.decode().partition("Which one shall stay?")[2].partition("</form>")[0]
    their_words, _sign, your_words = notice.partition('method="post"')
    assert answer.status_code == 409
    assert theirs in their_words
    assert yours in your_words
    assert Item.objects.get().version == 2


@pytest.mark.parametrize("sent", [{"priority": "1"}, {"status": "review"}])
def test_the_menu_of_one_row_merges_with_other_fields(sent, changed_meanwhile, person, signed_in):
    item = changed_meanwhile(status="review", due_on="2026-12-01")

    answer = signed_in(person("member")).post(BULK, {"item": item.pk, "version": 1, **sent})

    item.refresh_from_db()
    assert answer.status_code == 302
    assert (item.status, str(item.due_on)) == ("review", "2026-12-01")


def test_two_who_give_a_row_to_two_people_both_win(changed_meanwhile, person, signed_in):
    item, max_ = changed_meanwhile(mine=True), person("member", "Max")

    signed_in(max_).post(BULK, {"item": item.pk, "version": 1, "assign": max_.pk})

    assert {each.member.name for each in item.assignments.all()} == {"Mara", "Max"}


def test_one_person_and_one_label_are_taken_off_many_and_the_others_stay(
    plan, campaign, person, signed_in
):
    mara, max_ = person("manager", "Mara"), person("member", "Max")
    press, vip = (
        actions.label_named(campaign.workspace_id, name, by=mara) for name in ("press", "vip")
    )
    items = plan("one", "two")
    pks = [item.pk for item in items]
    given = {"add_assignees": [mara, max_], "add_labels": [press, vip]}
    actions.edit_many(campaign, pks, by=mara, **given)
    browser = signed_in(max_)

    for sent in ({"unassign": mara.pk}, {"unlabel": press.pk}):
        assert browser.post(BULK, {"item": pks, **sent}).status_code == 302

    for item in items:
        assert [each.member for each in item.assignments.all()] == [max_]
        assert [each.label for each in item.labellings.all()] == [vip]

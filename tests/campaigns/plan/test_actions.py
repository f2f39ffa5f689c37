import pytest

from campaigns.plan import actions
from campaigns.plan.models import Item
from workspace.kernel import streams
from workspace.kernel.refusals import Conflict, Invalid, Stale
from workspace.kernel.streams.models import Event, Stream


def stream_of(campaign):
    return Stream.objects.get(kind="campaign", of=campaign.pk)


def test_completing_an_item_frees_what_waited_for_it(plan, person):
    brief, landing, launch = plan("brief", "landing < brief", "launch < landing")

    actions.edit(brief, by=person("member"), version=brief.version, status="done")

    assert set(Item.objects.ready()) == {landing}
    assert Event.objects.latest("pk").data["freed"] == [landing.pk]
    assert Item.objects.get(pk=launch.pk).waiting_for == 1


def test_reopening_an_item_holds_what_waits_for_it_again(plan, person):
    brief, landing = plan("brief", "landing < brief")
    brief = actions.edit(brief, by=person("member"), version=1, status="done")

    actions.edit(brief, by=person("member"), version=brief.version, status="todo")

    assert Item.objects.get(pk=landing.pk).waiting_for == 1
    assert Item.objects.get(pk=brief.pk).completed_at is None


def test_revisions_are_gapless_and_one_per_action(campaign, plan, person):
    plan("brief", "landing < brief")
    [third] = plan("third")

    actions.edit(third, by=person("member"), version=1, title="third")
    actions.edit(third, by=person("member"), version=1, title="new name")

    revisions = Event.objects.filter(stream=stream_of(campaign)).values_list("revision", flat=True)
    assert sorted(set(revisions)) == list(range(1, stream_of(campaign).revision + 1))


def test_any_past_revision_of_the_plan_is_readable(campaign, plan, person):
    [brief] = plan("brief")
    before = stream_of(campaign)

    actions.edit(brief, by=person("member"), version=1, title="Brief, second draft")
    actions.trash(campaign, [brief.pk], by=person("member"))

    now = stream_of(campaign)
    titles = [
        (state["title"], state["trashed"])
        for revision in range(before.revision, now.revision + 1)
        for state in streams.states_at(now, "item", revision).values()
    ]
    assert titles == [
        ("brief", False),
        ("Brief, second draft", False),
        ("Brief, second draft", True),
    ]


def test_changes_to_different_fields_both_win(plan, person):
    [brief] = plan("brief")

    actions.edit(brief, by=person("member"), version=1, title="Brief")
    actions.edit(brief, by=person("manager"), version=1, due_on="2026-12-01")

    brief = Item.objects.get(pk=brief.pk)
    assert (brief.title, brief.due_on.isoformat(), brief.version) == ("Brief", "2026-12-01", 3)


def test_changes_to_the_same_field_show_both_values(plan, person):
    [brief] = plan("brief")
    actions.edit(brief, by=person("member"), version=1, title="Theirs")

    with pytest.raises(Conflict) as refusal:
        actions.edit(brief, by=person("manager"), version=1, title="Mine")

    assert refusal.value.data["both"] == {"title": ["Theirs", "Mine"]}


def test_a_strict_edit_refuses_any_newer_version(plan, person):
    [brief] = plan("brief")
    actions.edit(brief, by=person("member"), version=1, title="Theirs")

    with pytest.raises(Stale):
        actions.edit(brief, by=person("manager"), version=1, strict=True, due_on="2026-12-01")


def test_a_loop_is_refused_and_named(plan, person):
    brief, _landing, launch = plan("brief", "landing < brief", "launch < landing")

    with pytest.raises(Invalid) as refusal:
        actions.edit(brief, by=person("member"), version=1, waits_for=[launch])

    assert "brief → landing → launch" in refusal.value.message
    assert brief.waits.count() == 0


def test_an_item_is_not_due_before_it_starts(plan, person):
    [brief] = plan("brief", start_on="2026-12-05")

    with pytest.raises(Invalid) as refusal:
        actions.edit(brief, by=person("member"), version=1, due_on="2026-12-01")

    assert list(refusal.value.fields) == ["due_on"]


def test_what_is_in_the_trash_holds_nobody_up(campaign, plan, person):
    brief, landing = plan("brief", "landing < brief")

    actions.trash(campaign, [brief.pk], by=person("member"))
    freed = Item.objects.get(pk=landing.pk).waiting_for
    actions.restore(campaign, [brief.pk], by=person("member"))

    assert (freed, Item.objects.get(pk=landing.pk).waiting_for) == (0, 1)


def test_dropping_between_two_cards_orders_them(campaign, plan, person):
    a, b, c = plan("a", "b", "c")

    actions.place(c, by=person("member"), version=1, above=a.pk, below=b.pk, status="doing")

    ordered = list(Item.objects.order_by("rank").values_list("title", "status"))
    assert ordered == [("a", "todo"), ("c", "doing"), ("b", "todo")]


def test_room_is_made_when_there_is_none_left_between_two_cards(campaign, plan, person):
    a, b, c = plan("a", "b", "c")
    Item.objects.filter(pk=b.pk).update(rank=a.rank + 1e-7)

    actions.place(c, by=person("member"), version=1, above=a.pk, below=b.pk)

    assert list(Item.objects.order_by("rank").values_list("title", flat=True)) == ["a", "c", "b"]


def test_a_checklist_is_ticked_entry_by_entry(plan, person):
    [brief] = plan("brief", checklist=[("one", False), ("two", False)])
    one, two = brief.checklist.order_by("position")

    actions.edit_entry(brief, one.pk, by=person("member"), done=True)
    actions.edit_entry(brief, two.pk, by=person("manager"), done=True)

    brief = Item.objects.get(pk=brief.pk)
    assert (brief.checklist_done, brief.checklist_total) == (2, 2)


def test_a_mention_waits_for_an_answer(plan, person):
    [brief] = plan("brief")
    ada = person("manager", "Ada Lovelace")

    actions.comment(brief, by=person("member"), body="@Ada Lovelace, is this right?")
    asked = ada.mentions.filter(settled_at=None).count()
    actions.comment(brief, by=ada, body="Yes.")

    assert (asked, ada.mentions.filter(settled_at=None).count()) == (1, 0)
    assert Item.objects.get(pk=brief.pk).open_comments == 2


def test_purging_deletes_after_thirty_days_and_keeps_the_events(campaign, plan, person):
    from datetime import timedelta

    from workspace.kernel import clock

    [brief] = plan("brief")
    actions.trash(campaign, [brief.pk], by=person("member"))

    actions.purge(campaign)
    kept = Item.objects.count()
    actions.purge(campaign, now=clock.now() + timedelta(days=31))

    assert (kept, Item.objects.count()) == (1, 0)
    assert Event.objects.filter(noun="item", object_name="brief").count() == 3

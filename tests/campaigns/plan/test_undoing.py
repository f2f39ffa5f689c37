"""One's own changes are taken back, one after the other, unless somebody has built on them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.brief.actions import campaigns
from campaigns.brief.models import Campaign
from campaigns.plan import actions
from campaigns.plan.actions import together
from campaigns.plan.models import Attachment, Comment, Item
from workspace.kernel import streams
from workspace.kernel.refusals import Conflict, Forbidden, Refusal
from workspace.kernel.streams.models import Stream


def stream_of(campaign):
    return Stream.objects.get(kind="campaign", of=campaign.pk)


@pytest.fixture
def undo_last(campaign, person):
    """`undo_last()` takes back the newest revision, as the member who made it."""

    def undo():
        actions.undo(campaign, stream_of(campaign).revision, by=person("member"))

    return undo


def test_undo_turns_back_ones_own_edit(campaign, plan, person):
    [brief] = plan("brief")
    actions.edit(brief, by=person("member"), version=1, title="Brief", status="done")

    actions.undo(campaign, stream_of(campaign).revision, by=person("member"))

    brief = Item.objects.get(pk=brief.pk)
    assert (brief.title, brief.status) == ("brief", "todo")


def test_undo_is_refused_when_somebody_built_on_it(campaign, plan, person):
    [brief] = plan("brief")
    actions.edit(brief, by=person("member"), version=1, title="Mine")
    mine = stream_of(campaign).revision
    actions.edit(brief, by=person("manager"), version=2, title="Theirs")

    with pytest.raises(Conflict) as refusal:
        actions.undo(campaign, mine, by=person("member"))

    assert (
        refusal.value.message == f"{person('manager').name} has changed “Title” of “Theirs” since."
    )


def test_nobody_undoes_what_another_did(campaign, plan, person):
    plan("brief")

    with pytest.raises(Forbidden):
        actions.undo(campaign, stream_of(campaign).revision, by=person("manager"))


def test_undoing_a_new_item_puts_it_into_the_trash_and_redo_takes_it_back(campaign, plan, person):
    plan("brief")

    actions.undo(campaign, stream_of(campaign).revision, by=person("member"))
    gone = Item.objects.kept().count()
    actions.undo(campaign, stream_of(campaign).revision, by=person("member"))

    assert (gone, Item.objects.kept().count()) == (0, 1)


def test_a_bulk_edit_is_one_revision_and_one_undo(campaign, plan, person):
    items = plan("a", "b", "c")
    before = stream_of(campaign).revision

    actions.edit_many(campaign, [item.pk for item in items], by=person("member"), status="doing")
    after = stream_of(campaign).revision
    actions.undo(campaign, after, by=person("member"))

    assert after == before + 1
    assert set(Item.objects.values_list("status", flat=True)) == {"todo"}


def state_of(item):
    """Everything about an item that somebody can see."""
    item = Item.objects.get(pk=item.pk)
    return {
        "item": (item.title, item.status, item.due_on, item.priority, bool(item.trashed_at)),
        "counts": (item.waiting_for, item.open_comments, item.attachment_count),
        "people": sorted(item.assignments.values_list("member", flat=True)),
        "labels": sorted(item.labellings.values_list("label__name", flat=True)),
        "waits": sorted(item.waits.values_list("waits_for", "kind", "lag")),
        "checklist": list(item.checklist.order_by("position").values_list("text", "done")),
        "comments": list(Comment.objects.kept().filter(item=item).values_list("body", flat=True)),
        "files": list(Attachment.objects.kept().filter(item=item).values_list("name", flat=True)),
    }


CHANGES = {
    "status": lambda item, by, other: edit(item, by, status="done"),
    "date": lambda item, by, other: edit(item, by, due_on="2026-12-24"),
    "assignees": lambda item, by, other: edit(item, by, assignees=[by]),
    "label": lambda item, by, other: actions.edit_many(
        item.campaign,
        [item.pk],
        by=by,
        add_labels=[actions.label_named(item.workspace_id, "new", by=by)],
    ),
    "dependency": lambda item, by, other: edit(item, by, waits_for=[other]),
    "how it waits": lambda item, by, other: edit(
        item, by, waits_for=[other], waits_how={other.pk: ("SS", 3)}
    ),
    "tick": lambda item, by, other: actions.edit_entry(
        item, item.checklist.first().pk, by=by, done=True
    ),
    "entry": lambda item, by, other: actions.add_entry(item, by=by, text="two"),
    "entry gone": lambda item, by, other: actions.remove_entry(
        item, item.checklist.first().pk, by=by
    ),
    "comment": lambda item, by, other: actions.comment(item, by=by, body="Hello"),
    "comment changed": lambda item, by, other: actions.edit_comment(
        item.comments.first(), by=by, version=1, body="Said otherwise"
    ),
    "comment gone": lambda item, by, other: actions.remove_comment(item.comments.first(), by=by),
    "bulk": lambda item, by, other: actions.edit_many(
        item.campaign, [item.pk, other.pk], by=by, status="doing", priority=1
    ),
    "shift": lambda item, by, other: actions.shift(item.campaign, [item.pk], by=by, days=7),
    "drop": lambda item, by, other: actions.place(
        item, by=by, version=item.version, above=other.pk, status="review"
    ),
    "trash": lambda item, by, other: actions.trash(item.campaign, [item.pk, other.pk], by=by),
}


def edit(item, by, **values):
    return actions.edit(item, by=by, version=item.version, **values)


@pytest.fixture
def two(plan, person):
    """An item with a day, an entry and a comment; and another one."""
    item, other = plan("brief", "other", due_on="2026-12-01", checklist=[("one", False)])
    actions.comment(item, by=person("member"), body="As said")
    return Item.objects.select_related("campaign").get(pk=item.pk), other


@pytest.mark.parametrize("change", CHANGES)
def test_each_kind_of_change_is_taken_back_and_done_again(change, two, undo_last, person):
    item, other = two
    before = state_of(item)

    CHANGES[change](item, person("member"), other)
    changed = state_of(item)
    undo_last()
    undone = state_of(item)
    undo_last()

    assert changed != before or change == "drop"
    assert undone == before
    assert state_of(item) == changed


def test_steps_are_taken_back_one_after_the_other_to_where_they_began(campaign, plan, person):
    member = person("member")
    [brief] = plan("brief")
    added = stream_of(campaign).revision
    brief = actions.edit(brief, by=member, version=1, status="doing")
    actions.edit(brief, by=member, version=2, title="Brief")

    for revision in (added + 2, added + 1, added):
        actions.undo(campaign, revision, by=member)

    assert not Item.objects.kept().exists()


def test_what_was_done_again_counts_as_built_on_what_came_before(campaign, plan, person, undo_last):
    [brief] = plan("brief")
    added = stream_of(campaign).revision
    actions.edit(brief, by=person("member"), version=1, title="Brief")
    undo_last()
    undo_last()

    with pytest.raises(Conflict):
        actions.undo(campaign, added, by=person("member"))

    assert Item.objects.kept().get().title == "Brief"


def test_a_comment_that_was_changed_once_more_is_not_taken_back_to_the_first(campaign, two, person):
    item, _other = two
    said = item.comments.get()
    actions.edit_comment(said, by=person("member"), version=1, body="Second")
    second = stream_of(campaign).revision
    actions.edit_comment(said, by=person("member"), version=2, body="Third")

    with pytest.raises(Conflict):
        actions.undo(campaign, second, by=person("member"))

    assert Comment.objects.get(pk=said.pk).body == "Third"


def test_a_comment_that_was_removed_since_is_not_rewritten(campaign, two, person):
    item, _other = two
    said = item.comments.get()
    actions.edit_comment(said, by=person("member"), version=1, body="Second")
    second = stream_of(campaign).revision
    actions.remove_comment(said, by=person("member"))

    with pytest.raises(Conflict, match="removed since"):
        actions.undo(campaign, second, by=person("member"))

    assert Comment.objects.get(pk=said.pk).body == "Second"


def test_many_new_items_are_taken_back_in_as_many_statements_as_three(campaign, plan, person):
    def undo(count):
        """Of a plan of so many items that wait for each other; how many statements it takes."""
        drafts = [{"title": f"{n}", "waits_for_at": [n - 1] if n else []} for n in range(count)]
        with streams.record("campaign", campaign.pk, by=person("member")) as record:
            items = together.add_many(record, campaign, drafts)
            together.recount(record, [item.pk for item in items])
        with CaptureQueriesContext(connection) as asked:
            actions.undo(campaign, record.revision, by=person("member"))
        gone = Item.objects.trashed().filter(pk__in=[item.pk for item in items])
        assert list(gone.values_list("waiting_for", flat=True)) == [0] * count
        return len(asked)

    plan("around")

    assert undo(20) == undo(3)


def test_items_are_thrown_away_and_taken_back_out_in_as_many_statements_as_three(
    campaign, plan, person
):
    items = plan(*map(str, range(23)))

    def statements(change, some):
        with CaptureQueriesContext(connection) as asked:
            change(campaign, [item.pk for item in some], by=person("member"))
        return len(asked)

    assert [
        statements(change, items[:3]) == statements(change, items[3:])
        for change in (actions.trash, actions.restore)
    ] == [True, True]


def test_what_a_campaign_says_of_itself_is_taken_back_but_not_its_owner(campaign, person):
    by = person("manager")
    told = (campaign.name, campaign.objective)
    campaigns.edit(campaign, by=by, version=campaign.version, name="Autumn", objective="More.")
    named = stream_of(campaign).revision
    campaigns.edit(campaign, by=by, version=campaign.version, owner=person("admin"))

    with pytest.raises(Refusal):
        actions.undo(campaign, stream_of(campaign).revision, by=by)
    actions.undo(campaign, named, by=by)

    found = Campaign.objects.get(pk=campaign.pk)
    assert ((found.name, found.objective), found.owner) == (told, person("admin"))


def test_a_campaign_that_somebody_renamed_since_keeps_its_name(campaign, person):
    by = person("manager")
    campaigns.edit(campaign, by=by, version=campaign.version, name="Autumn")
    mine = stream_of(campaign).revision
    campaigns.edit(campaign, by=person("owner"), version=campaign.version, name="Winter")

    with pytest.raises(Conflict) as refusal:
        actions.undo(campaign, mine, by=by)

    assert "“Name” of “Winter”" in refusal.value.message


def offered(browser, page="activity/"):
    text = browser.get(f"/w/acme/c/SPRING/{page}").content.decode()
    return [int(number) for number in re.findall(r"/c/SPRING/undo/(\d+)/", text)]


def test_the_activity_offers_to_take_back_ones_own_changes(campaign, plan, person, signed_in):
    one, two = plan("one", "two")
    first = stream_of(campaign).revision
    actions.edit_many(campaign, [one.pk, two.pk], by=person("manager"), status="doing")
    actions.edit(one, by=person("member"), version=2, title="Theirs")
    actions.edit(Item.objects.get(pk=two.pk), by=person("manager"), version=2, title="Mine")
    browser = signed_in(person("manager"))

    before = offered(browser)
    browser.post(f"/w/acme/c/SPRING/undo/{first + 3}/", headers={"HX-Request": "true"})

    assert before == [first + 3, first + 1]
    assert offered(browser) == [first + 4, first + 1]
    assert offered(browser, "items/2/activity/") == [first + 4, first + 1]

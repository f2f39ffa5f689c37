"""Whether an item goes back that others wait for, or that somebody worked on since it came back."""

import pytest

from campaigns.plan import actions, windows
from campaigns.plan.models import Item
from tests import furniture
from workspace.kernel.refusals import Conflict


def test_a_new_item_that_somebody_linked_with_is_not_taken_back(campaign, plan, person):
    _launch, brief = plan("launch", "brief")
    added = windows.revision_of(campaign)[1]
    launch = Item.objects.get(title="launch")
    actions.edit(launch, by=person("manager"), version=1, waits_for=[brief])

    with pytest.raises(Conflict) as refusal:
        actions.undo(campaign, added, by=person("member"))

    assert refusal.value.message == f"{person('manager').name} has worked on “brief” since."


@pytest.fixture
def restored(campaign, plan, person):
    """An item that is back from the trash, for which another waited all the time, and a third."""
    brief, page, text = plan("brief", "page < brief", "text")
    actions.trash(campaign, [brief.pk], by=person("member"))
    actions.restore(campaign, [brief.pk], by=person("member"))
    return brief, page, text, windows.revision_of(campaign)[1]


def is_in_trash(item):
    return Item.objects.get(pk=item.pk).trashed_at is not None


def test_what_undoes_an_older_change_counts_as_built_on_what_came_between(campaign, plan, person):
    [brief] = plan("brief")
    brief = actions.edit(brief, by=person("manager"), version=1, title="Brief")
    older = windows.revision_of(campaign)[1]
    actions.trash(campaign, [brief.pk], by=person("member"))
    actions.restore(campaign, [brief.pk], by=person("member"))
    back = windows.revision_of(campaign)[1]
    actions.undo(campaign, older, by=person("manager"))

    with pytest.raises(Conflict):
        actions.undo(campaign, back, by=person("member"))

    assert not is_in_trash(brief)


def test_who_waited_for_an_item_before_may_wait_for_more_and_it_goes_back(
    campaign, restored, person
):
    brief, page, text, back = restored
    actions.wait_for(page, text, by=person("manager"))

    actions.undo(campaign, back, by=person("member"))

    assert is_in_trash(brief)


def test_who_waits_for_an_item_since_it_came_back_keeps_it(campaign, restored, person):
    brief, _page, text, back = restored
    actions.wait_for(text, brief, by=person("manager"))

    with pytest.raises(Conflict, match="has worked on “brief”"):
        actions.undo(campaign, back, by=person("member"))

    assert not is_in_trash(brief)


def test_what_was_linked_and_thrown_away_since_keeps_nothing(campaign, restored, person):
    brief, _page, text, back = restored
    actions.wait_for(text, brief, by=person("manager"))
    actions.trash(campaign, [text.pk], by=person("manager"))

    actions.undo(campaign, back, by=person("member"))

    assert is_in_trash(brief)


def test_an_item_that_another_campaign_waits_for_is_not_taken_back(
    campaign, plan, workspace, person
):
    [brief] = plan("brief")
    added = windows.revision_of(campaign)[1]
    autumn = furniture.campaign(workspace, by=person("owner"), key="AUTUMN")
    talk = actions.add(autumn, by=person("manager"), title="talk")
    actions.wait_for(talk, brief, by=person("manager"))

    with pytest.raises(Conflict) as refusal:
        actions.undo(campaign, added, by=person("member"))

    assert refusal.value.message == "An item of another campaign waits for “brief” by now."
    assert not is_in_trash(brief)

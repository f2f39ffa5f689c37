import pytest

from campaigns.brief import gate
from campaigns.journey import actions, queries
from campaigns.journey.models import Touchpoint
from campaigns.plan import actions as plan_actions
from campaigns.plan.models import Channel, Stage
from tests import furniture
from workspace.kernel import streams
from workspace.kernel.refusals import Conflict, Invalid, Stale
from workspace.kernel.streams.models import Event


@pytest.fixture
def place(workspace):
    channel = Channel.objects.create(workspace=workspace, name="E-mail")
    return channel, Stage.objects.create(workspace=workspace, name="Awareness")


def test_a_touchpoint_comes_into_being_once(campaign, place, person):
    with streams.record("campaign", campaign.pk, by=person("member")) as record:
        first = actions.touchpoint_of(campaign, *place, record=record)
        second = actions.touchpoint_of(campaign, place[0].pk, place[1].pk, record=record)

    assert first == second == Touchpoint.objects.get()


def test_owner_and_promise_are_said_and_recorded(campaign, place, person):
    owner = person("sales")

    said = actions.edit(campaign, *place, by=person("member"), owner=owner, promise="A demo")
    again = actions.edit(campaign, *place, by=person("member"), owner=owner)

    assert (said.owner, said.promise, again.version) == (owner, "A demo", 2)
    events = Event.objects.filter(noun="touchpoint").order_by("position")
    assert [(each.verb, each.changes) for each in events] == [
        ("touchpoint.added", {}),
        ("touchpoint.edited", {"owner": [None, owner.pk], "promise": ["", "A demo"]}),
    ]


def test_whoever_saw_an_older_version_is_asked_about_the_same_field(campaign, place, person):
    actions.edit(campaign, *place, by=person("member"), promise="A demo")
    actions.edit(campaign, *place, by=person("member"), promise="Two demos")

    with pytest.raises(Conflict):
        actions.edit(campaign, *place, by=person("member"), version=2, promise="None")
    with pytest.raises(Stale):
        actions.edit(campaign, *place, by=person("member"), version=2, strict=True, owner=None)


def test_two_who_speak_of_a_new_touchpoint_at_once_both_win(campaign, place, person):
    seen = {"owner": None, "promise": "", "by": person("member"), "version": 0}
    actions.edit(campaign, *place, **seen | {"promise": "A demo"})

    actions.edit(campaign, *place, **seen | {"owner": person("sales")})

    found = Touchpoint.objects.get()
    assert (found.promise, found.owner) == ("A demo", person("sales"))


def test_an_unknown_field_is_refused(campaign, place, person):
    with pytest.raises(Invalid):
        actions.edit(campaign, *place, by=person("member"), price=3)


def test_the_grid_counts_live_items_and_all(campaign, place, person):
    values = {"by": person("member"), "channel": place[0], "stage": place[1]}
    live = plan_actions.add(campaign, title="Live", **values)
    plan_actions.add(campaign, title="Done", status="done", **values)
    plan_actions.add(campaign, title="Dropped", status="dropped", **values)
    plan_actions.add(campaign, title="Nowhere", by=person("member"))

    found = queries.grid(campaign, person("member"))

    [(where, cell)] = found.items()
    assert where == (place[0].pk, place[1].pk)
    assert (cell.live, cell.total, [pk for pk, _face in cell.items]) == (1, 2, [live.pk])


def test_the_gate_asks_for_an_owner_who_is_still_here(campaign, person):
    furniture.furnish(campaign, person, 1)
    [item] = campaign.items.all()
    where = item.channel, item.stage

    def missing():
        needs = gate.needs(campaign)
        return [need.key for need in needs if need.is_missing and "touchpoint" in need.key]

    key = f"touchpoint_owner:{item.channel_id}:{item.stage_id}"
    assert missing() == [key]
    actions.edit(campaign, *where, by=person("member"), owner=person("manager"))
    assert missing() == []
    type(person("manager")).objects.filter(pk=person("manager").pk).update(state="left")
    assert missing() == [key]

import json

from campaigns.plan import actions
from workspace.kernel import streams
from workspace.kernel.live.messages import MANY, messages_after
from workspace.kernel.streams.models import Stream


def stream_of(kind, of):
    return Stream.objects.get(kind=kind, of=of)


def test_a_revision_is_one_message_however_much_happened_in_it(campaign, person, plan):
    items = plan("brief", "landing", "launch")
    stream = stream_of("campaign", campaign.pk)
    with streams.record("campaign", campaign.pk, by=person("member")) as record:
        for item in items:
            record("item.edited", item)

    [message] = messages_after(stream.pk, "campaign", stream.revision)

    told = json.loads(message.for_team)
    assert (told["revision"], told["actor"]) == (stream.revision + 1, person("member").pk)
    assert [event["id"] for event in told["events"]] == [item.pk for item in items]


def test_a_revision_of_very_many_events_names_none(campaign, person, plan):
    [item] = plan("brief")
    stream = stream_of("campaign", campaign.pk)
    with streams.record("campaign", campaign.pk, by=person("member")) as record:
        for _time in range(MANY + 1):
            record("item.edited", item)

    [message] = messages_after(stream.pk, "campaign", stream.revision)

    assert json.loads(message.for_team) | {"revision": 0} == {
        "stream": stream.pk,
        "revision": 0,
        "actor": person("member").pk,
        "many": True,
        "events": [],
    }


def test_outsiders_hear_what_is_for_all_and_nothing_of_the_workspace(campaign, person, plan):
    [item] = plan("brief")
    stream = stream_of("campaign", campaign.pk)
    own = stream_of("workspace", campaign.workspace_id)
    actions.comment(item, by=person("member"), body="between us", team_only=True)
    actions.comment(item, by=person("member"), body="for all")
    with streams.record("workspace", campaign.workspace_id, by=person("owner")) as record:
        record("member.removed", person("sales"))

    hidden, shown = messages_after(stream.pk, "campaign", stream.revision)
    [left] = messages_after(own.pk, "workspace", own.revision)

    assert [hidden.heard_by(True), left.heard_by(True)] == [None, None]
    assert shown.heard_by(True) == shown.heard_by(False)


def test_too_much_to_replay_is_not_replayed(campaign, person, plan, monkeypatch):
    monkeypatch.setattr("workspace.kernel.live.messages.MOST_REPLAYED", 2)
    stream = stream_of("campaign", campaign.pk)
    plan("brief", "landing", "launch")

    assert messages_after(stream.pk, "campaign", stream.revision) is None
    assert len(messages_after(stream.pk, "campaign", stream.revision + 1)) == 2

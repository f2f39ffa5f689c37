"""Revisions without gaps, in the order of commits, however many write at once."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from tests import at_once, furniture
from workspace.kernel import bell, clock, scope, streams
from workspace.kernel.outbox.models import Effect
from workspace.kernel.streams.models import Event, Stream, Version

WRITERS, EACH = 8, 5


@pytest.fixture
def stream(workspace):
    return Stream.objects.get(kind="workspace", of=workspace.pk)


def revision_of(stream):
    return Stream.objects.values_list("revision", flat=True).get(pk=stream.pk)


def recorded(workspace, by=None, **how):
    return streams.record("workspace", workspace.pk, by=by, **how)


def test_a_block_is_one_revision_and_its_events_keep_their_places(workspace, stream, person):
    with recorded(workspace, by=person("owner"), why="a reason") as record:
        record("workspace.renamed", workspace, changes={"name": ["a", "b"]})
        record("workspace.moved", workspace)

    events = Event.objects.filter(stream=stream, revision=revision_of(stream)).order_by("position")
    assert [(event.verb, event.noun, event.position, event.why) for event in events] == [
        ("workspace.renamed", "workspace", 0, "a reason"),
        ("workspace.moved", "workspace", 1, "a reason"),
    ]


def test_a_block_that_records_nothing_takes_no_revision(workspace, stream):
    before = revision_of(stream)

    with recorded(workspace):
        pass

    assert revision_of(stream) == before
    assert not Event.objects.filter(stream=stream, revision__gt=before).exists()


def test_a_change_inside_of_an_empty_block_is_refused_instead_of_taken_for_the_next(
    workspace, stream
):
    before = revision_of(stream)

    refused = pytest.raises(RuntimeError, match="inside of an empty record")
    with refused, recorded(workspace), recorded(workspace) as record:
        record("workspace.renamed", workspace)

    assert revision_of(stream) == before
    assert not Event.objects.filter(stream=stream, revision__gt=before).exists()


def test_a_block_that_fails_leaves_nothing(workspace, stream):
    before = revision_of(stream)

    def fail():
        with recorded(workspace) as record:
            record("workspace.renamed", workspace)
            record.effect("walk.nothing")
            record.keep("workspace", workspace.pk, {"name": "b"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert revision_of(stream) == before
    assert not Event.objects.filter(verb="workspace.renamed").exists()
    assert not Effect.objects.filter(name="walk.nothing").exists()
    assert not Version.objects.filter(noun="workspace").exists()


def test_a_stream_of_another_workspace_is_not_there(workspace):
    with scope.everything(because="the test makes another workspace"):
        rival = furniture.workspace("rival")

    with pytest.raises(Stream.DoesNotExist), streams.record("workspace", rival.pk, by=None):
        pass


def test_the_newest_thing_a_person_did_is_what_they_may_undo(workspace, stream, person):
    owner = person("owner")

    with recorded(workspace, by=owner) as record:
        record("workspace.renamed", workspace)

    assert owner.newest == revision_of(stream)


def test_any_past_state_is_read_by_one_statement(workspace, stream, django_assert_num_queries):
    for name in ("a", "b", None):
        with recorded(workspace) as record:
            record("workspace.renamed", workspace)
            record.keep("workspace", workspace.pk, name and {"name": name})
    last = revision_of(stream)

    with django_assert_num_queries(4):
        told = [streams.states_at(stream, "workspace", last - ago) for ago in (3, 2, 1, 0)]

    assert told == [{}, {workspace.pk: {"name": "a"}}, {workspace.pk: {"name": "b"}}, {}]


def test_events_after_a_revision_come_oldest_first(workspace, stream):
    start = revision_of(stream)
    for number in range(3):
        with recorded(workspace) as record:
            record("workspace.renamed", workspace, number=number)

    told = streams.events_since(stream, start + 1)

    assert [event.data["number"] for event in told] == [1, 2]


def test_what_is_recorded_has_the_clocks_moment(workspace, stream):
    then = datetime(2026, 3, 1, 9, tzinfo=UTC)

    with clock.at(then), recorded(workspace) as record:
        record("workspace.renamed", workspace)

    assert Event.objects.get(stream=stream, revision=revision_of(stream)).at == then


def test_the_bell_rings_when_the_change_is_committed(
    workspace, stream, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(bell, "listeners", [rung.append])

    with django_capture_on_commit_callbacks(execute=True), recorded(workspace) as record:
        record("workspace.renamed", workspace)
        assert rung == []

    assert rung == [stream.pk]


def test_several_streams_are_locked_in_the_order_of_their_names(workspace, campaign, monkeypatch):
    locked = []
    one = streams.recording.locked
    monkeypatch.setattr(
        streams.recording, "locked", lambda kind, of: locked.append((kind, of)) or one(kind, of)
    )
    targets = [("workspace", workspace.pk), ("campaign", campaign.pk)]

    with streams.record_many(targets, by=None) as records:
        assert set(records) == set(targets)

    assert locked == sorted(targets)


# Many at once -----------------------------------------------------------------------------------


@pytest.fixture
def company(transactional_db):
    with scope.everything(because="the test makes its workspaces"):
        return furniture.workspace("acme"), furniture.workspace("rival")


def test_revisions_are_gapless_however_many_write_at_once(company, tmp_path):
    acme, _rival = company

    def write():
        with scope.of(acme.pk):
            for number in range(EACH):
                with recorded(acme) as record:
                    if number % 2 == 0:  # the others turn out to change nothing
                        record("workspace.renamed", acme)

    with at_once.database_for_threads(tmp_path):
        at_once.in_threads(write, WRITERS)
        told = told_in(acme)

    changes = WRITERS * len(range(0, EACH, 2))
    assert told == (changes, list(range(1, changes + 1)))


def test_writers_of_two_streams_never_wait_for_each_other_for_ever(company, tmp_path):
    acme, rival = company
    targets = [("workspace", acme.pk), ("workspace", rival.pk)]

    def write(order):
        with scope.everything(because="both streams are written"):
            for _number in range(EACH):
                with streams.record_many(order, by=None) as records:
                    for target, row in zip(targets, company, strict=True):
                        records[target]("workspace.renamed", row)

    orders = iter([targets, targets[::-1]] * (WRITERS // 2))

    with at_once.database_for_threads(tmp_path):
        at_once.in_threads(lambda: write(next(orders)), WRITERS)
        told = [told_in(row)[0] for row in company]

    assert told == [WRITERS * EACH] * 2


def told_in(workspace):
    """(revision, the revisions of the events) of a workspace's stream, by a connection anew."""

    def look():
        with scope.of(workspace.pk), transaction.atomic():
            stream = Stream.objects.get(kind="workspace", of=workspace.pk)
            events = Event.objects.filter(stream=stream).order_by("revision")
            return stream.revision, list(events.values_list("revision", flat=True))

    [told] = at_once.in_threads(look, 1)
    return told

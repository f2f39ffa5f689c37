"""An import is carried out once, whoever and however many try."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection

from campaigns.plan import actions as plan_actions
from campaigns.plan.imports import actions
from campaigns.plan.imports.models import Import
from campaigns.plan.models import Item
from tests import furniture
from workspace.kernel import outbox, scope
from workspace.kernel.outbox.dispatch import MOST_ATTEMPTS
from workspace.kernel.outbox.models import Effect
from workspace.kernel.refusals import Refusal
from workspace.kernel.streams.models import Event, Stream

needs_threads = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="Threads cannot share the tests' SQLite; tests/faults/test_import_rush.py uses files",
)
FILE = b"Id,Title,Waits for\n1,Brief,\n2,Landing page,1\n3,Launch,2\n"


@pytest.fixture
def laid(transactional_db):
    """A campaign, and somebody who brings files in, really committed."""
    with scope.everything(because="the test makes its workspace"):
        workspace = furniture.workspace("races")
    with scope.of(workspace.pk):
        by = furniture.People(workspace)("manager")
        yield furniture.campaign(workspace, by=by), by


def waiting(campaign, by):
    imp = actions.start(campaign, by=by, upload=SimpleUploadedFile("plan.csv", FILE))
    return actions.run(imp, version=imp.version)


def at_once(workspace_id, *calls):
    """Run the calls in threads of their own that begin together."""
    gate = threading.Barrier(len(calls))
    errors = []

    def run(call):
        try:
            with scope.of(workspace_id):
                gate.wait()
                call()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def fresh(imp):
    return Import.objects.select_related("campaign", "by__user").get(pk=imp.pk)


@needs_threads
def test_two_workers_bring_one_import_in_once(laid):
    campaign, by = laid
    imp = waiting(campaign, by)

    errors = at_once(
        campaign.workspace_id, *[lambda: actions.carry_out(fresh(imp)) for _worker in range(3)]
    )

    assert (errors, Item.objects.count(), fresh(imp).state) == ([], 3, "done")
    assert Event.objects.filter(verb="import.done").count() == 1


@needs_threads
def test_the_same_file_twice_at_once_comes_in_once(laid):
    campaign, by = laid
    first, second = waiting(campaign, by), waiting(campaign, by)

    errors = at_once(
        campaign.workspace_id,
        lambda: actions.carry_out(fresh(first)),
        lambda: actions.carry_out(fresh(second)),
    )

    told = sorted((fresh(imp).counts["new"], fresh(imp).counts["same"]) for imp in (first, second))
    assert (errors, told, Item.objects.count()) == ([], [(0, 3), (3, 0)], 3)


@needs_threads
def test_two_clicks_run_it_once(laid):
    campaign, by = laid
    imp = actions.start(campaign, by=by, upload=SimpleUploadedFile("plan.csv", FILE))

    errors = at_once(
        campaign.workspace_id, *[lambda: actions.run(fresh(imp), version=imp.version)] * 2
    )

    assert [isinstance(error, Refusal) for error in errors] == [True]
    assert Effect.objects.filter(name="plan.run_import").count() == 1


def test_an_effect_that_is_carried_out_again_changes_nothing(laid):
    campaign, by = laid
    imp = waiting(campaign, by)
    outbox.dispatch()
    stream = Stream.objects.get(kind="campaign", of=campaign.pk)

    Effect.objects.filter(name="plan.run_import").update(state=Effect.State.WAITING)
    outbox.dispatch()

    assert Stream.objects.get(pk=stream.pk).revision == stream.revision
    assert fresh(imp).counts["new"] == 3


def test_a_failure_in_the_middle_leaves_nothing_behind(laid, monkeypatch):
    campaign, by = laid
    imp = waiting(campaign, by)
    before = Stream.objects.get(kind="campaign", of=campaign.pk).revision

    def breaks(*args, **kwargs):
        raise ValueError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("campaigns.plan.imports.running.Bringing.remember", breaks)
        outbox.dispatch()

    failed = fresh(imp)
    assert (failed.state, Item.objects.count()) == ("failed", 0)
    assert "went wrong on our side" in failed.failure
    assert Stream.objects.get(kind="campaign", of=campaign.pk).revision == before

    again = actions.take_up(failed, version=failed.version)
    actions.run(again, version=again.version)
    outbox.dispatch()
    assert (fresh(imp).state, Item.objects.count()) == ("done", 3)


def test_an_import_of_somebody_who_left_does_not_run(laid):
    campaign, by = laid
    imp = waiting(campaign, by)
    type(by).objects.filter(pk=by.pk).update(state="left")

    outbox.dispatch()

    assert (fresh(imp).state, Item.objects.count()) == ("failed", 0)


@needs_threads
def test_people_go_on_working_while_a_file_comes_in(laid):
    campaign, by = laid
    [item] = [plan_actions.add(campaign, by=by, title="Mine")]
    imp = waiting(campaign, by)

    errors = at_once(
        campaign.workspace_id,
        lambda: actions.carry_out(fresh(imp)),
        *[
            lambda n=n: plan_actions.add(campaign, by=type(by).objects.get(pk=by.pk), title=f"{n}")
            for n in range(4)
        ],
    )

    numbers = list(Item.objects.order_by("number").values_list("number", flat=True))
    assert (errors, numbers) == ([], list(range(1, 9)))
    assert item.pk in set(Item.objects.values_list("pk", flat=True))


def test_whoever_waits_for_an_import_learns_that_it_was_given_up(laid, monkeypatch):
    campaign, by = laid
    imp = waiting(campaign, by)
    Effect.objects.filter(name="plan.run_import").update(attempts=MOST_ATTEMPTS - 1)

    def is_busy(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("campaigns.plan.imports.actions.bring_in", is_busy)
    outbox.dispatch()

    failed = fresh(imp)
    assert Effect.objects.get(name="plan.run_import").state == "dead"
    assert (failed.state, failed.is_running) == ("failed", False)
    assert "could not finish" in failed.failure


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite keeps no such figures")
def test_after_a_large_file_the_database_knows_how_much_there_is(laid):
    campaign, by = laid
    lines = "".join(f"{number},Item {number},\n" for number in range(1, 1_202))
    upload = SimpleUploadedFile("plan.csv", b"Id,Title,Waits for\n" + lines.encode())
    imp = actions.start(campaign, by=by, upload=upload)
    actions.run(imp, version=imp.version)

    outbox.dispatch()

    with connection.cursor() as cursor:
        table = Item._meta.db_table
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        assert cursor.fetchone() == (1_201,)

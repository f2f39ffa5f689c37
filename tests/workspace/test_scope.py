"""Nothing of a workspace is read or written outside its scope, by whatever way."""

import asyncio
import copy

import pytest
from django import forms
from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects

from campaigns.plan.models import Item, Label
from tests import furniture
from workspace.kernel import scope
from workspace.kernel.remembering import OfWorkspaces
from workspace.kernel.scope import OutOfScope


@pytest.fixture
def label(workspace):
    return Label.objects.create(workspace=workspace, name="legal")


@pytest.fixture
def theirs(workspace):
    """A label of another workspace."""
    with scope.everything(because="the test makes another workspace"):
        rival = furniture.workspace("rival")
        return Label.objects.create(workspace=rival, name="theirs")


@pytest.fixture
def item(plan):
    [made] = plan("brief")
    return made


def chosen(label):
    form = type("Choice", (forms.Form,), {"label": forms.ModelChoiceField(Label.objects.all())})
    return form({"label": label.pk}).is_valid()


READINGS = {
    "all": lambda row: list(Label.objects.all()),
    "exists": lambda row: Label.objects.exists(),
    "count": lambda row: Label.objects.count(),
    "get": lambda row: Label.objects.get(pk=row.pk),
    "first": lambda row: Label.objects.first(),
    "values": lambda row: list(Label.objects.values("name")),
    "in_bulk": lambda row: Label.objects.in_bulk([row.pk]),
    "iterator": lambda row: list(Label.objects.iterator()),
    "aggregate": lambda row: Label.objects.aggregate(),
    "raw": lambda row: list(Label.objects.raw("SELECT * FROM campaigns_label")),
    "base manager": lambda row: Label._base_manager.exists(),
    "default manager": lambda row: Label._default_manager.exists(),
    "refresh": lambda row: row.refresh_from_db(),
    "aexists": lambda row: asyncio.run(Label.objects.aexists()),
    "aget": lambda row: asyncio.run(Label.objects.aget(pk=row.pk)),
    "acount": lambda row: asyncio.run(Label.objects.acount()),
    "a choice of a form": chosen,
}
WRITINGS = {
    "save": lambda row: row.save(),
    "delete": lambda row: row.delete(),
    "create": lambda row: Label.objects.create(workspace_id=row.workspace_id, name="new"),
    "bulk_create": lambda row: Label.objects.bulk_create([Label(workspace_id=row.workspace_id)]),
    "update": lambda row: Label.objects.update(name="new"),
    "delete all": lambda row: Label.objects.all().delete(),
    "get_or_create": lambda row: Label.objects.get_or_create(
        workspace_id=row.workspace_id, name="new"
    ),
    "update_or_create": lambda row: Label.objects.update_or_create(
        workspace_id=row.workspace_id, defaults={"name": "new"}
    ),
    "bulk_update": lambda row: Label.objects.bulk_update([row], ["name"]),
    "acreate": lambda row: asyncio.run(
        Label.objects.acreate(workspace_id=row.workspace_id, name="new")
    ),
    "asave": lambda row: asyncio.run(row.asave()),
}


@pytest.mark.parametrize("way", [*READINGS, *WRITINGS])
def test_outside_a_scope_every_way_is_closed(label, way):
    with scope.none(), pytest.raises(OutOfScope):
        (READINGS | WRITINGS)[way](label)


RELATED = {
    "forward": lambda item: item.campaign,
    "forward, to the workspace": lambda item: item.workspace,
    "backward": lambda item: list(item.assignments.all()),
    "backward exists": lambda item: item.comments.exists(),
    "add": lambda item: item.checklist.create(workspace_id=item.workspace_id, text="Step"),
}


@pytest.mark.parametrize("way", RELATED)
def test_outside_a_scope_related_rows_are_closed_too(item, way):
    stranger = Item.objects.get(pk=item.pk)

    with scope.none(), pytest.raises(OutOfScope):
        RELATED[way](stranger)


def test_a_prefetch_meets_the_scope_it_runs_in(item):
    with scope.none(), pytest.raises(OutOfScope):
        prefetch_related_objects([item], "assignments")


def test_a_scope_shows_its_own_rows_and_no_others(label, theirs):
    assert list(Label.objects.all()) == [label]
    assert not Label.objects.filter(pk=theirs.pk).exists()
    assert not Label._base_manager.filter(pk=theirs.pk).exists()
    assert not chosen(theirs)


ABROAD = {
    "save": lambda theirs: theirs.save(),
    "delete": lambda theirs: theirs.delete(),
    "create": lambda theirs: Label.objects.create(workspace_id=theirs.workspace_id, name="x"),
    "bulk_create": lambda theirs: Label.objects.bulk_create([copy.copy(theirs)]),
    "move there": lambda theirs: Label.objects.update(workspace_id=theirs.workspace_id),
    "move there by row": lambda theirs: Label.objects.update(workspace=theirs.workspace),
}


@pytest.mark.parametrize("way", ABROAD)
def test_nothing_is_written_into_another_workspace(label, theirs, way):
    with scope.everything(because="the row's workspace is read before it is tried"):
        theirs.workspace

    with pytest.raises(OutOfScope):
        ABROAD[way](theirs)

    with scope.everything(because="what is there is counted in both"):
        assert list(Label.objects.order_by("pk").values_list("name", flat=True)) == [
            "legal",
            "theirs",
        ]


def test_updates_and_deletions_stop_at_the_scope(label, theirs):
    assert Label.objects.filter(pk=theirs.pk).update(name="stolen") == 0
    assert Label.objects.filter(pk=theirs.pk).delete() == (0, {})


def test_a_row_cannot_be_claimed_by_its_id(label, theirs):
    claimed = Label(pk=theirs.pk, workspace_id=label.workspace_id, name="claimed")

    with pytest.raises(IntegrityError), transaction.atomic():
        claimed.save()


def test_what_is_remembered_of_a_workspace_is_read_in_its_scope_alone(workspace, label, theirs):
    store = OfWorkspaces(1)

    def read():
        return [each.name for each in Label.objects.all()]

    def refuse():
        for wrong in (
            scope.everything(because="it is tried"),
            scope.of(workspace.pk, theirs.workspace_id),
            scope.of(theirs.workspace_id),
        ):
            with wrong, pytest.raises(OutOfScope):
                store.of(workspace, read)

    refuse()
    assert store.of(workspace, read) == ["legal"]
    refuse()


def test_scopes_nest_and_end():
    with scope.of(1):
        with scope.of(2):
            assert scope.current() == {2}
        with scope.everything(because="it is shown"):
            assert scope.current() is scope.EVERYTHING
        assert scope.current() == {1}
    assert scope.peek() is None


def test_reaching_over_everything_needs_a_reason():
    with pytest.raises(ValueError, match="Say why"), scope.everything(because=""):
        pass

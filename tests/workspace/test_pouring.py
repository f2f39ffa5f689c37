"""Rows that are poured in thousands are what they would be by one `create` each."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from campaigns.plan.models import Item, Labelling
from tests import furniture
from workspace.kernel import pouring, scope
from workspace.kernel.streams.models import FOR_EVER, Stream, Version

VERSION = ["workspace_id", "stream_id", "noun", "object_id", "since", "until", "state"]
WHOLE = {
    "title": "Größe 尺寸 'quoted' %s",
    "description": "two\nlines",
    "due_on": date(2026, 3, 2),
    "estimate": Decimal("1.25"),
    "pinned": True,
    "rank": -0.5,
    "extra": {"列": ["值", None, 1.5]},
    "created_at": datetime(2026, 1, 1, 12, 30, 0, 250, tzinfo=UTC),
    "status_at": datetime(2026, 1, 1, 12, 30, tzinfo=UTC),
}


@pytest.fixture
def stream(campaign):
    return Stream.objects.get(kind="campaign", of=campaign.pk)


def item(campaign, number):
    return Item(workspace_id=campaign.workspace_id, campaign=campaign, number=number, **WHOLE)


def values_of(row):
    columns = (field.attname for field in Item._meta.concrete_fields)
    return {name: getattr(row, name) for name in columns if name not in ("id", "number")}


def test_instances_come_back_as_they_went_in(campaign):
    one_by_one = item(campaign, 1)
    one_by_one.save(force_insert=True)

    pouring.pour_instances(Item, [item(campaign, number) for number in (2, 3)])

    first, *poured = Item.objects.order_by("number")
    assert [values_of(row) for row in poured] == [values_of(first)] * 2
    assert values_of(first)["extra"] == WHOLE["extra"]


def test_rows_are_rewritten_as_they_would_be_one_by_one(campaign):
    one, other, kept = (item(campaign, number) for number in (1, 2, 3))
    for row in (one, other, kept):
        row.save(force_insert=True)
    wanted = {"due_on": None, "start_on": date(2026, 3, 9), "estimate": Decimal("0.5")}
    wanted |= {"title": "Maß %s", "completed_at": WHOLE["created_at"], "version": 2}
    Item.objects.filter(pk=one.pk).update(**wanted)

    names = [name for name in wanted if name != "version"]
    row = (*(wanted[name] for name in names), other.pk)
    pouring.rewrite(Item, names, [row], workspace_id=campaign.workspace_id)

    first, second, third = Item.objects.order_by("number")
    assert values_of(second) == values_of(first)
    assert (third.title, third.version) == (WHOLE["title"], 1)


def test_no_row_of_another_workspace_is_rewritten(campaign):
    row = item(campaign, 1)
    row.save(force_insert=True)

    with pytest.raises(scope.OutOfScope):
        pouring.rewrite(
            Item, ["title"], [("Taken", row.pk)], workspace_id=campaign.workspace_id + 1
        )


def test_reserved_ids_are_nobody_elses(campaign):
    with transaction.atomic():
        first = pouring.reserve(Item, 3)
        second = pouring.reserve(Item, 1)
        row = item(campaign, 1)
        row.save(force_insert=True)
    assert len({*first, *second, row.pk}) == 5
    assert sorted(first) == first


def test_the_first_rows_of_a_table_have_ids_too(campaign):
    [pk] = pouring.reserve(Labelling, 1)
    assert pk >= 1
    assert pouring.reserve(Labelling, 2) == [pk + 1, pk + 2]


def test_nothing_is_poured_into_another_workspace(campaign, stream):
    with scope.everything(because="the test makes a second workspace"):
        other = furniture.workspace("globex")
    rows = [(pk, stream.pk, "item", 1, 1, FOR_EVER, {}) for pk in (campaign.workspace_id, other.pk)]

    with pytest.raises(scope.OutOfScope), transaction.atomic():
        pouring.pour(Version, VERSION, rows)

    assert Version.objects.filter(noun="item").count() == 0


def test_it_says_how_far_it_is_and_keeps_what_the_database_demands(campaign, stream, monkeypatch):
    monkeypatch.setattr(pouring, "EACH", 2)
    told = []
    rows = [(campaign.workspace_id, stream.pk, "item", pk, 1, FOR_EVER, {}) for pk in range(5)]

    pouring.pour(Version, VERSION, rows, stored=told.append)

    assert told == [2, 2, 1]
    with pytest.raises(IntegrityError), transaction.atomic():
        pouring.pour(Version, VERSION, rows)

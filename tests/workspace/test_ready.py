"""Statements that are kept ready: they answer like the querysets they were made from."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.plan.models import Item
from tests import furniture
from tests.at_once import at_once
from workspace.kernel import scope
from workspace.kernel.ready import ready


def numbered(*, campaign, number):
    return Item.objects.filter(campaign=campaign, number=number).select_related("campaign")


def keyed(*, key):
    return Item.objects.filter(campaign__key__iexact=key).order_by("number").values_list("title")


@pytest.fixture
def elsewhere(workspace):
    """A campaign of another workspace."""
    with scope.everything(because="the test makes a second workspace"):
        other = furniture.workspace("globex")
        return furniture.campaign(other, by=furniture.People(other)("owner"), key="OTHER")


def test_it_asks_for_what_it_is_given_each_time(campaign, plan, django_assert_num_queries):
    first, second = plan("first", "second")
    asked = ready(numbered)

    found = [list(asked(campaign=campaign.pk, number=row.number)) for row in (first, second)]

    assert found == [[first], [second]]
    with django_assert_num_queries(1):
        [row] = asked(campaign=campaign.pk, number=1)
        assert row.campaign == campaign


def test_it_asks_within_the_scope_of_each_call(workspace, campaign, plan, elsewhere):
    plan("first")
    asked = ready(keyed)

    assert list(asked(key="spring")) == [("first",)]
    with scope.of(elsewhere.workspace_id):
        assert list(asked(key="spring")) == []
    with scope.of(workspace.pk, elsewhere.workspace_id):
        assert list(asked(key="spring")) == [("first",)]
    with scope.everything(because="the test asks over all workspaces"):
        assert list(asked(key="spring")) == [("first",)]
        furniture.Plan(elsewhere, furniture.People(elsewhere.workspace))("there")
        assert list(asked(key="other")) == [("there",)]
    assert list(asked(key="other")) == []
    with scope.none(), pytest.raises(scope.OutOfScope):
        asked(key="spring")


def test_another_thread_asks_by_its_own_connection(
    transactional_db, workspace, campaign, plan, tmp_path
):
    plan("first")
    asked = ready(keyed)
    assert list(asked(key="spring")) == [("first",)]

    def ask():
        with scope.of(workspace.pk):
            return list(asked(key="spring"))

    assert at_once(ask, 2, tmp_path) == [[("first",)]] * 2


@pytest.mark.parametrize("key", ["spr%", "sprin_", "SPRING\\", "", "spring'"])
def test_words_that_mean_something_to_a_database_are_words(campaign, plan, key):
    plan("first")
    asked = ready(keyed)

    assert list(asked(key="SPRING")) == [("first",)]
    assert list(asked(key=key)) == []


@pytest.mark.parametrize("number", [-1, 2**31])
def test_numbers_that_no_row_can_have_find_none(campaign, plan, number):
    plan("first")

    assert list(ready(numbered)(campaign=campaign.pk, number=number)) == []
    assert len(ready(numbered)(campaign=campaign.pk, number=1)) == 1


@pytest.mark.parametrize("rank", [0.0, -3.25, 1e300, float("inf"), float("nan"), 1024])
def test_fractions_are_asked_as_they_are(campaign, plan, rank):
    plan("first", "second")

    @ready
    def before(*, rank):
        return Item.objects.filter(rank__lt=rank).order_by("number")

    assert list(before(rank=1.5 * 1024)) == list(Item.objects.filter(rank__lt=1.5 * 1024))
    assert list(before(rank=rank)) == list(Item.objects.filter(rank__lt=rank).order_by("number"))


def test_the_smallest_column_is_asked_like_any_other(campaign, plan):
    plan("urgent", priority=1)
    plan("low", priority=4)

    @ready
    def of_priority(*, priority):
        return Item.objects.filter(priority=priority).values_list("title", flat=True)

    assert list(of_priority(priority=4)) == ["low"]
    assert list(of_priority(priority=1)) == ["urgent"]
    assert list(of_priority(priority=40_000)) == []


def test_what_is_read_is_converted_as_ever(campaign, plan):
    [row] = plan("first", due_on=date(2026, 3, 2), estimate=Decimal("1.5"))
    asked = ready(numbered)

    for _time in range(2):
        [found] = asked(campaign=campaign.pk, number=row.number)
        assert (found.due_on, found.estimate) == (date(2026, 3, 2), Decimal("1.5"))


def test_what_does_not_stand_in_the_statement_as_it_is_given_is_refused(campaign):
    @ready
    def next_to(*, number):
        return Item.objects.filter(number=number + 1)

    with pytest.raises(ValueError, match="as it is given"):
        next_to(number=1)

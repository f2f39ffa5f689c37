"""A tally that was moved along says what counting everything would say."""

from datetime import timedelta

from django.utils import timezone

from campaigns.plan import actions, tallies, windows
from campaigns.plan.models import Item

TODAY = timezone.localdate()


def standing(campaign):
    _stream, revision = windows.revision_of(campaign)
    return windows.summary(campaign, revision, TODAY)


def counted(campaign):
    return windows.count([campaign.pk], TODAY)[campaign.pk]


def changes(campaign, items, by):
    """Everything that makes an item count as something else."""
    brief, landing, launch = items
    yield actions.edit(brief, by=by, version=1, due_on=TODAY - timedelta(days=2))
    yield actions.edit(launch, by=by, version=1, kind="milestone", due_on=TODAY)
    yield actions.edit(landing, by=by, version=1, kind="milestone", due_on=TODAY)
    yield actions.edit(landing, by=by, version=2, title="Landing page")
    yield actions.edit(brief, by=by, version=2, status="done")
    yield actions.edit(brief, by=by, version=3, status="blocked")
    yield actions.trash(campaign, [landing.pk], by=by)
    yield actions.restore(campaign, [landing.pk], by=by)
    yield actions.edit_many(campaign, [each.pk for each in items], by=by, status="dropped")
    yield actions.add(campaign, by=by, title="New", status="review", waits_for=[launch.pk])


def test_a_plan_stands_as_counted_after_every_change(campaign, plan, person):
    items = plan("brief", "landing < brief", "launch < landing")
    assert standing(campaign) == counted(campaign)

    for _change in changes(campaign, items, person("manager")):
        assert standing(campaign) == counted(campaign)


def test_many_changes_that_nobody_looked_at_are_taken_at_once(campaign, plan, person):
    items = plan("brief", "landing < brief", "launch < landing")
    standing(campaign)

    list(changes(campaign, items, person("manager")))

    assert standing(campaign) == counted(campaign)


def test_moving_along_reads_only_what_moved(campaign, plan, person, django_assert_num_queries):
    [brief] = plan(*[f"item {number}" for number in range(30)])[:1]
    before = windows.revision_of(campaign)[1]
    tallies.of(campaign.pk, before)
    actions.edit(brief, by=person("manager"), version=1, status="doing")

    with django_assert_num_queries(1):
        tally = tallies.of(campaign.pk, before + 1)

    moved = Item.objects.filter(campaign=campaign, face__gt=before)
    assert [each.pk for each in moved] == [brief.pk]
    assert windows.summary(campaign, before + 1, TODAY)["by_status"] == {"todo": 29, "doing": 1}
    assert tally.revision == before + 1

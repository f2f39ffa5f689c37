import pytest
from django.core.management import call_command

from campaigns.demo import sizes
from campaigns.plan.models import Dependency, Item
from workspace.kernel import scope, streams
from workspace.kernel.streams.models import Stream


def titles(slug):
    with scope.everything(because="the test compares workspaces"):
        items = Item.objects.filter(workspace__slug=slug).order_by("campaign__key", "number")
        return [(item.title, item.status, item.due_on) for item in items]


@pytest.mark.django_db
def test_plans_of_any_size_are_the_same_for_the_same_seed(settings, capsys):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    for slug, seed in (("one", 7), ("two", 7), ("three", 8)):
        size = ["--campaigns", "2", "--items", "30", "--seed", str(seed)]
        call_command("demo", *size, "--workspace", slug)

    assert len(titles("one")) == 60
    assert titles("one") == titles("two")
    assert titles("one") != titles("three")
    assert "2 of 2" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_plan_in_bulk_counts_who_waits_and_keeps_its_history(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    [campaign] = sizes.make(slug="bench", campaigns=1, items=40, seed=1)

    with scope.of(campaign.workspace_id):
        stream = Stream.objects.get(kind="campaign", of=campaign.pk)
        for item in Item.objects.filter(campaign=campaign):
            before = Dependency.objects.filter(item=item, waits_for__in=Item.objects.unfinished())
            assert item.waiting_for == before.count()
        assert Dependency.objects.exists()
        assert len(streams.states_at(stream, "item", stream.revision)) == 40

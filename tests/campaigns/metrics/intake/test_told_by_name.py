"""A table of one's own is told by the campaign that it names, wherever somebody puts that."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from campaigns.metrics.intake import actions, previews, waiting
from campaigns.metrics.models import Series
from campaigns.plan.models import Stage
from tests import furniture
from tests.campaigns.metrics.intake.conftest import stored, totals

FILE = """
    Day,Campaign,Clicks
    2026-03-01,SPRING,10
"""
BY_CHANNEL = """
    Day,Campaign,Channel,Clicks
    2026-03-01,Frühling,Paid search,10
"""
DAY = date(2026, 3, 1)


def where():
    """Where numbers stand: [(campaign key, channel name)]."""
    rows = Series.objects.filter(observations__isnull=False).select_related("campaign", "channel")
    return [(row.campaign and row.campaign.key, row.channel and row.channel.name) for row in rows]


def test_a_chosen_channel_is_remembered(brought, campaign, channels):
    chosen = str(channels["Paid search"].pk)
    brought(FILE, channels={"SPRING": chosen})

    looked = brought.look(FILE)
    batch = brought(FILE)

    assert previews.preview(looked).counts["same"] == 1
    assert (batch.counts["added"], batch.counts["same"]) == (0, 1)
    assert stored() == {"clicks": 10}
    assert where() == [("SPRING", "Paid search")]


def test_another_channel_takes_the_numbers_along(brought, campaign, channels):
    brought(FILE)

    brought(FILE, channels={"SPRING": str(channels["Paid social"].pk)})
    assert (totals(), where()) == ({"clicks": 10}, [("SPRING", "Paid social")])

    brought(FILE, channels={"SPRING": "none"})
    assert (totals(), where()) == ({"clicks": 10}, [("SPRING", None)])


def test_a_campaign_that_is_chosen_back_and_forth_is_the_same(brought, campaign):
    brought(FILE)
    looked = brought.look(FILE, campaigns={"SPRING": "ignore"})
    looked = actions.choose(
        looked, version=looked.version, campaigns={"SPRING": f"campaign:{campaign.pk}"}
    )

    counts = previews.preview(looked).counts
    actions.run(looked, version=looked.version)

    assert (counts["added"], counts["same"]) == (0, 1)
    assert totals() == {"clicks": 10}


def test_another_campaign_takes_the_numbers_along_and_is_remembered(
    brought, campaign, workspace, person
):
    other = furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    brought(FILE)

    brought(FILE, campaigns={"SPRING": f"campaign:{other.pk}"})
    brought(FILE)

    assert (totals(), where()) == ({"clicks": 10}, [("AUTUMN", None)])


@pytest.mark.parametrize("decision", ["ignore", "wait"])
def test_what_is_said_to_be_none_of_ours_counts_no_longer(brought, campaign, decision):
    brought(FILE)

    brought(FILE, campaigns={"SPRING": decision})

    assert (stored(), totals(), where()) == ({"clicks": 10}, {}, [(None, None)])


def test_a_campaign_is_the_same_by_key_and_by_name(brought, campaign):
    brought(FILE)
    brought(FILE.replace("SPRING", "Spring launch"))
    assert totals() == {"clicks": 10}

    brought(FILE.replace("SPRING", "Spring launch") + "    2026-03-01,SPRING,5\n")
    assert totals() == {"clicks": 15}


def test_a_campaign_that_has_another_name_now_is_the_same(brought, campaign):
    brought(FILE.replace("SPRING", "Spring launch"))
    type(campaign).objects.filter(pk=campaign.pk).update(name="Easter")

    brought(FILE.replace("SPRING", "Spring launch"))

    assert totals() == {"clicks": 10}


def test_the_campaign_of_a_table_by_channel_is_remembered(brought, campaign, channels):
    brought(BY_CHANNEL, campaigns={"Frühling": f"campaign:{campaign.pk}"})
    more = BY_CHANNEL + "    2026-03-01,Frühling,Paid social,5\n"

    brought(BY_CHANNEL)
    brought(more)
    brought(more)

    assert totals() == {"clicks": 15}
    assert sorted(where()) == [("SPRING", "Paid search"), ("SPRING", "Paid social")]


def test_a_name_that_looks_like_one_with_a_part_is_not_taken_apart(
    brought, campaign, workspace, person, channels
):
    other = furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    german = {"Frühling · DE": f"campaign:{campaign.pk}"}
    brought(FILE.replace("SPRING", "Frühling"), campaigns={"Frühling": f"campaign:{other.pk}"})
    brought(BY_CHANNEL.replace("Frühling", "Frühling · DE"), campaigns=german)

    brought(FILE.replace("SPRING", "Frühling · DE"))

    assert sorted(where(), key=str) == [
        ("AUTUMN", None),
        ("SPRING", "Paid search"),
        ("SPRING", None),
    ]


def test_a_stage_can_be_chosen_later(brought, campaign, channels):
    stage = Stage.objects.create(workspace=campaign.workspace, name="Awareness")
    brought(FILE)

    batch = brought(
        FILE, channels={"SPRING": str(channels["Paid search"].pk)}, stages={"SPRING": str(stage.pk)}
    )

    assert (batch.counts["same"], totals()) == (1, {"clicks": 10})
    assert Series.objects.get().touchpoint.stage == stage


def test_a_table_takes_the_place_of_what_was_typed_and_gives_it_back(brought, campaign, enter):
    enter(DAY, clicks=7)

    looked = brought.look(FILE)
    batch = brought(FILE)

    assert previews.preview(looked).counts["same"] == 1
    assert (batch.counts["changed"], batch.counts["added"], totals()) == (1, 0, {"clicks": 10})

    actions.undo(batch, by=batch.by)

    assert totals() == {"clicks": 7}


@pytest.mark.parametrize("again", [FILE, FILE.replace("03-01", "03-02")])
@pytest.mark.parametrize("by_hand", [True, False])
def test_a_table_that_waited_takes_the_place_of_what_was_typed_and_gives_it_back(
    brought, campaign, enter, person, by_hand, again
):
    unknown = [each.replace("SPRING", "Frühling") for each in (FILE, again)]
    first = brought(unknown[0])
    enter(DAY, clicks=7)

    if by_hand:
        waiting.assign(Series.objects.get(external_id="Frühling"), campaign=campaign, by=first.by)
    else:
        more = brought(unknown[1], campaigns={"Frühling": f"campaign:{campaign.pk}"})
        actions.undo(more, by=first.by)
    assert totals() == {"clicks": 10}

    actions.undo(first, by=first.by)
    assert totals() == {"clicks": 7}


def test_what_is_typed_takes_the_place_of_a_table(brought, campaign, enter):
    brought(FILE)
    brought(FILE.replace("SPRING", "Frühling"), campaigns={"Frühling": f"campaign:{campaign.pk}"})
    assert totals() == {"clicks": 20}

    seen = enter(DAY, clicks=12)
    assert (totals(), seen.changed) == ({"clicks": 12}, 1)

    seen = enter(DAY, clicks=None)
    assert (totals(), seen.removed) == ({}, 1)


def test_what_a_later_table_replaced_comes_back_when_both_are_out(brought, campaign, enter):
    enter(DAY, clicks=7)
    first = brought(FILE)
    second = brought(FILE.replace(",10", ",11"))

    actions.undo(first, by=first.by)
    assert totals() == {"clicks": 11}
    actions.undo(second, by=first.by)

    assert totals() == {"clicks": 7}


def test_the_form_shows_what_a_table_brought(brought, campaign, signed_in, person):
    brought(FILE)

    page = signed_in(person("member")).get(
        f"/w/acme/c/{campaign.key}/numbers/enter/?from=2026-02-23"
    )

    assert 'value="10"' in page.content.decode()


def test_only_what_a_table_brought_into_the_channel_chosen_is_told_by_name(
    brought, campaign, channels
):
    search, social = channels["Paid search"], channels["Paid social"]
    brought(FILE, channels={"SPRING": str(social.pk)})
    first = Series.objects.get()
    batch = first.observations.get().batch
    first.pk = None
    first.channel, first.key = search, "other"
    first.save()
    first.observations.create(
        workspace_id=first.workspace_id, day=DAY, amount=1, definition=1, batch=batch
    )
    Series.objects.filter(channel=social).update(key="one")
    Series.objects.update(external_id="", external_name="")
    name = "campaigns.migrations.0018_tables_are_told_by_the_campaign_they_name"
    type(batch).objects.update(choices={"channels": {"SPRING": str(search.pk), "X": "none"}})

    import_module(name).tell(apps, None)

    assert list(Series.objects.exclude(external_id="").values_list("channel", flat=True)) == [
        search.pk
    ]


def test_what_a_table_brought_before_is_told_by_name_too(brought, campaign, channels):
    channel = channels["Paid search"]
    brought(FILE, channels={"SPRING": str(channel.pk)})
    Series.objects.update(key=f"@{campaign.pk}.{channel.pk}.0", external_id="", external_name="")
    name = "campaigns.migrations.0018_tables_are_told_by_the_campaign_they_name"

    import_module(name).tell(apps, None)
    batch = brought(FILE)

    assert (batch.counts["same"], totals()) == (1, {"clicks": 10})
    assert where() == [("SPRING", "Paid search")]

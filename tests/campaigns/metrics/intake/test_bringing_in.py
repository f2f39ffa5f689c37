"""Numbers come in: once, whole, to the last digit, and out again."""

from decimal import Decimal

import pytest

from campaigns.metrics.intake import actions
from campaigns.metrics.models import Batch, Observation, Series
from tests import furniture
from tests.campaigns.metrics.intake.conftest import GOOGLE, META, stored, totals
from workspace.kernel.refusals import Conflict, Refusal

GOOGLE_SUMS = {
    "impressions": Decimal(4_387_927),
    "clicks": Decimal(196_124),
    "spend EUR": Decimal("625245.47"),
    "conversions": Decimal("1915.0"),
    "revenue EUR": Decimal("326254.96"),
}
META_SUMS = {
    "impressions": Decimal(9_005_238),
    "clicks": Decimal(140_890),
    "spend USD": Decimal("96785.59"),
    "leads": Decimal(1_096),
    "revenue USD": Decimal("66293.56"),
}
FILE = """
    Date,Campaign,Clicks,Spend (EUR)
    2026-03-01,SPRING,10,12.50
    2026-03-02,SPRING,20,7.25
"""
CORRECTED = """
    Date,Campaign,Clicks,Spend (EUR)
    2026-03-01,SPRING,10,12.50
    2026-03-02,SPRING,21,7.25
    2026-03-03,SPRING,1,1.00
"""


def everything_into(campaign, batch):
    """The choice that gives every campaign of a tool to one of ours."""
    from campaigns.metrics.intake import previews

    seen = previews.preview(batch)
    return dict.fromkeys(seen.matches.matches, f"campaign:{campaign.pk}")


@pytest.mark.parametrize(("file", "sums"), [(GOOGLE, GOOGLE_SUMS), (META, META_SUMS)])
def test_a_sample_comes_in_with_its_sums_and_waits_for_its_campaigns(brought, file, sums):
    batch = brought(file)

    assert batch.state == "done"
    assert stored() == sums
    assert totals() == {}
    assert batch.counts["waiting"] == batch.counts["added"] > 0


@pytest.mark.parametrize(("file", "sums"), [(GOOGLE, GOOGLE_SUMS), (META, META_SUMS)])
def test_a_sample_counts_for_the_campaign_it_is_given_to(brought, campaign, file, sums):
    looked = brought.look(file)

    batch = brought(file, campaigns=everything_into(campaign, looked))

    assert totals() == sums
    assert batch.counts["waiting"] == 0


@pytest.mark.parametrize("file", [GOOGLE, META, FILE])
def test_the_same_file_twice_changes_nothing(brought, campaign, file):
    first = brought(file)
    before = list(Observation.objects.order_by("pk").values())

    second = brought(file)

    assert first.counts["added"] > 0
    assert second.counts == {
        "added": 0,
        "changed": 0,
        "removed": 0,
        "same": first.counts["added"],
        "waiting": 0,
        "rows": first.counts["rows"],
    }
    assert list(Observation.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("file", "encoding", "before", "after", "sums"),
    [
        (GOOGLE, "utf-16", "7,981.09", "8,000.00", GOOGLE_SUMS | {"spend EUR": "625264.38"}),
        (
            META,
            "utf-8-sig",
            ",645.2,Ongoing,",
            ",700,Ongoing,",
            META_SUMS | {"spend USD": "96840.39"},
        ),
    ],
)
def test_a_corrected_sample_replaces(
    file, encoding, before, after, sums, brought, campaign, sample
):
    looked = brought.look(file)
    brought(file, campaigns=everything_into(campaign, looked))
    text = sample(file).decode(encoding)
    assert text.count(before) == 1

    batch = brought(text.replace(before, after).encode(encoding))

    assert (batch.counts["changed"], batch.counts["added"]) == (1, 0)
    assert totals() == {name: Decimal(amount) for name, amount in sums.items()}


def test_a_corrected_file_replaces_and_is_taken_out_again(brought, campaign):
    brought(FILE)

    batch = brought(CORRECTED)

    assert totals() == {"clicks": 32, "spend EUR": Decimal("20.75")}
    assert (batch.counts["added"], batch.counts["changed"], batch.counts["same"]) == (2, 1, 3)

    actions.undo(batch, by=batch.by)

    assert totals() == {"clicks": 30, "spend EUR": Decimal("19.75")}
    with pytest.raises(Conflict):
        actions.undo(batch, by=batch.by)


def test_what_a_later_batch_replaced_stays_and_then_goes_back_beyond_both(brought, campaign):
    first = brought(FILE)
    second = brought(CORRECTED)

    actions.undo(first, by=first.by)
    assert totals() == {"clicks": 22, "spend EUR": 1}
    first.refresh_from_db()
    assert (first.counts["back"], first.counts["kept"]) == (3, 1)

    actions.undo(second, by=first.by)
    assert totals() == {}


def test_numbers_of_our_own_campaign_replace_those_typed_by_hand(brought, campaign, enter):
    from datetime import date

    enter(date(2026, 3, 1), clicks=99)

    brought(FILE)

    assert totals()["clicks"] == 30


def test_currencies_stay_apart(brought, campaign):
    brought(FILE)
    brought(FILE.replace("EUR", "USD"))

    assert totals() == {
        "clicks": 30,
        "spend EUR": Decimal("19.75"),
        "spend USD": Decimal("19.75"),
    }


def test_nothing_comes_in_while_a_row_cannot_be_read(brought, campaign):
    looked = brought.look(FILE.replace(",20,", ",twenty,"))

    with pytest.raises(Refusal):
        actions.run(looked, version=looked.version)
    assert stored() == {}

    looked = actions.choose(looked, version=looked.version, skip_bad_rows=True)
    actions.run(looked, version=looked.version)

    assert totals() == {"clicks": 10, "spend EUR": Decimal("19.75")}


def test_a_campaign_is_known_by_the_key_in_its_name(brought, campaign, workspace, person):
    brought(FILE.replace(",SPRING,", ",search_SPRING_de,"))

    assert totals()["clicks"] == 30


def test_two_campaigns_of_a_tool_add_up_in_one_of_ours(brought, campaign):
    brought(
        """
        Date,Campaign,Clicks
        2026-03-01,SPRING a,10
        2026-03-01,SPRING b,5
        """
    )

    assert totals() == {"clicks": 15}


def test_channels_are_kept_apart_and_add_up_in_the_campaign(brought, campaign, channels):
    text = """
        Date,Campaign,Channel,Clicks
        2026-03-01,SPRING,Paid search,10
        2026-03-01,SPRING,Paid social,5
        2026-03-01,SPRING,,1
    """
    brought(text)
    brought(text)

    assert totals() == {"clicks": 16}
    assert {(row.channel and row.channel.name) for row in Series.objects.all()} == {
        "Paid search",
        "Paid social",
        None,
    }


def test_a_stage_makes_the_touchpoint(brought, campaign, channels):
    from campaigns.plan.models import Stage

    stage = Stage.objects.create(workspace=campaign.workspace, name="Awareness")

    brought(
        """
        Date,Campaign,Channel,Stage,Clicks
        2026-03-01,SPRING,Paid search,Awareness,10
        """
    )

    [series] = Series.objects.all()
    assert series.touchpoint.stage == stage
    assert series.touchpoint.channel == channels["Paid search"]


def test_an_unknown_channel_is_asked_for(brought, campaign, channels):
    text = """
        Date,Campaign,Channel,Clicks
        2026-03-01,SPRING,SEA,10
    """
    from campaigns.metrics.intake import previews

    assert previews.preview(brought.look(text)).open_questions == ("channel.SEA",)

    brought(text, channel_words={"SEA": str(channels["Paid search"].pk)})

    assert Series.objects.get().channel == channels["Paid search"]


def test_giving_a_campaign_of_a_tool_to_another_one_takes_its_numbers_along(
    brought, campaign, workspace, person
):
    other = furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    looked = brought.look(GOOGLE)
    brought(GOOGLE, campaigns=everything_into(campaign, looked))

    brought(GOOGLE, campaigns=everything_into(other, looked))

    assert totals() == GOOGLE_SUMS
    assert {row.campaign for row in Series.objects.select_related("campaign")} == {other}


def test_a_report_without_ids_is_of_the_same_campaigns(brought, campaign, sample):
    looked = brought.look(GOOGLE)
    brought(GOOGLE, campaigns=everything_into(campaign, looked))
    text = sample(GOOGLE).decode("utf-16").replace("Campaign ID", "Whatever")

    batch = brought(text.encode("utf-16"))

    assert (batch.counts["added"], batch.counts["changed"]) == (0, 0)
    assert totals() == GOOGLE_SUMS


def test_a_remembered_kind_of_file_needs_no_answer(brought, campaign, person):
    text = """
        When,What,Hits,Paid
        03/04/2026,SPRING,10,1.234
    """
    looked = brought.look(
        text,
        columns={"0": "day", "1": "campaign", "2": "metric:clicks", "3": "metric:spend"},
        date_order="MDY",
        decimal=",",
        currency="EUR",
    )
    actions.remember(looked, by=brought.by, name="Our agency")

    again = brought.look(text.replace(",10,", ",12,"))
    actions.run(again, version=again.version)

    assert again.mapping.name == "Our agency"
    assert totals() == {"clicks": 12, "spend EUR": 1234}


def test_who_has_left_brings_nothing_in(brought, campaign):
    looked = brought.look(FILE)
    Batch.objects.filter(pk=looked.pk).update(state="waiting")
    member = looked.by
    member.state = "left"
    member.save()

    actions.carry_out(Batch.objects.select_related("by__user").get(pk=looked.pk))

    looked.refresh_from_db()
    assert (looked.state, bool(looked.failure), stored()) == ("failed", True, {})

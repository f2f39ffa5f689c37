"""A metric that is measured in another unit from now on: the numbers before stay apart."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.brief import actions as brief
from campaigns.brief.models import Standing
from campaigns.metrics import queries, standings
from campaigns.metrics.actions import Number, aiming, defining, observe, observing
from campaigns.metrics.models import DayTotal, Metric, Observation, Series, Target
from tests import furniture
from workspace.kernel.refusals import Invalid

DAY = date(2026, 11, 2)
MILLION = 1_000_000


@pytest.fixture
def redefine(person, metrics):
    """`redefine("clicks", unit="percent")`, its numbers left apart."""

    def change(key, leave_apart=True, **values):
        metric = Metric.objects.get(key=key)
        return defining.edit(
            metric,
            by=person("manager"),
            version=metric.version,
            leave_apart=leave_apart,
            **values,
        )

    return change


@pytest.fixture
def at(campaign):
    return lambda path: f"/w/acme/c/{campaign.key}/{path}"


def test_a_unit_is_not_changed_over_numbers_by_accident(enter, redefine, campaign, person, metrics):
    enter(clicks=3)
    aiming.aim(campaign, by=person("member"), metric=metrics["clicks"], target=MILLION)

    with pytest.raises(Invalid) as no:
        redefine("clicks", leave_apart=False, unit="percent")

    assert list(no.value.fields) == ["unit"]
    assert "1 number and 1 target" in no.value.message
    assert Metric.objects.get(key="clicks").unit == "count"


def test_a_unit_of_nothing_yet_is_changed_without_a_word(redefine):
    assert redefine("clicks", leave_apart=False, unit="percent").number == 2


def test_numbers_of_two_units_are_never_added(enter, redefine, campaign):
    enter(DAY, clicks=300)
    redefine("clicks", unit="percent")
    enter(DAY + timedelta(days=1), clicks=0.5)

    here = queries.figures([campaign.pk])[(campaign.pk,)]
    first = queries.figures([campaign.pk], until=DAY)[(campaign.pk,)]

    assert (here.value("clicks").amount, here.leaves_apart("clicks")) == (MILLION // 2, True)
    assert (first.value("clicks").amount, first.value("clicks").why) == (None, "units")


def test_a_ratio_of_numbers_in_another_unit_has_no_value(enter, redefine, campaign):
    enter(clicks=300, impressions=1000)
    redefine("clicks", unit="percent")

    here = queries.figures([campaign.pk])[(campaign.pk,)]

    assert (here.value("ctr").amount, here.value("ctr").why) == (None, "units")
    assert here.leaves_apart("ctr")


def test_a_unit_that_comes_back_brings_its_numbers_back(enter, redefine, campaign):
    enter(DAY, clicks=300)
    redefine("clicks", unit="percent")
    redefine("clicks", unit="count")
    enter(DAY + timedelta(days=1), clicks=4)

    here = queries.figures([campaign.pk])[(campaign.pk,)]

    assert (here.value("clicks").amount, here.leaves_apart("clicks")) == (304 * MILLION, False)


def test_the_same_amount_in_another_unit_is_another_number(enter, redefine, campaign):
    enter(opportunities=3)
    redefine("opportunities", unit="duration")

    seen = enter(opportunities=3)

    here = queries.figures([campaign.pk])[(campaign.pk,)]
    assert (seen.changed, seen.same) == (1, 0)
    assert here.value("opportunities").amount == 3 * MILLION


def test_what_is_taken_out_leaves_the_number_of_the_other_unit(enter, redefine, campaign, person):
    enter(clicks=3)
    redefine("clicks", unit="percent")
    seen = enter(clicks=0.5)

    observing.put_back(seen.before, by=person("member"), batch=seen.batch)

    assert list(Observation.objects.values_list("amount", "definition")) == [(3 * MILLION, 1)]
    assert list(DayTotal.objects.values_list("amount", "unit")) == [(3 * MILLION, "count")]


def test_pages_say_what_stays_apart_and_rows_keep_their_unit(
    enter, redefine, signed_in, person, at, channels
):
    today = timezone.localdate()
    enter(today - timedelta(days=1), channel=channels["Paid search"], clicks=300)
    redefine("clicks", unit="percent")
    enter(today, channel=channels["Paid search"], clicks=0.5)
    browser = signed_in(person("member"))

    page = browser.get(at("numbers/")).content.decode()
    rows = browser.get(at("numbers/rows/?metric=clicks")).content.decode()
    table = browser.get(at("numbers.csv?per=month")).content.decode()

    assert "came in in another unit" in page
    assert [row.amount for row in browser.get(at("numbers/rows/")).context["rows"]] == ["50", "300"]
    assert "Count" in rows
    assert [line.split(",")[-2] for line in table.splitlines() if ",clicks," in line] == ["50"]


def test_a_week_by_hand_shows_no_number_of_another_unit(enter, redefine, signed_in, person, at):
    enter(DAY, clicks=300)
    redefine("clicks", unit="percent")

    page = signed_in(person("member")).get(at(f"numbers/enter/?from={DAY}"))

    [row] = [row for row in page.context["rows"] if row.metric.key == "clicks"]
    assert {cell.value for cell in row.cells} == {""}


# Targets ----------------------------------------------------------------------------------------


@pytest.fixture
def target(campaign, person, metrics):
    today = timezone.localdate()
    return aiming.aim(
        campaign,
        by=person("member"),
        metric=metrics["clicks"],
        target=300 * MILLION,
        baseline=100 * MILLION,
        starts_on=today - timedelta(days=9),
        due_on=today + timedelta(days=10),
    )


def test_a_target_in_another_unit_is_not_judged_and_says_so(
    enter, redefine, target, campaign, person, signed_in, at
):
    type(campaign).objects.filter(pk=campaign.pk).update(phase="live")
    enter(timezone.localdate(), clicks=1)
    brief.sweep()
    redefine("clicks", unit="percent")
    enter(timezone.localdate(), clicks=0.5)
    brief.sweep()

    target.refresh_from_db()
    stands = standings.standings([target], timezone.localdate())[target.pk]
    page = signed_in(person("member")).get(at("targets/")).content.decode()

    assert (stands.judgement, stands.expected, stands.is_apart) == (None, None, True)
    assert "Set in another unit" in page
    assert "<b>300</b>" in page
    assert [each["key"] for each in Standing.objects.get(campaign=campaign).reasons][0:1] == [
        "target_unit"
    ]


def test_how_campaigns_stand_is_computed_anew_when_the_meaning_changes(
    enter, redefine, target, campaign
):
    type(campaign).objects.filter(pk=campaign.pk).update(phase="live")
    brief.sweep()

    redefine("clicks", unit="percent")
    brief.sweep()

    assert "target_unit" in [each["key"] for each in Standing.objects.get().reasons]


def test_a_target_in_another_unit_is_said_anew(
    enter, redefine, target, campaign, person, signed_in, at
):
    redefine("clicks", unit="percent")
    browser, one = signed_in(person("member")), at(f"targets/{target.pk}/")

    shown = browser.get(one).context["form"].initial.get("target", "")
    with pytest.raises(Invalid):
        aiming.edit(Target.objects.get(), by=person("member"), version=1, tolerance=5)
    browser.post(one, {"version": 1, "target": "40", "path": "linear", "tolerance": "10"})

    target.refresh_from_db()
    assert (shown, target.target, target.baseline, target.unit) == (
        "",
        400_000,
        None,
        "percent",
    )


def test_the_overview_compares_no_target_with_numbers_of_another_unit(
    enter, redefine, target, campaign, person, signed_in
):
    type(campaign).objects.filter(pk=campaign.pk).update(phase="live")
    redefine("clicks", unit="percent")
    enter(timezone.localdate(), clicks=0.5)
    browser = signed_in(person("manager"))

    lines = browser.get("/w/acme/overview.csv?metric=clicks").content.decode().splitlines()
    page = browser.get("/w/acme/overview/?metric=clicks").content.decode()

    assert lines[1].split(",")[5:11] == ["Clicks", "Percent", "", "50", "", ""]
    assert "30,000" not in page


# Every level, against a slow reckoning ----------------------------------------------------------

UNITS = ["count", "percent", "duration"]
numbers = st.tuples(
    st.just("number"),
    st.integers(0, 5),
    st.sampled_from(["clicks", "impressions"]),
    st.integers(0, 3),
    st.one_of(st.none(), st.integers(0, 10**9)),
)
changes = st.tuples(
    st.just("unit"), st.sampled_from(["clicks", "impressions"]), st.sampled_from(UNITS)
)
LEVELS = [
    ("campaign",),
    ("campaign", "day"),
    ("day",),
    ("campaign", "channel"),
    ("channel", "day"),
    (),
]


@given(steps=st.lists(st.one_of(numbers, changes), min_size=1, max_size=14))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_level_adds_numbers_of_two_units(workspace, campaign, person, channels, redefine, steps):
    reset()
    other = Campaigns.other(workspace, person)
    places = [(c, ch) for c in (campaign, other) for ch in (None, *channels.values())]
    units = {"clicks": "count", "impressions": "count"}
    stands = {}
    for kind, *step in steps:
        if kind == "unit":
            key, unit = step
            # A formula that measures seconds by counts is refused, and changes nothing.
            try:
                redefine(key, unit=unit)
            except Invalid:
                continue
            units[key] = unit
            continue
        number, key, day, amount = step
        place, channel = places[number]
        when = DAY + timedelta(days=day)
        before = stands.get((number, key, when))
        observe(
            [Number(key, when, amount, campaign_id=place.pk, channel_id=channel and channel.pk)],
            by=person("member"),
            source="api",
        )
        if amount is None:
            stands.pop((number, key, when), None)
        elif before != (amount, units[key]):
            stands[number, key, when] = amount, units[key]

    slow_totals = defaultdict(int)
    for (number, key, when), (amount, unit) in stands.items():
        slow_totals[places[number][0].pk, key, unit, when] += amount
    assert {
        (row.campaign_id, row.metric.key, row.unit, row.day): row.amount
        for row in DayTotal.objects.select_related("metric")
    } == slow_totals

    campaigns = [campaign.pk, other.pk]
    for by in LEVELS:
        assert quickly(queries.figures(campaigns, by=by)) == slowly(stands, places, units, by)


def quickly(found):
    return {
        place: {
            key: (here.value(key).amount, here.leaves_apart(key))
            for key in ("clicks", "impressions", "ctr")
        }
        for place, here in found.items()
    }


def slowly(stands, places, units, by):
    """What each place comes to in today's units, and whether it leaves anything apart."""
    from fractions import Fraction

    sums, apart = defaultdict(lambda: defaultdict(int)), defaultdict(set)
    for (number, key, when), (amount, unit) in stands.items():
        campaign, channel = places[number]
        whole = {"campaign": campaign.pk, "channel": channel and channel.pk, "day": when}
        place = tuple(whole[name] for name in by)
        here = sums[place]
        if unit == units[key]:
            here[key] += amount
        else:
            apart[place].add(key)
    found = {}
    for place, here in sums.items():
        clicks, shown = here.get("clicks"), here.get("impressions")
        ratio = round(Fraction(clicks, shown) * MILLION) if clicks is not None and shown else None
        found[place] = {
            "clicks": (clicks, "clicks" in apart[place]),
            "impressions": (shown, "impressions" in apart[place]),
            "ctr": (ratio, bool(apart[place])),
        }
    return found


class Campaigns:
    """One campaign beside the usual one, made once for all examples."""

    @staticmethod
    def other(workspace, person):
        from campaigns.brief.models import Campaign

        found = Campaign.objects.filter(key="FALL").first()
        return found or furniture.campaign(workspace, by=person("owner"), key="FALL", name="Fall")


def reset():
    for model in (Observation, DayTotal, Series):
        model.objects.all().delete()
    for metric in Metric.objects.filter(key__in=["clicks", "impressions"]):
        metric.definitions.filter(number__gt=1).delete()
        Metric.objects.filter(pk=metric.pk).update(number=1, unit="count", apart={}, version=1)

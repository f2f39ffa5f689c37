"""Numbers come in once, replace each other, and add up at every level."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.metrics import counted, queries
from campaigns.metrics.actions import Number, observe, observing
from campaigns.metrics.counted import Kept
from campaigns.metrics.models import DayTotal, Observation, Series
from tests import furniture
from workspace.kernel import streams
from workspace.kernel.refusals import Invalid
from workspace.kernel.streams.models import Event

DAY = date(2026, 11, 2)
MILLION = 1_000_000


def totals():
    return {
        (row.campaign_id, row.metric.key, row.currency, row.day): row.amount
        for row in DayTotal.objects.select_related("metric")
    }


def test_the_same_numbers_twice_change_nothing(enter, campaign):
    enter(spend=12, clicks=3)
    before = list(Observation.objects.values())

    seen = enter(spend=12, clicks=3)

    assert (seen.added, seen.changed, seen.same) == (0, 0, 2)
    assert list(Observation.objects.values()) == before


def test_a_corrected_number_takes_the_place_of_the_first(enter, campaign):
    enter(spend=12, clicks=3)

    seen = enter(spend=10, clicks=3)

    assert (seen.added, seen.changed, seen.same) == (0, 1, 1)
    assert totals() == {
        (campaign.pk, "spend", "EUR", DAY): 10 * MILLION,
        (campaign.pk, "clicks", "", DAY): 3 * MILLION,
    }


def test_a_number_that_is_taken_away_is_nothing_and_not_nought(enter, campaign):
    enter(spend=12, clicks=3)

    seen = enter(clicks=None)

    assert seen.removed == 1
    assert totals() == {(campaign.pk, "spend", "EUR", DAY): 12 * MILLION}


def test_a_batch_is_put_back_as_it_was(enter, campaign, person):
    enter(spend=12)
    before = totals()
    second = enter(spend=10, clicks=5)

    count = observing.put_back(second.before, by=person("member"), batch=second.batch)

    assert count == 2
    assert totals() == before


def test_what_was_replaced_meanwhile_stays(enter, campaign, person):
    first = enter(spend=12, clicks=4)
    enter(spend=10)

    observing.put_back(first.before, by=person("member"), batch=first.batch)

    assert totals() == {(campaign.pk, "spend", "EUR", DAY): 10 * MILLION}


def test_a_campaign_of_a_tool_waits_until_it_is_told_whose_it_is(
    workspace, campaign, person, metrics
):
    row = Number("spend", DAY, 5 * MILLION, "EUR", external_id="g-1", external_name="Brand")
    seen = observe([row], by=person("member"), source="google_ads")
    assert (seen.waiting, totals()) == (1, {})
    targets = [("workspace", workspace.pk), ("campaign", campaign.pk)]

    with streams.record_many(targets, by=person("member")) as records:
        observing.attach(list(Series.objects.all()), campaign=campaign, records=records)

    assert totals() == {(campaign.pk, "spend", "EUR", DAY): 5 * MILLION}
    again = observe([row], by=person("member"), source="google_ads")
    assert (again.waiting, again.same) == (0, 1)


def test_waiting_numbers_belong_where_the_next_ones_say(campaign, person, metrics):
    said = {"external_id": "g-1", "external_name": "Brand"}
    observe([Number("clicks", DAY, MILLION, **said)], by=person("member"), source="google_ads")
    later = DAY + timedelta(days=1)

    observe(
        [Number("clicks", later, MILLION, campaign_id=campaign.pk, **said)],
        by=person("member"),
        source="google_ads",
    )

    assert totals() == {
        (campaign.pk, "clicks", "", DAY): MILLION,
        (campaign.pk, "clicks", "", later): MILLION,
    }


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ({"metric": "unheard_of"}, "metric"),
        ({"metric": "ctr"}, "metric"),
        ({"metric": "spend"}, "currency"),
        ({"metric": "spend", "currency": "eur"}, "currency"),
        ({"metric": "clicks", "currency": "EUR"}, "currency"),
        ({"campaign_id": None}, "place"),
        ({"channel_id": 999_999}, "place"),
        ({"touchpoint_id": 999_999}, "place"),
        ({"amount": 10**17}, "amount"),
        ({"day": date(1066, 10, 14)}, "day"),
    ],
)
def test_a_number_that_cannot_be_is_refused(campaign, person, metrics, number, place):
    plain = {"metric": "clicks", "day": DAY, "amount": 1, "campaign_id": campaign.pk}

    with pytest.raises(Invalid) as no:
        observe([Number(**plain | number)], by=person("member"), source="form")

    assert list(no.value.fields) == [place]
    assert not Observation.objects.exists()


def test_a_campaign_is_told_once_and_only_its_team(enter, campaign):
    enter(spend=12, clicks=3)

    events = Event.objects.filter(verb="batch.observed")
    assert [(e.stream.of, e.audience, e.data["count"]) for e in events] == [
        (campaign.pk, "team", 2)
    ]


def test_currencies_are_never_added(campaign, person, metrics):
    observe(
        [
            Number("spend", DAY, 5 * MILLION, "EUR", campaign_id=campaign.pk),
            Number("spend", DAY, 7 * MILLION, "USD", campaign_id=campaign.pk),
            Number("revenue", DAY, 10 * MILLION, "EUR", campaign_id=campaign.pk),
            Number("revenue", DAY, 7 * MILLION, "USD", campaign_id=campaign.pk),
            Number("clicks", DAY, 2 * MILLION, campaign_id=campaign.pk),
        ],
        by=person("member"),
        source="api",
    )

    here = queries.figures([campaign.pk])[(campaign.pk,)]

    assert here.value("spend").why == "currencies"
    assert [(v.amount, v.currency) for v in here.values("spend")] == [
        (5 * MILLION, "EUR"),
        (7 * MILLION, "USD"),
    ]
    assert [v.amount for v in here.values("roas")] == [2 * MILLION, MILLION]
    assert [(v.amount, v.why) for v in here.values("cpc")] == [(None, "currencies")]


def test_a_last_value_is_the_newest_days(enter, campaign, channels, metrics):
    clicks = metrics["clicks"]
    type(clicks).objects.filter(pk=clicks.pk).update(aggregation="last")
    one, other = channels.values()
    enter(DAY, channel=one, clicks=5)
    enter(DAY + timedelta(days=1), channel=one, clicks=7)
    enter(DAY + timedelta(days=1), channel=other, clicks=2)

    assert queries.figures([campaign.pk])[(campaign.pk,)].value("clicks").amount == 9 * MILLION
    by = queries.figures([campaign.pk], by=("channel",))
    assert by[(one.pk,)].value("clicks").amount == 7 * MILLION


def test_what_is_counted_stands_for_what_was_brought(
    enter, campaign, monkeypatch, workspace, person
):
    other = furniture.campaign(workspace, by=person("owner"), key="FALL", name="Fall")
    enter(leads=5, spend=10)
    enter(leads=6, spend=10, campaign=other)
    monkeypatch.setattr(counted, "providers", [])

    @counted.provides("leads", kept_in=lambda pks: Kept({"leads": {campaign.pk} & set(pks)}))
    def tell(kept, since, until, by, keys):
        return {(pk,): {("leads", ""): 2 * MILLION} for pk in kept.all}

    found = queries.figures([campaign.pk, other.pk])

    assert found[(campaign.pk,)].value("leads").amount == 2 * MILLION
    assert found[(campaign.pk,)].value("cpl").amount == 5 * MILLION
    assert found[(other.pk,)].value("leads").amount == 6 * MILLION


LEVELS = [
    ("campaign",),
    ("campaign", "day"),
    ("day",),
    ("campaign", "channel"),
    ("campaign", "touchpoint", "day"),
    ("channel", "day"),
]


def test_statements_do_not_grow(enter, campaign, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(counted, "providers", [])
    for number in range(20):
        enter(DAY + timedelta(days=number), spend=1, clicks=number)

    with django_assert_num_queries(2):
        queries.figures([campaign.pk])
    with django_assert_num_queries(2):
        queries.figures([campaign.pk], by=("campaign", "channel", "day"))


numbers = st.tuples(
    st.integers(0, 9),
    st.sampled_from(["spend", "clicks", "leads", "mqls", "accepted_leads"]),
    st.sampled_from(["EUR", "USD"]),
    st.integers(0, 4),
    st.one_of(st.none(), st.integers(-5, 10**12)),
)


@given(
    calls=st.lists(st.lists(numbers, max_size=12), min_size=1, max_size=4), since=st.integers(0, 3)
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_level_equals_a_slow_reckoning(places, person, metrics, calls, since):
    Observation.objects.all().delete()
    Series.objects.all().delete()
    DayTotal.objects.all().delete()
    stands = {}
    for rows in calls:
        made = []
        for place, key, currency, day, amount in rows:
            campaign, channel, touchpoint = places[place]
            currency = currency if key == "spend" else ""
            day = DAY + timedelta(days=day)
            made.append(
                Number(
                    key,
                    day,
                    amount,
                    currency,
                    campaign_id=campaign.pk,
                    channel_id=channel and channel.pk,
                    touchpoint_id=touchpoint and touchpoint.pk,
                )
            )
            stands[place, key, currency, day] = amount
        observe(made, by=person("member"), source="api")
    stands = {name: amount for name, amount in stands.items() if amount is not None}

    slow = defaultdict(int)
    for (place, key, currency, day), amount in stands.items():
        slow[places[place][0].pk, key, currency, day] += amount
    assert totals() == slow

    first = DAY + timedelta(days=since)
    campaigns = {campaign.pk for campaign, _channel, _touchpoint in places}
    for by in LEVELS:
        found = queries.figures(campaigns, since=first, by=by)
        assert slowly(found) == reckoned(stands, places, first, by)


def slowly(found):
    return {
        place: {
            key: [(v.amount, v.currency) for v in here.values(key)]
            for key in ("spend", "clicks", "cpc", "cost_per_accepted_lead", "acceptance_rate")
        }
        for place, here in found.items()
    }


def reckoned(stands, places, first, by):
    """Every figure of every place, without any of the code that is tested."""
    sums = defaultdict(lambda: defaultdict(int))
    for (number, key, currency, day), amount in stands.items():
        if day < first:
            continue
        campaign, channel, touchpoint = places[number]
        whole = {
            "campaign": campaign.pk,
            "channel": channel and channel.pk,
            "touchpoint": touchpoint and touchpoint.pk,
            "day": day,
        }
        sums[tuple(whole[name] for name in by)][key, currency] += amount
    return {place: slow_figures(here) for place, here in sums.items()}


def slow_figures(here):
    spends = sorted(currency for key, currency in here if key == "spend")

    def per(count):
        if len(spends) > 1:
            return [(None, "")]
        if not spends:
            return [(None, "")]
        divisor = here.get((count, ""))
        amount = round(Fraction(here["spend", spends[0]], divisor) * MILLION) if divisor else None
        return [(amount, spends[0])]

    def share(one, other):
        above, below = here.get((one, "")), here.get((other, ""))
        return None if above is None or not below else round(Fraction(above, below) * MILLION)

    return {
        "spend": [(here["spend", c], c) for c in spends] or [(None, "")],
        "clicks": [(here.get(("clicks", "")), "")],
        "cpc": per("clicks"),
        "cost_per_accepted_lead": per("accepted_leads"),
        "acceptance_rate": [(share("accepted_leads", "mqls"), "")],
    }

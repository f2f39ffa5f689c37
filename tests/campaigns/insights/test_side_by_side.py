"""Campaigns beside each other: the same days, the same age, ratios of sums, small samples."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.brief.models import Campaign
from campaigns.insights import side_by_side, small_samples
from campaigns.insights.side_by_side import Span
from campaigns.metrics import queries, standard
from campaigns.metrics.actions import Number, defining, observe
from campaigns.metrics.figures import Figures, Said
from campaigns.metrics.models import DayTotal, Definition, Metric, Observation, Series, Target
from tests import furniture

TODAY = date(2026, 11, 28)
MILLION = 1_000_000
KNOWN = {
    "spend": Said("spend", "money"),
    "accepted_leads": Said("accepted_leads"),
    "cpl": Said("cpl", "money", "ratio", "spend / (accepted_leads + 0)"),
    "with_tax": Said("with_tax", "money", "ratio", "cpl * 1.19"),
}


@pytest.fixture
def metrics(workspace):
    standard.furnish(workspace.pk)
    return queries.defined()


@pytest.fixture
def enter(person, metrics):
    def numbers(campaign, day, **amounts):
        observe(
            [
                Number(
                    key,
                    day,
                    amount * MILLION,
                    "EUR" if metrics[key].unit == "money" else "",
                    campaign_id=campaign.pk,
                )
                for key, amount in amounts.items()
            ],
            by=person("member"),
            source="form",
        )

    return numbers


def noon(day):
    return datetime.combine(day, time(12), ZoneInfo("Europe/Berlin"))


def values(row):
    return {cell.metric.key: cell.lines[0].value.amount for cell in row.cells}


def test_a_span_of_the_calendar_is_the_same_for_all(campaign):
    assert Span(TODAY, since=date(2026, 11, 1)).of(campaign) == (date(2026, 11, 1), TODAY)


@pytest.mark.parametrize(
    ("launch", "window"),
    [
        (date(2026, 9, 1), (date(2026, 9, 1), date(2026, 9, 30))),
        (date(2026, 11, 20), (date(2026, 11, 20), TODAY)),
        (date(2026, 12, 1), None),
        (None, None),
    ],
)
def test_by_launch_each_campaign_has_its_own_first_days(campaign, launch, window):
    campaign.starts_on = launch

    assert Span(TODAY, days=30).of(campaign) == window


def test_a_moved_start_moves_no_launch(campaign, enter, metrics):
    enter(campaign, date(2026, 11, 3), spend=10)
    enter(campaign, date(2026, 11, 5), spend=7)
    launched = {"launched_on": date(2026, 11, 5), "starts_on": date(2026, 11, 3)}
    Campaign.objects.filter(pk=campaign.pk).update(**launched)
    campaign.refresh_from_db()

    [row] = side_by_side.compare([campaign], ["spend"], Span(TODAY, days=10), metrics=metrics)

    assert (row.first, values(row)) == (date(2026, 11, 5), {"spend": 7 * MILLION})


def test_two_campaigns_are_compared_by_their_first_days_wherever_those_lie(
    workspace, person, campaign, enter, metrics
):
    other = furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    campaign.starts_on, other.starts_on = date(2026, 9, 1), date(2026, 11, 1)
    for each, amount in ((campaign, 10), (other, 30)):
        Campaign.objects.filter(pk=each.pk).update(starts_on=each.starts_on)
        enter(each, each.starts_on, spend=amount)
        enter(each, each.starts_on + timedelta(days=9), spend=amount)
        enter(each, each.starts_on + timedelta(days=10), spend=1000)

    rows = side_by_side.compare([campaign, other], ["spend"], Span(TODAY, days=10), metrics=metrics)

    assert [values(row) for row in rows] == [{"spend": 20 * MILLION}, {"spend": 60 * MILLION}]
    assert [row.days for row in rows] == [10, 10]


def test_a_campaign_without_a_launch_has_nothing_to_compare(campaign, metrics):
    [row] = side_by_side.compare([campaign], ["spend"], Span(TODAY, days=10), metrics=metrics)

    assert (row.days, row.cells) == (0, [])


def test_a_ratio_over_several_days_is_the_ratio_of_the_sums(campaign, enter, metrics):
    enter(campaign, date(2026, 11, 2), spend=10, clicks=1)
    enter(campaign, date(2026, 11, 3), spend=10, clicks=9)

    span = Span(TODAY, since=date(2026, 11, 1))
    [row] = side_by_side.compare([campaign], ["cpc"], span, metrics=metrics)

    assert values(row) == {"cpc": 2 * MILLION}


def test_money_of_two_currencies_is_shown_twice_and_never_added(campaign, person, metrics):
    for currency, amount in (("EUR", 5), ("USD", 7)):
        observe(
            [Number("spend", TODAY, amount * MILLION, currency, campaign_id=campaign.pk)],
            by=person("member"),
            source="form",
        )

    span = Span(TODAY, since=date(2026, 11, 1))
    [row] = side_by_side.compare([campaign], ["spend"], span, metrics=metrics)

    [cell] = row.cells
    assert [(line.value.currency, line.value.amount) for line in cell.lines] == [
        ("EUR", 5 * MILLION),
        ("USD", 7 * MILLION),
    ]


def aim(campaign, metric, amount, currency=""):
    return Target.objects.create(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        metric=metric,
        unit=metric.unit,
        target=amount * MILLION,
        currency=currency,
        created_at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("came", "aimed", "stands"),
    [
        ({"EUR": 5, "USD": 7}, {"EUR": 50}, [("EUR", 5, 50), ("USD", 7, None)]),
        ({"EUR": 5, "USD": 7}, {"USD": 70}, [("EUR", 5, None), ("USD", 7, 70)]),
        ({"EUR": 5, "USD": 7}, {"USD": 70, "EUR": 50}, [("EUR", 5, 50), ("USD", 7, 70)]),
        ({"EUR": 5}, {"USD": 70}, [("EUR", 5, None), ("USD", None, 70)]),
        ({}, {"USD": 70, "EUR": 50}, [("EUR", None, 50), ("USD", None, 70)]),
        ({}, {}, [("", None, None)]),
    ],
)
def test_a_target_stands_in_the_line_of_its_own_currency(
    campaign, person, metrics, came, aimed, stands
):
    numbers = [
        Number("spend", TODAY, amount * MILLION, currency, campaign_id=campaign.pk)
        for currency, amount in came.items()
    ]
    observe(numbers, by=person("member"), source="form")
    aims = [aim(campaign, metrics["spend"], amount, code) for code, amount in aimed.items()]

    span = Span(TODAY, since=date(2026, 11, 1))
    [row] = side_by_side.compare([campaign], ["spend"], span, metrics=metrics, aims=aims)

    [cell] = row.cells
    assert [
        (
            line.value.currency,
            line.value.amount and line.value.amount // MILLION,
            line.aim and line.aim // MILLION,
        )
        for line in cell.lines
    ] == stands


def test_a_target_of_a_metric_that_was_redefined_keeps_its_currency(
    campaign, enter, person, metrics
):
    days = TODAY - timedelta(days=1), TODAY
    for day in days:
        enter(campaign, day, spend=5)
    spend = Metric.objects.get(key="spend")
    defining.edit(spend, by=person("admin"), version=spend.version, aggregation="last")
    Definition.objects.filter(metric=spend, number=2).update(since=noon(TODAY))
    aims = [aim(campaign, Metric.objects.get(key="spend"), 70, "USD")]

    span = Span(TODAY, since=days[0])
    known = queries.defined()
    [row] = side_by_side.compare([campaign], ["spend"], span, metrics=known, aims=aims)

    [cell] = row.cells
    assert [(line.value.currency, line.aim) for line in cell.lines] == [
        ("EUR", None),
        ("EUR", None),
        ("USD", 70 * MILLION),
    ]


def test_each_currency_has_its_own_course(campaign, person, metrics):
    for currency, amount in (("EUR", 5), ("USD", 7)):
        observe(
            [Number("spend", TODAY, amount * MILLION, currency, campaign_id=campaign.pk)],
            by=person("member"),
            source="form",
        )

    span = Span(TODAY, since=TODAY)
    [row] = side_by_side.compare([campaign], ["spend"], span, metrics=metrics)

    assert [line.points for line in row.cells[0].lines] == [[5 * MILLION], [7 * MILLION]]


def test_a_target_in_another_unit_stands_apart(campaign, enter, metrics):
    enter(campaign, TODAY, clicks=3)
    made = aim(campaign, metrics["clicks"], 9)
    made.unit = "money"

    span = Span(TODAY, since=TODAY)
    [row] = side_by_side.compare([campaign], ["clicks"], span, metrics=metrics, aims=[made])

    [cell] = row.cells
    assert ([line.aim for line in cell.lines], cell.apart) == ([None], [made])


@pytest.mark.parametrize("key", ["roas", "roi"])
@pytest.mark.parametrize(("deals", "few"), [(2, 2), (29, 29), (30, None)])
def test_what_won_deals_are_worth_rests_on_as_many_cases(campaign, enter, metrics, key, deals, few):
    enter(campaign, TODAY, spend=90)
    for _number in range(deals):
        furniture.lead(campaign, state="won", won_at=noon(TODAY), value=1000 * MILLION)

    span = Span(TODAY, since=TODAY)
    [row] = side_by_side.compare([campaign], [key], span, metrics=metrics)

    [cell] = row.cells
    assert (cell.lines[0].value.amount is not None, cell.few) == (True, few)


def test_revenue_that_is_brought_in_tells_nothing_of_deals(campaign, enter, metrics):
    enter(campaign, TODAY, spend=90, revenue=500, won=3)

    span = Span(TODAY, since=TODAY)
    [row] = side_by_side.compare([campaign], ["roas"], span, metrics=metrics)

    assert row.cells[0].few is None


@pytest.mark.parametrize(("key", "few"), [("rate", 5), ("per_euro", 5), ("worth_per_lead", 2)])
def test_the_cases_are_what_is_divided_by_or_counted(key, few):
    known = {
        "won": Said("won"),
        "leads": Said("leads"),
        "spend": Said("spend", "money"),
        "revenue": Said("revenue", "money"),
        "rate": Said("rate", "percent", "ratio", "won / leads"),
        "per_euro": Said("per_euro", "count", "ratio", "leads / spend"),
        "worth_per_lead": Said("worth_per_lead", "money", "ratio", "revenue / leads"),
    }
    figures = Figures(known)
    for name, amount in (("won", 2), ("leads", 5), ("spend", 90), ("revenue", 700)):
        figures.add(name, "EUR" if known[name].unit == "money" else "", amount * MILLION)

    assert small_samples.few(figures, key, known, {"won", "leads", "revenue"}) == few


@pytest.mark.parametrize("key", ["cpl", "with_tax"])
@pytest.mark.parametrize(("accepted", "few"), [(3, 3), (29, 29), (30, None), (0, None)])
def test_a_ratio_of_few_cases_says_of_how_many(accepted, few, key):
    figures = Figures(KNOWN)
    figures.add("spend", "EUR", 90 * MILLION)
    figures.add("accepted_leads", "", accepted * MILLION)

    assert small_samples.few(figures, key, KNOWN) == few


def test_what_is_no_ratio_is_never_too_few():
    figures = Figures(KNOWN)
    figures.add("accepted_leads", "", MILLION)

    assert small_samples.few(figures, "accepted_leads", KNOWN) is None


@given(
    st.integers(1, 400),
    st.lists(st.integers(-9, 420), max_size=30),
)
def test_the_parts_of_a_span_hold_each_of_its_days_once(length, offsets):
    first = date(2026, 3, 1)
    span = Span(first + timedelta(days=length - 1), since=first)
    parts = span.parts({})

    found = [parts.of(1, first + timedelta(days=offset)) for offset in offsets]

    assert parts.count <= side_by_side.POINTS
    assert [number is not None for number in found] == [0 <= each < length for each in offsets]
    for offset, number in zip(offsets, found, strict=True):
        if number is not None:
            assert number * parts.size <= offset < (number + 1) * parts.size


entries = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(-5, 70),
        st.sampled_from(["spend", "clicks", "mqls"]),
        st.integers(0, 500),
    ),
    max_size=25,
)


@given(entries, st.integers(1, 70), st.booleans(), st.integers(0, 40))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_part_and_the_whole_equal_a_slow_reckoning(
    workspace, campaign, person, metrics, given_entries, length, by_launch, later
):
    for model in (Observation, DayTotal, Series):
        model.objects.all().delete()
    metric = metrics["mqls"]
    type(metric).objects.filter(pk=metric.pk).update(aggregation="last")
    metric.aggregation = "last"
    other = Campaign.objects.filter(key="FALL").first() or furniture.campaign(
        workspace, by=person("owner"), key="FALL", name="Fall"
    )
    start = date(2026, 3, 1)
    starts = {campaign: start, other: start + timedelta(days=later)}
    for each, day in starts.items():
        launched = {"launched_on": day} if each == other else {}
        Campaign.objects.filter(pk=each.pk).update(starts_on=day, **launched)
        each.refresh_from_db()
    stands = {}
    for place, offset, key, amount in given_entries:
        stands[place, start + timedelta(days=offset), key] = amount
    campaigns = list(starts)
    observe(
        [
            Number(
                key,
                day,
                amount * MILLION,
                "EUR" if key == "spend" else "",
                campaign_id=campaigns[place].pk,
            )
            for (place, day, key), amount in stands.items()
        ],
        by=person("member"),
        source="api",
    )
    today = start + timedelta(days=75)
    span = (
        Span(today, days=length)
        if by_launch
        else Span(today, since=today - timedelta(days=length - 1))
    )

    rows = side_by_side.compare(campaigns, ["spend", "clicks", "mqls"], span, metrics=metrics)

    for place, row in enumerate(rows):
        first = starts[campaigns[place]] if by_launch else span.since
        here = {
            (day, key): amount
            for (number, day, key), amount in stands.items()
            if number == place and 0 <= (day - first).days < length and day <= today
        }
        for cell in row.cells:
            key = cell.metric.key
            [line] = cell.lines
            assert line.value.amount == slowly(here, key, first, 0, length)
            assert line.points == [
                slowly(here, key, first, start, min(start + span.size, length))
                for start in range(0, row.days, span.size)
            ]


def slowly(here, key, first, since, until):
    """What a metric comes to from day `since` to before day `until` of a span."""
    numbers = {
        day: amount
        for (day, name), amount in here.items()
        if name == key and since <= (day - first).days < until
    }
    if not numbers:
        return None
    amount = numbers[max(numbers)] if key == "mqls" else sum(numbers.values())
    return amount * MILLION

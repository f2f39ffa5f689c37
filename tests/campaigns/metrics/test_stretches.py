"""A changed definition holds from its day on: the days before keep what was said then."""

from collections import defaultdict
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.metrics import queries, standings
from campaigns.metrics.actions import Number, aiming, defining, observe
from campaigns.metrics.models import DayTotal, Definition, Metric, Observation, Series
from tests.campaigns.metrics.conftest import DAY, MILLION
from tests.campaigns.metrics.test_observing import LEVELS

CHANGE = DAY + timedelta(days=3)


@pytest.fixture
def redefine(workspace, person, metrics):
    """`redefine("ctr", formula=…)`, as if it had been done on the morning of a day."""

    def change(key, day=CHANGE, **values):
        metric = Metric.objects.get(key=key)
        defining.edit(metric, by=person("admin"), version=metric.version, **values)
        moment = datetime(day.year, day.month, day.day, 0, 30, tzinfo=ZoneInfo(workspace.time_zone))
        Definition.objects.filter(metric=metric, number=metric.number).update(since=moment)

    return change


def shown(campaign, key, since=None, until=None, by=("campaign",)):
    """The amounts of a figure."""
    place = (campaign.pk,) if by == ("campaign",) else ()
    found = queries.figures([campaign.pk], since=since, until=until, by=by)
    return [value.amount for value in found[place].values(key)]


def test_a_changed_formula_leaves_the_days_before_as_they_were(enter, campaign, redefine):
    enter(DAY, clicks=1, impressions=10, sessions=2)
    enter(CHANGE, clicks=3, impressions=10, sessions=4)

    redefine("ctr", formula="clicks / sessions")

    assert shown(campaign, "ctr", until=CHANGE - timedelta(days=1)) == [100_000]
    assert shown(campaign, "ctr", since=CHANGE) == [750_000]
    here = queries.figures([campaign.pk])[(campaign.pk,)]
    both = here.values("ctr")
    assert [(value.amount, value.why) for value in both] == [
        (100_000, "definitions"),
        (750_000, "definitions"),
    ]
    assert (here.value("ctr").amount, here.value("ctr").why) == (None, "definitions")
    assert here.value("clicks").amount == 4 * MILLION
    assert here.value("cpc").why == "nothing"


def test_what_is_made_of_a_changed_metric_keeps_its_days_too(enter, campaign, redefine):
    for offset in range(2):
        enter(DAY + timedelta(days=offset), clicks=10, spend=10)
    for offset in range(2):
        enter(CHANGE + timedelta(days=offset), clicks=10, spend=10)

    redefine("clicks", aggregation="last")

    assert shown(campaign, "clicks") == [20 * MILLION, 10 * MILLION]
    assert shown(campaign, "clicks", until=CHANGE - timedelta(days=1)) == [20 * MILLION]
    assert shown(campaign, "cpc") == [MILLION, 2 * MILLION]


def test_numbers_of_what_became_a_ratio_are_still_there(enter, campaign, redefine):
    enter(DAY, sessions=7, clicks=6)
    enter(CHANGE, clicks=5)

    redefine("sessions", aggregation="ratio", formula="clicks * 2")

    assert shown(campaign, "sessions", until=DAY) == [7 * MILLION]
    assert shown(campaign, "sessions", since=CHANGE) == [10 * MILLION]


def test_a_definition_that_reckons_alike_changes_no_figure(enter, campaign, redefine):
    enter(DAY, clicks=1, impressions=10)
    enter(CHANGE, clicks=3, impressions=10)

    redefine("ctr", direction="down", meaning="Another word for it.")

    assert shown(campaign, "ctr") == [200_000]


def test_a_definition_and_back_is_one_meaning(enter, campaign, redefine):
    first = Metric.objects.get(key="ctr").formula
    for offset in (0, 3, 6):
        enter(DAY + timedelta(days=offset), clicks=1, impressions=10, sessions=4)
    redefine("ctr", formula="clicks / sessions")
    redefine("ctr", CHANGE + timedelta(days=3), formula=first)

    assert sorted(shown(campaign, "ctr")) == [100_000, 250_000]


def test_a_target_is_judged_by_the_newest_definition(enter, campaign, redefine, person, metrics):
    enter(DAY, clicks=1, impressions=10, sessions=2)
    enter(CHANGE, clicks=3, impressions=10, sessions=4)
    target = aiming.aim(
        campaign, by=person("owner"), metric=metrics["ctr"], target=MILLION, starts_on=DAY
    )
    redefine("ctr", formula="clicks / sessions")
    target = type(target).objects.select_related("campaign", "metric").get()

    stands = standings.standings([target], CHANGE)[target.pk]

    assert stands.value.amount == 750_000
    assert stands.course[0][1] == 100_000


def test_the_page_shows_both_and_says_why(enter, campaign, redefine, signed_in, person, at):
    enter(DAY, clicks=1, impressions=10, sessions=2)
    enter(CHANGE, clicks=3, impressions=10, sessions=4)
    redefine("ctr", formula="clicks / sessions")

    page = signed_in(person("member")).get(at(f"numbers/?from={DAY}&to={CHANGE}&per=week"))

    cells = {cell.label: cell for cell in page.context["total"]}
    assert [value.text for value in cells["CTR"].values] == ["10%", "75%"]
    assert "reckoned in another way" in page.content.decode()


def test_the_last_value_is_that_of_each_place(enter, campaign, channels, metrics):
    Metric.objects.filter(key="clicks").update(aggregation="last")
    one, other = channels.values()
    enter(DAY, channel=one, clicks=100)
    enter(DAY + timedelta(days=1), channel=other, clicks=200)

    for by in (("campaign",), ()):
        assert shown(campaign, "clicks", by=by) == [300 * MILLION]
    days = queries.figures([campaign.pk], by=("campaign", "day"))
    whole = list(days.values())
    whole[1].include(whole[0])
    assert whole[1].value("clicks").amount == 300 * MILLION


numbers = st.tuples(
    st.integers(0, 9),
    st.sampled_from(["spend", "clicks", "impressions", "mqls", "accepted_leads", "leads"]),
    st.integers(0, 5),
    st.integers(0, 10**9),
)
KEYS = ("spend", "clicks", "cpc", "ctr", "acceptance_rate", "cost_per_accepted_lead")
FORMULAS = ("accepted_leads / mqls", "accepted_leads / leads")


@given(
    rows=st.lists(numbers, max_size=25),
    is_last=st.tuples(st.booleans(), st.booleans()),
    changes=st.tuples(st.integers(0, 6), st.integers(0, 6)),
    since=st.integers(0, 3),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_level_equals_a_slow_reckoning_of_what_was_said_then(
    places,
    person,
    metrics,
    rows,
    is_last,
    changes,
    since,
):
    for model in (Observation, Series, DayTotal):
        model.objects.all().delete()
    said = [("last" if each else "sum") for each in is_last]
    first_days = [DAY + timedelta(days=each) for each in changes]
    define("clicks", first_days[0], aggregation=said)
    define("acceptance_rate", first_days[1], formula=FORMULAS)
    stands = {(place, key, day): amount for place, key, day, amount in rows}
    observe(
        [
            Number(
                key,
                DAY + timedelta(days=day),
                amount,
                "EUR" if key == "spend" else "",
                *(row and row.pk for row in places[place]),
            )
            for (place, key, day), amount in stands.items()
        ],
        by=person("member"),
        source="api",
    )

    begin = DAY + timedelta(days=since)
    campaigns = {campaign.pk for campaign, _channel, _touchpoint in places}
    known = queries.defined()
    for by in LEVELS:
        found = queries.figures(campaigns, since=begin, by=by, metrics=known)
        slow = slowly(stands, places, begin, by, said, first_days)
        told = {
            place: {key: sorted(str(v.amount) for v in here.values(key)) for key in KEYS}
            for place, here in found.items()
        }
        assert told == slow, by


def define(key, day, **values):
    """Two definitions of a metric, the second from a day on."""
    [(name, (before, now))] = values.items()
    metric = Metric.objects.select_related("workspace").get(key=key)
    Definition.objects.filter(metric=metric, number=1).update(**{name: before})
    Metric.objects.filter(pk=metric.pk).update(number=2, **{name: now})
    Definition.objects.update_or_create(
        metric=metric,
        number=2,
        workspace_id=metric.workspace_id,
        defaults={
            "name": metric.name,
            "unit": metric.unit,
            "aggregation": metric.aggregation,
            "formula": metric.formula,
            name: now,
            "since": datetime(
                day.year, day.month, day.day, 12, tzinfo=ZoneInfo(metric.workspace.time_zone)
            ),
        },
    )


def slowly(stands, places, begin, by, said, first_days):
    """Every figure of every place, without any of the code that is tested."""
    found = defaultdict(list)
    for (number, key, offset), amount in stands.items():
        day = DAY + timedelta(days=offset)
        if day < begin:
            continue
        campaign, channel, touchpoint = places[number]
        whole = {
            "campaign": campaign.pk,
            "channel": channel and channel.pk,
            "touchpoint": touchpoint and touchpoint.pk,
            "day": day,
        }
        found[tuple(whole[name] for name in by)].append((number, key, day, amount))

    def clicks(day):
        return said[day >= first_days[0]]

    def rate(day):
        return FORMULAS[day >= first_days[1]]

    kinds = {"clicks": clicks, "cpc": clicks, "ctr": clicks, "acceptance_rate": rate}
    return {
        place: {key: slow_values(key, kinds.get(key, lambda day: ""), rows) for key in KEYS}
        for place, rows in found.items()
    }


def slow_values(key, kind, rows):
    values = []
    for meant in {kind(day) for _number, _key, day, _amount in rows}:
        some = [row for row in rows if kind(row[2]) == meant]
        values.append(slow_value(key, meant, some))
    told = [value for value in values if value is not None] or [None]
    return sorted(map(str, told))


def slow_value(key, meant, rows):
    def total(name):
        mine = [(number, day, amount) for number, it, day, amount in rows if it == name]
        if not mine:
            return None
        if name == "clicks" and meant == "last":
            newest = {}
            for number, _day, amount in sorted(mine):
                newest[number] = amount
            return sum(newest.values())
        return sum(amount for _number, _day, amount in mine)

    def per(one, other):
        above, below = total(one), total(other)
        return None if above is None or not below else round(Fraction(above, below) * MILLION)

    if key in ("spend", "clicks"):
        return total(key)
    named = {
        "cpc": ("spend", "clicks"),
        "ctr": ("clicks", "impressions"),
        "cost_per_accepted_lead": ("spend", "accepted_leads"),
        "acceptance_rate": tuple(meant.split(" / ")),
    }
    return per(*named[key])

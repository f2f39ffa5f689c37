"""What targets say of a campaign's health: which, how bad, and since when."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.brief import health as standing
from campaigns.metrics import health
from campaigns.metrics.actions import Number, aiming, defining, observe
from campaigns.metrics.models import DayTotal, Observation, Series, Target

MILLION = 1_000_000
START, DUE = date(2026, 9, 1), date(2026, 11, 29)  # 90 days
TODAY = date(2026, 10, 15)  # the 45th of them
DAY = timedelta(days=1)


@pytest.fixture
def live(campaign):
    type(campaign).objects.filter(pk=campaign.pk).update(phase="live")
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def aim(live, person, metrics):
    """`aim("clicks", 900)` over 90 days: 10 a day."""

    def set_target(key="clicks", target=900, **values):
        usual = {"starts_on": START, "due_on": DUE, "why": "Said late."}
        return aiming.aim(
            live,
            by=person("member"),
            metric=metrics[key],
            target=int(target * MILLION),
            **usual | values,
        )

    return set_target


@pytest.fixture
def told(live):
    """[(reason, since)] of the campaign on a day."""

    def reasons(today=TODAY):
        found = health.paths([live], today).get(live.pk, [])
        return [(each.key, each.data.get("day")) for each in found]

    return reasons


def test_a_target_on_its_path_is_no_reason(aim, enter, told):
    aim()
    enter(TODAY, clicks=450)

    assert told() == []


@pytest.mark.parametrize(
    ("clicks", "keys"),
    [
        (450, []),
        (405, []),
        (404.999999, ["target_behind"]),
        (360, ["target_behind"]),
        (359.999999, ["target_off"]),
        (900, []),
    ],
)
def test_the_tolerance_belongs_to_the_path_and_twice_of_it_to_being_behind(
    aim, enter, told, clicks, keys
):
    aim(tolerance=10)
    enter(TODAY, clicks=clicks)

    assert [key for key, _since in told()] == keys


@pytest.mark.parametrize(
    ("sessions", "keys"),
    [(110, []), (110.000001, ["target_above"]), (120.000001, ["target_far_above"]), (20, [])],
)
def test_where_less_is_better_more_is_worse(aim, enter, told, metrics, person, sessions, keys):
    metric = metrics["sessions"]
    defining.edit(metric, by=person("manager"), version=metric.version, direction="down")
    aim("sessions", 200)
    enter(TODAY, sessions=sessions)

    assert [key for key, _since in told()] == keys


@pytest.mark.parametrize(
    ("sessions", "running", "over"),
    [(115, ": above the path", "went over"), (150, ": far above the path", "went far over")],
)
def test_where_less_is_better_more_is_called_above(
    aim, enter, live, metrics, person, sessions, running, over
):
    metric = metrics["sessions"]
    defining.edit(metric, by=person("manager"), version=metric.version, direction="down")
    aim("sessions", 200)
    enter(TODAY, sessions=sessions)
    [now] = health.paths([live], TODAY)[live.pk]
    enter(DUE, sessions=sessions)
    [then] = health.paths([live], DUE + DAY)[live.pk]

    assert standing.sentences[now.key](now.data) == f"Sessions{running}"
    assert f"Sessions {over} its target" in standing.sentences[then.key](then.data)


def test_a_path_by_month_is_judged_by_the_month(aim, enter, told):
    aim(path="monthly", months=[["2026-09", 800 * MILLION], ["2026-10", 850 * MILLION]])
    enter(TODAY, clicks=450)

    assert [key for key, _since in told()] == ["target_off"]


def test_it_is_told_since_when_it_has_been_so_and_not_since_somebody_looked(aim, enter, told):
    aim()
    # On the 20th day 200 should have come in; after that there is nothing new.
    enter(START + 19 * DAY, clicks=200)

    # Judged by the newest number for three days more, then by the path: 250 − 25 on the 25th day.
    assert told() == [("target_off", (START + 25 * DAY).isoformat())]
    assert told(START + 22 * DAY) == []


def test_a_target_that_recovered_is_off_only_since_it_fell_again(aim, enter, told):
    aim()
    enter(START + 9 * DAY, clicks=10)
    enter(START + 19 * DAY, clicks=190)
    enter(START + 39 * DAY, clicks=50)

    assert told(START + 39 * DAY) == [("target_off", (START + 25 * DAY).isoformat())]


def test_a_target_that_was_due_and_missed_says_so(aim, enter, told, live):
    aim()
    enter(DUE, clicks=300)

    [reason] = health.paths([live], DUE + 30 * DAY)[live.pk]

    assert reason.key == "target_off"
    assert "missed its target, which was due on" in standing.sentences["target_off"](reason.data)
    assert health.paths([live], DUE)[live.pk][0].data.get("due") is None


def test_numbers_after_the_due_day_mend_nothing(aim, enter, told):
    aim()
    enter(DUE, clicks=300)
    enter(DUE + DAY, clicks=600)

    assert [key for key, _since in told(DUE + 30 * DAY)] == ["target_off"]


@pytest.mark.parametrize(
    ("days", "reasons"), [(0, []), (3, []), (4, [("target_unmeasured", START.isoformat())])]
)
def test_a_path_that_runs_without_a_number_is_a_reason(aim, told, days, reasons):
    aim()

    assert told(START + days * DAY) == reasons


def test_what_has_not_begun_is_no_reason(aim, told):
    aim()

    assert told(START - DAY) == []


def test_a_target_without_days_is_no_reason(aim, enter, told):
    aim(starts_on=None, due_on=None)
    enter(TODAY, clicks=1)

    assert told() == []


def test_only_live_campaigns_are_read(aim, enter, campaign):
    aim()
    enter(TODAY, clicks=1)
    campaign.phase = "planned"

    assert health.paths([campaign], TODAY) == {}


def test_a_target_of_a_channel_is_measured_by_its_numbers_alone(aim, enter, told, live, channels):
    one, other = channels.values()
    aim(channel=one)
    enter(TODAY, channel=other, clicks=450)
    enter(TODAY, channel=one, clicks=100)

    [reason] = health.paths([live], TODAY)[live.pk]

    assert (reason.key, reason.data["channel"]) == ("target_off", one.name)


def test_a_reason_names_the_metric_in_the_readers_language(aim, enter, live):
    aim()
    enter(TODAY, clicks=1)
    [reason] = health.paths([live], TODAY)[live.pk]

    with translation.override("zh-hans"):
        assert "点击次数" in standing.sentences[reason.key](reason.data)
    with translation.override("en"):
        assert standing.sentences[reason.key](reason.data) == "Clicks: off the path"


def test_it_asks_as_often_for_twenty_targets_as_for_one(
    aim, enter, live, django_assert_num_queries, channels, metrics
):
    for key in ("clicks", "mqls"):
        aim(key)
        enter(TODAY, **{key: 1})
    with django_assert_num_queries(4):
        health.paths([live], TODAY)
    for key in ("impressions", "sessions", "conversions", "ctr", "won"):
        aim(key)
        enter(TODAY, **({key: 1} if key != "ctr" else {}))

    with django_assert_num_queries(4):
        health.paths([live], TODAY)


# Against a slow computation ---------------------------------------------------------------------

MONTHS = [date(2026, 9, 30), date(2026, 10, 31)]


@given(
    numbers=st.dictionaries(st.integers(-5, 95), st.integers(0, 60), max_size=12),
    months=st.one_of(st.none(), st.tuples(st.integers(0, 900), st.integers(0, 900))),
    tolerance=st.integers(0, 40),
    down=st.booleans(),
    on=st.integers(0, 130),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_reasons_and_their_ages_equal_a_slow_computation(
    live, person, metrics, numbers, months, tolerance, down, on
):
    for model in (Observation, DayTotal, Series, Target):
        model.objects.all().delete()
    metric = metrics["clicks"]
    type(metric).objects.filter(pk=metric.pk).update(direction="down" if down else "up")
    by_month = {"path": "monthly", "months": said(months)} if months else {}
    aiming.aim(
        live,
        by=person("member"),
        metric=metric,
        target=900 * MILLION,
        starts_on=START,
        due_on=DUE,
        tolerance=tolerance,
        why="Said late.",
        **by_month,
    )
    observe(
        [
            Number("clicks", START + day * DAY, amount * MILLION, campaign_id=live.pk)
            for day, amount in numbers.items()
        ],
        by=person("member"),
        source="api",
    )
    today = START + on * DAY

    found = health.paths([live], today).get(live.pk, [])

    assert [(each.key, each.data["day"]) for each in found] == slowly(
        numbers, months, tolerance, down, today
    )


def said(months):
    keys = ("2026-09", "2026-10")
    return [[key, amount * MILLION] for key, amount in zip(keys, months, strict=True)]


def slowly(numbers, months, tolerance, down, today):
    """The reason of the target and its day, day by day from the first, with nothing clever."""
    counted = {START + n * DAY: amount for n, amount in numbers.items() if 0 <= n <= 89}
    states = []
    day = START
    while day <= today:
        states.append((day, state(counted, months, tolerance, down, day)))
        day += DAY
    last = states[-1][1]
    if last == "unmeasured":
        return [("target_unmeasured", START.isoformat())]
    if last not in {"behind", "off"}:
        return []
    bad = {"off"} if last == "off" else {"behind", "off"}
    since = today
    for when, each in reversed(states):
        if each not in bad:
            break
        since = when
    called = {"behind": "above", "off": "far_above"}[last] if down else last
    return [(f"target_{called}", since.isoformat())]


def state(counted, months, tolerance, down, day):
    known = {when: amount for when, amount in counted.items() if when <= day}
    judged = min(day, DUE)
    if not known:
        return "unmeasured" if (day - START).days > 3 else "nothing"
    if (judged - max(known)).days <= 3:
        judged = max(known)
    wanted = where(months, judged)
    value = sum(known.values())
    worse = value - wanted if down else wanted - value
    room = wanted * Fraction(tolerance, 100)
    if worse <= room:
        return "fine"
    return "behind" if worse <= 2 * room else "off"


def where(months, day):
    """Where the path is on a day, to a millionth."""
    corners = [(START - DAY, 0)]
    corners += list(zip(MONTHS, months, strict=True)) if months else []
    corners.append((DUE, 900))
    for (first, low), (last, high) in pairwise(corners):
        if first < day <= last:
            exact = low + Fraction((high - low) * (day - first).days, (last - first).days)
            return Fraction(round(exact * MILLION), MILLION)
    raise AssertionError(day)

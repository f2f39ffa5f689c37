"""What a launch fixes of targets, and what of them is shown that changed after it."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from campaigns.brief import gate
from campaigns.brief.actions import campaigns as campaigning
from campaigns.metrics import targets
from campaigns.metrics.actions import aiming, defining
from campaigns.metrics.models import Target
from workspace.kernel.streams.models import Event

MILLION = 1_000_000
START, END = date(2026, 11, 1), date(2026, 12, 31)
LATER = date(2027, 3, 31)


@pytest.fixture
def planned(campaign, person):
    """A campaign that wants nothing but its metric to go live."""
    type(campaign).objects.filter(pk=campaign.pk).update(
        phase="planned", objective="Sell more.", starts_on=START, ends_on=END
    )
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def aim(planned, person, metrics):
    def set_target(key="clicks", **values):
        primary = {"is_primary": True, "baseline": 0, "source": "Ads", "owner": person("owner")}
        return aiming.aim(
            planned,
            by=person("owner"),
            metric=metrics[key],
            target=100 * MILLION,
            **primary | values,
        )

    return set_target


def launch(campaign, by):
    campaigning.advance(campaign, by=by, version=campaign.version, phase="live")


def days_of(target):
    target = Target.objects.select_related("campaign").get(pk=target.pk)
    return targets.starts_on(target), targets.due_on(target)


def test_a_target_follows_its_campaign_until_the_launch_and_no_longer(aim, planned, person):
    target, owner = aim(), person("owner")
    campaigning.edit(planned, by=owner, version=planned.version, ends_on=END + timedelta(days=1))
    assert days_of(target) == (START, END + timedelta(days=1))

    launch(planned, owner)
    campaigning.edit(planned, by=owner, version=planned.version, starts_on=END, ends_on=LATER)

    assert days_of(target) == (START, END + timedelta(days=1))
    event = Event.objects.get(verb="target.edited")
    assert event.changes == {
        "starts_on": [None, START.isoformat()],
        "due_on": [None, (END + timedelta(days=1)).isoformat()],
    }
    assert (event.data["late"], event.audience) == (False, "team")


def test_a_target_with_days_of_its_own_is_as_it_was(aim, planned, person):
    target = aim(starts_on=START, due_on=END)

    launch(planned, person("owner"))

    assert not Event.objects.filter(verb="target.edited").exists()
    assert Target.objects.get(pk=target.pk).version == 1


def test_after_the_launch_days_that_are_left_out_are_those_of_the_campaign(aim, planned, person):
    first, owner = aim(), person("owner")
    launch(planned, owner)

    second = aim("leads", is_primary=False, why="Sales asks for it.")
    first.refresh_from_db()
    aiming.edit(first, by=owner, version=first.version, due_on=None, why="As agreed.")
    campaigning.edit(planned, by=owner, version=planned.version, ends_on=LATER)

    assert days_of(first) == days_of(second) == (START, END)


def test_targets_of_campaigns_that_are_live_already_keep_their_days(aim, planned):
    target = aim()
    type(planned).objects.filter(pk=planned.pk).update(phase="live")

    import_module("campaigns.migrations.0019_targets_keep_the_days_of_the_launch").keep(apps, None)
    type(planned).objects.filter(pk=planned.pk).update(ends_on=LATER)

    assert days_of(target) == (START, END)


def test_a_metric_that_means_something_else_after_the_launch_is_told_beside_its_targets(
    aim, planned, person, metrics, signed_in, at, statements
):
    owner, admin = person("owner"), person("admin")
    aim("ctr")
    redefine(metrics["ctr"], admin, formula="clicks / sessions")
    launch(planned, owner)
    browser = signed_in(owner)
    assert "Changed after launch" not in browser.get(at("targets/")).content.decode()

    redefine(metrics["ctr"], admin, direction="down")
    redefine(metrics["clicks"], admin, aggregation="last")

    page = browser.get(at("targets/"))
    [target] = page.context["targets"]
    assert [(change.label, change.changes) for change in target.late] == [
        ("CTR", [("Direction", "More is better", "Less is better")]),
        ("Clicks", [("Aggregation", "Sum", "Last value")]),
    ]
    assert "Changed after launch: what “CTR” means" in page.content.decode()
    assert max(statements(browser, at("targets/"))) <= 8


def redefine(metric, by, **values):
    metric.refresh_from_db()
    defining.edit(metric, by=by, version=metric.version, **values)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"retired_at": datetime(2026, 11, 1, tzinfo=UTC)}, "is retired"),
        ({"unit": "percent"}, "is in Count, its numbers are in Percent"),
    ],
)
def test_a_primary_metric_that_tells_nothing_lets_nothing_through(
    aim, planned, person, metrics, change, words
):
    aim()
    assert gate.missing(planned, "live") == []

    type(metrics["clicks"]).objects.filter(key="clicks").update(**change)

    [need] = gate.missing(planned, "live")
    assert (need.key, need.page) == ("primary_metric", "target")
    assert words in need.sentence
    with pytest.raises(gate.NotReady):
        launch(planned, person("owner"))


def test_the_gate_says_what_was_agreed_on(aim, planned):
    aim("spend", currency="EUR", baseline=1_500 * MILLION)

    there = {need.key: need.there for need in gate.needs(planned)}

    assert there["primary_metric"] == "Spend · €100.00"
    assert there["primary_baseline"] == "€1,500.00"

"""The pages of metrics, targets and numbers: who sees them, and what they cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.journey.actions import touchpoint_of
from campaigns.metrics.actions import aiming
from campaigns.metrics.models import Definition, Metric
from campaigns.plan.models import Stage
from tests import furniture
from workspace.kernel import streams

MILLION = 1_000_000


@pytest.mark.parametrize(
    "path",
    ["targets/", "targets/add/", "numbers/", "numbers.csv", "numbers/rows/", "numbers/enter/"],
)
def test_figures_are_the_teams(path, at, signed_in, person, guest, enter, metrics):
    enter(timezone.localdate(), clicks=3)

    assert signed_in(person("member")).get(at(path)).status_code == 200
    assert signed_in(guest).get(at(path)).status_code == 404


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("numbers/?span=90", 8),
        ("numbers/?span=90&show=touchpoint", 8),
        ("numbers/rows/?span=90", 8),
        ("numbers.csv?span=90", 8),
        ("numbers/enter/", 8),
        ("targets/", 8),
        ("targets/add/", 8),
    ],
)
def test_pages_ask_eight_times_at_most_of_one_and_of_twenty(
    path, most, signed_in, person, at, enter, channels, statements, campaign, metrics, workspace
):
    today, browser, by = timezone.localdate(), signed_in(person("member")), person("member")
    stage = Stage.objects.create(workspace=workspace, name="Awareness")
    with streams.record("campaign", campaign.pk, by=by) as record:
        place = touchpoint_of(campaign, channels["Paid search"], stage, record=record)
    furniture.lead(campaign, touchpoint=place)
    enter(today, touchpoint=place, channel=place.channel, clicks=3, impressions=7, spend=1)
    for key in ("leads", "clicks"):
        aiming.aim(campaign, by=by, metric=metrics[key], target=MILLION, owner=by)
    few = statements(browser, at(path))

    for number in range(20):
        enter(
            today - timedelta(days=number * 3),
            channel=list(channels.values())[number % 2],
            clicks=3 + number,
            impressions=7,
            spend=2,
            leads=3,
            won=1,
        )
        furniture.lead(campaign)
    for key in ("impressions", "ctr", "sessions", "mqls", "won", "conversions"):
        aiming.aim(campaign, by=by, metric=metrics[key], target=MILLION, owner=by)

    assert statements(browser, at(path)) == few
    assert max(few) <= most


def test_the_dictionary_costs_the_same_statements_for_any_size(signed_in, person, metrics):
    browser = signed_in(person("member"))
    browser.get("/w/acme/metrics/")
    many = count(browser, "/w/acme/metrics/")
    Definition.objects.exclude(metric__key="clicks").delete()
    Metric.objects.exclude(key="clicks").delete()

    assert count(browser, "/w/acme/metrics/") == many


def count(browser, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)

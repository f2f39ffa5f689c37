from datetime import date, timedelta

import pytest

from campaigns.metrics import standard
from campaigns.metrics.actions import Number, observe

SCOPES = ("plan:read", "metrics:read", "metrics:write")


@pytest.fixture
def furnished(workspace):
    standard.furnish(workspace.pk)


def test_metrics_are_defined_by_managers(furnished, caller, person):
    manager = caller(person("manager"), *SCOPES)
    wanted = {
        "key": "cost_per_session",
        "name": "Cost per session",
        "unit": "money",
        "aggregation": "ratio",
        "formula": "spend / sessions",
        "direction": "down",
    }

    made = manager.post("metrics/", wanted)
    one = f"metrics/{made.json()['id']}/"
    twice = manager.post("metrics/", wanted)
    forbidden = caller(person("member"), *SCOPES).post("metrics/", wanted | {"key": "other"})
    changed = manager.patch(one, {"formula": "spend / clicks"}, If_Match=made["ETag"])
    retired = manager.post(f"{one}retire/", If_Match=changed["ETag"])
    history = manager.get(f"{one}definitions/").json()["results"]

    answers = (made, twice, forbidden, changed, retired)
    assert [each.status_code for each in answers] == [201, 422, 403, 200, 200]
    assert [(each["number"], each["formula"]) for each in history] == [
        (1, "spend / sessions"),
        (2, "spend / clicks"),
    ]
    assert retired.json()["retired_at"]


def test_days_that_nobody_means_are_refused(furnished, campaign, caller, person):
    manager = caller(person("manager"))
    seen = manager.get("campaigns/SPRING/")

    answers = [
        manager.patch("campaigns/SPRING/", {"starts_on": "0001-01-01"}, If_Match=seen["ETag"]),
        manager.post(
            "campaigns/SPRING/targets/",
            {"metric": "clicks", "target": "1", "due_on": "9999-12-31"},
        ),
        manager.get("campaigns/SPRING/figures/?until=0001-01-01"),
    ]

    assert [(each.status_code, list(each.json()["fields"])) for each in answers] == [
        (422, ["starts_on"]),
        (422, ["due_on"]),
        (422, ["until"]),
    ]


def test_a_target_is_set_changed_and_taken_away(furnished, campaign, caller, person):
    member = caller(person("member"), *SCOPES)

    made = member.post("campaigns/SPRING/targets/", {"metric": "ctr", "target": "0.025"})
    one = f"targets/{made.json()['id']}/"
    inexact = member.patch(one, {"target": "0.0250001"}, If_Match=made["ETag"])
    type(campaign).objects.filter(pk=campaign.pk).update(phase="live")
    silent = member.patch(one, {"target": "0.03"}, If_Match=made["ETag"])
    changed = member.patch(one, {"target": "0.03", "why": "New rates"}, If_Match=made["ETag"])
    kept = member.delete(one, If_Match=changed["ETag"])
    gone = member.delete(f"{one}?why=Nobody+reads+it", If_Match=changed["ETag"])

    answers = (made, inexact, silent, changed, kept, gone)
    assert [each.status_code for each in answers] == [201, 422, 422, 200, 422, 204]
    assert (made.json()["target"], changed.json()["target"]) == ("0.025", "0.03")


def test_figures_and_numbers_are_read(furnished, campaign, caller, person):
    day = date(2026, 11, 2)
    observe(
        [
            Number("clicks", day, 3_000_000, campaign_id=campaign.pk),
            Number("impressions", day + timedelta(days=1), 12_000_000, campaign_id=campaign.pk),
        ],
        by=person("member"),
        source="api",
    )
    sales = caller(person("sales"), *SCOPES)
    span = f"since={day}&until={day + timedelta(days=1)}"

    figures = sales.get(f"campaigns/SPRING/figures/?{span}").json()["results"]
    by_day = sales.get(f"campaigns/SPRING/figures/?{span}&by=day&metric=clicks").json()["results"]
    numbers = sales.get("campaigns/SPRING/numbers/?metric=clicks").json()["results"]
    outside = caller(person("guest"), *SCOPES).get(f"campaigns/SPRING/figures/?{span}")

    assert {each["metric"]: each["amount"] for each in figures} == {
        "impressions": "12",
        "clicks": "3",
        "ctr": "0.25",
    }
    assert [(each["day"], each["amount"], each["why"]) for each in by_day] == [
        ("2026-11-02", "3", ""),
    ]
    assert [(each["day"], each["amount"]) for each in numbers] == [("2026-11-02", "3")]
    assert outside.status_code == 404

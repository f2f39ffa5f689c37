"""The dictionary of metrics: who reads it, and how metrics are defined and changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.metrics.actions import defining
from campaigns.metrics.models import Metric, Observation

MILLION = 1_000_000


def test_the_dictionary_is_read_by_the_team_and_written_by_managers(
    signed_in, person, guest, metrics
):
    assert signed_in(person("member")).get("/w/acme/metrics/").status_code == 200
    assert signed_in(person("member")).get("/w/acme/metrics/add/").status_code == 403
    assert signed_in(guest).get("/w/acme/metrics/").status_code == 403
    one = f"/w/acme/metrics/{metrics['ctr'].pk}/"
    assert signed_in(guest).get(one).status_code == 404


def test_a_name_is_said_in_the_readers_language(signed_in, person, metrics):
    browser = signed_in(person("member"))

    page = browser.get("/w/acme/metrics/", headers={"accept-language": "zh-hans"})

    assert "点击次数 ÷ 展示次数" in page.content.decode()


def typed(**values):
    plain = {
        "name": "Demo requests",
        "key": "demo_requests",
        "unit": "count",
        "aggregation": "sum",
        "direction": "up",
        "cadence": "weekly",
    }
    return plain | values


def test_a_metric_of_ones_own_is_defined(signed_in, person, metrics):
    browser = signed_in(person("manager"))

    answer = browser.post("/w/acme/metrics/add/", typed())

    made = Metric.objects.get(key="demo_requests")
    assert answer["Location"] == f"/w/acme/metrics/{made.pk}/"
    assert [(d.number, d.by_name) for d in made.definitions.all()] == [
        (1, "Manager " + made_by(made))
    ]


def made_by(metric):
    return metric.definitions.get().by_name.removeprefix("Manager ")


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"key": "Clicks 2"}, "key", "small letters"),
        ({"key": "clicks"}, "key", "Another metric has the key"),
        ({"aggregation": "ratio"}, "formula", "A formula is missing"),
        ({"aggregation": "ratio", "formula": "clicks / nothing_like_it"}, "formula", "no metric"),
        ({"aggregation": "ratio", "formula": "spend / clicks"}, "formula", "an amount of money"),
        ({"aggregation": "ratio", "formula": "spend + clicks"}, "formula", "cannot be added"),
        ({"aggregation": "ratio", "formula": "2 * demo_requests"}, "formula", "made of itself"),
        ({"formula": "clicks / 2"}, "formula", "Only a ratio of sums"),
    ],
)
def test_what_cannot_be_defined_is_said_at_its_field(
    signed_in, person, metrics, values, field, words
):
    answer = signed_in(person("manager")).post("/w/acme/metrics/add/", typed(**values))

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert 'value="Demo requests"' in answer.content.decode()


def test_loops_over_several_metrics_are_refused(person, metrics, workspace):
    by = person("manager")
    values = {"unit": "percent", "aggregation": "ratio"}
    one = defining.add(workspace.pk, by=by, key="one", name="One", formula="clicks / 2", **values)
    defining.add(workspace.pk, by=by, key="two", name="Two", formula="one * 2", **values)

    with pytest.raises(Exception, match="made of itself: one → two → one"):
        defining.edit(one, by=by, version=1, formula="two / 3")


def test_a_new_meaning_is_a_new_definition_and_old_numbers_keep_theirs(
    signed_in, person, metrics, enter, at
):
    enter(timezone.localdate() - timedelta(days=1), clicks=3)
    clicks = metrics["clicks"]

    defining.edit(clicks, by=person("manager"), version=1, name="Hits", source="Matomo")
    assert clicks.number == 1
    defining.edit(clicks, by=person("manager"), version=2, meaning="Only unique ones.")
    enter(timezone.localdate(), clicks=4)

    assert clicks.number == 2
    assert [d.meaning for d in clicks.definitions.order_by("number")] == [
        "How often somebody clicked what they were shown.",
        "Only unique ones.",
    ]
    assert list(Observation.objects.order_by("day").values_list("definition", flat=True)) == [1, 2]
    browser = signed_in(person("member"))
    assert "definition 2 since" in browser.get(at("numbers/")).content.decode()
    assert "1 of 2" in browser.get(at("numbers/rows/")).content.decode()
    assert "Only unique ones." in browser.get(f"/w/acme/metrics/{clicks.pk}/").content.decode()


def test_what_others_are_made_of_cannot_change_under_them(person, metrics):
    with pytest.raises(Exception, match="is made of this"):
        defining.edit(metrics["spend"], by=person("manager"), version=1, unit="count")
    with pytest.raises(Exception, match="made of “Clicks”"):
        defining.retire(metrics["clicks"], by=person("manager"), version=1)


def test_a_metric_is_retired_and_brought_back(signed_in, person, metrics):
    roi = metrics["roi"]
    browser = signed_in(person("manager"))

    browser.post(f"/w/acme/metrics/{roi.pk}/retire/", {"version": 1})
    assert Metric.objects.get(pk=roi.pk).retired_at
    browser.post(f"/w/acme/metrics/{roi.pk}/bring-back/", {"version": 2})

    assert Metric.objects.get(pk=roi.pk).retired_at is None


def test_a_formula_is_checked_while_it_is_typed(signed_in, person, metrics):
    browser = signed_in(person("manager"))

    def check(formula, unit="percent"):
        page = browser.get("/w/acme/metrics/check/", {"formula": formula, "unit": unit})
        return page.content.decode()

    assert "Clicks ÷ Impressions" in check("clicks / impressions")
    assert "never closed. (at character 1)" in check("(clicks")
    assert "comes to an amount of money" in check("spend / clicks")

"""The pages of metrics, targets and numbers: who sees them, what they show, what they cost."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.metrics import queries
from campaigns.metrics.actions import aiming, defining
from campaigns.metrics.models import Definition, Metric, Observation, Target
from tests import furniture
from workspace.kernel import streams

MILLION = 1_000_000


@pytest.fixture
def at(campaign):
    return lambda path: f"/w/acme/c/{campaign.key}/{path}"


@pytest.fixture
def guest(person, campaign):
    made = person("guest")
    furniture.grant(campaign, made)
    return made


@pytest.mark.parametrize(
    "path",
    ["targets/", "targets/add/", "numbers/", "numbers.csv", "numbers/rows/", "numbers/enter/"],
)
def test_figures_are_the_teams(path, at, signed_in, person, guest, enter, metrics):
    enter(timezone.localdate(), clicks=3)

    assert signed_in(person("member")).get(at(path)).status_code == 200
    assert signed_in(guest).get(at(path)).status_code == 404


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


# Targets ----------------------------------------------------------------------------------------


def aimed(**values):
    return {"target": "120", "path": "linear", "tolerance": "10"} | values


def test_a_target_is_set_and_shown_beside_where_it_stands(
    signed_in, person, campaign, metrics, enter, at
):
    today = timezone.localdate()
    browser = signed_in(person("member"))
    browser.post(
        at("targets/add/"),
        aimed(
            metric=metrics["clicks"].pk,
            baseline="80",
            starts_on=today - timedelta(days=9),
            due_on=today + timedelta(days=10),
            is_primary="on",
        ),
    )
    enter(today, clicks=70)

    page = browser.get(at("targets/")).content.decode()

    assert Target.objects.get().is_primary
    for words in ("Ahead of the path", "<b>70</b>", ">60<", "<b>120</b>", "Primary metric"):
        assert words in page


def test_targets_are_locked_at_the_launch_and_what_they_were_stays(
    signed_in, person, campaign, metrics, at
):
    member = person("member")
    target = aiming.aim(
        campaign, by=member, metric=metrics["clicks"], target=100 * MILLION, due_on=date(2027, 1, 1)
    )
    type(campaign).objects.filter(pk=campaign.pk).update(phase="live")
    browser, one = signed_in(member), at(f"targets/{target.pk}/")

    refused = browser.post(one, aimed(version=1, target="90"))
    assert refused.status_code == 422
    browser.post(one, aimed(version=1, target="90", due_on="2027-01-01", why="The fair fell out."))
    browser.post(at(f"targets/{target.pk}/remove/"), {"version": 2, "why": "Nobody reads it."})

    assert not Target.objects.exists()
    page = browser.get(at("targets/")).content.decode()
    for words in ("<del>100</del> → <ins>90</ins>", "The fair fell out.", "Nobody reads it."):
        assert words in page
    assert page.count(member.name) >= 2


def test_planning_a_campaign_anew_does_not_unlock_its_targets(person, campaign, metrics):
    owner = person("owner")
    with streams.record("campaign", campaign.pk, by=owner) as record:
        record("campaign.edited", campaign, changes={"phase": ["planned", "live"]})

    with pytest.raises(Exception, match="say why"):
        aiming.aim(campaign, by=owner, metric=metrics["clicks"], target=MILLION)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"target": "many"}, "target"),
        ({"target": ""}, "target"),
        ({"path": "monthly"}, "months"),
        ({"path": "monthly", "months": "November 12"}, "months"),
        ({"currency": "EUR"}, "currency"),
        ({"starts_on": "2026-12-01", "due_on": "2026-11-01"}, "due_on"),
    ],
)
def test_a_target_that_cannot_be_is_refused_at_its_field(
    signed_in, person, metrics, at, values, field
):
    answer = signed_in(person("member")).post(
        at("targets/add/"), aimed(metric=metrics["clicks"].pk) | values
    )

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_campaign_has_one_primary_metric(person, campaign, metrics):
    by = person("member")
    first = aiming.aim(campaign, by=by, metric=metrics["clicks"], target=MILLION, is_primary=True)

    aiming.aim(campaign, by=by, metric=metrics["leads"], target=MILLION, is_primary=True)

    first.refresh_from_db()
    assert not first.is_primary


# Numbers ----------------------------------------------------------------------------------------


def test_numbers_are_entered_replaced_and_taken_away(signed_in, person, at, metrics, channels):
    browser, monday = signed_in(person("member")), date(2026, 11, 2)
    place = {"from": monday, "channel": channels["Paid search"].pk, "currency": "eur"}

    browser.post(
        at("numbers/enter/"),
        place | {"clicks.2026-11-02": "1,200", "spend.2026-11-03": "12.50", "was": "{}"},
    )
    first = dict(Observation.objects.values_list("series__metric__key", "amount"))
    page = browser.get(at("numbers/enter/"), place)
    browser.post(
        at("numbers/enter/"),
        place
        | {
            "clicks.2026-11-02": "",
            "spend.2026-11-03": "10",
            "was": page.context["sheet"].was,
        },
    )

    assert first == {"clicks": 1200 * MILLION, "spend": 12_500_000}
    assert dict(Observation.objects.values_list("series__metric__key", "amount")) == {
        "spend": 10 * MILLION
    }


def test_what_was_typed_stays_when_it_cannot_be_read(signed_in, person, at, metrics):
    answer = signed_in(person("member")).post(
        at("numbers/enter/"),
        {"from": "2026-11-02", "clicks.2026-11-02": "many", "spend.2026-11-03": "12", "was": "{}"},
    )

    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()
    assert 'value="12"' in answer.content.decode()
    assert not Observation.objects.exists()


def test_numbers_are_shown_by_channel_and_over_time(signed_in, person, at, enter, channels):
    today = timezone.localdate()
    one, other = channels.values()
    enter(today, channel=one, clicks=10, impressions=100, spend=5)
    enter(today - timedelta(days=1), channel=other, clicks=30, impressions=100, spend=15)

    page = signed_in(person("member")).get(at("numbers/?span=7"))

    rows = [
        [row.name, *(value.text for cell in row.cells for value in cell.values)]
        for row in page.context["places"]
    ]
    assert [heading.metric.key for heading in page.context["headings"]] == [
        "impressions",
        "clicks",
        "ctr",
        "cpc",
        "spend",
    ]
    assert rows == [
        ["Paid search", "100", "10", "10%", "€0.50", "€5.00"],
        ["Paid social", "100", "30", "30%", "€0.50", "€15.00"],
    ]
    assert [v.text for c in page.context["total"] for v in c.values] == [
        "200",
        "40",
        "20%",
        "€0.50",
        "€20.00",
    ]


def test_the_csv_holds_exact_figures(signed_in, person, at, enter, channels):
    today = timezone.localdate()
    enter(today, channel=channels["Paid search"], clicks=3, impressions=7)

    lines = signed_in(person("member")).get(at("numbers.csv?per=day")).content.decode()

    day = today.isoformat()
    assert f"{day},{day},Paid search,,CTR,ctr,Percent,,42.8571" in lines


@pytest.mark.parametrize(
    "path", ["numbers/?span=90", "numbers/rows/?span=90", "numbers.csv?span=90"]
)
def test_numbers_cost_the_same_statements_for_one_and_twenty(
    path, signed_in, person, at, enter, channels, django_assert_num_queries, workspace
):
    today, browser = timezone.localdate(), signed_in(person("member"))
    enter(today, channel=channels["Paid search"], clicks=3, impressions=7, spend=1)
    browser.get(at(path))
    few = count(browser, at(path))

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
    assert count(browser, at(path)) == few <= 12


@pytest.mark.parametrize("path", ["targets/"])
def test_targets_cost_the_same_statements_for_one_and_many(
    path, signed_in, person, at, enter, campaign, metrics
):
    today, browser, by = timezone.localdate(), signed_in(person("member")), person("member")
    enter(today, clicks=3, impressions=7)
    aiming.aim(campaign, by=by, metric=metrics["leads"], target=MILLION, owner=by)
    browser.get(at(path))
    few = count(browser, at(path))

    for key in ("impressions", "ctr", "sessions", "clicks", "mqls", "won", "conversions"):
        aiming.aim(campaign, by=by, metric=metrics[key], target=MILLION, owner=by)
    assert count(browser, at(path)) == few


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


def test_standings_follow_the_path(campaign, person, metrics, enter):
    today = date(2026, 11, 11)
    target = aiming.aim(
        campaign,
        by=person("member"),
        metric=metrics["clicks"],
        target=200 * MILLION,
        starts_on=date(2026, 11, 2),
        due_on=date(2026, 11, 21),
    )
    for number in range(10):
        enter(date(2026, 11, 2) + timedelta(days=number), clicks=9)

    found = queries.standings([target], today)[target.pk]

    assert found.value.amount == 90 * MILLION
    assert found.expected == 100 * MILLION
    assert found.judgement == "on"
    assert found.course[-1] == (today, 90 * MILLION, 100 * MILLION)

"""The pages of metrics, targets and numbers: who sees them, what they show, what they cost."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.journey.actions import touchpoint_of
from campaigns.metrics import standings
from campaigns.metrics.actions import aiming, defining
from campaigns.metrics.models import Definition, Metric, Observation, Target
from campaigns.plan.models import Stage
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


MONTHLY = {"path": "monthly", "starts_on": "2026-11-10", "due_on": "2027-01-15"}


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


@pytest.mark.parametrize(
    ("amount", "words", "icon"),
    [
        (40, "Below the path", "arrow-down"),
        (57, "Above the path", "arrow-up"),
        (90, "Far above the path", "triangle-alert"),
    ],
)
def test_who_spends_more_than_planned_is_above_the_path_not_behind_it(
    signed_in, person, campaign, metrics, enter, at, amount, words, icon
):
    today = timezone.localdate()
    aiming.aim(
        campaign,
        by=person("member"),
        metric=metrics["spend"],
        target=100 * MILLION,
        currency="EUR",
        starts_on=today - timedelta(days=9),
        due_on=today + timedelta(days=10),
    )
    enter(today, spend=amount)

    page = signed_in(person("member")).get(at("targets/")).content.decode()

    assert f'#{icon}"/></svg>{words}<' in page
    assert "ehind the path" not in page


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
        (MONTHLY | {"months-2026-11": "many"}, "months"),
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


def test_a_path_by_month_is_a_table_of_the_months_between_its_days(signed_in, person, metrics, at):
    browser = signed_in(person("member"))
    values = aimed(metric=metrics["clicks"].pk) | MONTHLY

    listed = browser.post(at("targets/add/"), values | {"list_months": "1"})
    browser.post(at("targets/add/"), values | {"months-2026-11": "30", "months-2026-12": "1,000"})

    target = Target.objects.get()
    shown = browser.get(at(f"targets/{target.pk}/")).content.decode()
    assert (listed.status_code, [row.label for row in listed.context["months"]]) == (
        200,
        ["November 2026", "December 2026"],
    )
    assert not listed.context["form"].errors
    assert target.months == [["2026-11", 30 * MILLION], ["2026-12", 1000 * MILLION]]
    assert 'name="months-2026-12" value="1000"' in shown
    assert "15 Jan 2027" in shown


def test_a_month_that_cannot_be_read_is_named_and_stays_typed(signed_in, person, metrics, at):
    values = aimed(metric=metrics["clicks"].pk) | MONTHLY

    answer = signed_in(person("member")).post(
        at("targets/add/"), values | {"months-2026-11": "30", "months-2026-12": "many"}
    )

    page = answer.content.decode()
    assert answer.context["form"].errors["months"] == ["December 2026: “many” is not a number."]
    assert 'value="many" maxlength="40" autocomplete="off" aria-invalid="true"' in page
    assert 'name="months-2026-11" value="30"' in page


def test_months_outside_of_the_days_are_left_out(signed_in, person, metrics, at):
    values = aimed(metric=metrics["clicks"].pk) | MONTHLY

    signed_in(person("member")).post(
        at("targets/add/"), values | {"months-2026-11": "30", "months-2030-12": "9"}
    )

    assert Target.objects.get().months == [["2026-11", 30 * MILLION]]


def test_ones_own_change_of_a_target_is_taken_back_until_the_launch(
    signed_in, person, metrics, at, campaign
):
    browser = signed_in(person("member"))
    days = {"starts_on": "2026-11-01", "due_on": "2026-12-31"}
    owned = aimed(owner=person("member").pk, **days)

    def undo(answer):
        page = browser.get(answer["Location"]).content.decode()
        return browser.post(re.search(r'action="([^"]+/undo/\d+/)"', page)[1])

    browser.post(at("targets/add/"), aimed(metric=metrics["leads"].pk, is_primary="on"))
    browser.get(at("targets/"))
    undo(browser.post(at("targets/add/"), owned | {"metric": metrics["mqls"].pk, "is_primary": 1}))
    one = Target.objects.select_related("metric").get()
    assert (one.metric.key, one.is_primary) == ("leads", True)

    edit = at(f"targets/{one.pk}/")
    undo(browser.post(edit, owned | {"version": one.version, "target": "90"}))
    again = Target.objects.get()
    assert (again.target, again.is_primary, again.owner, again.due_on) == (
        120 * MILLION,
        True,
        None,
        None,
    )

    undo(browser.post(at(f"targets/{one.pk}/remove/"), {"version": again.version}))
    back = Target.objects.get()
    assert (back.target, back.is_primary, back.tolerance) == (120 * MILLION, True, 10)


def test_nobody_takes_back_a_targets_change_of_others_or_after_the_launch(
    signed_in, person, metrics, at, campaign
):
    mine, other = signed_in(person("member")), signed_in(person("manager"))
    answer = mine.post(at("targets/add/"), aimed(metric=metrics["leads"].pk))
    page = mine.get(answer["Location"]).content.decode()
    undo = re.search(r'action="([^"]+/undo/\d+/)"', page)[1]

    others = other.post(undo).status_code
    type(campaign).objects.filter(pk=campaign.pk).update(phase="live")
    late = mine.post(undo).status_code
    edited = mine.post(
        at(f"targets/{Target.objects.get().pk}/"), aimed(version=1, target="90", why="Fair is off.")
    )

    assert (others, late, Target.objects.count()) == (403, 422, 1)
    assert "/undo/" not in mine.get(edited["Location"]).content.decode()


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
    aiming.aim(campaign, by=by, metric=metrics["leads"], target=MILLION, owner=by)
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
    for key in ("impressions", "ctr", "sessions", "clicks", "mqls", "won", "conversions"):
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

    found = standings.standings([target], today)[target.pk]

    assert found.value.amount == 90 * MILLION
    assert found.expected == 100 * MILLION
    assert found.judgement == "on"
    assert found.course[-1] == (today, 90 * MILLION, 100 * MILLION)


def test_the_numbers_of_a_campaign_that_is_over_are_those_of_its_last_days(
    signed_in, person, at, enter, campaign
):
    ended = timezone.localdate() - timedelta(days=200)
    type(campaign).objects.filter(pk=campaign.pk).update(
        starts_on=ended - timedelta(days=60), ends_on=ended
    )
    enter(ended, clicks=3)
    browser = signed_in(person("member"))

    assert [h.metric.key for h in browser.get(at("numbers/")).context["headings"]] == ["clicks"]
    assert 'href="?span=all"' in browser.get(at("numbers/?span=7")).content.decode()

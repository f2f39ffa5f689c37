"""Two people change a target, or a metric, at once: different fields merge, the same one asks."""

import re
from datetime import date

import pytest

from campaigns.brief.models import Campaign
from campaigns.metrics.actions import aiming, defining
from campaigns.metrics.models import Metric, Target
from workspace.kernel.refusals import Conflict, Stale
from workspace.kernel.streams.models import Event

MILLION = 1_000_000
TARGET = {"target": "900", "baseline": "", "path": "linear", "tolerance": "10", "source": ""}
EDITS = {
    "target": 950 * MILLION,
    "baseline": 80 * MILLION,
    "due_on": date(2026, 12, 24),
    "tolerance": 5,
    "source": "CRM",
    "is_primary": True,
}


@pytest.fixture
def target(campaign, person, metrics):
    return aiming.aim(
        campaign, by=person("manager"), metric=metrics["clicks"], target=900 * MILLION
    )


@pytest.fixture
def browser(person, signed_in):
    return signed_in(person("member"))


def test_two_who_change_different_fields_of_a_target_both_win(target, person):
    for name, value in EDITS.items():
        aiming.edit(Target.objects.get(), by=person("member"), version=1, **{name: value})

    found = Target.objects.get()
    assert {name: getattr(found, name) for name in EDITS} == EDITS


def test_a_form_that_was_filled_in_before_takes_nothing_back(target, person, browser, at):
    aiming.edit(target, by=person("manager"), version=1, target=950 * MILLION)

    answer = browser.post(at(f"targets/{target.pk}/"), TARGET | {"source": "CRM", "version": "1"})

    found = Target.objects.get()
    assert answer.status_code == 302
    assert (found.target, found.source, found.version) == (950 * MILLION, "CRM", 3)


def test_the_same_field_is_asked_about_in_the_words_of_the_page(target, person, browser, at):
    campaign = Campaign.objects.filter(pk=target.campaign_id)
    campaign.update(phase="live")
    aiming.edit(
        target, by=person("manager"), version=1, target=950 * MILLION, tolerance=5, why="New rates"
    )
    typed = TARGET | {"target": "1,000", "why": "Better rates", "version": "1"}

    answer = browser.post(at(f"targets/{target.pk}/"), typed)

    form, page = answer.context["form"], answer.content.decode()
    assert answer.status_code == 422
    assert Target.objects.get().target == 950 * MILLION
    [said] = form.errors["target"]
    assert said.startswith(f"{person('manager').name} changed this to “950” meanwhile.")
    assert (form["target"].value(), form["why"].value()) == ("1,000", "Better rates")
    assert form["tolerance"].value() == 5
    assert version_in(page) == "2"

    again = browser.post(at(f"targets/{target.pk}/"), typed | {"tolerance": "5", "version": "2"})

    found = Target.objects.get()
    assert again.status_code == 302
    assert (found.target, found.tolerance) == (1_000 * MILLION, 5)


def version_in(page):
    return re.search(r'name="version" value="(\d+)"', page)[1]


def test_amounts_that_others_changed_are_shown_as_one_types_them(target, person, browser, at):
    months = [["2026-11", 400 * MILLION]]
    days = {"starts_on": date(2026, 11, 1), "due_on": date(2026, 12, 31)}
    aiming.edit(
        target,
        by=person("manager"),
        version=1,
        source="CRM",
        baseline=80 * MILLION,
        path="monthly",
        months=months,
        **days,
    )

    answer = browser.post(at(f"targets/{target.pk}/"), TARGET | {"source": "GA", "version": "1"})

    form = answer.context["form"]
    assert list(form.errors) == ["source"]
    assert (form["baseline"].value(), form["target"].value()) == ("80", "900")
    assert [(row.month, row.text) for row in form.months_table()] == [("2026-11", "400")]


def test_what_was_refused_for_another_reason_still_takes_nothing_back(target, person, browser, at):
    Campaign.objects.update(phase="live")
    aiming.edit(target, by=person("manager"), version=1, target=950 * MILLION, why="New rates")
    silent = TARGET | {"source": "CRM", "version": "1"}

    refused = browser.post(at(f"targets/{target.pk}/"), silent)
    version = version_in(refused.content.decode())
    browser.post(at(f"targets/{target.pk}/"), silent | {"why": "Told", "version": version})

    found = Target.objects.get()
    assert refused.status_code == 422
    assert (found.target, found.source) == (950 * MILLION, "CRM")


def test_a_target_that_somebody_took_away_is_told(target, person):
    seen = Target.objects.get()
    aiming.remove(target, by=person("manager"), version=1)

    with pytest.raises(Conflict):
        aiming.edit(seen, by=person("member"), version=1, source="CRM")


def test_a_program_that_saw_an_older_one_is_told(target, person):
    aiming.edit(target, by=person("manager"), version=1, source="CRM")

    with pytest.raises(Stale):
        aiming.edit(target, by=person("member"), version=1, strict=True, tolerance=5)


def test_a_launch_and_a_step_down_are_changes_like_others(target, campaign, person, metrics):
    aiming.edit(target, by=person("manager"), version=1, is_primary=True)
    aiming.aim(
        campaign,
        by=person("manager"),
        metric=metrics["leads"],
        target=MILLION,
        is_primary=True,
    )

    aiming.edit(Target.objects.get(pk=target.pk), by=person("member"), version=2, source="CRM")

    found = Target.objects.get(pk=target.pk)
    assert (found.is_primary, found.source) == (False, "CRM")


def test_two_who_change_different_fields_of_a_metric_both_win(metrics, person, signed_in):
    metric = metrics["clicks"]
    seen = form_of(metric)
    browser = signed_in(person("manager"))
    defining.edit(Metric.objects.get(key="clicks"), by=person("admin"), version=1, source="GA")

    answer = browser.post(f"/w/acme/metrics/{metric.pk}/edit/", seen | {"cadence": "weekly"})

    found = Metric.objects.get(key="clicks")
    assert answer.status_code == 302
    assert (found.source, found.cadence, found.version) == ("GA", "weekly", 3)


def test_the_same_field_of_a_metric_is_asked_about(metrics, person, signed_in):
    metric = metrics["clicks"]
    seen = form_of(metric)
    defining.edit(
        Metric.objects.get(key="clicks"),
        by=person("admin"),
        version=1,
        direction="down",
        source="GA",
    )

    answer = signed_in(person("manager")).post(
        f"/w/acme/metrics/{metric.pk}/edit/", seen | {"source": "Matomo"}
    )

    form = answer.context["form"]
    assert answer.status_code == 422
    assert list(form.errors) == ["source"]
    assert (form["source"].value(), form["direction"].value()) == ("Matomo", "down")
    assert version_in(answer.content.decode()) == "2"


def form_of(metric):
    names = ("name", "name_zh_hans", "name_zh_hant", "meaning", "unit", "aggregation")
    names += ("formula", "direction", "cadence", "source", "version")
    return {name: getattr(metric, name) for name in names}


def test_every_edit_says_its_version(target, campaign, person, metrics):
    metric = Metric.objects.get(key="clicks")
    defining.edit(metric, by=person("manager"), version=1, source="GA")
    made = defining.add(campaign.workspace_id, by=person("manager"), key="views", name="Views")
    defining.retire(made, by=person("manager"), version=1)
    defining.bring_back(made, by=person("manager"), version=2)
    aiming.edit(target, by=person("manager"), version=1, source="CRM")

    told = Event.objects.filter(noun__in=("target", "metric")).order_by("pk")

    assert [(each.verb, each.data["version"]) for each in told] == [
        ("target.added", 1),
        ("metric.edited", 2),
        ("metric.added", 1),
        ("metric.retired", 2),
        ("metric.brought_back", 3),
        ("target.edited", 2),
    ]

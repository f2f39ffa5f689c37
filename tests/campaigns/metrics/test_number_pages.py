"""Numbers of a campaign: entered, shown, and taken out as a file."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.metrics.actions import defining
from campaigns.metrics.models import Observation
from campaigns.metrics.views import sheets
from tests import furniture

MILLION = 1_000_000


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


def test_a_number_that_somebody_else_saved_meanwhile_is_not_replaced_unseen(
    signed_in, person, at, metrics
):
    def browser(name):
        return signed_in(person("member", name=name))

    ada, bo = browser("Ada"), browser("Bo")
    cells = {"clicks": "clicks.2026-11-02", "sessions": "sessions.2026-11-02"}
    week = {"from": "2026-11-02"}
    before = {"was": ada.get(at("numbers/enter/"), week).context["sheet"].was}
    bo.post(at("numbers/enter/"), week | before | {cells["clicks"]: "120", cells["sessions"]: "7"})

    asked = ada.post(at("numbers/enter/"), week | before | {cells["clicks"]: "100"})
    kept = dict(Observation.objects.values_list("series__metric__key", "amount"))
    again = {"was": asked.context["sheet"].was, cells["clicks"]: "100"}
    saved = ada.post(at("numbers/enter/"), week | again)

    assert asked.status_code == 422
    assert asked.context["sheet"].problems == {
        cells["clicks"]: "120 came in meanwhile. Save again to replace it."
    }
    assert kept == {"clicks": 120 * MILLION, "sessions": 7 * MILLION}
    assert saved.status_code == 302
    assert dict(Observation.objects.values_list("series__metric__key", "amount")) == {
        "clicks": 100 * MILLION,
        "sessions": 7 * MILLION,
    }


@pytest.mark.parametrize("before", ["", "90"])
def test_of_two_who_save_the_same_cell_at_the_same_moment_one_is_asked(
    signed_in, person, at, metrics, monkeypatch, before
):
    browser = signed_in(person("member", name="Ada"))
    week, clicks = {"from": "2026-11-02"}, "clicks.2026-11-02"
    page = at("numbers/enter/")
    browser.post(page, week | {"was": "{}", clicks: before})
    shown = {"was": browser.get(page, week).context["sheet"].was}
    observe, others = sheets.observe, [signed_in(person("member", name="Bo"))]

    def after_somebody_else(*numbers, **how):
        if others:
            others.pop().post(page, week | shown | {clicks: "120"})
        return observe(*numbers, **how)

    monkeypatch.setattr(sheets, "observe", after_somebody_else)
    asked = browser.post(page, week | shown | {clicks: "100"})

    assert asked.status_code == 422
    assert asked.context["sheet"].problems == {
        clicks: "120 came in meanwhile. Save again to replace it."
    }
    assert Observation.objects.get().amount == 120 * MILLION


def test_a_number_that_somebody_took_away_meanwhile_is_not_brought_back_unseen(
    signed_in, person, at, metrics
):
    browser = signed_in(person("member"))
    week, clicks = {"from": "2026-11-02"}, "clicks.2026-11-02"

    def shown():
        return {"was": browser.get(at("numbers/enter/"), week).context["sheet"].was}

    browser.post(at("numbers/enter/"), week | shown() | {clicks: "120"})
    before = shown()
    browser.post(at("numbers/enter/"), week | before | {clicks: ""})

    asked = browser.post(at("numbers/enter/"), week | before | {clicks: "130"})

    assert asked.context["sheet"].problems == {
        clicks: "It was taken away meanwhile. Save again to keep yours."
    }
    assert not Observation.objects.exists()


def test_what_was_typed_stays_when_it_cannot_be_read(signed_in, person, at, metrics):
    answer = signed_in(person("member")).post(
        at("numbers/enter/"),
        {"from": "2026-11-02", "clicks.2026-11-02": "many", "spend.2026-11-03": "12", "was": "{}"},
    )

    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()
    assert 'value="12"' in answer.content.decode()
    assert not Observation.objects.exists()


@pytest.fixture
def sheet(signed_in, person, at):
    """`sheet(was, **typed)` saves the week of 2 November."""
    browser = signed_in(person("member"))

    def save(was, **typed):
        return browser.post(at("numbers/enter/"), {"from": "2026-11-02", "was": was} | typed)

    save.opened = lambda **place: (
        browser.get(at("numbers/enter/"), {"from": "2026-11-02"} | place).context["sheet"].was
    )
    return save


def test_what_was_typed_in_another_unit_is_not_taken_for_the_one_of_now(
    sheet, person, workspace, campaign
):
    by, monday, tuesday = person("manager"), "views.2026-11-02", "views.2026-11-03"
    views = defining.add(workspace.pk, by=by, key="views", name="Views")
    sheet("{}", **{monday: "120"})
    opened = sheet.opened()
    defining.edit(views, by=by, version=1, unit="percent", leave_apart=True)

    asked = sheet(opened, **{monday: "120", tuesday: "5"})
    before = Observation.objects.count()
    saved = sheet(asked.context["sheet"].was, **{monday: "", tuesday: "5"})

    assert (asked.status_code, before, saved.status_code) == (422, 1, 302)
    page = asked.content.decode()
    assert "“Views” was in Count when you opened this, and is in Percent now" in page
    assert f'name="{monday}" value=""' in page
    assert f'name="{tuesday}" value="5"' in page
    amounts = Observation.objects.order_by("day").values_list("amount", flat=True)
    assert list(amounts) == [120 * MILLION, 50_000]


def test_what_was_typed_for_a_channel_that_is_gone_is_not_the_campaigns(sheet, channels, metrics):
    channel, cell = channels["Paid search"], "clicks.2026-11-02"
    opened = sheet.opened(channel=channel.pk)
    gone = channel.pk
    channel.delete()

    asked = sheet(opened, channel=gone, **{cell: "5"})
    before = Observation.objects.exists()
    saved = sheet(asked.context["sheet"].was, channel="", **{cell: "5"})

    assert (asked.status_code, before, saved.status_code) == (422, False, 302)
    assert "The channel was removed meanwhile" in asked.content.decode()
    assert f'name="{cell}" value="5"' in asked.content.decode()


def test_what_was_shown_can_be_no_nonsense(sheet, metrics):
    assert sheet("[" * 100_000, **{"clicks.2026-11-02": "5"}).status_code == 302


@pytest.mark.parametrize("key", ["accepted_leads", "impressions"])
def test_what_was_typed_for_a_metric_that_is_closed_since_is_told(
    signed_in, person, at, metrics, campaign, key
):
    """The form was opened before the campaign's first lead, and before the metric was retired."""
    browser, cell = signed_in(person("member")), f"{key}.2026-11-02"
    furniture.lead(campaign)
    type(metrics[key]).objects.filter(key="impressions").update(retired_at=timezone.now())
    sent = {"from": "2026-11-02", "clicks.2026-11-02": "5", "was": "{}"}

    refused = browser.post(at("numbers/enter/"), sent | {cell: "3"})
    before = Observation.objects.exists()
    unchanged = {cell: "3", "was": json.dumps({cell: str(3 * MILLION)})}
    saved = browser.post(at("numbers/enter/"), sent | unchanged)

    label = metrics[key].label
    says = f"“{label}” takes no numbers by hand any more; what you typed there is not saved"
    assert (refused.status_code, before) == (422, False)
    assert says in refused.content.decode()
    assert 'name="clicks.2026-11-02" value="5"' in refused.content.decode()
    assert saved.status_code == 302
    assert dict(Observation.objects.values_list("series__metric__key", "amount")) == {
        "clicks": 5 * MILLION
    }


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

"""Targets: set, changed, locked at the launch, and shown beside where they stand."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.metrics import standings
from campaigns.metrics.actions import aiming, defining
from campaigns.metrics.models import Target
from campaigns.plan.actions import undo, vocabulary
from workspace.kernel import streams
from workspace.kernel.refusals import Conflict

MILLION = 1_000_000


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
        ({"starts_on": "0001-01-01"}, "starts_on"),
        ({"due_on": "9999-12-31"}, "due_on"),
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
    assert 'value="many" autocomplete="off" aria-invalid="true"' in page
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
        return browser.post(re.findall(r'action="([^"]+/undo/\d+/)"', page)[-1])

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


@pytest.fixture
def changed_thrice(person, campaign, metrics):
    """A target that was set to 1, 2, and 3, and back to 2 by hand; its revisions by these values.

    The last one is asked for as "by hand".
    """
    by = person("member")
    one = aiming.aim(campaign, by=by, metric=metrics["clicks"], target=MILLION)
    revisions = {}
    for version, (name, amount) in enumerate([(2, 2), (3, 3), ("by hand", 2)], 1):
        aiming.edit(one, by=by, version=version, target=amount * MILLION)
        revisions[name] = by.newest
    return revisions


def test_a_target_that_an_undoing_changed_since_is_not_overwritten_by_another(
    changed_thrice, person, campaign
):
    by = person("member")
    undo(campaign, changed_thrice[2], by=by)

    with pytest.raises(Conflict):
        undo(campaign, changed_thrice["by hand"], by=by)

    assert Target.objects.get().target == MILLION


def test_a_target_that_is_another_by_now_is_not_overwritten_whoever_changed_it(
    changed_thrice, person, campaign
):
    Target.objects.update(target=9 * MILLION)

    with pytest.raises(Conflict, match="changed again since"):
        undo(campaign, changed_thrice["by hand"], by=person("member"))

    assert Target.objects.get().target == 9 * MILLION


def test_a_target_that_was_typed_in_another_unit_is_asked_for_anew(
    signed_in, person, workspace, campaign, at
):
    by = person("manager")
    views = defining.add(workspace.pk, by=by, key="views", name="Views")
    one = aiming.aim(campaign, by=by, metric=views, target=120 * MILLION)
    browser, page = signed_in(by), at(f"targets/{one.pk}/")
    opened = browser.get(page).content.decode()
    defining.edit(views, by=by, version=1, unit="percent", leave_apart=True)

    refused = browser.post(page, aimed(version=1, unit="count", tolerance="20"))
    before = Target.objects.get()
    saved = browser.post(page, aimed(version=1, unit="percent", target="40"))

    assert '<input type="hidden" name="unit" value="count">' in opened
    told = refused.content.decode()
    assert "It was set in Count, and its metric is in Percent now: say it anew." in told
    assert (refused.status_code, before.version, saved.status_code) == (422, 1, 302)
    assert '<input type="hidden" name="unit" value="percent">' in told
    after = Target.objects.get()
    assert (after.target, after.unit) == (400_000, "percent")


@pytest.fixture
def removed(person, campaign, metrics):
    """`removed(channel=…)`: the revision in which a target of clicks was taken away again."""

    def remove(**values):
        by = person("member")
        one = aiming.aim(campaign, by=by, metric=metrics["clicks"], target=MILLION, **values)
        aiming.remove(one, by=by, version=one.version)
        return by.newest

    return remove


def test_a_target_does_not_come_back_without_its_channel(removed, person, campaign, channels):
    revision = removed(channel=channels["Paid search"])
    vocabulary.remove(channels["Paid search"], by=person("manager"))

    with pytest.raises(Conflict, match="channel of this target is gone"):
        undo(campaign, revision, by=person("member"))


def test_a_primary_target_does_not_come_back_beside_another(removed, person, campaign, metrics):
    revision = removed(is_primary=True)
    by = person("member")
    aiming.aim(campaign, by=by, metric=metrics["leads"], target=MILLION, is_primary=True)

    with pytest.raises(Conflict, match="“Leads” is the primary metric by now"):
        undo(campaign, revision, by=by)


def test_a_campaign_has_one_primary_metric(person, campaign, metrics):
    by = person("member")
    first = aiming.aim(campaign, by=by, metric=metrics["clicks"], target=MILLION, is_primary=True)

    aiming.aim(campaign, by=by, metric=metrics["leads"], target=MILLION, is_primary=True)

    first.refresh_from_db()
    assert not first.is_primary


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


@pytest.mark.parametrize(("key", "asked"), [("clicks", False), ("spend", True)])
def test_only_a_target_of_money_asks_for_its_currency(key, asked, signed_in, person, metrics, at):
    browser = signed_in(person("member"))
    made = aimed(metric=metrics[key].pk, currency="EUR" if asked else "")
    browser.post(at("targets/add/"), made)
    address = at(f"targets/{Target.objects.get().pk}/")

    page = browser.get(address)
    browser.post(address, aimed(target="140", version=1, currency="EUR" if asked else ""))

    assert ("currency" in page.context["form"].fields) == asked
    assert Target.objects.get().target == 140_000_000

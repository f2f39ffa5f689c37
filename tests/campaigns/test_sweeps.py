"""What the worker looks after: one thing that fails keeps nothing else back, and is tried again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.brief import actions, health
from campaigns.brief.models import Campaign, Health, Standing
from campaigns.calendar import tasks as calendars
from campaigns.calendar.actions import overlays
from campaigns.calendar.models import Overlay
from campaigns.patterns import rules
from campaigns.patterns import tasks as patterns
from campaigns.patterns.actions import recurring
from campaigns.plan import actions as plan_actions
from campaigns.plan import tasks as plans
from campaigns.plan.imports import tasks as imports
from campaigns.plan.imports.models import Import
from campaigns.plan.models import Item
from tests import furniture
from workspace.kernel import clock, scope
from workspace.kernel.outbox.models import Effect

CANARY = "CANARY mei.lin@example.com"


@pytest.fixture
def failing(monkeypatch):
    """`failing(module, "name", is_bad)`: calls of the function whose first value is bad fail."""

    def fail(module, name, is_bad):
        done = getattr(module, name)

        def either(first, *others, **named):
            if is_bad(first):
                raise RuntimeError(CANARY)
            return done(first, *others, **named)

        monkeypatch.setattr(module, name, either)

    return fail


def told(caplog):
    """What was logged, and that none of it holds what the error said."""
    assert "CANARY" not in caplog.text
    return [record.getMessage().split(": RuntimeError")[0] for record in caplog.records]


@pytest.fixture
def three(workspace, person, campaign):
    """Three campaigns, the last one in another workspace; all stand as they were computed."""
    autumn = furniture.campaign(workspace, by=person("owner"), key="AUTUMN")
    with scope.everything(because="the test makes another workspace"):
        other = furniture.workspace("beta")
        far = furniture.campaign(other, by=furniture.People(other)("owner"), key="FAR")
        actions.sweep()
    return campaign, autumn, far


@pytest.fixture
def broken(monkeypatch):
    """`broken(campaign)`: a chapter cannot read it."""

    def break_(bad):
        def read(campaigns, today):
            if bad in campaigns:
                raise RuntimeError(CANARY)
            return {}

        monkeypatch.setattr(health, "readers", [*health.readers, read])

    return break_


def go_live(campaigns):
    """As if they were live, and their plans had moved on."""
    pks = [each.pk for each in campaigns]
    Campaign.objects.filter(pk__in=pks).update(phase="live")
    Standing.objects.filter(campaign__in=pks).update(revision=0)


def levels(campaigns):
    rows = dict(Standing.objects.values_list("campaign", "health"))
    return [rows[each.pk] for each in campaigns]


def test_all_campaigns_are_computed_but_one_that_cannot_be(three, broken, caplog):
    bad, _autumn, _far = three
    with scope.everything(because="they are of two workspaces"):
        go_live(three)
        broken(bad)

        actions.sweep()

        assert levels(three) == [Health.NOT_STARTED, Health.ON_TRACK, Health.ON_TRACK]
        assert told(caplog) == [f"how campaign {bad.pk} stands was not computed"]


def test_the_campaign_that_could_not_be_computed_is_tried_again(three, broken, monkeypatch):
    with scope.everything(because="they are of two workspaces"):
        go_live(three)
        with monkeypatch.context() as patched:
            patched.setattr(health, "readers", list(health.readers))
            broken(three[0])
            actions.sweep()
        monkeypatch.setattr(health, "readers", health.readers[:-1])

        actions.sweep()

        assert levels(three) == [Health.ON_TRACK] * 3


def test_a_word_that_does_not_end_keeps_nothing_back(three, person, failing, caplog):
    bad, autumn, _far = three
    today = timezone.localdate()
    for each in (bad, autumn):
        word = {"level": Health.AT_RISK, "reason": "Late", "until": today}
        actions.override(each, by=person("manager"), **word)
    failing(actions.standing, "end_by_itself", lambda campaign: campaign == bad)

    with clock.at(clock.now() + timedelta(days=2)):
        actions.sweep()

    open_ = actions.standing.Override.objects.filter(ended_at__isnull=True)
    assert list(open_.values_list("campaign", flat=True)) == [bad.pk]
    assert told(caplog) == [f"the word on campaign {bad.pk} did not end"]


def test_an_item_that_does_not_return_keeps_no_other_back(plan, person, failing, caplog):
    due = timezone.localdate() + timedelta(days=3)
    bad, good = plan("report", "minutes", due_on=due)
    for item in (bad, good):
        recurring.repeat(item, by=person("member"), rule=rules.rule("week", due), ahead=10)
    failing(patterns, "leave", lambda row: row.item_id == bad.pk)

    patterns.sweep()

    made = Effect.objects.filter(name=patterns.MAKE).values_list("payload__recurrence", flat=True)
    assert list(made) == [good.recurrence.pk]
    assert told(caplog) == [f"item {bad.pk} did not return"]


def test_a_calendar_that_fails_keeps_no_other_back(workspace, person, failing, caplog, monkeypatch):
    bad, good = [
        overlays.lay(workspace.pk, by=person("member"), name=name, url="http://x.example/")
        for name in ("Fairs", "Holidays")
    ]
    Effect.objects.all().delete()
    Overlay.objects.update(created_at="2026-01-01T00:00Z")
    leave = calendars.outbox.leave

    def either(name, **values):
        if values["overlay"] == bad.pk:
            raise RuntimeError(CANARY)
        leave(name, **values)

    monkeypatch.setattr(calendars.outbox, "leave", either)
    calendars.sweep()

    assert [each.payload["overlay"] for each in Effect.objects.all()] == [good.pk]
    assert told(caplog) == [f"calendar {bad.pk} was not read again"]


def test_trash_that_is_not_emptied_keeps_no_other_back(
    workspace, person, campaign, plan, failing, caplog
):
    autumn = furniture.campaign(workspace, by=person("owner"), key="AUTUMN")
    plan("brief")
    furniture.Plan(autumn, person)("brief")
    for each in (campaign, autumn):
        pks = list(Item.objects.filter(campaign=each).values_list("pk", flat=True))
        plan_actions.trash(each, pks, by=person("member"))
    failing(plan_actions, "purge", lambda each: each == campaign)

    Item.objects.trashed().update(trashed_at=timezone.now() - timedelta(days=60))

    plans.tidy()

    assert list(Item.objects.trashed().values_list("campaign", flat=True)) == [campaign.pk]
    assert told(caplog) == [f"the trash of campaign {campaign.pk} was not emptied"]


def test_a_file_that_is_not_forgotten_keeps_no_other_back(campaign, person, failing, caplog):
    bad, _good = [
        Import.objects.create(
            workspace_id=campaign.workspace_id,
            campaign=campaign,
            by=person("member"),
            name=name,
            file=name,
            created_at=clock.now() - timedelta(days=30),
        )
        for name in ("a.csv", "b.csv")
    ]
    failing(imports.actions, "drop", lambda imp: imp.pk == bad.pk)

    imports.tidy()

    assert list(Import.objects.all()) == [bad]
    assert told(caplog) == [f"import {bad.pk} was not forgotten"]

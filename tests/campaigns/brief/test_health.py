from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.brief import actions, health, policies
from campaigns.brief.actions import standing as sweeping
from campaigns.brief.models import Campaign, Health, Standing
from campaigns.metrics import actions as observing
from campaigns.metrics import standard
from campaigns.plan import actions as plan_actions
from campaigns.plan.models import Item
from tests import furniture
from workspace.kernel import clock, scope
from workspace.kernel.refusals import Invalid
from workspace.kernel.streams.models import Event, Stream

DAY = timedelta(days=1)


def today():
    return timezone.localdate(timezone=ZoneInfo("Europe/Berlin"))


def standing(campaign):
    return Standing.objects.get(campaign=campaign)


def keys(campaign):
    return [reason["key"] for reason in standing(campaign).reasons]


def add(campaign, person, **values):
    return plan_actions.add(campaign, by=person("member"), title="Something", **values)


def live(campaign, **values):
    """As if it were live already; how it came to be so is the gate's subject."""
    Campaign.objects.filter(pk=campaign.pk).update(phase="live", **values)


def test_a_campaign_that_has_not_begun_is_not_started(campaign):
    actions.sweep()

    assert standing(campaign).health == Health.NOT_STARTED


def test_a_live_campaign_without_any_reason_is_on_track(campaign, person):
    live(campaign)
    add(campaign, person, due_on=today() + DAY)

    actions.sweep()

    assert (standing(campaign).health, keys(campaign)) == (Health.ON_TRACK, [])


@pytest.mark.parametrize(
    ("values", "reasons", "level"),
    [
        ({"due_on": -1}, ["overdue"], Health.AT_RISK),
        ({"due_on": 0}, [], Health.ON_TRACK),
        ({"status": "blocked"}, ["blocked"], Health.AT_RISK),
        ({"due_on": -1, "kind": "milestone"}, ["deadline_missed", "overdue"], Health.OFF_TRACK),
        ({"due_on": -1, "status": "done"}, [], Health.ON_TRACK),
    ],
)
def test_items_give_reasons(campaign, person, values, reasons, level):
    live(campaign)
    if "due_on" in values:
        values = values | {"due_on": today() + values["due_on"] * DAY}
    add(campaign, person, **values)

    actions.sweep()

    assert (keys(campaign), standing(campaign).health) == (reasons, level)


def test_a_reason_keeps_its_day_while_it_is_given_and_begins_anew_after_it_was_not(
    campaign, person
):
    live(campaign)
    first = add(campaign, person, status="blocked")

    def since_after(days):
        with clock.at(timezone.now() + days * DAY):
            add(campaign, person)
            actions.sweep()
        return {each["key"]: each["since"] for each in standing(campaign).reasons}

    assert since_after(0) == {"blocked": today().isoformat()}
    add(campaign, person, status="blocked")
    assert since_after(2) == {"blocked": today().isoformat()}
    for item in (first, Item.objects.order_by("-pk").filter(status="blocked")[0]):
        plan_actions.edit(item, by=person("member"), version=item.version, status="done")
    assert since_after(3) == {}
    add(campaign, person, status="blocked")
    assert since_after(4) == {"blocked": (today() + 4 * DAY).isoformat()}


def test_a_quarter_of_the_work_overdue_is_off_track(campaign, person):
    live(campaign)
    for number in range(12):
        add(campaign, person, due_on=today() + (-DAY if number < 3 else DAY))

    actions.sweep()

    assert standing(campaign).health == Health.OFF_TRACK


def test_a_campaign_that_should_be_live_and_one_that_should_be_over_are_at_risk(
    campaign, workspace, person
):
    other = furniture.campaign(workspace, by=person("owner"), key="OTHER")
    Campaign.objects.filter(pk=campaign.pk).update(starts_on=today() - DAY)
    live(other, starts_on=today() - 9 * DAY, ends_on=today() - DAY)

    actions.sweep()

    assert (keys(campaign), keys(other)) == (["start_passed"], ["end_passed"])
    assert standing(other).health == Health.AT_RISK


def test_nothing_touched_for_ten_working_days_is_stale(workspace, person):
    now = timezone.now()
    with clock.at(now - 40 * DAY):
        campaign = furniture.campaign(workspace, by=person("owner"))
    live(campaign)

    actions.sweep()

    assert (standing(campaign).health, keys(campaign)) == (Health.STALE, ["untouched"])
    days = standing(campaign).reasons[0]["data"]["days"]
    assert 26 <= days <= 30


@pytest.mark.parametrize(("days", "is_stale"), [(40, True), (4, False)])
def test_what_a_program_made_and_nobody_ever_touched_is_stale(workspace, person, days, is_stale):
    by = person("owner")
    by.via = "api"
    with clock.at(timezone.now() - days * DAY):
        campaign = furniture.campaign(workspace, by=by)

    actions.sweep()

    assert (standing(campaign).health == Health.STALE) == is_stale


@pytest.mark.parametrize(("touched", "is_stale"), [(date, date >= 10) for date in (8, 9, 10, 11)])
def test_stale_begins_with_the_tenth_working_day(
    workspace, person, time_machine, touched, is_stale
):
    monday = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    weeks, rest = divmod(touched, 5)
    with clock.at(monday):
        campaign = furniture.campaign(workspace, by=person("owner"))
    time_machine.move_to(monday + timedelta(weeks=weeks, days=rest), tick=False)

    actions.sweep()

    assert (standing(campaign).health == Health.STALE) == is_stale


def test_what_the_worker_does_is_no_touch_of_a_person(workspace, person):
    with clock.at(timezone.now() - 40 * DAY):
        campaign = furniture.campaign(workspace, by=person("owner"))
        item = add(campaign, person)
    plan_actions.items.recount(campaign.pk, [item.pk])
    actions.sweep()

    assert standing(campaign).health == Health.STALE


@pytest.mark.parametrize(("via", "is_stale"), [("api", True), ("web", False)])
def test_numbers_that_a_program_brings_in_are_no_touch_of_a_person(
    workspace, person, via, is_stale
):
    with clock.at(timezone.now() - 40 * DAY):
        campaign = furniture.campaign(workspace, by=person("owner"))
    standard.furnish(workspace.pk)
    by = person("member")
    by.via = via
    number = observing.Number("clicks", today(), 1_000_000, campaign_id=campaign.pk)
    observing.observe([number], by=by, source="api")

    actions.sweep()

    assert (standing(campaign).health == Health.STALE) == is_stale


def test_the_worst_reason_is_the_level_and_comes_first(campaign, person):
    live(campaign)
    add(campaign, person, status="blocked")
    add(campaign, person, due_on=today() - DAY, kind="milestone")

    actions.sweep()

    assert keys(campaign) == ["deadline_missed", "overdue", "blocked"]
    assert standing(campaign).health == Health.OFF_TRACK


def test_a_reason_is_a_sentence_with_the_way_to_what_it_is_about(campaign, person):
    live(campaign)
    add(campaign, person, due_on=today() - DAY)
    actions.sweep()

    campaign = policies.campaign.fetch(person("member"), "view", pk=campaign.pk)
    [reason] = health.stored_reasons(campaign, "acme")

    assert (reason.sentence, reason.url) == (
        "1 item is overdue",
        "/w/acme/c/SPRING/list/?due=overdue",
    )


def test_an_unchanged_campaign_is_not_computed_again(campaign, django_assert_num_queries):
    actions.sweep()
    before = Stream.objects.get(kind="campaign").revision

    with django_assert_num_queries(3):
        actions.sweep()

    assert Stream.objects.get(kind="campaign").revision == before


def test_a_new_day_computes_anew(campaign, person, time_machine):
    live(campaign)
    add(campaign, person, due_on=today())
    actions.sweep()
    time_machine.move_to(timezone.now() + DAY)

    actions.sweep()

    assert keys(campaign) == ["overdue"]


def test_a_changed_level_is_told_once_to_everybody(campaign, person):
    live(campaign)
    add(campaign, person, due_on=today() - DAY)

    actions.sweep()
    actions.sweep()

    [event] = Event.objects.filter(verb="campaign.health")
    assert (event.changes, event.audience, event.actor) == (
        {"health": ["on_track", "at_risk"]},
        "all",
        None,
    )


def test_fifty_campaigns_take_as_many_statements_as_one(
    workspace, person, django_assert_max_num_queries, django_assert_num_queries
):
    made = [
        furniture.campaign(workspace, by=person("owner"), key=f"C{number}") for number in range(50)
    ]
    actions.sweep()
    counts = []
    for some in (made[:1], made):
        for campaign in some:
            add(campaign, person, due_on=today() + DAY)
        with django_assert_max_num_queries(20) as asked:
            actions.sweep()
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_persons_word_stands_before_what_was_computed_until_its_last_day(
    campaign, person, time_machine
):
    live(campaign)
    add(campaign, person, due_on=today() - DAY)
    actions.sweep()

    actions.override(
        campaign, by=person("member"), level="on_track", reason="Sent yesterday.", until=today()
    )

    fetched = policies.campaign.fetch(person("member"), "view", pk=campaign.pk)
    stands = health.shown(fetched)
    assert (stands.level, stands.computed) == ("on_track", "at_risk")
    time_machine.move_to(timezone.now() + DAY)
    assert health.shown(fetched).level == "at_risk"
    actions.sweep()
    verbs = Event.objects.filter(noun__in=["override"]).values_list("verb", "actor_name")
    assert list(verbs) == [("override.added", person("member").name), ("override.ended", "")]


def test_a_word_that_was_given_while_the_worker_looked_stays(
    campaign, person, time_machine, monkeypatch
):
    how = {"by": person("member"), "level": "on_track", "reason": "Sent."}
    actions.override(campaign, until=today(), **how)
    time_machine.move_to(timezone.now() + DAY)
    ended = sweeping.ended

    def then_somebody_speaks(todays):
        found = ended(todays)
        with scope.of(campaign.workspace_id):
            actions.override(campaign, until=today() + DAY, **how)
        return found

    monkeypatch.setattr(sweeping, "ended", then_somebody_speaks)
    actions.sweep()

    word = campaign.overrides.get(ended_at__isnull=True)
    assert word.until == today() + DAY
    assert not Event.objects.filter(verb="override.ended").exists()


def test_a_word_holds_for_thirty_days_at_most(campaign, person):
    until = today() + 29 * DAY

    actions.override(campaign, by=person("member"), level="on_hold", reason="Legal.", until=until)

    assert health.shown(campaign).override.until == until


def test_no_word_takes_stale_away(workspace, person, time_machine, signed_in):
    with clock.at(timezone.now() - 40 * DAY):
        campaign = furniture.campaign(workspace, by=person("owner"))
    live(campaign)
    with clock.at(timezone.now() - 25 * DAY):
        until = timezone.localdate(clock.now()) + 29 * DAY
        word = {"level": "on_track", "reason": "All is well.", "until": until}
        actions.override(campaign, by=person("member"), **word)

    actions.sweep()

    campaign = policies.campaign.fetch(person("member"), "view", pk=campaign.pk)
    stands = health.shown(campaign)
    assert (stands.level, stands.is_stale) == ("on_track", True)
    browser = signed_in(person("member"))
    for page in ("campaigns/", "c/SPRING/board/", "c/SPRING/health/"):
        said = browser.get(f"/w/acme/{page}").content.decode()
        assert ("On track" in said, "Stale" in said) == (True, True)


def test_a_word_is_taken_back_and_a_new_one_takes_its_place(campaign, person):
    words = {"by": person("member"), "until": today()}
    actions.override(campaign, level="on_hold", reason="The board decides.", **words)
    actions.override(campaign, level="off_track", reason="It did.", **words)
    assert health.shown(campaign).level == "off_track"

    actions.take_back(campaign, by=person("manager"))

    assert health.shown(campaign).level == "not_started"
    assert campaign.overrides.filter(ended_at__isnull=True).count() == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"level": "done"}, "level"),
        ({"reason": ""}, "reason"),
        ({"until": -DAY}, "until"),
        ({"until": 30 * DAY}, "until"),
    ],
)
def test_a_word_has_a_level_a_reason_and_a_day(campaign, person, given, field):
    sound = {"level": "on_track", "reason": "Trust me.", "until": today()}
    if "until" in given:
        given = {"until": today() + given["until"]}

    with pytest.raises(Invalid) as refused:
        actions.override(campaign, by=person("member"), **sound | given)

    assert list(refused.value.fields) == [field]


def test_a_waiver_that_is_over_is_a_reason_while_the_thing_is_missing(
    campaign, person, time_machine
):
    actions.waive(
        campaign, by=person("manager"), keys=["objective", "end"], reason="Soon.", until=today()
    )
    actions.sweep()
    assert keys(campaign) == []

    time_machine.move_to(timezone.now() + DAY)
    actions.sweep()
    assert (keys(campaign), standing(campaign).reasons[0]["data"]) == (
        ["waiver_over"],
        {"count": 2},
    )

    actions.edit(
        campaign, by=person("member"), version=1, objective="More", ends_on=date(2030, 1, 1)
    )
    actions.sweep()
    assert keys(campaign) == []


def test_the_header_needs_no_statement_of_its_own(campaign, person, django_assert_num_queries):
    actions.sweep()
    reader = person("member")
    with django_assert_num_queries(1):
        fetched = policies.campaign.fetch(reader, "view", pk=campaign.pk)
        health.shown(fetched)

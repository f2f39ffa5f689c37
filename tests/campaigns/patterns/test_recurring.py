"""Items that return: their rules, and the next one made once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.brief.models import Campaign
from campaigns.patterns import rules
from campaigns.patterns.actions import recurring
from campaigns.patterns.models import Recurrence
from campaigns.patterns.rules import Every
from campaigns.patterns.tasks import sweep
from campaigns.plan import actions
from campaigns.plan.models import Item
from campaigns.schedule.days import WorkingDays
from teams.actions import members
from teams.models import Workspace
from workspace.kernel import clock, outbox
from workspace.kernel.refusals import Invalid

HTMX = {"HX-Request": "true"}


WEEKDAYS = WorkingDays(0b0011111)


def days(every, first, count=3, **how):
    return rules.returns(rules.rule(every, first, **how), first, count=count)


@pytest.fixture
def in_november():
    """Before the days of these tests."""
    with clock.at(datetime(2026, 11, 30, 12, tzinfo=UTC)):
        yield


@pytest.mark.parametrize(
    ("every", "first", "expected"),
    [
        (Every.DAY, "2026-12-30", ["2026-12-31", "2027-01-01", "2027-01-02"]),
        (Every.WEEK, "2026-12-07", ["2026-12-14", "2026-12-21", "2026-12-28"]),
        (Every.MONTH, "2026-01-31", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        (Every.MONTH, "2027-12-15", ["2028-01-15", "2028-02-15", "2028-03-15"]),
        (Every.WEEKDAY, "2026-12-08", ["2027-01-12", "2027-02-09", "2027-03-09"]),
        (Every.WEEKDAY, "2026-12-29", ["2027-01-26", "2027-02-23", "2027-03-30"]),
        (Every.QUARTER, "2026-11-30", ["2027-02-28", "2027-05-30", "2027-08-30"]),
        (Every.YEAR, "2028-02-29", ["2029-02-28", "2030-02-28", "2031-02-28"]),
    ],
)
def test_the_days_that_follow(every, first, expected):
    found = days(every, date.fromisoformat(first))

    assert [day.isoformat() for day in found] == expected


def test_a_week_has_the_weekdays_that_were_chosen():
    found = days(Every.WEEK, date(2026, 12, 7), weekdays=[0, 3])

    assert found == [date(2026, 12, 10), date(2026, 12, 14), date(2026, 12, 17)]


def test_a_rule_ends_on_a_day_or_after_a_number():
    first = date(2026, 12, 7)

    assert days(Every.DAY, first, until=date(2026, 12, 8)) == [date(2026, 12, 8)]
    thrice = rules.rule(Every.DAY, first, count=3)
    assert rules.returns(thrice, first, count=9) == [date(2026, 12, 8), date(2026, 12, 9)]
    assert rules.next_after(rules.rule(Every.DAY, first, count=2), first, date(2026, 12, 8)) is None


@pytest.mark.parametrize(
    ("every", "weekdays", "working", "count", "expected"),
    [
        (Every.WEEK, [1, 3], None, 3, [8, 10]),
        (Every.DAY, [], WEEKDAYS, 8, [8, 9, 10, 11, 14, 15, 16]),
        (Every.DAY, [], None, 8, [8, 9, 10, 11, 12, 13, 14]),
    ],
)
def test_a_number_counts_what_is_there_and_the_first_one_too(
    every, weekdays, working, count, expected
):
    monday = date(2026, 12, 7)
    rule = rules.rule(every, monday, weekdays=weekdays, count=count, working=working)

    found = rules.returns(rule, monday, working, count=20)

    assert [day.day for day in found] == expected


@pytest.mark.parametrize("every", Every)
@pytest.mark.parametrize("end", [{}, {"until": date(2027, 3, 1)}])
def test_a_rule_tells_what_was_chosen(every, end):
    first = date(2026, 12, 31)
    weekdays = {"weekdays": [0, 3]} if every == Every.WEEK else {}

    assert rules.chosen(rules.rule(every, first, **weekdays, **end)) == {
        "every": every,
        **weekdays,
        **end,
    }


@pytest.fixture
def report(plan, person):
    """An item that is due in three days, took two days, and returns every week."""
    due = timezone.localdate() + timedelta(days=3)
    [item] = plan(
        "report",
        start_on=due - timedelta(days=2),
        due_on=due,
        checklist=[("Figures", True)],
        assignees=[person("manager")],
    )
    recurring.repeat(item, by=person("member"), rule=rules.rule(Every.WEEK, due), ahead=10)
    return item


def carry_out():
    sweep()
    outbox.dispatch()


def test_the_next_one_is_made_with_the_same_people_and_nothing_ticked(report, person):
    carry_out()

    made = Item.objects.get(number=2)
    week = timedelta(days=7)
    assert (made.title, made.status) == ("report", "todo")
    assert (made.start_on, made.due_on) == (report.start_on + week, report.due_on + week)
    assert [(entry.text, entry.done) for entry in made.checklist.all()] == [("Figures", False)]
    assert [each.member for each in made.assignments.all()] == [person("manager")]
    assert Recurrence.objects.get().item == made


def test_what_is_gone_is_left_out_and_said(report, campaign, plan, person, signed_in):
    [whole] = plan("launch")
    item = Item.objects.select_related("campaign").get(pk=report.pk)
    people = [person("manager"), person("sales", "Sina")]
    actions.edit(item, by=people[0], version=item.version, parent=whole, assignees=people)
    actions.trash(campaign, [whole.pk], by=people[0])
    members.remove(people[1], by=person("owner"), version=1)

    carry_out()

    made = Item.objects.order_by("-pk").first()
    page = signed_in(people[0]).get(f"/w/acme/c/SPRING/items/{made.number}/").content.decode()
    assert (made.title, made.parent) == ("report", None)
    assert [each.member for each in made.assignments.all()] == people[:1]
    assert "Left out, as it is gone: Sina, launch" in page
    assert Recurrence.objects.get().item == made


def test_however_often_the_worker_looks_it_is_made_once(report):
    sweep()
    sweep()
    outbox.dispatch()
    carry_out()

    assert Item.objects.count() == 2


def test_the_same_date_is_never_made_twice(report):
    recurrence = Recurrence.objects.select_related("item").get()
    due = recurrence.next_on

    made = [recurring.make_next(recurrence, due) for _time in range(2)]

    assert [item is None for item in made] == [False, True]


def test_what_would_have_come_before_today_does_not_come(plan, person, signed_in):
    today = timezone.localdate()
    [item] = plan("stand-up", due_on=today - timedelta(days=30))
    chosen = {"every": "day", "ahead": "0", "count": "3"}
    browser, page = signed_in(person("member")), f"/w/acme/c/SPRING/items/{item.number}/repeats/"

    preview = browser.get(page, chosen)
    browser.post(page, chosen)
    carry_out()
    carry_out()

    assert preview.context["preview"].days == [today, today + timedelta(days=1)]
    made = Item.objects.exclude(pk=item.pk)
    assert [each.due_on for each in made] == [today]


def test_what_was_missed_for_long_comes_once(report):
    today = timezone.localdate()
    first = report.due_on - timedelta(weeks=30)
    Recurrence.objects.update(first_on=first, next_on=first + timedelta(weeks=1), ahead=0)

    for _time in range(3):
        carry_out()

    made = Item.objects.exclude(pk=report.pk)
    assert [each.due_on for each in made] == [report.due_on - timedelta(weeks=1)]
    assert Recurrence.objects.get().next_on == report.due_on > today


def test_what_was_in_the_trash_when_it_was_to_return_does_so_the_next_day(report, campaign, person):
    with clock.at(timezone.now() - timedelta(days=1)):
        sweep()
    actions.trash(campaign, [report.pk], by=person("member"))
    outbox.dispatch()
    actions.restore(campaign, [report.pk], by=person("member"))

    carry_out()

    assert Item.objects.count() == 2


def test_nothing_returns_to_a_campaign_that_was_closed_meanwhile(report, campaign):
    sweep()
    Campaign.objects.filter(pk=campaign.pk).update(phase="closed")

    outbox.dispatch()

    assert Item.objects.count() == 1


def test_an_item_that_was_moved_back_returns_again(report, person):
    carry_out()
    made = Item.objects.get(number=2)
    back = {"start_on": report.start_on, "due_on": report.due_on}
    actions.edit(made, by=person("member"), version=made.version, **back)
    rule = rules.rule(Every.WEEK, report.due_on)
    recurring.repeat(Item.objects.get(pk=made.pk), by=person("member"), rule=rule, ahead=10)

    carry_out()

    assert Item.objects.count() == 3


def test_a_day_begins_by_the_workspaces_clock(report, workspace):
    Workspace.objects.update(time_zone="Pacific/Kiritimati")
    Recurrence.objects.update(next_on=date(2026, 12, 8), ahead=0)

    with clock.at(datetime(2026, 12, 7, 9, tzinfo=UTC)):
        sweep()
        before = outbox.models.Effect.objects.filter(name="patterns.make_next").count()
    with clock.at(datetime(2026, 12, 7, 11, tzinfo=UTC)):
        sweep()
        after = outbox.models.Effect.objects.filter(name="patterns.make_next").count()

    assert (before, after) == (0, 1)


@pytest.mark.parametrize("end", ["stop", "trash", "late"])
def test_what_was_stopped_thrown_away_or_is_far_off_does_not_return(report, campaign, person, end):
    if end == "stop":
        recurring.stop(report, by=person("member"))
    elif end == "trash":
        actions.trash(campaign, [report.pk], by=person("member"))
    else:
        Recurrence.objects.update(ahead=9)

    carry_out()

    assert Item.objects.count() == 1


@pytest.mark.usefixtures("in_november")
def test_a_day_off_is_moved_to_the_next_working_day(plan, person):
    [item] = plan("report", due_on="2026-12-12")  # a Saturday
    rule = rules.rule(Every.MONTH, date(2026, 12, 12))
    recurrence = recurring.repeat(
        item, by=person("member"), rule=rule, on_working_days=True, ahead=0
    )
    Recurrence.objects.update(next_on=date(2027, 6, 12))

    made = recurring.make_next(recurrence, date(2027, 6, 12))

    assert made.due_on == date(2027, 6, 14)


@pytest.mark.usefixtures("in_november")
def test_a_day_off_is_told_everywhere_as_the_day_that_it_gives_way_to(plan, person, signed_in):
    plan("report", due_on="2026-12-12")  # a Saturday
    browser = signed_in(person("member"))
    item, rule = "/w/acme/c/SPRING/items/1/", {"every": "week", "weekdays": "5", "ahead": "7"}
    chosen = rule | {"on_working_days": "on"}

    preview = browser.get(f"{item}repeats/", chosen)
    browser.post(f"{item}repeats/", chosen)
    told = [
        browser.get(f"{item}repeats/").content.decode(),
        browser.get(item).content.decode(),
    ]

    assert preview.context["preview"].days[0].isoformat() == "2026-12-21"
    assert "It comes again on 21 Dec." in told[0]
    assert "Comes again on 21 Dec" in told[1]


@pytest.mark.usefixtures("in_november")
def test_a_weekend_of_days_off_makes_one_item_on_monday(plan, person, signed_in):
    [item] = plan("stand-up", due_on="2027-01-08")  # a Friday
    rule = rules.rule(Every.DAY, date(2027, 1, 8))
    recurrence = recurring.repeat(item, by=person("member"), rule=rule, on_working_days=True)

    for _turn in range(3):
        recurrence.refresh_from_db()
        recurring.make_next(recurrence, recurrence.next_on)
    chosen = "?every=day&on_working_days=on&ahead=7"
    preview = signed_in(person("member")).get(f"/w/acme/c/SPRING/items/1/repeats/{chosen}")

    made = Item.objects.order_by("pk").values_list("due_on", flat=True)
    assert [day.isoformat() for day in made] == [
        "2027-01-08",
        "2027-01-11",
        "2027-01-12",
        "2027-01-13",
    ]
    days = preview.context["preview"].days
    assert [day.day for day in days] == [11, 12, 13, 14, 15]


def test_an_item_without_a_date_cannot_return(plan, person):
    [item] = plan("report")

    with pytest.raises(Invalid, match="date first"):
        recurring.repeat(item, by=person("member"), rule="FREQ=DAILY")


@pytest.mark.usefixtures("in_november")
def test_a_rule_is_chosen_seen_and_kept(plan, person, signed_in):
    plan("report", due_on="2026-12-07")
    browser = signed_in(person("member"))
    page = "/w/acme/c/SPRING/items/1/repeats/"

    preview = browser.get(f"{page}?every=week&weekdays=0&ahead=7&count=4", headers=HTMX)
    answer = browser.post(page, {"every": "week", "weekdays": "0", "ahead": "7", "count": "4"})
    kept = browser.get(page)

    assert [f"{day} Dec" in preview.content.decode() for day in (7, 14, 28)] == [False, True, True]
    assert answer["Location"] == "/w/acme/c/SPRING/items/1/"
    assert "It comes again on 14 Dec." in kept.content.decode()
    shown = kept.context["form"]
    assert (shown["every"].value(), shown["until"].value()) == ("week", date(2026, 12, 28))
    assert [day.day for day in kept.context["to_come"]] == [14, 21, 28]
    assert browser.post(f"{page}stop/").status_code == 302
    assert Recurrence.objects.get().stopped_at is not None


@pytest.mark.usefixtures("in_november")
def test_two_ends_are_one_too_many(plan, person, signed_in):
    plan("report", due_on="2026-12-07")

    answer = signed_in(person("member")).post(
        "/w/acme/c/SPRING/items/1/repeats/",
        {"every": "day", "ahead": "7", "count": "4", "until": "2027-01-01"},
    )

    assert answer.status_code == 422
    assert "Choose one end" in answer.content.decode()


@pytest.mark.usefixtures("in_november")
def test_a_rule_by_which_nothing_would_come_says_so(plan, person, signed_in):
    plan("report", due_on="2026-12-07")

    preview = signed_in(person("member")).get(
        "/w/acme/c/SPRING/items/1/repeats/",
        {"every": "week", "ahead": "7", "until": "2026-12-10"},
        headers=HTMX,
    )

    assert "By this rule it would never come again." in preview.content.decode()
    assert "Let it come again" not in preview.content.decode()

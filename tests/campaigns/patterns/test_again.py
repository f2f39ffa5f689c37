"""What comes again, kept in a template and started from it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.patterns import again, rules
from campaigns.patterns.actions import recurring, templates
from campaigns.patterns.models import Recurrence
from campaigns.patterns.rules import Every
from campaigns.patterns.tasks import sweep
from campaigns.plan import actions
from campaigns.plan.models import Item
from campaigns.schedule.days import WorkingDays
from workspace.kernel import clock, outbox
from workspace.kernel.refusals import Conflict
from workspace.kernel.streams.models import Event
from workspace.kernel.templatetags.look import day

LAUNCH = date(2026, 12, 11)  # a Friday
SOON = date(2026, 11, 13)  # four weeks earlier
NEXT = date(2027, 3, 12)  # thirteen weeks later
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.fixture(autouse=True)
def in_november():
    with clock.at(datetime(2026, 11, 2, 12, tzinfo=UTC)):
        yield


def repeat(item, by, every=Every.WEEK, **often):
    rule = recurring.rule_for(item, every, by=by, **often)
    return recurring.repeat(item, by=by, rule=rule, ahead=3, times=often.get("count"))


def kept(campaign, person, name="Launch"):
    return templates.save(campaign, by=person("member"), name=name, launch=LAUNCH)


def started(template, person, launch=NEXT, **values):
    values = {"key": "NEXT", "name": "Next"} | values
    return templates.start(template, by=person("member"), launch=launch, **values)


def of(campaign):
    """How the items of a campaign come again, by their titles."""
    rows = Recurrence.objects.filter(item__campaign=campaign).select_related("item")
    return {row.item.title: recurring.rule_of(row) for row in rows}


def test_what_comes_again_does_so_in_what_is_started_from_the_template(campaign, plan, person):
    [report, meeting] = plan("report", "meeting", due_on="2026-12-07")  # a Monday, 4 days before
    repeat(report, person("member"), until=date(2026, 12, 21))  # six working days after
    repeat(meeting, person("member"), Every.MONTH, count=4)

    again_here = of(started(kept(campaign, person), person))

    assert again_here["report"] == {
        "rule": "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270322T000000",
        "first_on": "2027-03-08",
        "next_on": "2027-03-15",
        "times": None,
        "ahead": 3,
        "on_working_days": False,
    }
    assert (again_here["meeting"]["rule"], again_here["meeting"]["times"]) == (
        "FREQ=MONTHLY;BYMONTHDAY=8;UNTIL=20270608T000000",
        4,
    )


def test_the_same_launch_gives_the_same_rules(campaign, plan, person):
    items = plan("a", "b", "c", "d", due_on="2026-11-30")
    repeat(items[0], person("member"), Every.MONTH, count=5)
    repeat(items[1], person("member"), weekdays=[1, 3], until=date(2027, 2, 6))
    repeat(items[2], person("member"), Every.WEEKDAY)

    copy = started(kept(campaign, person), person, LAUNCH)

    assert of(copy) == of(campaign)


@given(
    st.sampled_from(Every),
    DAYS,
    DAYS,
    st.sets(st.integers(0, 6), min_size=1),
    st.one_of(
        st.builds(dict),
        st.builds(dict, until=DAYS),
        st.builds(dict, count=st.integers(2, 30)),
    ),
    st.booleans(),
    st.integers(1, 127),
    st.sets(DAYS, max_size=60),
)
def test_a_rule_comes_back_with_the_launch_that_it_was_kept_with(
    every, first, launch, weekdays, end, on_working_days, mask, off
):
    days = WorkingDays(mask, frozenset(off))
    working = days if on_working_days else None
    rule = rules.rule(every, first, weekdays=weekdays, working=working, since=first, **end)
    next_on, next_day = next(rules.turns(rule, first, working, first), (None, None))
    assume(next_on)
    row = Recurrence(
        rule=rule,
        first_on=first,
        next_on=next_on,
        times=end.get("count"),
        on_working_days=on_working_days,
    )

    told = again.without_days(row, launch, days)
    values, on = again.with_days(told, first, launch, days, first)

    assert (Recurrence(**values).rule, on) == (rule, next_day)
    assert values == {
        name: getattr(row, name)
        for name in ("rule", "first_on", "next_on", "times", "ahead", "on_working_days")
    }


def test_so_many_times_counts_from_the_newest_item(campaign, plan, person):
    [report] = plan("report", due_on="2026-11-03")
    repeat(report, person("member"), count=4)
    carry_out(date(2026, 11, 9))  # the second one is made

    template = kept(campaign, person)
    first, second = template.plan["items"]

    assert ("again" in first, second["again"]["times"]) == (False, 3)
    [row] = Recurrence.objects.filter(item__campaign=started(template, person))
    assert len(row.to_come(row.workspace)) == 2


def carry_out(on):
    with clock.at(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)):
        sweep()
        outbox.dispatch()


@pytest.mark.parametrize("end", ["stopped", "over"])
def test_what_comes_no_more_does_not_in_a_template_either(end, campaign, plan, person):
    [report] = plan("report", due_on="2026-11-03")
    repeat(report, person("member"), count=2)
    if end == "stopped":
        recurring.stop(report, by=person("member"))
    else:
        carry_out(date(2026, 11, 9))

    assert not any("again" in item for item in kept(campaign, person).plan["items"])


def test_what_would_be_over_before_it_began_does_not_come(campaign, plan, person):
    [report] = plan("report", due_on="2026-11-30")
    repeat(report, person("member"), until=date(2026, 12, 7))

    copy = started(kept(campaign, person), person, date(2026, 10, 1))

    assert of(copy) == {}


def test_a_template_saved_before_starts_as_it_did(campaign, plan, person, signed_in):
    plan("report", due_on="2026-12-07")
    template = kept(campaign, person)
    assert "again" not in template.plan["items"][0]

    page = signed_in(person("member")).get(f"/w/acme/templates/{template.pk}/start/")

    assert (page.status_code, of(started(template, person))) == (200, {})


def test_undoing_the_start_takes_it_back_and_redoing_brings_it(campaign, plan, person):
    member = person("member")
    repeat(plan("report", due_on="2026-12-07")[0], member, count=3)
    copy = started(kept(campaign, person), person, SOON)
    before = of(copy)

    actions.undo(copy, 2, by=member)
    assert (Item.objects.kept().filter(campaign=copy).count(), of(copy)) == (0, {"report": None})
    carry_out(date(2026, 11, 14))
    assert Item.objects.filter(campaign=copy).count() == 1

    actions.undo(copy, member.newest, by=member)
    assert (Item.objects.kept().filter(campaign=copy).count(), of(copy)) == (1, before)


def test_undoing_the_start_takes_along_what_the_worker_made(campaign, plan, person):
    member = person("member")
    repeat(plan("report", due_on="2026-12-07")[0], member)
    copy = started(kept(campaign, person), person, SOON)
    carry_out(date(2026, 11, 14))
    assert Item.objects.kept().filter(campaign=copy).count() == 2

    actions.undo(copy, 2, by=member)

    assert (Item.objects.kept().filter(campaign=copy).count(), of(copy)) == (0, {"report": None})


def test_nothing_is_undone_when_somebody_worked_on_what_came(campaign, plan, person):
    member = person("member")
    repeat(plan("report", due_on="2026-12-07")[0], member)
    copy = started(kept(campaign, person), person, SOON)
    carry_out(date(2026, 11, 14))
    made = Item.objects.get(campaign=copy, number=2)
    actions.edit(made, by=person("manager"), version=made.version, status="doing")

    with pytest.raises(Conflict):
        actions.undo(copy, 2, by=member)

    assert Item.objects.kept().filter(campaign=copy).count() == 2


def test_a_rule_and_its_end_are_undone_by_who_set_them(campaign, plan, person):
    member = person("member")
    [report] = plan("report", due_on="2026-12-07")
    repeat(report, member, count=3)
    three_times = of(campaign)
    repeat(report, member, Every.MONTH)
    changed = member.newest
    recurring.stop(report, by=member)

    with pytest.raises(Conflict, match="was changed since"):
        actions.undo(campaign, changed, by=member)
    actions.undo(campaign, member.newest, by=member)
    assert of(campaign)["report"]["rule"] == "FREQ=MONTHLY;BYMONTHDAY=7"
    actions.undo(campaign, changed, by=member)

    assert of(campaign) == three_times


def test_the_start_is_one_revision_that_tells_of_it(campaign, plan, person):
    repeat(plan("report", due_on="2026-12-07")[0], person("member"))

    copy = started(kept(campaign, person), person)

    told = Event.objects.filter(stream__kind="campaign", stream__of=copy.pk, noun="item")
    assert list(told.order_by("position").values_list("verb", "revision")) == [
        ("item.added", 2),
        ("item.repeats", 2),
    ]


def test_the_preview_says_how_and_until_when(campaign, plan, person, signed_in):
    [report, meeting] = plan("report", "meeting", due_on="2026-12-07")
    repeat(report, person("member"), weekdays=[0, 3], until=date(2026, 12, 21))
    repeat(meeting, person("member"), Every.MONTH, count=4)
    template = kept(campaign, person)

    page = signed_in(person("member")).get(f"/w/acme/templates/{template.pk}/start/?launch={NEXT}")

    thursday, monday = (day(date(2027, 3, number)) for number in (11, 22))
    april, june = (day(date(2027, month, 8)) for month in (4, 6))
    assert {row.title: row.again for row in page.context["preview"].rows} == {
        "report": "Every week, on these weekdays · Monday, Thursday"
        f" · next on {thursday} · the last time by {monday}",
        "meeting": "Every month, on the same day"
        f" · next on {april} · the last time by {june} · 4 times in all",
    }
    assert "4 times in all" in page.content.decode()


def test_so_many_times_at_the_end_of_days_are_one(plan, person):
    [last] = plan("last", due_on="2199-12-31")

    assert (
        rules.returns(
            recurring.rule_for(last, Every.YEAR, by=person("member"), count=3), last.due_on
        )
        == []
    )

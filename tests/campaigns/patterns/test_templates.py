"""Plans kept as templates, and campaigns started from them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campaigns.brief import actions as brief
from campaigns.brief.models import Campaign
from campaigns.patterns import plans
from campaigns.patterns.actions import templates
from campaigns.patterns.models import Template
from campaigns.plan import actions
from campaigns.plan.models import Channel, Dependency, Item
from campaigns.schedule.days import WorkingDays
from teams.actions import calendars
from tests.forgetting import forget
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.streams.models import Event

LAUNCH = date(2026, 12, 11)  # a Friday


@pytest.fixture
def kept(campaign, plan, person):
    """A template of a small plan, and the person who kept it."""
    channel = Channel.objects.create(workspace=campaign.workspace, name="E-mail")
    [brief_item] = plan("brief", start_on="2026-12-01", due_on="2026-12-03", channel=channel)
    [landing] = plan(
        "landing < brief",
        due_on="2026-12-09",
        checklist=[("Proof", True)],
        estimate="4",
        assignees=[person("manager")],
    )
    actions.edit(landing, by=person("member"), version=1, waits_how={brief_item.pk: ["SS", 2]})
    [part] = plan("launch", due_on="2026-12-11", kind="milestone")
    actions.edit(part, by=person("member"), version=1, parent=landing)
    plan("undated")
    [dropped] = plan("dropped", due_on="2026-12-01")
    actions.edit(dropped, by=person("member"), version=1, status="dropped")
    return templates.save(campaign, by=person("member"), name="Launch", launch=LAUNCH, people=True)


def started(kept, person, launch, **values):
    values = {"key": "NEXT", "name": "Next"} | values
    return templates.start(kept, by=person("member"), launch=launch, **values)


def days_of(campaign):
    rows = Item.objects.filter(campaign=campaign).order_by("rank")
    return {item.title: (item.start_on, item.due_on) for item in rows}


def test_all_days_are_planned_back_from_the_launch_over_working_days(kept, person):
    campaign = started(kept, person, date(2027, 3, 12))

    assert days_of(campaign) == {
        "brief": (date(2027, 3, 2), date(2027, 3, 4)),
        "landing": (None, date(2027, 3, 10)),
        "launch": (None, date(2027, 3, 12)),
        "undated": (None, None),
    }
    assert (campaign.starts_on, campaign.ends_on) == (date(2027, 3, 2), date(2027, 3, 12))


def test_holidays_push_what_comes_before_the_launch_further_back(kept, person, workspace):
    calendars.add_holiday(by=person("manager"), day=date(2027, 3, 9), name="Day off")
    forget()

    campaign = started(kept, person, date(2027, 3, 12))

    assert days_of(campaign)["brief"] == (date(2027, 3, 1), date(2027, 3, 3))


@pytest.mark.parametrize("day_off", [False, True])
def test_a_launch_on_a_day_of_rest_stays_on_it(day_off, kept, person):
    launch = date(2027, 3, 12) if day_off else date(2027, 3, 13)  # a Friday, a Saturday
    if day_off:
        calendars.add_holiday(by=person("manager"), day=launch, name="Day off")
        forget()

    campaign = started(kept, person, launch)

    wednesday, thursday = date(2027, 3, 10), date(2027, 3, 11)
    days = days_of(campaign)
    assert (days["launch"], days["landing"]) == (
        (None, launch),
        (None, wednesday if day_off else thursday),
    )
    assert campaign.ends_on == launch


SATURDAY, SUNDAY, MONDAY = (date(2026, 12, day) for day in (12, 13, 14))


@pytest.mark.parametrize("launch", [date(2027, 3, 13), date(2027, 3, 10)])
def test_what_lies_on_days_of_rest_keeps_its_days(launch, campaign, plan, person):
    plan("fair", start_on=SATURDAY, due_on=SUNDAY, kind="milestone")
    plan("thanks", start_on=MONDAY, due_on=date(2026, 12, 15))
    plan("stand", due_on=date(2026, 12, 6))
    fairs = templates.save(campaign, by=person("member"), name="Fair", launch=SATURDAY)

    started_at = started(fairs, person, launch)

    next_day, thanks = launch + timedelta(1), days_after(launch)
    assert days_of(started_at) == {
        "fair": (launch, next_day),
        "thanks": thanks,
        "stand": (None, launch - timedelta(6)),
    }
    assert (started_at.starts_on, started_at.ends_on) == (launch - timedelta(6), thanks[1])


def days_after(launch):
    """The first two working days after it."""
    return (
        (date(2027, 3, 15), date(2027, 3, 16))
        if launch.weekday() == 5
        else (date(2027, 3, 11), date(2027, 3, 12))
    )


def test_holidays_do_not_turn_the_days_of_an_item_round(campaign, plan, person):
    plan("campaign film", start_on=date(2026, 11, 28), due_on=date(2026, 12, 1))
    film = templates.save(campaign, by=person("member"), name="Film", launch=LAUNCH)
    for day in range(8, 13):
        calendars.add_holiday(by=person("manager"), day=date(2027, 3, day), name="Closed")
    forget()

    campaign = started(film, person, date(2027, 3, 15))

    start, due = days_of(campaign)["campaign film"]
    assert start == due == date(2027, 2, 24)


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(1, 127),
    st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=60),
)
def test_any_day_comes_back_with_the_launch_that_it_was_kept_with(day, launch, mask, off):
    days = WorkingDays(mask, frozenset(off))

    kept = plans.distance_to(day, launch, days)

    assert plans.on_day(kept, launch, days) == day


def test_the_suggested_launch_lets_nothing_begin_in_the_past(kept, person, signed_in):
    today = timezone.localdate()
    for number in range(1, 30, 2):
        day = today + timedelta(days=number)
        calendars.add_holiday(by=person("manager"), day=day, name="Closed")
    forget()

    page = signed_in(person("member")).get(f"/w/acme/templates/{kept.pk}/start/")

    assert min(row.start for row in page.context["preview"].rows if row.start) >= today
    assert "begun before today" not in page.content.decode()


def test_items_beyond_the_campaigns_own_days_are_within_those_of_the_next(
    campaign, plan, person, signed_in
):
    by = person("member")
    dates = {"starts_on": date(2026, 12, 7), "ends_on": date(2026, 12, 8)}
    brief.edit(campaign, by=by, version=campaign.version, **dates)
    plan("early", start_on="2026-08-03", due_on="2026-08-05")
    plan("late", due_on="2027-01-15")
    whole = templates.save(campaign, by=by, name="Whole", launch=LAUNCH)

    again = templates.start(whole, by=by, launch=LAUNCH, key="NEXT", name="Next")
    soon = signed_in(by).get(f"/w/acme/templates/{whole.pk}/start/?launch={timezone.localdate()}")

    assert (again.starts_on, again.ends_on) == (date(2026, 8, 3), date(2027, 1, 15))
    assert "begun before today" in soon.content.decode()


def test_the_same_launch_gives_the_same_plan_again(kept, campaign, person):
    again = started(kept, person, LAUNCH)

    before = days_of(campaign)
    del before["dropped"]
    assert days_of(again) == before


def test_parts_dependencies_checklists_words_and_people_come_along(kept, person):
    campaign = started(kept, person, LAUNCH)

    items = {item.title: item for item in Item.objects.filter(campaign=campaign)}
    link = Dependency.objects.get(item=items["landing"])
    entry = items["landing"].checklist.get()
    assert (link.waits_for, link.kind, link.lag) == (items["brief"], "SS", 2)
    assert items["launch"].parent == items["landing"]
    assert (entry.text, entry.done) == ("Proof", False)
    assert items["brief"].channel.name == "E-mail"
    assert items["landing"].waiting_for == 1
    assert [each.member for each in items["landing"].assignments.all()] == [person("manager")]


def test_the_whole_plan_is_one_revision(kept, person):
    campaign = started(kept, person, LAUNCH)

    added = Event.objects.filter(stream__kind="campaign", stream__of=campaign.pk, noun="item")
    assert set(added.values_list("verb", "revision")) == {("item.added", 2)}


def test_a_channel_that_was_made_anew_is_found_by_its_name(kept, campaign, person):
    Item.objects.update(channel=None)
    Channel.objects.all().delete()
    anew = Channel.objects.create(workspace=campaign.workspace, name="e-mail")

    forget()

    copy = started(kept, person, LAUNCH)

    assert Item.objects.get(campaign=copy, title="brief").channel == anew


@pytest.mark.parametrize("launch", [date(1970, 1, 5), date(1, 1, 1), date(9999, 12, 31)])
def test_a_launch_of_another_age_is_refused(kept, person, launch):
    with pytest.raises(Invalid, match="between 1970 and 2200"):
        started(kept, person, launch)

    assert Campaign.objects.count() == 1


def test_a_key_that_is_taken_starts_nothing(kept, person):
    with pytest.raises(Invalid):
        started(kept, person, LAUNCH, key="SPRING")

    assert (Campaign.objects.count(), Template.objects.get().used) == (1, 0)


def test_two_templates_have_two_names(kept, campaign, person):
    with pytest.raises(Invalid, match="is called"):
        templates.save(campaign, by=person("member"), name="LAUNCH", launch=LAUNCH)


def test_an_empty_plan_is_no_template(workspace, person):
    empty = brief.create(workspace.pk, by=person("owner"), key="EMPTY", name="Empty")

    with pytest.raises(Refusal, match="no items"):
        templates.save(empty, by=person("owner"), name="Empty", launch=LAUNCH)


def test_a_campaign_is_started_in_three_clicks(kept, person, signed_in):
    browser = signed_in(person("member"))
    listed = browser.get("/w/acme/templates/").content.decode()
    offered = browser.get(f"/w/acme/templates/{kept.pk}/start/")
    form = offered.context["form"]
    suggestion = {name: form[name].value() for name in ("key", "name")}

    preview = browser.get(
        f"/w/acme/templates/{kept.pk}/start/?launch=2027-03-12", headers={"HX-Request": "true"}
    ).content.decode()
    answer = browser.post(
        f"/w/acme/templates/{kept.pk}/start/", suggestion | {"launch": "2027-03-12"}
    )

    assert "Start a campaign" in listed
    assert "10 Mar 2027" in preview
    assert "<html" not in preview
    assert answer["Location"] == "/w/acme/c/LAUNCH/board/"
    assert Template.objects.get().used == 1


def test_the_plan_of_a_campaign_is_kept_by_a_form(campaign, plan, person, signed_in):
    [launch] = plan("launch", due_on="2026-12-11", kind="milestone")

    answer = signed_in(person("member")).post(
        "/w/acme/c/SPRING/template/", {"name": "Launch", "launch": launch.pk}
    )

    assert answer.status_code == 302
    assert Template.objects.get().plan["items"][0]["due"] == 0


def test_who_may_do_what_with_templates(kept, person, signed_in):
    def answers(path, send):
        return [
            getattr(signed_in(person(role, name)), send)(f"/w/acme/templates/{path}").status_code
            for role, name in [("guest", ""), ("sales", ""), ("member", "Other"), ("manager", "")]
        ]

    assert answers("", "get") == [200 if role else 403 for role in (0, 1, 1, 1)]
    assert answers(f"{kept.pk}/start/", "get") == [404, 403, 200, 200]
    assert answers(f"{kept.pk}/", "get") == [404, 403, 403, 200]
    assert answers(f"{kept.pk}/remove/", "post") == [404, 403, 403, 302]

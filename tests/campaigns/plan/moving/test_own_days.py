"""Items move over the days on which their people work."""

from datetime import date

from campaigns.plan import actions as plan_actions
from campaigns.plan import windows, working
from campaigns.plan.models import Item
from campaigns.plan.moving import actions, impact
from campaigns.timeline import reckoning
from teams.actions import calendars
from teams.models import Workspace


def december(*days):
    return tuple(day and date(2026, 12, day) for day in days)


def listed(item, **dates):
    """{title: (start, due)} of what goes along when an item moves."""
    wish = actions.wish_for(Item.objects.get(pk=item.pk), **dates)
    return {step.item.title: step.after for step in impact.preview(wish).steps if not step.wanted}


def test_what_moves_waits_for_its_person_to_be_back(webinar):
    calendars.add_time_off(
        webinar.ann, by=webinar.ann, first_on=date(2026, 12, 7), last_on=date(2026, 12, 8)
    )

    moved = listed(webinar.copy, due_on="2026-12-04")

    assert moved == {"Page": december(9, 10), "Webinar": december(None, 11)}


def test_what_moves_lies_on_the_own_working_days_of_its_person(webinar):
    wednesdays = {"working_days": 0b00100, "version": webinar.ann.version}
    calendars.set_time(webinar.ann, by=webinar.ann, **wednesdays)

    assert listed(webinar.copy, due_on="2026-12-04")["Page"] == december(9, 9)


def test_what_moves_lies_on_the_holidays_of_its_person_not_of_the_workspace(webinar):
    calendars.add_holiday(by=webinar.mover, day=december(25)[0], name="Christmas")
    country = {"holiday_country": "CN", "version": webinar.ann.version}
    here = listed(webinar.copy, due_on="2026-12-24")["Page"]
    calendars.set_time(webinar.ann, by=webinar.ann, **country)
    calendars.set_own_day(webinar.ann, by=webinar.ann, day=december(28)[0], works=False)

    assert here == december(28, 29)
    assert listed(webinar.copy, due_on="2026-12-24")["Page"] == december(25, 29)


def test_of_several_people_one_who_works_is_enough(webinar, person):
    calendars.add_time_off(
        webinar.ann, by=webinar.ann, first_on=date(2026, 12, 7), last_on=date(2026, 12, 8)
    )
    page = Item.objects.get(pk=webinar.page.pk)
    plan_actions.edit(
        page, by=webinar.mover, version=page.version, assignees=[webinar.ann, webinar.bo]
    )

    assert listed(webinar.copy, due_on="2026-12-04")["Page"] == december(7, 8)


def test_slack_is_reckoned_over_the_same_days(webinar):
    calendars.add_time_off(
        webinar.ann, by=webinar.ann, first_on=date(2026, 12, 7), last_on=date(2026, 12, 8)
    )
    workspace = Workspace.objects.get()
    revision = windows.revision_of(webinar.campaign)[1]

    found = reckoning.of(webinar.campaign, revision, working.calendars(workspace))

    assert found.days_of(webinar.page.pk).count(*december(3, 10)) == 4
    assert found.days_of(webinar.copy.pk).count(*december(3, 10)) == 6

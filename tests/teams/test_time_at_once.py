"""Two people change somebody's working time at once: different parts merge, the same one asks."""

import re
from decimal import Decimal

import pytest

from teams.actions import calendars
from teams.models import Member
from workspace.kernel.refusals import Stale

MONDAY_TO_THURSDAY = 0b0001111


@pytest.fixture
def ada(person):
    """Somebody who works as everybody does."""
    return person("member", name="Ada")


@pytest.fixture
def page(ada):
    return f"/w/acme/people/{ada.pk}/time/"


@pytest.fixture
def browser(person, signed_in):
    return signed_in(person("manager"))


@pytest.fixture
def others(ada):
    """`others(weekly_hours=…)`: Ada changes it while the page is open."""

    def change(version=1, **values):
        calendars.set_time(fresh(ada), by=ada, version=version, **values)

    return change


def fresh(member):
    return Member.objects.get(pk=member.pk)


SEEN = {"weekly_hours": "40", "holiday_country": "", "holiday_region": "", "version": "1"}


def sent(answer):
    """What the form would send again as it is shown."""
    form = answer.context["time_form"]
    return {name: form[name].value() for name in form.fields} | {
        "version": re.search(r'name="version" value="(\d+)"', answer.content.decode())[1]
    }


def test_different_parts_both_win(ada, page, browser, others):
    others(working_days=MONDAY_TO_THURSDAY)

    answer = browser.post(f"{page}set/", SEEN | {"weekly_hours": "32"})

    now = fresh(ada)
    assert answer.status_code == 302
    assert (now.weekly_hours, now.working_days) == (Decimal(32), MONDAY_TO_THURSDAY)


def test_the_same_part_is_asked_about_in_words_and_saved_the_second_time(
    ada, page, browser, others
):
    others(working_days=MONDAY_TO_THURSDAY, weekly_hours=Decimal("36.5"))

    asked = browser.post(f"{page}set/", SEEN | {"working_days": ["0", "1"]})
    again = browser.post(f"{page}set/", sent(asked))

    [said] = asked.context["time_form"].errors["working_days"]
    assert asked.status_code == 422
    assert said.startswith("Ada changed this to “Monday, Tuesday, Wednesday, Thursday” meanwhile.")
    assert sent(asked)["weekly_hours"] == "36.5"
    assert again.status_code == 302
    assert (fresh(ada).working_days, fresh(ada).weekly_hours) == (0b11, Decimal("36.5"))


def test_what_was_left_alone_stays_as_others_made_it(ada, page, browser, others):
    others(
        working_days=MONDAY_TO_THURSDAY,
        weekly_hours=Decimal(30),
        holiday_country="DE",
        holiday_region="BY",
    )

    asked = browser.post(f"{page}set/", SEEN | {"weekly_hours": "32"})
    again = browser.post(f"{page}set/", sent(asked))

    now = fresh(ada)
    assert (asked.status_code, again.status_code) == (422, 302)
    assert (now.weekly_hours, now.working_days) == (Decimal(32), MONDAY_TO_THURSDAY)
    assert (now.holiday_country, now.holiday_region) == ("DE", "BY")


def test_a_country_and_a_region_are_not_put_together_from_two_people(ada, page, browser, others):
    others(holiday_country="DE", holiday_region="BY")
    seen = SEEN | {"version": "2", "holiday_country": "DE", "holiday_region": "BY"}
    others(2, holiday_country="AT", holiday_region="")

    asked = browser.post(f"{page}set/", seen | {"holiday_region": "BE"})

    form = asked.context["time_form"]
    assert asked.status_code == 422
    assert form.errors["holiday_country"][0].startswith("Ada changed this to “Austria” meanwhile.")
    assert (fresh(ada).holiday_country, fresh(ada).holiday_region) == ("AT", "")


def test_a_single_day_is_changed_beside_it(ada, page, browser):
    browser.post(f"{page}day/", {"day": "2026-12-24", "works": "off"})
    own = fresh(ada).own_days

    answer = browser.post(f"{page}set/", SEEN | {"weekly_hours": "32"})

    assert answer.status_code == 302
    assert (fresh(ada).own_days, fresh(ada).weekly_hours) == (own, Decimal(32))


def test_a_program_that_saw_an_older_time_is_told(ada, others):
    others(weekly_hours=Decimal(32))

    with pytest.raises(Stale):
        calendars.set_time(fresh(ada), by=ada, version=1, strict=True, working_days=0b11)

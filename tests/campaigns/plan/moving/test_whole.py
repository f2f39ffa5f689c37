"""A whole plan is laid out anew, from its start or back from its launch."""

from datetime import date

import pytest

from campaigns.plan import actions as plan_actions
from campaigns.plan.actions import undoing
from campaigns.plan.models import Item
from campaigns.plan.moving import actions, whole

HTMX = {"HX-Request": "true"}


def december(*days):
    return tuple(day and date(2026, 12, day) for day in days)


def days_of(*items):
    found = {item.pk: (item.start_on, item.due_on) for item in Item.objects.all()}
    return [found[item.pk] for item in items]


def laid(webinar, way, day):
    wish = whole.wish_to_lay(webinar.campaign, way, day)
    with pytest.raises(actions.Unseen) as unseen:
        actions.move(wish, by=webinar.mover)
    seen = unseen.value.preview.seal
    return actions.move(wish, by=webinar.mover, confirm="all", seen=seen, why="A new start")


def test_forward_each_follows_what_it_waits_for(webinar):
    laid(webinar, whole.FORWARD, date(2026, 12, 7))

    assert days_of(webinar.copy, webinar.page, webinar.event) == [
        december(7, 8),
        december(9, 10),
        december(None, 11),
    ]


def test_backward_all_ends_by_the_launch(webinar):
    laid(webinar, whole.BACKWARD, date(2026, 12, 18))

    assert days_of(webinar.copy, webinar.page, webinar.event) == [
        december(14, 15),
        december(16, 17),
        december(None, 18),
    ]


def test_what_is_pinned_or_done_stays(webinar):
    page, copy = Item.objects.get(pk=webinar.page.pk), Item.objects.get(pk=webinar.copy.pk)
    plan_actions.edit(page, by=webinar.mover, version=page.version, pinned=True)
    plan_actions.edit(copy, by=webinar.mover, version=copy.version, status="done")

    laid(webinar, whole.FORWARD, date(2026, 12, 8))

    assert days_of(copy, page, webinar.event) == [
        december(1, 2),
        december(3, 4),
        december(None, 8),
    ]


def test_what_waits_in_another_campaign_binds_and_is_listed(webinar, autumn):
    fair = plan_actions.add(
        autumn,
        by=webinar.mover,
        title="Fair",
        due_on="2026-12-10",
        waits_for=[webinar.page],
        pinned=True,
    )

    wish = whole.wish_to_lay(webinar.campaign, whole.BACKWARD, date(2026, 12, 18))

    assert fair.pk not in wish.dates
    assert wish.dates[webinar.page.pk] == december(8, 9)


def test_one_undo_takes_all_of_it_back(webinar):
    before = days_of(webinar.copy, webinar.page, webinar.event)
    laid(webinar, whole.FORWARD, date(2026, 12, 7))

    undoing.undo(webinar.campaign, webinar.mover.newest, by=webinar.mover)

    assert days_of(webinar.copy, webinar.page, webinar.event) == before


def test_the_list_is_shown_even_where_nobody_else_is_hit(plan, person, signed_in):
    plan("brief", due_on="2026-12-01")
    wanted = {"way": "forward", "day": "2026-12-07"}
    browser = signed_in(person("member"))

    listed = browser.post("/w/acme/c/SPRING/schedule/", wanted, headers=HTMX).content.decode()
    seal = listed.split('name="seen" value="')[1].split('"')[0]
    confirmed = {**wanted, "seen": seal, "confirm": "all"}
    saved = browser.post("/w/acme/c/SPRING/schedule/", confirmed, headers=HTMX)
    again = browser.post("/w/acme/c/SPRING/schedule/", wanted, headers=HTMX)

    assert "1 item would move" in listed
    assert (saved.status_code, Item.objects.get().due_on) == (204, date(2026, 12, 7))
    assert "Nothing moves" in again.headers["HX-Trigger"]

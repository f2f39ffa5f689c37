"""Feeds of the plan, read as calendar programs read them."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
import vobject
from django.test import Client
from django.utils import timezone

from campaigns.brief import actions as brief
from campaigns.calendar import feeds as feed_of
from campaigns.calendar.actions import feeds
from campaigns.calendar.models import Feed
from campaigns.plan import actions
from teams.actions import members
from teams.models import Team
from tests import furniture
from workspace.kernel import clock, outbox


def address(secret):
    return f"/feeds/{secret}.ics"


def read(secret, **headers):
    return Client().get(address(secret), headers=headers)


def events(secret):
    calendar = icalendar.Calendar.from_ical(read(secret).content)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def test_a_feed_of_what_i_do_holds_my_dated_items_and_no_others(campaign, plan, person):
    me = person("member")
    plan("brief", start_on="2026-12-07", due_on="2026-12-09", assignees=[me])
    plan("someone's", due_on="2026-12-09", assignees=[person("manager")])
    plan("undated", assignees=[me])

    _feed, secret = feeds.make(by=me)

    assert list(events(secret)) == ["brief"]


def test_an_item_is_an_all_day_event_that_ends_the_day_after_its_last(campaign, plan, person):
    [item] = plan("brief", start_on="2026-12-07", due_on="2026-12-09")
    _feed, secret = feeds.make(by=person("member"), campaign=campaign)

    event = events(secret)["brief"]
    said = {name: event[name] for name in ("UID", "SEQUENCE", "STATUS", "URL")}

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 12, 7), date(2026, 12, 10))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert said["UID"] == f"item-{item.pk}-{item.workspace_id}@roundtable"
    assert said["SEQUENCE"] == 1
    assert said["URL"].endswith("/w/acme/c/SPRING/items/1/")
    assert "Spring launch" in [str(each) for each in event["CATEGORIES"].cats]


def test_a_client_library_finds_the_event_on_each_of_its_days(campaign, plan, person):
    plan("brief", start_on="2026-12-07", due_on="2026-12-09")
    _feed, secret = feeds.make(by=person("member"), campaign=campaign)
    calendar = recurring_ical_events.of(icalendar.Calendar.from_ical(read(secret).content))

    days = [date(2026, 12, 6) + timedelta(days=number) for number in range(5)]

    assert [len(calendar.at(day)) for day in days] == [0, 1, 1, 1, 0]


def test_of_too_many_items_a_feed_leaves_out_the_oldest(campaign, plan, person, monkeypatch):
    today = timezone.localdate()
    monkeypatch.setattr(feed_of, "MOST", 4)
    for title, days in [("old", -30), ("last", -1), ("far", 200), ("soon", 5)]:
        plan(title, due_on=today + timedelta(days=days))
    plan("now", start_on=today)
    plan("older", start_on=today - timedelta(days=90))
    _feed, secret = feeds.make(by=person("member"), campaign=campaign)

    assert list(events(secret)) == ["now", "soon", "far", "last"]


HARD = (
    "Brief, new; “quoted” \\ 春季发布会的全部渠道与受众说明（第二版），"
    "含社交媒体、邮件与线下活动的素材清单 🚀"
)


def test_a_second_library_that_shares_nothing_with_the_writer_reads_the_same(
    campaign, plan, person
):
    [item] = plan("brief", start_on="2026-12-07", due_on="2026-12-09")
    actions.edit(item, by=person("manager"), version=1, title=HARD)
    plan("launch", due_on="2026-12-18", status="done", kind="milestone")
    _feed, secret = feeds.make(by=person("member"), campaign=campaign)
    content = read(secret).content

    calendar = vobject.readOne(content.decode())

    calendar.validate(raiseException=True)
    assert calendar.version.value == "2.0"
    assert calendar.x_wr_calname.value == "Spring launch · Acme"
    brief, launch = sorted(calendar.vevent_list, key=lambda event: event.dtstart.value)
    assert brief.summary.value == HARD
    assert (brief.dtstart.value, brief.dtend.value) == (date(2026, 12, 7), date(2026, 12, 10))
    assert (launch.dtstart.value, launch.dtend.value) == (date(2026, 12, 18), date(2026, 12, 19))
    assert (brief.sequence.value, launch.summary.value) == ("2", "✓ launch")
    assert brief.uid.value == f"item-{item.pk}-{item.workspace_id}@roundtable"
    assert brief.dtstamp.value.tzinfo is not None
    assert brief.url.value.endswith("/w/acme/c/SPRING/items/1/")


def test_no_line_of_a_feed_is_longer_than_calendars_may_read(campaign, plan, person):
    plan(f"brief {'春季发布' * 20}", due_on="2026-12-09")
    _feed, secret = feeds.make(by=person("member"), campaign=campaign)

    *lines, rest = read(secret).content.split(b"\r\n")

    assert rest == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_a_moved_item_keeps_its_uid_and_counts_its_sequence(campaign, plan, person):
    [item] = plan("brief", due_on="2026-12-09")
    _feed, secret = feeds.make(by=person("member"), campaign=campaign)
    before = events(secret)["brief"]

    actions.edit(item, by=person("manager"), version=1, due_on="2026-12-11")
    after = events(secret)["brief"]

    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    assert after["DTEND"].dt == date(2026, 12, 12)
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_a_feed_that_has_not_changed_is_not_sent_again(campaign, plan, person):
    [item] = plan("brief", due_on="2026-12-09")
    _feed, secret = feeds.make(by=person("member"), campaign=campaign)
    tag = read(secret)["ETag"]

    again = read(secret, **{"If-None-Match": tag})
    actions.edit(item, by=person("manager"), version=1, title="Brief, new")
    changed = read(secret, **{"If-None-Match": tag})

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


@pytest.mark.parametrize("kind", ["campaign", "person"])
def test_a_feed_follows_the_name_of_a_campaign(campaign, plan, person, kind):
    by = person("member")
    plan("brief", due_on="2026-12-09", assignees=[by])
    _feed, secret = feeds.make(by=by, campaign=campaign if kind == "campaign" else None)
    tag = read(secret)["ETag"]

    brief.edit(campaign, by=person("manager"), version=campaign.version, name="Spring fair")
    again = read(secret, **{"If-None-Match": tag})

    assert again.status_code == 200
    assert "Spring fair" in again.content.decode()


def test_a_team_feed_holds_what_the_team_answers_for(workspace, campaign, plan, person):
    team = Team.objects.create(workspace=workspace, name="Inbound")
    plan("ours", due_on="2026-12-09", team=team)
    plan("theirs", due_on="2026-12-09")

    _feed, secret = feeds.make(by=person("member"), team=team)

    assert list(events(secret)) == ["ours"]


def test_a_revoked_feed_is_gone_for_calendars(campaign, plan, person):
    feed, secret = feeds.make(by=person("member"), campaign=campaign)
    feeds.revoke(feed, by=person("member"))

    assert read(secret).status_code == 404


def test_the_feed_of_somebody_who_left_is_gone(campaign, plan, person):
    _feed, secret = feeds.make(by=person("member"))
    there = read(secret).status_code
    members.remove(person("member"), by=person("owner"), version=1)

    assert (there, read(secret).status_code) == (200, 404)


def test_no_feed_comes_back_with_who_comes_back(campaign, plan, person):
    _feed, secret = feeds.make(by=person("member"))
    members.remove(person("member"), by=person("owner"), version=1)
    outbox.dispatch()

    members.bring_back(person("member"), by=person("owner"), version=2)

    assert person("member").state == "active"
    assert read(secret).status_code == 404


@pytest.mark.parametrize("kind", ["campaign", "person"])
def test_a_guests_feed_ends_with_the_grant(campaign, plan, person, kind):
    agency = person("guest")
    grant = furniture.grant(campaign, agency, until=timezone.localdate())
    plan("film", due_on="2026-12-09", assignees=[agency])
    _feed, secret = feeds.make(by=agency, campaign=campaign if kind == "campaign" else None)
    granted = list(events(secret))

    type(grant).objects.update(until=timezone.localdate() - timedelta(days=1))

    assert (granted, read(secret).status_code) == (["film"], 404)


def test_a_guests_feed_ends_by_the_clock_of_the_workspace(campaign, plan, person):
    agency = person("guest")
    agency.user.time_zone = "Pacific/Honolulu"
    agency.user.save(update_fields=["time_zone"])
    furniture.grant(campaign, agency, until=date(2026, 12, 1))
    _feed, secret = feeds.make(by=agency, campaign=campaign)

    # Where the workspace is the 2nd has begun; where the guest reads it is the 1st.
    with clock.at(datetime(2026, 12, 2, 3, 0, tzinfo=UTC)):
        assert read(secret).status_code == 404


def test_a_feeds_address_is_shown_once_and_stored_as_a_hash(campaign, person, signed_in):
    browser = signed_in(person("member"))

    made = browser.post("/w/acme/feeds/", {"of": f"campaign-{campaign.pk}"}).content.decode()
    later = browser.get("/w/acme/feeds/").content.decode()

    secret = made.partition("/feeds/rt_feed_")[2].partition(".ics")[0]
    assert read(f"rt_feed_{secret}").status_code == 200
    assert (secret in later, "Spring launch" in later) == (False, True)
    assert secret not in Feed.objects.get().token_hash


def test_somebody_elses_feed_can_neither_be_seen_nor_revoked(person, signed_in):
    feed, secret = feeds.make(by=person("member"))
    browser = signed_in(person("owner"))

    answers = [browser.post(f"/w/acme/feeds/{feed.pk}/revoke/").status_code]

    assert answers == [404]
    assert read(secret).status_code == 200


def test_a_guest_cannot_make_a_feed_of_what_they_do_not_see(campaign, workspace, person, signed_in):
    answer = signed_in(person("guest")).post("/w/acme/feeds/", {"of": f"campaign-{campaign.pk}"})

    assert (answer.status_code, Feed.objects.count()) == (422, 0)

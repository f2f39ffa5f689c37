import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.history.models import Baseline
from campaigns.plan import actions
from campaigns.plan.models import Item
from campaigns.timeline import bars, controls, reckoning, showing, table
from teams.actions import calendars, tokens
from tests import forgetting, furniture
from workspace.kernel import clock
from workspace.kernel.streams.models import Stream

PAGE = "/w/acme/c/SPRING/timeline/"
HTMX = {"HX-Request": "true"}


def forget():
    """Forget all that a process remembers of timelines, and of plans."""
    forgetting.forget()
    for store in (
        bars.drawn,
        controls.forms,
        reckoning.reckonings,
        reckoning.newest,
        showing.grounds,
        table.waits,
    ):
        store.clear()


def statements(browser, address):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def revision_of(campaign):
    return Stream.objects.get(kind="campaign", of=campaign.pk).revision


def row_of(html, item):
    """The HTML of one item's row."""
    return re.search(rf'<(li|tr) class="[^"]*" id="item-{item.pk}".*?</\1>', html, re.S).group()


@pytest.fixture
def linked(plan):
    """A brief, a page that starts too early for it, and a launch at the end."""
    brief, page, launch = plan("brief", "page < brief", "launch < page", due_on="2026-12-18")
    by = plan.by
    actions.edit(brief, by=by, version=1, start_on="2026-12-01", due_on="2026-12-04")
    actions.edit(page, by=by, version=1, start_on="2026-12-03", due_on="2026-12-11")
    actions.edit(launch, by=by, version=1, kind="milestone")
    return brief, page, launch


@pytest.mark.parametrize(
    ("query", "count"), [("", 19), ("?as=table", 19), ("?group=team", 20), ("changes/?since=1", 18)]
)
def test_a_timeline_asks_as_often_for_twenty_items_as_for_two(
    query, count, campaign, person, signed_in
):
    browser = signed_in(person("manager"))
    furniture.furnish(campaign, person, 2)
    browser.get("/w/acme/campaigns/")
    forget()
    for_two = statements(browser, PAGE + query)

    furniture.furnish(campaign, person, 18)
    forget()

    assert (for_two, statements(browser, PAGE + query)) == (count, count)


@pytest.mark.parametrize("query", ["", "?as=table", "?group=channel"])
def test_a_timeline_of_an_unchanged_plan_asks_eight_times_at_most(
    query, campaign, person, signed_in
):
    browser = signed_in(person("manager"))
    furniture.furnish(campaign, person, 20)
    browser.get(PAGE + query)

    session_and_user = 2
    assert statements(browser, PAGE + query) <= session_and_user + 8


def test_a_timeline_that_has_not_changed_is_not_sent_again(linked, person, signed_in):
    browser = signed_in(person("member"))
    first = browser.get(PAGE)

    again = browser.get(PAGE, headers={"If-None-Match": first["ETag"]})
    calendars.add_holiday(by=person("manager"), day=date(2026, 12, 8), name="Conception")
    after_a_holiday = browser.get(PAGE, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, after_a_holiday.status_code) == (304, 200)


def test_bars_stand_on_their_days_and_say_so_in_words(linked, person, signed_in):
    brief, _page, launch = linked
    html = signed_in(person("member")).get(PAGE).content.decode()

    row = row_of(html, brief)
    x, width = (int(found) for found in re.search(r'x="(\d+)" y="6" width="(\d+)"', row).groups())
    assert (width, x % 24) == (4 * 24, 0)
    assert "brief, 1 Dec – 4 Dec, To do" in row
    assert 'class="bar milestone"' in row_of(html, launch)


@pytest.mark.parametrize(("zoom", "sign"), [("weeks", "tick"), ("quarters", "tick outside")])
def test_the_sign_of_a_short_bar_does_not_lie_on_its_words(plan, person, signed_in, zoom, sign):
    (item,) = plan("card", due_on="2026-12-04")
    actions.edit(item, by=plan.by, version=1, status="done")

    html = row_of(signed_in(person("manager")).get(f"{PAGE}?zoom={zoom}").content.decode(), item)

    at = re.search(r'class="(tick[^"]*)" d="M(\d+)', html)
    text = re.search(r'<text class="([^"]*)" x="(\d+)"', html)
    assert (at[1], text[1]) == (sign, "outside")
    assert int(text[2]) >= int(at[2]) + 11


def test_a_conflict_and_the_critical_path_are_said_in_words(linked, person, signed_in):
    _brief, page, launch = linked
    html = signed_in(person("member")).get(PAGE).content.decode()

    assert " clash" in row_of(html, page)
    assert "2 working days too early: “brief” has to be done before it starts" in html
    assert "On the critical path" in row_of(html, launch)


def test_what_has_no_dates_waits_beneath(plan, person, signed_in):
    [idea] = plan("idea")
    plan("dated", due_on="2026-12-01")
    html = signed_in(person("member")).get(PAGE).content.decode()

    bars_part, tray = html.split('class="tray"')
    assert f'id="item-{idea.pk}"' in tray
    assert f'id="item-{idea.pk}"' not in bars_part


def test_the_table_twin_says_days_slack_waits_and_conflicts(linked, person, signed_in):
    _brief, page, _launch = linked
    html = signed_in(person("member")).get(PAGE + "?as=table").content.decode()

    row = row_of(html, page)
    assert '<td class="number days">7</td>' in row
    assert 'href="/w/acme/c/SPRING/items/1/">brief</a>' in row
    assert "2 working days too early" in row
    assert 'data-edit="due_on" data-value="2026-12-11"' in row


@pytest.mark.parametrize("group", ["team", "channel", "stage", "assignee"])
def test_lanes_have_the_groups_of_the_filters(group, campaign, person, signed_in):
    furniture.furnish(campaign, person, 2)
    words = Item.objects.filter(campaign=campaign)
    name = {"stage": "stage__name", "assignee": "assignments__member__name"}
    wanted = set(words.values_list(name.get(group, f"{group}__name"), flat=True))

    html = signed_in(person("member")).get(f"{PAGE}?group={group}").content.decode()

    assert None not in wanted
    assert set(re.findall(r'<h2 id="lane-\w+">([^<]+)', html)) == wanted


def test_filters_narrow_the_timeline_but_not_what_is_reckoned(linked, person, signed_in):
    brief, page, _launch = linked
    html = signed_in(person("member")).get(PAGE + "?q=page").content.decode()

    assert f'id="item-{brief.pk}"' not in html
    assert "“brief” has to be done before it starts" in row_of(html, page)


def test_a_long_lane_comes_in_windows(plan, person, signed_in, monkeypatch):
    from campaigns.timeline import views

    monkeypatch.setattr(views, "FIRST", 2)
    plan("one", "two", "three", due_on="2026-12-01")
    browser = signed_in(person("member"))
    html = browser.get(PAGE).content.decode()
    more = re.search(r'data-more="([^"]+)"', html).group(1).replace("&amp;", "&")
    rest = browser.get(PAGE + more, headers=HTMX).content.decode()

    assert (html.count("data-start="), rest.count("data-start=")) == (2, 1)
    assert browser.get(PAGE + "?all=1").content.decode().count("data-start=") == 3


def test_a_baseline_casts_shadows(linked, campaign, person, signed_in):
    brief, _page, _launch = linked
    baseline = Baseline.objects.create(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        name="Signed",
        revision=revision_of(campaign),
        created_at=clock.now(),
    )
    later = {"start_on": "2026-12-07", "due_on": "2026-12-10"}
    actions.edit(Item.objects.get(pk=brief.pk), by=person("manager"), version=2, **later)
    browser = signed_in(person("member"))

    plain = browser.get(PAGE).content.decode()
    lanes = ["", "&group=team", "&group=channel", "&group=stage", "&group=assignee"]
    shadowed = [
        browser.get(f"{PAGE}?baseline={baseline.pk}{lane}").content.decode() for lane in lanes
    ]

    assert 'class="shadow"' not in plain
    assert all('class="shadow"' in row_of(html, brief) for html in shadowed)


def test_changes_bring_what_moved_and_what_that_means_for_others(
    linked, campaign, person, signed_in
):
    brief, page, _launch = linked
    browser = signed_in(person("member"))
    browser.get(PAGE)
    before = revision_of(campaign)

    actions.edit(
        Item.objects.get(pk=brief.pk), by=person("manager"), version=2, due_on="2026-12-02"
    )
    found = browser.get(f"{PAGE}changes/?since={before}").json()

    assert {each["id"] for each in found["items"]} == {brief.pk, page.pk}
    assert all("clash" not in each["html"] for each in found["items"])
    assert found["gone"] == []
    assert f"{brief.pk}-{page.pk}-FS" in found["links"].split()
    forget()
    assert browser.get(f"{PAGE}changes/?since={before}").json()["items"] == found["items"]


@pytest.mark.parametrize(
    ("zoom", "words"),
    [
        ("weeks", "Without dates, or too far away for this zoom"),
        ("quarters", "Without dates"),
    ],
)
def test_the_tray_says_why_its_items_have_no_bars(plan, person, signed_in, zoom, words):
    in_five_years = timezone.localdate() + timedelta(days=5 * 365)
    plan("soon", due_on=timezone.localdate())
    plan("idea")
    plan("far", due_on=in_five_years)

    html = signed_in(person("member")).get(f"{PAGE}?zoom={zoom}").content.decode()

    assert f'<h2 id="tray-heading">{words} <span' in html


def test_changes_put_an_item_that_lost_its_dates_into_the_tray(plan, campaign, person, signed_in):
    [item] = plan("dated", due_on="2026-12-01")
    browser = signed_in(person("member"))
    before = revision_of(campaign)

    actions.edit(item, by=person("manager"), version=1, due_on=None)
    found = browser.get(f"{PAGE}changes/?since={before}").json()

    assert [(each["id"], each["group"]) for each in found["items"]] == [(item.pk, "tray")]
    assert found["counts"]["tray"] == 1


def test_a_guest_reads_the_timeline_of_a_granted_campaign_alone(
    linked, campaign, person, signed_in
):
    guest = person("guest")
    refused = signed_in(guest).get(PAGE).status_code
    furniture.grant(campaign, guest)
    shown = signed_in(guest).get(PAGE)

    assert (refused, shown.status_code) == (404, 200)
    assert 'class="timeline movable"' not in shown.content.decode()


def test_a_circle_from_before_they_were_refused_breaks_nothing(plan, campaign, person, signed_in):
    from campaigns.plan.models import Dependency

    first, second = plan("first", "second < first", due_on="2026-12-01")
    Dependency.objects.create(workspace_id=campaign.workspace_id, item=first, waits_for=second)

    assert signed_in(person("member")).get(PAGE).status_code == 200


def test_the_api_tells_slack_and_conflicts(linked, person, client):
    _brief, page, launch = linked
    _made, secret = tokens.make(by=person("member"), name="test", scopes=["plan:read"])
    found = client.get(
        "/api/v1/campaigns/SPRING/schedule/", headers={"Authorization": f"Bearer {secret}"}
    )
    rows = {row["title"]: row for row in found.json()["results"]}

    assert rows["launch"]["critical"]
    assert rows["page"]["conflicts"] == [
        {
            "waits_for": rows["brief"]["item"],
            "kind": "FS",
            "lag": 0,
            "working_days_too_early": 2,
        }
    ]
    assert (rows["page"]["item"], rows["launch"]["number"]) == (page.pk, launch.number)

import json
import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.brief import actions as brief
from campaigns.brief.models import Campaign
from campaigns.insights import portfolio_timeline
from campaigns.plan import actions
from campaigns.plan.models import Dependency, Item
from teams.models import Team
from tests import furniture
from workspace.kernel import streams
from workspace.kernel.streams.models import Event

PAGE = "/w/acme/timeline/"


@pytest.fixture
def two(workspace, person):
    """Two campaigns whose launches fall on one day, of one team, and one waits for the other."""
    by = person("manager")
    team = Team.objects.create(workspace=workspace, name="Field")
    made = []
    for key in ("SPRING", "AUTUMN"):
        campaign = furniture.campaign(workspace, by=by, key=key, name=f"{key.title()} launch")
        day = timezone.localdate() + timedelta(days=20)
        launch = actions.add(
            campaign, by=by, title=f"{key} launch", kind="milestone", due_on=day, team=team
        )
        made.append((campaign, launch))
    (_spring, first), (_autumn, second) = made
    Dependency.objects.create(workspace_id=workspace.pk, item=second, waits_for=first)
    return [campaign for campaign, _launch in made]


def statements(browser):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(PAGE).status_code == 200
    return len(asked)


def test_all_campaigns_stand_on_their_days_with_their_shared_deadlines(two, person, signed_in):
    html = signed_in(person("member")).get(PAGE).content.decode()

    assert "Spring launch" in html
    assert html.count('class="deadline"') == 2
    assert "AUTUMN-1</span>" in html


def bars(browser, query=""):
    """{name: (first, last day)} of the rows of campaigns."""
    html = browser.get(PAGE + query).content.decode()
    rows = re.findall(r'data-name="([^"]*)".*? data-start="([^"]*)" data-due="([^"]*)">\n', html)
    return {name: days for name, *days in rows}


def test_a_campaign_that_says_no_days_lies_on_those_of_its_items(two, person, signed_in):
    spring, autumn = two
    days = [date(2030, 1, 7), date(2030, 2, 15)]
    actions.add(spring, by=person("manager"), title="Copy", start_on=days[0])
    actions.add(spring, by=person("manager"), title="Film", due_on=days[1])
    gone = actions.add(spring, by=person("manager"), title="Gone", due_on="2031-01-01")
    actions.edit(gone, by=person("manager"), version=1, status="dropped")
    Item.objects.filter(kind="milestone").update(due_on=date(2030, 1, 20))
    Campaign.objects.filter(pk=autumn.pk).update(starts_on=days[0])

    found = bars(signed_in(person("member")))

    assert found == {
        "Spring launch": ["2030-01-07", "2030-02-15"],
        "Autumn launch": ["2030-01-07", "2030-01-20"],
    }


def test_a_shared_deadline_after_the_end_of_its_campaign_is_in_sight(two, person, signed_in):
    Campaign.objects.update(starts_on=date(2030, 1, 7), ends_on=date(2030, 1, 20))
    Item.objects.filter(title="SPRING launch").update(due_on=date(2031, 1, 20))

    shown = signed_in(person("member")).get(PAGE).context["scale"]

    assert shown.last > date(2031, 1, 20)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?phase=live", ["Autumn launch"]),
        ("?phase=live,draft", ["Autumn launch", "Spring launch"]),
        ("?q=spring", ["Spring launch"]),
        ("?q=AUTUMN&phase=draft", []),
        ("?q=%00&phase=nonsense&zoom=miles", ["Autumn launch", "Spring launch"]),
    ],
)
def test_campaigns_are_found_by_phase_and_words(two, person, signed_in, query, names):
    Campaign.objects.filter(key="AUTUMN").update(phase="live")
    browser = signed_in(person("member"))

    html = browser.get(PAGE + query).content.decode()

    assert list(bars(browser, query)) == names
    assert ("No campaign fits these filters" in html) == (not names)


def test_another_zoom_shows_the_same_campaigns(two, person, signed_in):
    html = signed_in(person("member")).get(f"{PAGE}?zoom=quarters&q=spring").content.decode()

    assert 'href="?zoom=weeks&amp;q=spring"' in html
    assert '<input type="hidden" name="zoom" value="quarters">' in html


def test_milestones_of_one_team_in_one_week_are_pointed_out(two, person, signed_in):
    html = signed_in(person("member")).get(PAGE).content.decode()

    [found] = [line for line in html.splitlines() if 'id="collision-1"' in line]
    assert "<b>Field</b>" in found
    assert "“SPRING launch” (Spring launch" in found
    assert "“AUTUMN launch” (Autumn launch" in found


@pytest.mark.parametrize(
    ("kind", "lag", "sentence"),
    [
        ("FS", 0, "1 working day too early"),
        ("FS", 4, "5 working days too early"),
        ("FF", 0, ""),
        ("SS", 0, ""),
        ("SS", 2, "2 working days too early"),
    ],
)
def test_what_waits_across_campaigns_is_too_early_as_its_link_says(
    two, person, signed_in, kind, lag, sentence
):
    monday = date(2030, 1, 7)
    Item.objects.update(due_on=monday)
    Dependency.objects.update(kind=kind, lag=lag)
    browser = signed_in(person("member"))

    [wait] = waits(browser)
    Item.objects.filter(title="SPRING launch").update(status="dropped")
    [after] = waits(browser)

    assert re.findall(r"\d working days? too early", wait) == ([sentence] if sentence else [])
    assert "too early" not in after


def waits(browser):
    """The rows of the table of what waits across campaigns."""
    html = browser.get(PAGE).content.decode()
    return re.findall(r'<tr id="wait-\d+">.*?</tr>', html, re.DOTALL)


def test_the_table_of_what_waits_says_kind_and_lag(two, person, signed_in):
    Dependency.objects.update(kind="SS", lag=-2)

    [wait] = waits(signed_in(person("member")))

    assert "<td>Start to start, -2 working days</td>" in wait


def test_shared_deadlines_can_be_taken_by_hand_and_by_key(two, person, signed_in):
    html = signed_in(person("member")).get(PAGE).content.decode()
    guest = person("guest")
    furniture.grant(two[0], guest)

    launch = Item.objects.get(title="SPRING launch")
    [mark] = re.findall(rf'<g class="deadline" id="mark-{launch.pk}"[^>]*>', html)
    assert 'tabindex="0" role="button"' in mark
    assert f'data-url="/w/acme/c/SPRING/items/1/" data-version="{launch.version}"' in mark
    assert "marks-movable" in html
    assert "marks-movable" not in signed_in(guest).get(PAGE).content.decode()


def test_phases_lie_along_a_campaign_as_far_as_the_log_knows_them(spring, person, signed_in):
    planned, live = (datetime(2026, 12, on, 12, tzinfo=UTC) for on in (4, 11))
    for phase, at in (("planned", planned), ("live", live)):
        with streams.record("campaign", spring.pk, by=person("manager")) as record:
            change = [Campaign.objects.get(pk=spring.pk).phase, phase]
            Campaign.objects.filter(pk=spring.pk).update(phase=phase)
            record("campaign.edited", spring, changes={"phase": change})
        Event.objects.filter(changes__phase=change).update(at=at)

    html = signed_in(person("member")).get(PAGE).content.decode()

    parts = re.findall(r'class="phase is-(\w+)" x="(\d+)" y="20" width="(\d+)"', html)
    assert [(name, int(width) // 9) for name, _x, width in parts] == [
        ("draft", 3),
        ("planned", 7),
        ("live", 8),
    ]
    assert "Draft until 4 Dec; Planned 4 Dec – 11 Dec; Live since 11 Dec" in html


def test_what_arrows_lead_to_stands_there_also_when_it_is_no_deadline(two, person, signed_in):
    browser = signed_in(person("member"))
    before = browser.get(PAGE).content.decode().count('class="end"')
    Item.objects.filter(title="SPRING launch").update(kind="task")

    assert (before, browser.get(PAGE).content.decode().count('class="end"')) == (0, 1)


@pytest.mark.parametrize(
    ("kind", "ends"),
    [("FS", (20, 30)), ("SS", (10, 30)), ("FF", (20, 40)), ("SF", (10, 40))],
)
def test_an_arrow_leaves_and_reaches_the_ends_that_its_link_names(kind, ends):
    scale = SimpleNamespace(x=lambda day: day * 10, day=10)
    earlier = SimpleNamespace(campaign=1, first=1, last=1)
    later = SimpleNamespace(campaign=2, first=3, last=3)
    wait = SimpleNamespace(earlier=earlier, later=later, kind=kind, late="")
    rows = [SimpleNamespace(id=1), SimpleNamespace(id=2)]

    [(path, head, _late)] = portfolio_timeline.arrows([wait], rows, scale)

    assert path.startswith(f"M{ends[0]} 34H")
    assert path.endswith(f"H{ends[1]}")
    assert head == f"M{ends[1]} 78l{8 if kind[1] == 'F' else -8} -4.5v9z"


def test_a_guest_learns_nothing_of_other_campaigns(two, person, signed_in):
    spring, _autumn = two
    guest = person("guest")
    furniture.grant(spring, guest)
    html = signed_in(guest).get(PAGE).content.decode()

    assert "SPRING launch" in html
    assert "autumn" not in html.lower()
    assert 'id="collision' not in html
    assert "/dates/" not in html


def test_a_campaign_moves_and_its_items_stay(two, person, signed_in):
    spring = two[0]
    body = {"version": spring.version, "starts_on": "2026-12-01", "ends_on": "2027-01-15"}
    answer = signed_in(person("member")).post("/w/acme/c/SPRING/dates/", body)
    again = signed_in(person("member")).post(
        "/w/acme/c/SPRING/dates/", body | {"starts_on": "2026-12-02"}
    )

    found = Campaign.objects.get(pk=spring.pk)
    assert (answer.status_code, again.status_code) == (302, 409)
    assert (str(found.starts_on), str(found.ends_on)) == ("2026-12-01", "2027-01-15")


@pytest.fixture
def spring(workspace, person):
    """A campaign in December with an item of its own, one that is pinned, and a deadline."""
    by = person("manager")
    made = furniture.campaign(workspace, by=by, key="SPRING", name="Spring")
    made = brief.edit(made, by=by, version=made.version, **days_of("2026-12-01", "2026-12-18"))
    for title, day, more in (
        ("Copy", 2, {}),
        ("Fair", 4, {"pinned": True}),
        ("Launch", 18, {"kind": "milestone"}),
    ):
        actions.add(made, by=by, title=title, due_on=date(2026, 12, day), **more)
    return made


def days_of(first, last):
    return {"starts_on": date.fromisoformat(first), "ends_on": date.fromisoformat(last)}


def due_days():
    return {each.title: each.due_on.day for each in Item.objects.all()}


def sent(campaign, first="2026-12-08", last="2026-12-25", **more):
    return {"version": campaign.version, "starts_on": first, "ends_on": last, **more}


DATES = "/w/acme/c/SPRING/dates/"
HTMX = {"HX-Request": "true"}


def test_a_campaign_that_moves_asks_whether_its_items_go_along(spring, person, signed_in):
    asked = signed_in(person("member")).post(DATES, sent(spring), headers=HTMX).content.decode()

    assert "2 unfinished items have dates" in asked
    assert Campaign.objects.get(pk=spring.pk).starts_on == date(2026, 12, 1)


def test_a_campaign_that_gets_longer_asks_nothing(spring, person, signed_in):
    body = sent(spring, "2026-12-01", "2026-12-25")

    saved = signed_in(person("member")).post(DATES, body, headers=HTMX)

    assert saved.status_code == 204
    assert "/undo/" in saved.headers["HX-Trigger"]


def test_a_campaign_moves_with_its_items_as_one_and_comes_back_as_one(spring, person, signed_in):
    browser = signed_in(person("member"))
    listed = browser.post(DATES, sent(spring, along="items"), headers=HTMX).content.decode()
    seal = listed.split('name="seen" value="')[1].split('"')[0]
    confirmed = sent(spring, along="items", seen=seal, confirm="all", why="A later fair")
    saved = browser.post(DATES, confirmed, headers=HTMX)
    moved = due_days(), Campaign.objects.get(pk=spring.pk).ends_on
    undo = json.loads(saved.headers["HX-Trigger"])["toast"]["undo"]

    undone = browser.post(undo, headers=HTMX)

    assert "2 items would move" in listed
    assert moved == ({"Copy": 9, "Fair": 4, "Launch": 25}, date(2026, 12, 25))
    assert undone.status_code == 204
    assert due_days() == {"Copy": 2, "Fair": 4, "Launch": 18}
    assert Campaign.objects.get(pk=spring.pk).ends_on == date(2026, 12, 18)


def test_a_campaign_moves_with_its_items_though_another_field_changed_meanwhile(
    spring, person, signed_in
):
    browser = signed_in(person("member"))
    body = sent(spring, along="items")
    listed = browser.post(DATES, body, headers=HTMX).content.decode()
    seal = listed.split('name="seen" value="')[1].split('"')[0]
    brief.edit(spring, by=person("owner"), version=spring.version, objective="Sell more of it")

    answer = {"seen": seal, "confirm": "all", "why": "A later fair"}
    saved = browser.post(DATES, {**body, **answer}, headers=HTMX)

    kept = Campaign.objects.get(pk=spring.pk)
    assert saved.status_code == 204
    assert (kept.starts_on, kept.objective) == (date(2026, 12, 8), "Sell more of it")


def test_the_days_alone_are_taken_back_too(spring, person, signed_in):
    browser = signed_in(person("member"))
    saved = browser.post(DATES, sent(spring, along="dates"), headers=HTMX)
    undo = json.loads(saved.headers["HX-Trigger"])["toast"]["undo"]
    browser.post(undo, headers=HTMX)

    assert due_days() == {"Copy": 2, "Fair": 4, "Launch": 18}
    assert Campaign.objects.get(pk=spring.pk).starts_on == date(2026, 12, 1)


def test_a_guest_moves_no_campaign(two, person, signed_in):
    guest = person("guest")
    furniture.grant(two[0], guest)

    answer = signed_in(guest).post("/w/acme/c/SPRING/dates/", {"version": 1})

    assert answer.status_code == 403


def test_the_portfolio_timeline_asks_as_often_for_twenty_campaigns_as_for_two(
    two, workspace, person, signed_in
):
    browser = signed_in(person("manager"))
    browser.get(PAGE)
    for_two = statements(browser)
    for number in range(18):
        campaign = furniture.campaign(workspace, by=person("manager"), key=f"MORE{number}")
        actions.add(
            campaign, by=person("manager"), title="Go", kind="milestone", due_on="2026-12-01"
        )

    session_and_user = 2
    assert for_two == statements(browser) <= session_and_user + 8

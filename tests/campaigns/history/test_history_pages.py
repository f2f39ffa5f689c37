"""The pages of a plan's history: compare, baselines, the time machine."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.history import actions as history
from campaigns.history import past, points
from campaigns.history.models import Baseline, Visit
from campaigns.plan import actions, windows
from tests import furniture
from tests.forgetting import forget
from workspace.kernel import clock

BASE = "/w/acme/c/SPRING"


@pytest.fixture(autouse=True)
def _anew():
    """Ids and revisions begin anew with each test."""
    past.drawn.clear()
    points.standing.clear()
    forget()


@pytest.fixture
def now(campaign):
    return lambda: windows.revision_of(campaign)[1]


def statements(browser, address):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("compare/?from=start", 11),
        ("compare.csv?from=start", 10),
        ("baselines/", 6),
        ("at/40/", 10),
    ],
)
def test_a_page_asks_as_often_for_twenty_rows_as_for_one(page, count, campaign, person, signed_in):
    browser = signed_in(person("manager"))
    furnish(campaign, person, 1)
    browser.get("/w/acme/campaigns/")
    forget()
    for_one = statements(browser, f"{BASE}/{page}")
    furnish(campaign, person, 19)
    forget()

    assert (for_one, statements(browser, f"{BASE}/{page}")) == (count, count)


@pytest.mark.parametrize("page", ["compare/", "compare/?from=start", "baselines/", "at/40/"])
def test_a_page_that_was_seen_before_asks_eight_times_at_most(page, campaign, person, signed_in):
    browser = signed_in(person("manager"))
    furnish(campaign, person, 5)
    browser.get(f"{BASE}/{page}")

    session_and_user = 2
    assert statements(browser, f"{BASE}/{page}") <= session_and_user + 8


def furnish(campaign, person, number):
    for item in furniture.furnish(campaign, person, number):
        history.name_plan(campaign, by=person("member"), name=f"Before {item.pk}")
        item.refresh_from_db()
        actions.edit(
            item,
            by=person("manager"),
            version=item.version,
            why="Ill",
            due_on="2026-12-04",
            assignees=[person("member")],
        )
    for _more in range(40):
        actions.edit_many(campaign, [item.pk], by=person("manager"), title=f"Once more {_more}")


def test_compare_tells_what_slipped_and_why(campaign, plan, person, signed_in, now):
    [webinar, _same] = plan("webinar", "same", due_on="2026-12-01")
    signed = history.name_plan(campaign, by=person("member"), name="Signed plan")
    actions.edit(
        webinar, by=person("manager"), version=1, due_on="2026-12-04", why="The speaker is ill."
    )

    page = signed_in(person("sales")).get(f"{BASE}/compare/?from=baseline:{signed.pk}")

    text = page.content.decode()
    assert "3 working days later (3 days)" in text
    assert "The speaker is ill." in text
    assert f'href="{BASE}/items/1/"' in text
    assert "same" not in text


def test_what_is_gone_opens_in_the_plan_as_it_was(campaign, plan, person, signed_in, now):
    [thrown] = plan("thrown")
    first = now()
    actions.trash(campaign, [thrown.pk], by=person("member"))
    browser = signed_in(person("member"))

    page = browser.get(f"{BASE}/compare/?from=revision:{first}").content.decode()
    then = browser.get(f"{BASE}/at/{first}/").content.decode()

    assert f'href="{BASE}/at/{first}/#past-1"' in page
    assert 'id="past-1"' in then


def test_a_point_that_is_not_there_is_said_and_left_out(campaign, plan, person, signed_in):
    plan("brief")
    browser = signed_in(person("member"))

    pages = [
        browser.get(f"{BASE}/compare/?from={text}").content.decode()
        for text in ("yesteryear", "revision:99999", "baseline:7", "2026-99-01", "visit")
    ]

    assert all("was left out" in page for page in pages[:4])
    assert "You have not been here before" in pages[4]


def test_a_file_of_changes_holds_no_formula(campaign, plan, person, signed_in):
    plan("=cmd|' /C calc'!A0")

    file = signed_in(person("member")).get(f"{BASE}/compare.csv?from=start")

    assert "'=cmd|' /C calc'!A0" in file.content.decode()


def test_since_my_last_visit_counts_from_where_i_left(campaign, plan, person, signed_in):
    me, start = person("member"), clock.now() - timedelta(hours=3)
    history.note_visit(campaign, me, now=start)
    history.note_visit(campaign, me, now=start + timedelta(minutes=5))
    left = history.note_visit(campaign, me, now=start + timedelta(minutes=20)).revision
    plan("brief")
    history.note_visit(campaign, me)

    seen = Visit.objects.get()
    page = signed_in(me).get(f"{BASE}/compare/?from=visit").content.decode()

    assert (seen.before, seen.before_at) == (left, start + timedelta(minutes=20))
    assert "1 item changed" in page


def test_a_visit_is_noted_once_in_ten_minutes(campaign, plan, person, signed_in):
    browser = signed_in(person("guest"))
    furniture.grant(campaign, person("guest"))
    browser.post(f"{BASE}/visit/")
    plan("brief")

    with CaptureQueriesContext(connection) as asked:
        browser.post(f"{BASE}/visit/")

    assert not [one for one in asked if "campaigns_visit" in one["sql"] and "UPDATE" in one["sql"]]
    assert Visit.objects.get().member == person("guest")


def test_a_baseline_is_named_once_and_never_changes(campaign, plan, person, signed_in, now):
    browser = signed_in(person("member"))
    [brief] = plan("brief")
    browser.post(f"{BASE}/baselines/add/", {"name": "Signed plan"})
    actions.edit(brief, by=person("member"), version=1, title="Renamed")

    again = browser.post(f"{BASE}/baselines/add/", {"name": " signed  PLAN "})
    baseline = Baseline.objects.get()
    then = browser.get(f"{BASE}/at/{baseline.revision}/").content.decode()

    assert again.status_code == 422
    assert "brief" in then
    assert "Renamed" not in then


def test_a_past_revision_is_named_from_the_time_machine(campaign, plan, person, signed_in, now):
    plan("brief")
    first = now()
    plan("landing")

    signed_in(person("member")).post(
        f"{BASE}/baselines/add/", {"name": "Before the page", "revision": first}
    )
    late = signed_in(person("member")).post(
        f"{BASE}/baselines/add/", {"name": "Not yet", "revision": 999}
    )

    assert [(each.name, each.revision) for each in Baseline.objects.all()] == [
        ("Before the page", first)
    ]
    assert late.status_code == 422


def test_a_baseline_is_removed_by_who_named_it_or_by_a_manager(campaign, plan, person, signed_in):
    mine = history.name_plan(campaign, by=person("member"), name="Mine")
    other = person("member", "Somebody else")

    answers = [
        signed_in(who).post(f"{BASE}/baselines/{mine.pk}/remove/").status_code
        for who in (other, person("sales"), person("manager"))
    ]

    assert answers == [403, 403, 302]
    assert not Baseline.objects.exists()


def test_the_time_machine_steps_through_revisions_and_days(campaign, plan, person, signed_in, now):
    noon = timezone.now().replace(hour=11, minute=0) - timedelta(days=4)
    with clock.at(noon):
        plan("brief")
    first = now()
    with clock.at(noon + timedelta(days=3)):
        plan("landing")
    browser = signed_in(person("member"))

    day = browser.get(f"{BASE}/at/?day={(noon + timedelta(days=1)).date()}")
    page = browser.get(f"{BASE}/at/{first}/").content.decode()

    assert day["Location"] == f"{BASE}/at/{first}/"
    assert f'href="{BASE}/at/{first + 1}/"' in page
    assert f"day={(noon + timedelta(days=3)).date()}" in page
    assert "landing" not in page
    assert browser.get(f"{BASE}/at/99999/")["Location"] == f"{BASE}/at/{now()}/"


def test_a_guest_sees_the_past_of_granted_campaigns_alone(campaign, plan, person, signed_in, now):
    agency = person("guest")
    other = furniture.campaign(campaign.workspace, by=person("owner"), key="AUTUMN")
    furniture.grant(campaign, agency)
    [film] = plan("film")
    stranger = person("member", "Nobody met")
    actions.edit(film, by=person("member"), version=1, assignees=[stranger])
    plan("landing")
    first = now()
    actions.edit(film, by=person("member"), version=2, assignees=[])
    browser = signed_in(agency)

    then = browser.get(f"{BASE}/at/{first}/")
    changed = browser.get(f"{BASE}/compare/?from=revision:{first}").content.decode()

    assert then.status_code == 200
    assert "Nobody met" not in then.content.decode()
    assert "Nobody met" not in changed
    assert browser.get(f"/w/acme/c/{other.key}/compare/").status_code == 404
    assert browser.get(f"/w/acme/c/{other.key}/at/1/").status_code == 404


def test_a_file_of_a_baseline_that_was_removed_is_no_other_file(campaign, person, signed_in):
    browser = signed_in(person("member"))
    kept = history.name_plan(campaign, by=person("manager"), name="Signed plan")
    address = f"{BASE}/compare.csv?from=baseline:{kept.pk}"
    before = browser.get(address).status_code
    history.remove(kept, by=person("manager"))

    assert (before, browser.get(address).status_code) == (200, 404)

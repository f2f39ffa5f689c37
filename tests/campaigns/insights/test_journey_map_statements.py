"""The touchpoints page is remembered in parts, and asks a fixed count of statements."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.insights import journey_moving
from campaigns.journey import actions as journey
from campaigns.leads.actions import bringing, deciding
from campaigns.leads.models import RejectionReason
from campaigns.metrics import standard
from campaigns.metrics.actions import Number, observe
from campaigns.plan import actions
from campaigns.plan.models import Item
from tests import furniture
from tests.campaigns.insights.conftest import HTMX, MAP, cell, page
from tests.forgetting import forget
from workspace.kernel.live import presence


@pytest.mark.parametrize("address", ["", "changes/?since=1", "{channel}/{stage}/"])
def test_a_page_asks_as_often_for_twenty_items_as_for_two(address, campaign, person, signed_in):
    browser = signed_in(person("manager"))
    furniture.furnish(campaign, person, 2)
    item = Item.objects.first()
    address = MAP + address.format(channel=item.channel_id, stage=item.stage_id)
    browser.get(address)
    counts = []
    for number in (0, 18):
        furniture.furnish(campaign, person, number)
        forget()
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_an_unchanged_map_asks_eight_times_at_most_and_is_not_sent_again(
    campaign, person, signed_in
):
    browser = signed_in(person("manager"))
    furniture.furnish(campaign, person, 20)
    first = browser.get(MAP)

    with CaptureQueriesContext(connection) as asked:
        browser.get(MAP)

    session_and_user = 2
    assert len(asked) <= session_and_user + 8
    assert browser.get(MAP, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_very_large_plan_comes_by_windows(campaign, mail, stages, person, signed_in):
    from campaigns.plan.actions import together
    from workspace.kernel import streams

    drafts = [{"title": f"N{n}", "channel": mail.pk, "stage": stages[n % 2].pk} for n in range(900)]
    with streams.record("campaign", campaign.pk, by=person("member")) as record:
        together.add_many(record, campaign, drafts)
    browser = signed_in(person("member"))

    shown = page(browser)
    more = re.search(r'data-more="([^"]+)"', shown)[1].replace("&amp;", "&")
    rest = browser.get(MAP + more, headers=HTMX).content.decode()

    assert shown.count("data-item=") == 16
    assert rest.count("data-item=") == 200
    assert "more=" in rest


@pytest.fixture(autouse=True)
def the_same_people(monkeypatch):
    """Who is here is asked anew each second, which a busy machine takes between two pages."""
    monkeypatch.setattr(presence, "EVERY", 3600)


def asked_after(browser, change):
    """The statements of a map after a change, beside those for session and user."""
    browser.get(MAP)
    change()
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(MAP).status_code == 200
    return len(asked) - 2


@pytest.fixture
def changes(campaign, person, workspace):
    """What can happen in a campaign of `number` items, leads and numbers: {name: do it}."""

    def furnished(number):
        standard.furnish(workspace.pk)
        furniture.furnish(campaign, person, number)
        by, sales = person("member"), person("sales")
        first = Item.objects.order_by("pk").first()
        touchpoint = journey.edit(campaign, first.channel, first.stage, by=by, promise="One")
        reason = RejectionReason.objects.create(workspace=workspace, key="bad_data")
        place = {"campaign_id": campaign.pk, "touchpoint_id": touchpoint.pk}

        def observed(*days):
            clicks = [Number("clicks", date(2026, 11, day), 10**6, **place) for day in days]
            observe(clicks, by=by, source="form")

        def rejected():
            waits = {"state": "mql", "accepted_at": None, "won_at": None}
            lead = furniture.lead(campaign, touchpoint=touchpoint, **waits)
            deciding.reject(lead, by=sales, reason=reason)

        observed(*range(1, number + 1))
        for _each in range(number):
            rejected()
        return {
            "an item": lambda: actions.edit(first, by=by, version=1, title="Anew"),
            "a number": lambda: observed(28),
            "a lead": rejected,
            "an owner": lambda: journey.edit(
                campaign, first.channel, first.stage, by=by, owner=sales
            ),
        }

    return furnished


@pytest.mark.parametrize("number", [1, 20])
@pytest.mark.parametrize(
    ("name", "most"), [("an item", 8), ("a number", 7), ("a lead", 8), ("an owner", 7)]
)
def test_a_map_asks_eight_times_at_most_after_whatever_changed(
    number, name, most, changes, person, signed_in
):
    change = changes(number)[name]

    assert asked_after(signed_in(person("manager")), change) == most


@pytest.mark.parametrize(("view", "most"), [("touchpoints", 19), ("board", 11), ("list", 11)])
def test_who_remembers_nothing_asks_no_more_than_this(
    view, most, changes, campaign, person, signed_in
):
    changes(2)
    browser, address = signed_in(person("manager")), f"/w/acme/c/SPRING/{view}/"
    browser.get(address)
    forget()

    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200

    session_and_user = 2
    assert len(asked) - session_and_user == most


def test_who_looked_long_ago_reads_all_anew(mail, stages, add, campaign, person, signed_in):
    add("Invitation", mail, stages[0])
    browser, by = signed_in(person("member")), person("member")
    page(browser)
    for number in range(journey_moving.MANY + 1):
        touchpoint = journey.edit(campaign, mail, stages[0], by=by, promise=f"{number} mails")

    assert touchpoint.promise in cell(page(browser), mail, stages[0])


def test_what_touchpoints_came_to_is_read_anew_when_numbers_or_leads_come_in(
    mail, stages, add, campaign, person, signed_in, workspace
):
    standard.furnish(workspace.pk)
    add("Invitation", mail, stages[0])
    by, browser = person("member"), signed_in(person("member"))
    touchpoint = journey.edit(campaign, mail, stages[0], by=by, promise="One mail")
    before = cell(page(browser), mail, stages[0])

    place = {"campaign_id": campaign.pk, "touchpoint_id": touchpoint.pk}
    observe([Number("clicks", timezone.localdate(), 7_000_000, **place)], by=by, source="form")
    measured = cell(page(browser), mail, stages[0])
    ada = {"name": "Ada", "touchpoint": touchpoint}
    bringing.bring(campaign, [ada], by=person("sales"), source="hand")
    told = cell(page(browser), mail, stages[0])

    assert ("Clicks" in before, "Clicks" in measured) == (False, True)
    assert ("<b>1</b> lead" in measured, "<b>1</b> lead" in told) == (False, True)

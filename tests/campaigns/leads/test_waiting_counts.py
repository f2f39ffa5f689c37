"""How many leads wait, on the home page and in the bar, and what moves it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.brief.models import Campaign
from campaigns.leads import queries
from campaigns.leads.actions import deciding, editing, erasing, merging, quoting, ruling
from teams.actions import members
from tests import furniture
from tests.forgetting import forget
from workspace.kernel import clock
from workspace.kernel.streams.models import Stream


def counted(reader):
    return queries.count(reader, revisions=queries.following(reader).revisions)


def test_the_counts_follow_decisions_and_the_clock(rep, lead, person):
    now = clock.now()
    first = lead(due_at=now + timedelta(hours=1))
    lead(due_at=now + timedelta(hours=2))

    with clock.at(now):
        assert counted(rep) == (2, 0)
    with clock.at(now + timedelta(minutes=90)):
        assert counted(rep) == (2, 1)
    deciding.accept(first, by=person("manager"))
    with clock.at(now + timedelta(minutes=90)):
        assert counted(rep) == (1, 0)
    with clock.at(now):
        assert counted(rep) == (1, 0)


def test_what_is_counted_without_revisions_is_remembered_for_nobody(rep, lead):
    lead()

    assert [queries.count(rep), counted(rep), queries.count(rep)] == [(1, 0)] * 3


def test_the_counts_follow_what_happens_in_a_campaign_that_is_closed(rep, lead, campaign):
    waits = lead()
    campaign.__class__.objects.filter(pk=campaign.pk).update(phase="closed")
    before = counted(rep)

    deciding.accept(waits, by=rep)

    assert (before, counted(rep)) == ((1, 0), (0, 0))


HAPPENINGS = {
    "a note": lambda given: deciding.note(given.lead, by=given.rep, body="Called"),
    "a quote": lambda given: quoting.quote(given.lead, by=given.rep, body="Dear", theme="price"),
    "an item": lambda given: given.plan("brief"),
    "accepted": lambda given: deciding.accept(given.lead, by=given.rep),
    "rejected": lambda given: deciding.reject(given.lead, by=given.rep, reason=given.reason),
    "merged": lambda given: merging.merge(given.lead, given.twin, by=given.owner),
    "erased": lambda given: erasing.erase(given.lead, by=given.owner, why="Asked"),
    "owned by who decides": lambda given: own(given.lead, given.owner),
    "owned by who left": lambda given: leave(given),
    "another campaign": lambda given: furniture.campaign(
        given.rep.workspace, by=given.owner, key="OTHER"
    ),
    "another agreement": lambda given: ruling.agree(by=given.owner, minutes=60),
}


def own(lead, member):
    editing.edit(lead, by=member, version=lead.version, owner=member)


def leave(given):
    own(given.lead, given.mate)
    members.remove(given.mate, by=given.owner, version=given.mate.version)


@pytest.fixture
def given(rep, lead, person, plan, reason):
    now = clock.now()
    leads = {"lead": lead(due_at=now + timedelta(hours=1)), "twin": lead(due_at=now)}
    people = {"rep": rep, "owner": person("owner"), "mate": person("sales", name="Mate")}
    return SimpleNamespace(plan=plan, reason=reason(), **leads, **people)


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_what_was_counted_is_what_is_counted_anew_whatever_happened(given, happening):
    counted(given.rep)

    HAPPENINGS[happening](given)
    remembered = counted(given.rep)
    forget()

    assert remembered == counted(given.rep)


@pytest.mark.parametrize("happening", ["a note", "a quote", "an item"])
def test_what_changes_no_waiting_lead_lets_what_was_counted_stand(given, happening):
    counted(given.rep)
    HAPPENINGS[happening](given)
    revisions = queries.following(given.rep).revisions

    with CaptureQueriesContext(connection) as asked:
        queries.count(given.rep, revisions=revisions)
        queries.count(given.rep, revisions=revisions)

    assert ["COUNT" in each["sql"] for each in asked] == [False]


def test_the_inbox_follows_the_workspace_and_the_newest_campaigns_first(rep, workspace):
    made = [
        Campaign.objects.create(
            workspace=workspace, key=f"C{number}", name=f"C{number}", created_at=clock.now()
        )
        for number in range(3)
    ]
    for each in made:
        Stream.objects.create(workspace=workspace, kind="campaign", of=each.pk)

    rows = Stream.objects.in_bulk([pk for pk, _revision in queries.following(rep).streams])
    kinds = [(rows[pk].kind, rows[pk].of) for pk, _ in queries.following(rep).streams]

    assert kinds[0] == ("workspace", workspace.pk)
    assert kinds[1:4] == [("campaign", each.pk) for each in reversed(made)]


def test_the_home_page_of_a_rep_begins_with_what_waits(browser, lead):
    lead(due_at=clock.now() - timedelta(hours=1))
    lead(due_at=clock.now() + timedelta(hours=1))

    page = browser.get("/w/acme/").content.decode()

    assert "2 MQLs wait" in page
    assert "1 is over time" in page

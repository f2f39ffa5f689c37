"""How many leads wait, on the home page and in the bar, and what moves it."""

from datetime import timedelta

from campaigns.brief.models import Campaign
from campaigns.leads import queries
from campaigns.leads.actions import deciding
from workspace.kernel import clock
from workspace.kernel.streams.models import Stream


def test_the_counts_follow_decisions_and_the_clock(rep, lead, person):
    now = clock.now()
    first = lead(due_at=now + timedelta(hours=1))
    lead(due_at=now + timedelta(hours=2))

    def count():
        return queries.count(rep, as_of=queries.following(rep).as_of)

    with clock.at(now):
        assert count() == (2, 0)
    with clock.at(now + timedelta(minutes=90)):
        assert count() == (2, 1)
    deciding.accept(first, by=person("manager"))
    with clock.at(now + timedelta(minutes=90)):
        assert count() == (1, 0)
    with clock.at(now):
        assert count() == (1, 0)


def test_the_counts_follow_what_happens_in_a_campaign_that_is_closed(rep, lead, campaign):
    waits = lead()
    campaign.__class__.objects.filter(pk=campaign.pk).update(phase="closed")
    before = queries.count(rep, as_of=queries.following(rep).as_of)

    deciding.accept(waits, by=rep)

    assert (before, queries.count(rep, as_of=queries.following(rep).as_of)) == ((1, 0), (0, 0))


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

"""Leads that are kept count for the metrics, instead of numbers that were brought in."""

from datetime import date, timedelta

from django.utils import timezone

from campaigns.leads.models import Lead
from campaigns.metrics import queries, standard
from campaigns.metrics.actions import Number, observe
from campaigns.metrics.models import Observation
from workspace.kernel import clock

MILLION = 1_000_000


def lead(campaign, **values):
    now = clock.now()
    return Lead.objects.create(
        workspace_id=campaign.workspace_id,
        campaign=campaign,
        name="Somebody",
        created_at=now,
        mql_at=now,
        waits_since=now,
        **values,
    )


def test_leads_count_and_cost_what_was_spent_for_them(workspace, campaign, person):
    standard.furnish(workspace.pk)
    now, today = clock.now(), timezone.localdate()
    for number in range(4):
        accepted = {"state": "won", "accepted_at": now, "won_at": now} if number == 0 else {}
        money = {"value": 50 * MILLION, "currency": "EUR"} if number == 0 else {}
        lead(campaign, **{"state": "mql", "due_at": now + timedelta(days=1)} | accepted | money)
    observe(
        [
            Number("spend", today, 20 * MILLION, "EUR", campaign_id=campaign.pk),
            Number("leads", today, 99 * MILLION, campaign_id=campaign.pk),
        ],
        by=person("member"),
        source="api",
    )

    here = queries.figures([campaign.pk])[(campaign.pk,)]
    by_day = queries.figures([campaign.pk], by=("day",))

    wanted = {
        "leads": 4 * MILLION,
        "accepted_leads": MILLION,
        "acceptance_rate": MILLION // 4,
        "cpl": 5 * MILLION,
        "cost_per_accepted_lead": 20 * MILLION,
        "roas": 2_500_000,
    }
    assert {key: here.value(key).amount for key in wanted} == wanted
    assert sum(each.value("leads").amount or 0 for each in by_day.values()) == 4 * MILLION
    past = queries.figures([campaign.pk], until=date(2020, 1, 1))
    assert past[(campaign.pk,)].value("leads").amount == 0


def test_what_is_counted_from_leads_is_not_entered_by_hand(workspace, campaign, person, signed_in):
    standard.furnish(workspace.pk)
    browser, address = signed_in(person("member")), "/w/acme/c/SPRING/numbers/enter/"

    def asked():
        page = browser.get(address)
        return [row.metric.key for row in page.context["rows"]], page.context["sheet"].counted

    before = asked()
    lead(campaign, state="mql", due_at=clock.now())
    after = asked()
    browser.post(address, {f"leads.{timezone.localdate()}": "5", "was": "{}"})

    assert before[1] == []
    assert [key for key in before[0] if key not in after[0]] == [
        "leads",
        "mqls",
        "accepted_leads",
        "opportunities",
        "won",
    ]
    assert after[1][0] == "Leads"
    assert not Observation.objects.exists()


def test_a_file_says_which_of_its_metrics_are_counted_anyway(
    workspace, campaign, person, signed_in
):
    standard.furnish(workspace.pk)
    browser = signed_in(person("member"))

    def counted_in():
        cells = {"text": "Day\tLeads\tClicks\n2026-03-01\t5\t9\n"}
        page = browser.post(
            "/w/acme/c/SPRING/numbers/paste/", cells, headers={"HX-Request": "true"}
        )
        return page.context["counted"]

    before = counted_in()
    lead(campaign, state="mql", due_at=clock.now())

    assert (before, counted_in()) == ([], ["Leads"])

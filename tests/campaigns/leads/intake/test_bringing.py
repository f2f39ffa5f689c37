"""Leads come in, are found again, and are changed."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.leads.actions import bringing, editing
from campaigns.leads.models import Agreement, Brought, Lead, Note, Touch
from tests import furniture
from tests.campaigns.leads.intake.conftest import ERIN
from workspace.kernel.refusals import Conflict, Invalid
from workspace.kernel.streams.models import Event

CREATED = datetime(2026, 2, 5, 10, 38, tzinfo=UTC)


def test_a_lead_comes_in_with_everything_that_is_known_of_it(bring, campaign):
    row = ERIN | {
        "created_at": CREATED,
        "touches": [(CREATED, "Guide downloaded")],
        "notes": ["Call in May"],
    }

    [lead] = bring(row).new

    lead.refresh_from_db()
    assert (lead.name, lead.email, lead.email_key) == (
        "Erin Rask",
        "Erin.Rask@nordwind.example",
        "erin.rask@nordwind.example",
    )
    assert (lead.phone, lead.phone_key) == ("+49 30 1234567", "49301234567")
    assert lead.utm == {"source": "linkedin", "medium": "paid_social", "term": "cold chain"}
    assert (lead.state, lead.created_at, lead.campaign) == ("new", CREATED, campaign)
    assert [touch.what for touch in Touch.objects.all()] == ["Guide downloaded"]
    assert [note.body for note in Note.objects.all()] == ["Call in May"]


def test_a_row_that_comes_in_again_changes_nothing(bring):
    bring(ERIN)

    outcome = bring(ERIN)

    assert outcome.counts == {"new": 0, "changed": 0, "same": 1}
    assert Lead.objects.count() == 1


def test_a_corrected_row_replaces_and_an_empty_one_leaves_alone(bring):
    [lead] = bring(ERIN).new

    outcome = bring({"external_id": "1", "name": "Erin Rask-Holm", "company": ""})

    lead.refresh_from_db()
    assert outcome.counts == {"new": 0, "changed": 1, "same": 0}
    assert (lead.name, lead.company, lead.version) == ("Erin Rask-Holm", "Nordwind Logistik", 2)


def test_the_same_id_from_elsewhere_is_somebody_else(bring):
    bring(ERIN)

    bring(ERIN, source="hubspot")

    assert Lead.objects.count() == 2


def test_a_lead_of_another_campaign_stays_there(bring, workspace, person):
    autumn = furniture.campaign(workspace, by=person("owner"), key="AUTUMN", name="Autumn")
    bring(ERIN)

    outcome = bring(ERIN | {"name": "Other"}, into=autumn)

    assert outcome.counts == {"new": 0, "changed": 0, "same": 0, "elsewhere": 1}
    assert Lead.objects.get().name == "Erin Rask"


def test_an_mql_waits_from_when_sales_could_know_of_it(bring, workspace):
    Agreement.objects.create(workspace=workspace, minutes=60)

    [lead] = bring(ERIN | {"state": "mql", "moments": {"mql_at": CREATED}}).new

    lead.refresh_from_db()
    assert (lead.state, lead.mql_at) == ("mql", CREATED)
    assert lead.due_at > CREATED + timedelta(days=30)


def test_a_customer_has_been_through_all_states(bring):
    won = datetime(2026, 6, 1, tzinfo=UTC)

    [lead] = bring(ERIN | {"state": "won", "moments": {"mql_at": CREATED, "won_at": won}}).new

    lead.refresh_from_db()
    assert (lead.mql_at, lead.won_at) == (CREATED, won)
    assert None not in {lead.accepted_at, lead.qualified_at, lead.opportunity_at}


@pytest.mark.parametrize(
    ("present", "given", "after"),
    [("new", "mql", "mql"), ("mql", "new", "mql"), ("qualified", "won", "won")],
)
def test_a_state_only_goes_on(bring, present, given, after):
    [lead] = bring(ERIN | {"state": present}).new

    bring(ERIN | {"state": given})

    lead.refresh_from_db()
    assert lead.state == after


def test_a_lead_says_who_it_is(bring):
    with pytest.raises(Invalid) as refused:
        bring({"external_id": "9", "title": "CFO"})

    assert list(refused.value.fields) == ["name"]
    assert Lead.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("email", "no address"), ("name", "x" * 121), ("currency", "EURO"), ("value", -1)],
)
def test_what_cannot_be_used_is_refused_by_its_name(bring, name, value):
    with pytest.raises(Invalid) as refused:
        bring(ERIN | {name: value})

    assert list(refused.value.fields) == [name]


def test_an_amount_has_a_currency(bring, lead, person):
    with pytest.raises(Invalid) as refused:
        bring(ERIN | {"value": 5_000_000})
    assert list(refused.value.fields) == ["currency"]
    erin = lead(value=5_000_000, currency="EUR")

    with pytest.raises(Invalid) as refused:
        editing.edit(erin, by=person("sales"), version=1, currency="")
    editing.edit(erin, by=person("sales"), version=1, value=6_000_000)

    erin.refresh_from_db()
    assert list(refused.value.fields) == ["currency"]
    assert (erin.value, erin.currency) == (6_000_000, "EUR")


def test_a_changed_row_gives_no_amount_without_a_currency(bring):
    bring(ERIN)

    with pytest.raises(Invalid) as refused:
        bring(ERIN | {"value": 5_000_000})

    assert list(refused.value.fields) == ["currency"]


def test_no_event_says_who_a_lead_is(bring, person):
    [lead] = bring(ERIN).new
    bring(ERIN | {"name": "Erin Holm", "company": "Sydvind", "phone": "+49 40 7654321"})
    lead.refresh_from_db()
    editing.edit(lead, by=person("sales"), version=lead.version, email="new@sydvind.example")

    events = list(Event.objects.filter(noun="lead").order_by("revision").values())

    assert [event["verb"] for event in events] == ["lead.added", "lead.edited", "lead.edited"]
    assert {event["audience"] for event in events} == {"team"}
    told = " ".join(map(str, events))
    for word in ("Erin", "Holm", "Nordwind", "Sydvind", "sydvind.example", "7654321", "1234567"):
        assert word not in told


def test_different_facts_merge_and_the_same_one_asks(lead, person):
    erin = lead()
    editing.edit(erin, by=person("sales"), version=1, company="Sydvind")

    editing.edit(erin, by=person("manager"), version=1, title="CFO")
    with pytest.raises(Conflict) as asked:
        editing.edit(erin, by=person("manager"), version=1, company="Westwind")

    erin.refresh_from_db()
    assert (erin.company, erin.title, erin.version) == ("Sydvind", "CFO", 3)
    assert asked.value.data["both"] == {"company": ("Sydvind", "Westwind")}


def test_editing_to_what_it_is_changes_nothing(lead, person):
    erin = lead()

    editing.edit(erin, by=person("sales"), version=1, name=" Erin  Rask ")

    erin.refresh_from_db()
    assert erin.version == 1


def test_five_hundred_leads_take_few_statements(campaign, person, django_assert_max_num_queries):
    rows = [{"external_id": str(n), "name": f"Lead {n}"} for n in range(500)]
    bringing.bring(campaign, rows, by=person("manager"), source="file")
    changed = [row | {"company": "Acme", "state": "mql"} for row in rows]

    with django_assert_max_num_queries(60):
        outcome = bringing.bring(campaign, changed, by=person("manager"), source="file")

    assert outcome.counts == {"new": 0, "changed": 500, "same": 0}
    assert Brought.objects.count() == 0

"""Leads by program: masked as their owner's pages are, one by one and in batches."""

import json

import pytest

from campaigns.leads.actions import bringing
from campaigns.leads.models import Lead, Looked, Merge
from workspace.kernel.streams.models import Event

WHO = ("Erin", "Rask", "Nordwind", "nordwind.example", "1234567", "badge-7", "click-9")
ERIN = {
    "external_id": "badge-7",
    "name": "Erin Rask",
    "company": "Nordwind",
    "email": "erin@nordwind.example",
    "phone": "+49 30 1234567",
    "consent": "Erin said yes",
    "utm": {"source": "LinkedIn", "id": "click-9"},
}
LEADS = "campaigns/SPRING/leads/"


@pytest.fixture
def erin(campaign, person):
    [made] = bringing.bring(campaign, [ERIN], by=person("manager"), source="api").new
    return Lead.objects.get(pk=made.pk)


def test_sales_reads_who_a_lead_is_and_it_is_noted(erin, caller, person):
    sales = caller(person("sales"))

    one = sales.get(f"leads/{erin.pk}/").json()
    page = sales.get("leads/?q=nordwind").json()["results"]

    assert (one["name"], one["email"], one["masked"]) == (
        "Erin Rask",
        "erin@nordwind.example",
        False,
    )
    assert [lead["id"] for lead in page] == [erin.pk]
    looks = Looked.objects.order_by("pk").values_list("what", "via", "lead", "count")
    assert list(looks) == [("viewed", "api", erin.pk, 1), ("viewed", "api", None, 1)]


def test_a_marketer_reads_an_outline(erin, caller, person):
    member = caller(person("member"))

    answers = [member.get(f"leads/{erin.pk}/"), member.get("leads/"), member.get(LEADS)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    told = " ".join(answer.content.decode() for answer in answers)
    assert [word for word in WHO if word in told] == []
    assert answers[0].json()["masked"]
    assert answers[0].json()["utm"] == {"source": "linkedin"}
    assert not Looked.objects.exists()


@pytest.mark.parametrize("query", ["q=erin", "external_id=badge-7"])
def test_a_marketer_cannot_ask_who_a_lead_is(query, erin, caller, person):
    assert caller(person("member")).get(f"leads/?{query}").status_code == 403


def test_guests_know_of_no_lead(erin, campaign, caller, person):
    from tests import furniture

    guest = person("guest")
    furniture.grant(campaign, guest)

    statuses = [
        caller(guest).get(where).status_code for where in (f"leads/{erin.pk}/", "leads/", LEADS)
    ]

    assert statuses == [404, 403, 403]


def test_a_token_without_the_scope_reads_nothing(erin, caller, person):
    planner = caller(person("owner"), "plan:read", "plan:write")

    assert planner.get(f"leads/{erin.pk}/").status_code == 403


def test_a_lead_comes_in_once_by_its_id(campaign, caller, person):
    sales = caller(person("sales"))

    made = sales.post(LEADS, ERIN | {"value": "12.5", "currency": "eur", "note": "Call"})
    again = sales.post(LEADS, ERIN | {"company": "Sydvind"})

    lead = Lead.objects.get()
    assert (made.status_code, again.status_code) == (201, 201)
    assert made["Location"].endswith(f"/api/v1/leads/{lead.pk}/")
    assert (lead.company, lead.value, lead.currency, lead.source) == (
        "Sydvind",
        12_500_000,
        "EUR",
        "api",
    )
    assert [note.body for note in lead.notes.all()] == ["Call"]


def test_who_sees_leads_masked_adds_each_as_a_new_one(erin, caller, person):
    rows = {name: said for name, said in ERIN.items() if name != "external_id"}

    made = caller(person("member")).post(LEADS, rows)

    assert (made.status_code, made.json()["name"]) == (201, "E··· R···")
    assert Lead.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "no"}, "email"),
        ({"utm": {"nonsense": "x"}}, "utm"),
        ({"nonsense": 1}, "nonsense"),
        ({"touchpoint": 99}, "touchpoint"),
        ({"state": "won"}, "state"),
        ({"value": "-1"}, "value"),
    ],
)
def test_what_cannot_be_used_is_refused(wrong, field, campaign, caller, person):
    answer = caller(person("member")).post(LEADS, {"name": "Ada"} | wrong)

    assert answer.status_code == 422
    assert field in answer.content.decode()
    assert not Lead.objects.exists()


def test_a_batch_is_all_or_nothing_and_answered_once(campaign, caller, person):
    manager = caller(person("manager"))
    rows = [{"external_id": f"b{n}", "name": f"Lead {n}"} for n in range(3)]

    wrong = manager.post(f"{LEADS}batch/", {"leads": [*rows, {"title": "Nobody"}]})
    left = Lead.objects.count()
    first = manager.post(f"{LEADS}batch/", {"leads": rows}, Idempotency_Key="k1")
    again = manager.post(f"{LEADS}batch/", {"leads": rows}, Idempotency_Key="k1")
    changed = manager.post(f"{LEADS}batch/", {"leads": [rows[0] | {"company": "X"}, rows[1]]})
    twice = manager.post(f"{LEADS}batch/", {"leads": [rows[0], rows[0]]})

    assert (wrong.status_code, left) == (422, 0)
    assert len(first.json()["new"]) == 3
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    assert [len(changed.json()[name]) for name in ("new", "changed", "same")] == [0, 1, 1]
    assert twice.status_code == 422
    assert Lead.objects.count() == 3


def test_a_lead_is_changed_of_the_version_that_was_seen(erin, caller, person):
    sales = caller(person("sales"))
    one = f"leads/{erin.pk}/"

    unversioned = sales.patch(one, {"title": "CFO"})
    changed = sales.patch(one, {"title": "CFO"}, If_Match='"1"')
    forbidden = caller(person("member")).patch(one, {"title": "x"}, If_Match="*")

    assert [each.status_code for each in (unversioned, changed, forbidden)] == [428, 200, 403]
    assert changed.json()["title"] == "CFO"


def test_two_leads_become_one_and_two_again(erin, campaign, caller, person):
    [other] = bringing.bring(campaign, [{"name": "E."}], by=person("manager"), source="api").new
    sales = caller(person("sales"))

    merged = sales.post(f"leads/{erin.pk}/merge/", {"other": other.pk, "take": ["name"]})
    gone = sales.get(f"leads/{other.pk}/").json()["merged_into"]
    parted = sales.post(f"leads/{erin.pk}/unmerge/")

    assert (merged.json()["name"], gone, parted.json()["name"]) == ("E.", erin.pk, "Erin Rask")
    assert Merge.objects.get().undone_at


def test_a_manager_erases_and_sales_does_not(erin, caller, person):
    forbidden = caller(person("sales")).post(f"leads/{erin.pk}/erase/", {"why": "Asked"})
    erased = caller(person("manager")).post(f"leads/{erin.pk}/erase/", {"why": "Asked"})

    assert (forbidden.status_code, erased.status_code) == (403, 200)
    assert [word for word in WHO if word in erased.content.decode()] == []
    assert erased.json()["erased_at"]


def test_a_stored_answer_does_not_outlive_the_person(campaign, caller, person):
    manager = caller(person("manager"))
    made = manager.post(LEADS, ERIN, Idempotency_Key="k2").json()
    manager.post(f"leads/{made['id']}/erase/", {"why": "Asked"})

    again = manager.post(LEADS, ERIN, Idempotency_Key="k2")

    assert again.status_code == 410
    assert [word for word in WHO if word in again.content.decode()] == []


def test_the_workspaces_events_say_nothing_of_who_leads_are(erin, caller, person):
    manager = caller(person("manager"))
    manager.patch(f"leads/{erin.pk}/", {"name": "Erin Holm"}, If_Match="*")

    told = manager.get("campaigns/SPRING/events/").content.decode()
    told += json.dumps(list(Event.objects.values("object_name", "changes", "data")))

    assert [word for word in (*WHO, "Holm") if word in told] == []

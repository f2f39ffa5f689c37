"""Files, forms, duplicates and the log of leads by program, for those who may know of them."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.leads import secrets
from campaigns.leads.actions import bringing, forms, looking, merging
from campaigns.leads.models import Form, Lead, Looked
from workspace.kernel.api_requests import Answered
from workspace.kernel.outbox.dispatch import dispatch

FILE = b"""Name,Email,Status,Created
Erin Rask,erin@x.example,MQL,03/04/2026
Bo Ek,,New,05/06/2026
"""
FILES = "campaigns/SPRING/lead-imports/"
FORMS = "campaigns/SPRING/lead-forms/"
ERIN = {"name": "Erin Rask", "email": "erin@nordwind.example", "phone": "+49 30 1234567"}


@pytest.fixture
def twins(campaign, person):
    rows = [ERIN, ERIN | {"name": "E. Rask", "phone": ""}]
    made = bringing.bring(campaign, rows, by=person("manager"), source="form").new
    return [Lead.objects.get(pk=lead.pk) for lead in made]


@pytest.mark.parametrize("number", [1, 20])
def test_the_merges_of_a_lead_are_three_statements(number, people, campaign, person):
    rows = [{"name": f"Erin {each}"} for each in range(number + 1)]
    kept, *others = bringing.bring(campaign, rows, by=person("manager"), source="form").new
    for gone in others:
        merging.merge(kept, gone, by=person("manager"))
        kept.refresh_from_db()
    address = f"leads/{kept.pk}/merges/"
    people["manager"].get(address)

    with CaptureQueriesContext(connection) as asked:
        found = people["manager"].get(address).json()["results"]

    assert {each["gone"] for each in found} == {lead.pk for lead in others}
    assert len(asked) == 3


def sent(caller, content=FILE):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="leads.csv"\r\n\r\n'
        + content
        + b"\r\n--x--\r\n"
    )
    return caller.post(FILES, body, content_type="multipart/form-data; boundary=x")


def test_a_file_is_sent_asked_about_answered_run_and_undone(people):
    manager = people["manager"]
    made = sent(manager)
    one = f"lead-imports/{made.json()['id']}/"
    preview = manager.get(f"{one}preview/").json()
    options = {each["question"]: each["options"] for each in preview["understood"]}
    too_early = manager.post(f"{one}run/", If_Match=made["ETag"])
    answered = manager.post(
        f"{one}answers/",
        {"question": "date_order", "answer": options["date_order"][0]},
        If_Match=made["ETag"],
    )
    waiting = manager.post(f"{one}run/", If_Match=answered["ETag"])
    dispatch()
    done = manager.get(one).json()
    leads = Lead.objects.count()
    undone = manager.post(f"{one}undo/")

    assert (made.status_code, made["Location"]) == (201, f"http://testserver/api/v1/{one}")
    assert preview["open_questions"] == ["date_order"]
    assert {"columns.0", "words.state.MQL"} < {each["question"] for each in preview["understood"]}
    assert preview["counts"] == {"new": 2, "changed": 0, "same": 0}
    assert [each.status_code for each in (too_early, answered, waiting)] == [422, 200, 200]
    assert (done["state"], done["counts"]["new"], leads) == ("done", 2, 2)
    assert (undone.json()["state"], Lead.objects.count()) == ("undone", 0)


def test_a_wrong_answer_and_what_is_no_file_are_refused(people):
    made = sent(people["manager"]).json()
    one = f"lead-imports/{made['id']}/answers/"
    wrong = [
        people["manager"].post(one, {"question": question, "answer": "x"}, If_Match="*").status_code
        for question in ("date_order", "columns.0", "words.state.MQL", "words.moon.x", "moon")
    ]

    assert wrong == [422] * 5
    assert sent(people["manager"], b"").status_code == 422
    assert people["manager"].post(f"lead-imports/{made['id']}/run/").status_code == 428


def test_who_sees_leads_masked_does_not_learn_what_is_known(people, twins, campaign):
    """Neither from a file, nor by ids of another system, nor from duplicates."""
    imp = sent(people["manager"]).json()["id"]
    known = {"external_id": "badge-7", "name": "Ada"}
    people["manager"].post("campaigns/SPRING/leads/", known)
    masked = people["masked"]
    statuses = {
        "known id": masked.post("campaigns/SPRING/leads/", known | {"name": "X"}).status_code,
        "fresh id": masked.post(
            "campaigns/SPRING/leads/", known | {"external_id": "badge-8"}
        ).status_code,
        "batch": masked.post("campaigns/SPRING/leads/batch/", {"leads": [known]}).status_code,
        "duplicates": masked.get("leads/duplicates/").status_code,
    }
    anothers = [f"lead-imports/{imp}/", f"lead-imports/{imp}/preview/"]
    without_id = masked.post("campaigns/SPRING/leads/", {"name": "Ada"})

    assert statuses == dict.fromkeys(statuses, 403)
    assert [masked.get(address).status_code for address in anothers] == [404, 404]
    assert masked.get(FILES).json()["results"] == []
    assert without_id.status_code == 201
    assert Lead.objects.get(external_id="badge-7").name == "Ada"


def test_of_a_file_of_theirs_they_are_told_what_stands_in_it(people):
    """Each row is a new lead, whoever is known already."""
    file = b"Record ID,First Name,Email,Lead Status\n7,Ada,ada@x.example,New\n8,Bo,,New\n"

    def told(caller):
        made = sent(caller, file).json()
        one = f"lead-imports/{made['id']}/"
        counts = caller.get(f"{one}preview/").json()["counts"]
        caller.post(f"{one}run/", If_Match="*")
        dispatch()
        done = caller.get(one).json()
        return made["all_new"], counts, {name: done["counts"][name] for name in counts}

    first, again = {"new": 2, "changed": 0, "same": 0}, {"new": 0, "changed": 0, "same": 2}
    assert told(people["manager"]) == (False, first, first)
    assert told(people["manager"]) == (False, again, again)
    assert told(people["masked"]) == (True, first, first)
    assert Lead.objects.count() == 4


def test_whom_it_is_granted_brings_files_in(people):
    assert sent(people["seeing"]).status_code == 201
    assert sent(people["sales"]).status_code == 201
    assert sent(people["guest"]).status_code == 403


def test_a_form_is_made_given_another_secret_and_revoked(people, campaign):
    masked = people["masked"]  # a marketer makes forms, whether they see leads or not
    made = masked.post(FORMS, {"name": "Guide", "per_minute": 5})
    form = Form.objects.get()
    first = secrets.secret_of(form)
    one = f"lead-forms/{form.pk}/"
    shown, listed = masked.get(one).json(), masked.get(FORMS).json()["results"]
    rotated = masked.post(f"{one}rotate/").json()
    form.refresh_from_db()
    unversioned = masked.delete(one)
    revoked = masked.delete(one, If_Match="*")

    assert (made.status_code, made.json()["secret"], made["Cache-Control"]) == (
        201,
        first,
        "no-store",
    )
    assert made.json()["url"].endswith(f"/f/{form.key}/")
    assert made["Location"].endswith(f"/api/v1/{one}")
    assert [row["per_minute"] for row in (shown, *listed)] == [5, 5]
    assert "secret" not in shown
    assert rotated["secret"] == secrets.secret_of(form) != first
    assert (unversioned.status_code, revoked.status_code) == (428, 204)
    assert masked.get(FORMS).json()["results"] == []
    assert masked.get(one).json()["revoked_at"]


def test_a_secret_is_not_kept_with_the_answer_for_a_repeated_request(people):
    first = people["masked"].post(FORMS, {"name": "Guide"}, Idempotency_Key="f1")
    again = people["masked"].post(FORMS, {"name": "Guide"}, Idempotency_Key="f1")

    assert first.json()["secret"]
    assert (again.status_code, again.json()) == (201, first.json() | {"secret": None})
    assert Form.objects.count() == 1
    assert first.json()["secret"].encode() not in bytes(Answered.objects.get().body)


def test_sales_and_guests_make_no_forms(people):
    form = people["manager"].post(FORMS, {"name": "Guide"}).json()["id"]

    assert [people[who].post(FORMS, {"name": "x"}).status_code for who in ("sales", "guest")] == [
        403,
        403,
    ]
    assert people["sales"].post(f"lead-forms/{form}/rotate/").status_code == 403
    assert people["guest"].get(f"lead-forms/{form}/").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x", "per_minute": 0}, {"name": "x", "touchpoint": 99}, {}]
)
def test_a_form_that_cannot_be_is_refused(wrong, people):
    assert people["manager"].post(FORMS, wrong).status_code == 422


def test_a_phone_is_one_by_whichever_way_its_lead_comes_in(people, campaign, person):
    form = forms.make(campaign, by=person("manager"), name="Website", per_minute=9)
    forms.receive(form, {"name": "Form", "phone": "0171 2345678"}, message="m1")
    made = people["manager"].post(
        "campaigns/SPRING/leads/", {"name": "API", "phone": "+49 171 2345678"}
    )
    row = {"name": "File", "phone": "0049 (0)171 / 2345678"}
    bringing.bring(campaign, [row], by=person("manager"), source="file")

    [group] = people["sales"].get("leads/duplicates/").json()["results"]

    assert made.status_code == 201
    assert (group["same"], [lead["name"] for lead in group["leads"]]) == (
        "phone",
        ["Form", "API", "File"],
    )


def test_duplicates_are_listed_merged_and_parted(people, twins, campaign, person):
    phones = {"A": "0049 30 7777777", "B": "+49 30 777 7777"}
    rows = [{"name": name, "phone": phone} for name, phone in phones.items()]
    bringing.bring(campaign, rows, by=person("manager"), source="form")
    sales = people["sales"]
    first = sales.get("leads/duplicates/?page_size=1").json()
    second = sales.get(first["next"].partition("/api/v1/")[2]).json()
    kept, gone = twins
    sales.post(f"leads/{kept.pk}/merge/", {"other": gone.pk})
    [merge] = sales.get(f"leads/{kept.pk}/merges/").json()["results"]
    astray = sales.post(f"leads/{gone.pk}/merges/{merge['id']}/undo/")
    undone = sales.post(f"leads/{kept.pk}/merges/{merge['id']}/undo/")
    twice = sales.post(f"leads/{kept.pk}/merges/{merge['id']}/undo/")

    assert [(g["same"], [lead["id"] for lead in g["leads"]]) for g in first["results"]] == [
        ("email", [kept.pk, gone.pk])
    ]
    assert [lead["name"] for lead in second["results"][0]["leads"]] == ["A", "B"]
    assert second["next"] is None
    assert (merge["kept"], merge["gone"], merge["undone_at"]) == (kept.pk, gone.pk, None)
    assert [each.status_code for each in (astray, undone, twice)] == [404, 200, 409]
    assert Lead.objects.get(pk=gone.pk).merged_into is None


def test_looking_through_duplicates_is_noted(people, twins):
    people["sales"].get("leads/duplicates/")

    look = Looked.objects.get()
    assert (look.what, look.via, look.count) == ("viewed", "api", 2)


def test_only_a_token_that_writes_merges_and_one_that_reads_finds(campaign, twins, caller, person):
    reading = caller(person("sales"), "leads:read")
    kept, gone = twins

    assert reading.get("leads/duplicates/").status_code == 200
    assert reading.post(f"leads/{kept.pk}/merge/", {"other": gone.pk}).status_code == 403


def test_the_log_is_read_by_administrators_and_narrowed(people, twins, caller, person):
    sales, admin = person("sales"), caller(person("admin"))
    looking.viewed(twins[0], by=sales)
    looking.exported([twin.pk for twin in twins], by=sales, wanted={"state": ["mql"]})
    merging.merge(*twins, by=sales)

    def ids(query=""):
        return [row["what"] for row in admin.get(f"leads/log/{query}").json()["results"]]

    assert ids() == ["viewed", "exported"]
    assert ids("?what=exported") == ["exported"]
    assert ids(f"?lead={twins[0].pk}") == ["viewed", "exported"]
    assert ids(f"?lead={twins[1].pk}") == ["exported"]
    assert ids(f"?member={person('admin').pk}") == []
    assert ids("?since=2999-01-01T00:00:00Z") == []
    assert ids("?until=2999-01-01T00:00:00Z") == ["viewed", "exported"]
    assert admin.get("leads/log/?what=nonsense").status_code == 422
    statuses = [people[who].get("leads/log/").status_code for who in ("manager", "sales", "guest")]
    assert statuses == [403, 403, 403]


def test_nothing_of_who_leads_are_is_in_the_log(people, twins, caller, person):
    people["sales"].get("leads/?q=nordwind")

    told = json.dumps(caller(person("admin")).get("leads/log/").json())

    assert [word for word in ("nordwind", "Erin", "Rask") if word in told] == []

"""How a lead met the campaign and what was noted about it, by program, as far as its page shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.leads.actions import bringing, deciding, merging
from campaigns.leads.models import Lead, Looked, Note
from workspace.kernel.streams.models import Event

CANARY = "CANARY Erin said 0171 234"


def bring(campaign, person, *rows):
    made = bringing.bring(campaign, rows, by=person("manager"), source="api").new
    return [Lead.objects.get(pk=lead.pk) for lead in made]


@pytest.fixture
def erin(campaign, person):
    row = {"name": "Erin Rask", "notes": [CANARY], "touches": [(None, "Fair"), (None, "Webinar")]}
    return bring(campaign, person, row)[0]


def told(caller, lead, what):
    return caller.get(f"leads/{lead.pk}/{what}/").json()["results"]


def test_touches_are_read_by_all_of_the_team(people, erin):
    found = {who: told(people[who], erin, "touches") for who in ("sales", "masked")}

    assert [touch["what"] for touch in found["sales"]] == ["Fair", "Webinar"]
    assert found["masked"] == found["sales"]
    assert {touch["lead"] for touch in found["sales"]} == {erin.pk}


def test_notes_are_read_by_whom_sees_leads(people, erin, person):
    found = {who: people[who].get(f"leads/{erin.pk}/notes/") for who in ("sales", "seeing")}

    [note] = found["sales"].json()["results"]
    assert found["seeing"].json() == found["sales"].json()
    assert (note["body"], note["lead"], note["by"]) == (CANARY, erin.pk, person("manager").pk)
    assert found["sales"].json()["hidden"] == 0


def test_others_learn_how_many_notes_there_are_and_nothing_of_them(people, erin):
    answers = [people["masked"].get(f"leads/{erin.pk}/{what}/") for what in ("notes", "touches")]

    assert answers[0].json() == {"results": [], "next": None, "hidden": 1}
    assert "CANARY" not in "".join(answer.content.decode() for answer in answers)
    assert not Looked.objects.exists()


@pytest.mark.parametrize("what", ["touches", "notes"])
def test_who_is_shown_who_a_lead_is_is_noted_once_an_hour(what, people, erin, person):
    for _time in range(2):
        people["sales"].get(f"leads/{erin.pk}/{what}/")

    looks = Looked.objects.values_list("what", "via", "lead", "member")
    assert list(looks) == [("viewed", "api", erin.pk, person("sales").pk)]


def test_a_note_is_added_and_told_without_its_words(people, erin, person):
    answer = people["sales"].post(f"leads/{erin.pk}/notes/", {"body": "Calls back.\nSoon."})

    note = Note.objects.latest("pk")
    assert (answer.status_code, answer.json()["id"]) == (201, note.pk)
    assert answer.headers["Location"].endswith(f"/leads/{erin.pk}/notes/")
    assert (note.body, note.by) == ("Calls back.\nSoon.", person("sales"))
    assert [each["body"] for each in told(people["manager"], erin, "notes")] == [CANARY, note.body]
    event = Event.objects.get(verb="lead.noted")
    assert (event.via, event.audience, "Calls" in str(event.data)) == ("api", "team", False)


@pytest.mark.parametrize("body", ["", "  ", "a" * 5_001, None])
def test_a_note_that_cannot_be_is_refused_at_its_field(body, people, erin):
    answer = people["sales"].post(f"leads/{erin.pk}/notes/", {"body": body})

    assert (answer.status_code, [*answer.json()["fields"]]) == (422, ["body"])
    assert Note.objects.count() == 1


def test_only_who_decides_notes_and_guests_have_nothing_of_it(people, erin):
    notes, touches = f"leads/{erin.pk}/notes/", f"leads/{erin.pk}/touches/"

    posted = {who: people[who].post(notes, {"body": "x"}).status_code for who in people}
    read = [people["guest"].get(address).status_code for address in (notes, touches)]

    expected = {"manager": 201, "sales": 201, "seeing": 403, "masked": 403, "guest": 404}
    assert posted == expected
    assert read == [404, 404]


def test_a_token_that_reads_notes_nothing(erin, caller, person):
    reading = caller(person("sales"), "leads:read")

    assert reading.get(f"leads/{erin.pk}/notes/").status_code == 200
    assert reading.post(f"leads/{erin.pk}/notes/", {"body": "x"}).status_code == 403


def test_what_was_told_of_a_merged_lead_is_told_of_the_one_that_stays(
    people, erin, campaign, person
):
    [twin] = bring(
        campaign, person, {"name": "E. Rask", "notes": ["Twin"], "touches": [(None, "Ad")]}
    )
    merging.merge(erin, twin, by=person("manager"))

    notes, touches = [told(people["sales"], erin, what) for what in ("notes", "touches")]

    assert [(each["body"], each["lead"]) for each in notes] == [
        (CANARY, erin.pk),
        ("Twin", twin.pk),
    ]
    assert [each["what"] for each in touches] == ["Fair", "Webinar", "Ad"]


@pytest.mark.parametrize("number", [1, 20])
@pytest.mark.parametrize(("what", "count"), [("touches", 3), ("notes", 3)])
def test_statements_do_not_grow(number, what, count, people, campaign, person):
    touches = [(None, f"Touch {each}") for each in range(number)]
    [lead] = bring(campaign, person, {"name": "Bo", "touches": touches})
    for each in range(number):
        deciding.note(lead, by=person("sales"), body=f"Note {each}")
    told(people["sales"], lead, what)

    with CaptureQueriesContext(connection) as asked:
        found = told(people["sales"], lead, what)

    assert (len(found), len(asked)) == (number, count)


def test_pages_follow_each_other(people, campaign, person):
    touches = [(None, f"Touch {each}") for each in range(3)]
    [lead] = bring(campaign, person, {"name": "Bo", "touches": touches})

    first = people["sales"].get(f"leads/{lead.pk}/touches/?page_size=2").json()
    second = people["sales"].get(first["next"].partition("/api/v1/")[2]).json()

    assert [each["what"] for each in first["results"] + second["results"]] == [
        "Touch 0",
        "Touch 1",
        "Touch 2",
    ]
    assert second["next"] is None

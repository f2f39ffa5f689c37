from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.plan.models import Item
from workspace.kernel.outbox.dispatch import dispatch

FILES = Path(__file__).parents[1] / "data" / "imports"


def sent(caller, name, content):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n' % name.encode()
        + content
        + b"\r\n--x--\r\n"
    )
    return caller.post(
        "campaigns/SPRING/imports/", body, content_type="multipart/form-data; boundary=x"
    )


@pytest.fixture
def member(campaign, caller, person):
    return caller(person("member"))


def test_a_file_is_sent_asked_about_answered_run_and_undone(member):
    made = sent(member, "board.json", (FILES / "trello_board.json").read_bytes())
    address = f"imports/{made.json()['id']}/"
    preview = member.get(f"{address}preview/").json()
    answered = made
    for question in preview["open_questions"]:
        options = {each["question"]: each["options"] for each in preview["understood"]}
        answer = "UTC" if question == "time_zone" else (options.get(question) or ["nobody"])[0]
        answered = member.post(
            f"{address}answers/",
            {"question": question, "answer": answer},
            If_Match=answered["ETag"],
        )
        assert answered.status_code == 200, answered.json()
    waiting = member.post(f"{address}run/", If_Match=answered["ETag"])
    dispatch()
    done = member.get(address).json()
    undone = member.post(f"{address}undo/")

    assert (made.status_code, waiting.status_code, waiting.json()["state"]) == (201, 200, "waiting")
    assert (done["state"], done["counts"]["new"]) == ("done", 138)
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert not Item.objects.kept().exists()


def test_a_file_that_was_taken_out_is_taken_up_again_and_brought_in(member):
    made = sent(member, "plan.csv", b"Title\r\nBrief\r\n")
    address = f"imports/{made.json()['id']}/"
    in_already = []
    for step in ("run", "undo"):
        in_already.append(member.post(f"{address}take-up/", If_Match="*").status_code)
        member.post(f"{address}{step}/", If_Match="*")
        dispatch()

    unseen = member.post(f"{address}take-up/")
    stale = member.post(f"{address}take-up/", If_Match='"1"')
    taken_up = member.post(f"{address}take-up/", If_Match=member.get(address)["ETag"])
    ran = member.post(f"{address}run/", If_Match=taken_up["ETag"])
    dispatch()

    assert in_already == [409, 409]
    assert [each.status_code for each in (unseen, stale, taken_up, ran)] == [428, 412, 200, 200]
    assert (taken_up.json()["state"], taken_up.json()["finished_at"]) == ("preview", None)
    assert [item.title for item in Item.objects.kept()] == ["Brief"]


def test_whoever_chose_a_file_takes_it_up(member, caller, person):
    made = sent(member, "plan.csv", b"Title\r\nBrief\r\n").json()
    address = f"imports/{made['id']}/take-up/"

    statuses = [
        caller(person(role), *scopes).post(address, If_Match="*").status_code
        for role, scopes in (("manager", ()), ("guest", ()), ("member", ("plan:read",)))
    ]

    assert statuses == [403, 404, 403]


def test_an_unclear_file_is_not_run_and_a_wrong_answer_is_refused(member):
    made = sent(member, "plan.csv", b"Title,Due\r\nBrief,03/04/2026\r\nLanding,05/06/2026\r\n")
    address = f"imports/{made.json()['id']}/"

    too_early = member.post(f"{address}run/", If_Match="*")
    wrong = member.post(
        f"{address}answers/", {"question": "date_order", "answer": "sometimes"}, If_Match="*"
    )
    unknown = member.post(
        f"{address}answers/", {"question": "moon", "answer": "full"}, If_Match="*"
    )

    assert member.get(f"{address}preview/").json()["open_questions"] == ["date_order"]
    assert [each.status_code for each in (too_early, wrong, unknown)] == [422, 422, 422]


def test_a_file_that_is_none_is_refused(member):
    assert sent(member, "empty.csv", b"").status_code == 422
    assert sent(member, "noise.xlsx", b"PK\x03\x04noise").status_code == 422
    assert member.get("campaigns/SPRING/imports/").json() == {"results": [], "next": None}


def test_guests_know_of_no_import(member, caller, person):
    made = sent(member, "plan.csv", b"Title\r\nBrief\r\n").json()

    assert caller(person("guest")).get(f"imports/{made['id']}/").status_code == 404


@pytest.mark.parametrize("number", [1, 20])
def test_running_imports_are_listed_in_as_many_statements_for_twenty_as_for_one(number, member):
    for _index in range(number):
        made = sent(member, "plan.csv", b"Id,Title\r\n1,Brief\r\n")
        ran = member.post(f"imports/{made.json()['id']}/run/", If_Match=made["ETag"])
        assert ran.status_code == 200, ran.json()

    with CaptureQueriesContext(connection) as asked:
        listed = member.get("campaigns/SPRING/imports/").json()["results"]

    assert [each["percent"] for each in listed] == [0] * number
    assert len(asked) == 3


def test_only_what_is_undone_in_the_background_is_described_so(client):
    paths = client.get("/api/schema/?format=json").json()["paths"]

    told = {
        path: "`undoing`" in paths[path]["post"].get("description", "")
        for path in ("/api/v1/imports/{import}/undo/", "/api/v1/lead-imports/{lead_import}/undo/")
    }

    assert list(told.values()) == [True, False]


def test_a_preview_names_what_can_be_answered_and_what_is_left_out(member):
    rows = (
        "Headline,Title,Status,Owner,Channel,Waits for",
        ",Brief,Nearly,Ana,Radio,",
        ",Film,,,,BriefFS+5%",
    )
    made = sent(member, "plan.csv", "\r\n".join(rows).encode())
    address = f"imports/{made.json()['id']}/"
    skipped = {"question": "columns.0", "answer": "skip"}
    headline = member.post(f"{address}answers/", skipped, If_Match=made["ETag"])

    preview = member.get(f"{address}preview/").json()

    assert [(each["question"], each["heading"], each["field"]) for each in preview["columns"]][
        :3
    ] == [
        ("columns.0", "Headline", "skip"),
        ("columns.1", "Title", "title"),
        ("columns.2", "Status", "status"),
    ]
    assert [(each["samples"], each["filled"]) for each in preview["columns"]][:3] == [
        ([], 0),
        (["Brief", "Film"], 2),
        (["Nearly"], 1),
    ]
    assert [each["question"] for each in preview["words"]] == ["words.status.Nearly"]
    assert [(each["question"], each["name"], each["decision"]) for each in preview["people"]] == [
        ("people.ana", "Ana", "name")
    ]
    assert [(each["question"], each["decision"]) for each in preview["names"]] == [
        ("channel.Radio", "new")
    ]
    assert (headline.status_code, len(preview["left_out"])) == (200, 1)
    assert "+5%" in preview["left_out"][0]


def test_a_file_that_moves_a_shared_deadline_is_confirmed_by_its_seal_and_a_reason(member):
    def looked_at(day):
        rows = f"Id,Title,Kind,Due\n1,Webinar,Milestone,{day}\n"
        return f"imports/{sent(member, 'plan.csv', rows.encode()).json()['id']}/"

    member.post(f"{looked_at('2026-12-07')}run/", If_Match="*")
    dispatch()
    address = looked_at("2026-12-09")
    moves = member.get(f"{address}preview/").json()["moves"]

    unseen = member.post(f"{address}run/", {"why": "Ill"}, If_Match="*")
    unsaid = member.post(f"{address}run/", {"seal": moves["seal"]}, If_Match="*")
    taken = member.post(f"{address}run/", {"seal": moves["seal"], "why": "Ill"}, If_Match="*")

    assert (moves["asks"], moves["steps"][0]["deadline"]) == (True, True)
    assert (unseen.status_code, unseen.json()["code"]) == (409, "unconfirmed")
    assert (unsaid.status_code, taken.status_code) == (422, 200)

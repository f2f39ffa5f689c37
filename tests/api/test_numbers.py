"""Numbers by program: in batches, once, and out again."""

import json

import pytest

from campaigns.metrics import standard
from campaigns.metrics.models import Batch, DayTotal, Observation, Series
from tests.campaigns.metrics.intake.conftest import Bringing

SCOPES = ("plan:read", "metrics:read", "metrics:write")
SPEND = {"metric": "spend", "day": "2026-03-01", "value": "12.345678", "currency": "EUR"}
CLICKS = {"metric": "clicks", "day": "2026-03-01", "value": 7}


@pytest.fixture
def member(workspace, campaign, caller, person):
    standard.furnish(workspace.pk)
    return caller(person("member"), *SCOPES)


def sent(caller, *rows, **headers):
    body = {"source": "crm", "observations": list(rows)}
    return caller.post("observations/", body, **headers)


def totals():
    return {
        (row.metric.key, row.currency, row.day.isoformat()): row.amount
        for row in DayTotal.objects.select_related("metric")
    }


def test_numbers_come_in_exactly_and_once(member):
    ours = {"campaign": "spring"}

    made = sent(member, SPEND | ours, CLICKS | ours)
    again = sent(member, SPEND | ours, CLICKS | ours)
    corrected = sent(member, SPEND | ours | {"value": "12.5"}, CLICKS | ours | {"value": None})

    assert [each.status_code for each in (made, again, corrected)] == [201, 201, 201]
    assert made["Location"].endswith(f"/api/v1/batches/{made.json()['id']}/")
    assert made.json()["counts"] == {
        "added": 2, "changed": 0, "removed": 0, "same": 0, "waiting": 0, "rows": 2,
    }  # fmt: skip
    assert (again.json()["counts"]["added"], again.json()["counts"]["same"]) == (0, 2)
    assert (corrected.json()["counts"]["changed"], corrected.json()["counts"]["removed"]) == (1, 1)
    assert totals() == {("spend", "EUR", "2026-03-01"): 12_500_000}


def test_a_repeated_call_is_answered_like_the_first(member):
    first = sent(member, CLICKS | {"campaign": "SPRING"}, Idempotency_Key="nightly-1")
    second = sent(member, CLICKS | {"campaign": "SPRING"}, Idempotency_Key="nightly-1")
    other = sent(member, CLICKS | {"campaign": "SPRING", "value": 8}, Idempotency_Key="nightly-1")

    assert second.json() == first.json()
    assert second["Idempotency-Replayed"] == "true"
    assert other.json()["code"] == "idempotency_key_reused"
    assert Batch.objects.count() == 1


def test_one_bad_row_is_named_and_nothing_comes_in(member):
    good = CLICKS | {"campaign": "SPRING"}

    answer = sent(
        member,
        good,
        good | {"day": "someday"},
        good | {"day": "2026-03-02", "campaign": "NOPE"},
        good | {"day": "2026-03-03", "colour": "red"},
    )
    meaning = sent(
        member,
        good,
        good | {"metric": "bananas", "day": "2026-03-02"},
        good | {"metric": "ctr", "day": "2026-03-02"},
        SPEND | {"campaign": "SPRING", "currency": ""},
        CLICKS | {"day": "2026-03-05"},
        good,
    )

    assert (answer.status_code, meaning.status_code) == (422, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()["fields"]) == {
        "observations.1.day",
        "observations.2.campaign",
        "observations.3.colour",
    }
    assert set(meaning.json()["fields"]) == {
        "observations.1.metric",
        "observations.2.metric",
        "observations.3.currency",
        "observations.4.campaign",
    }
    assert Observation.objects.count() == 0


def test_two_numbers_for_one_day_and_place_are_refused(member):
    good = CLICKS | {"campaign": "SPRING"}

    answer = sent(member, good, good | {"value": 9})

    assert set(answer.json()["fields"]) == {"observations.1.day"}


def test_a_batch_has_at_most_five_thousand_rows(member):
    rows = [CLICKS | {"external_id": f"e{number}"} for number in range(5_001)]

    too_many = sent(member, *rows)
    enough = sent(member, *rows[:5_000])

    assert too_many.status_code == 422
    assert set(too_many.json()["fields"]) == {"observations"}
    assert enough.json()["counts"]["waiting"] == 5_000


def test_what_waits_is_matched_once_for_all_its_numbers(member):
    theirs = {"external_id": "120210000000000001", "external_name": "Lookalike"}
    sent(member, CLICKS | theirs)
    [waiting] = member.get("series/?waiting=true").json()["results"]

    matched = member.send("PUT", f"series/{waiting['id']}/campaign/", {"campaign": "SPRING"})
    sent(member, SPEND | theirs, CLICKS | theirs | {"day": "2026-03-02"})

    assert (waiting["external_name"], waiting["campaign"]) == ("Lookalike", None)
    assert (matched.status_code, matched.json()["campaign"]) == (200, "SPRING")
    assert totals() == {
        ("clicks", "", "2026-03-01"): 7_000_000,
        ("clicks", "", "2026-03-02"): 7_000_000,
        ("spend", "EUR", "2026-03-01"): 12_345_678,
    }
    assert member.get("series/?waiting=true").json()["results"] == []

    released = member.delete(f"series/{waiting['id']}/campaign/")

    assert released.status_code == 200
    assert totals() == {}
    assert len(member.get("series/?waiting=true").json()["results"]) == 2


def test_what_is_none_of_ours_stays_so_for_new_metrics(member):
    theirs = {"external_id": "1"}
    sent(member, CLICKS | theirs)
    [waiting] = member.get("series/?waiting=true").json()["results"]

    ignored = member.post(f"series/{waiting['id']}/ignore/")
    sent(member, SPEND | theirs)

    assert ignored.json()["ignored"] is True
    assert Series.objects.filter(ignored=True).count() == 2
    assert member.get("series/?waiting=true").json()["results"] == []


def test_a_batch_is_taken_out_again(member):
    sent(member, CLICKS | {"campaign": "SPRING"})
    second = sent(member, CLICKS | {"campaign": "SPRING", "value": 9}).json()

    undone = member.post(f"batches/{second['id']}/undo/")
    twice = member.post(f"batches/{second['id']}/undo/")

    assert undone.json()["state"] == "undone"
    assert twice.status_code == 409
    assert totals() == {("clicks", "", "2026-03-01"): 7_000_000}


def test_a_file_of_numbers_that_was_taken_out_is_taken_up_again(member, person):
    batch = Bringing(person("member"))("Day,Campaign,Clicks\n2026-03-13,SPRING,7\n")
    address = f"batches/{batch.pk}/"
    too_early = member.post(f"{address}take-up/", If_Match="*")
    member.post(f"{address}undo/")

    unseen = member.post(f"{address}take-up/")
    taken_up = member.post(f"{address}take-up/", If_Match=member.get(address)["ETag"])
    twice = member.post(f"{address}take-up/", If_Match=taken_up["ETag"])

    assert [each.status_code for each in (too_early, unseen, taken_up, twice)] == [
        409, 428, 200, 409,
    ]  # fmt: skip
    assert (taken_up.json()["state"], taken_up.json()["counts"]) == ("preview", {})


def test_numbers_that_came_without_a_file_have_none_to_take_up(member):
    batch = sent(member, CLICKS | {"campaign": "SPRING"}).json()
    member.post(f"batches/{batch['id']}/undo/")

    assert member.post(f"batches/{batch['id']}/take-up/", If_Match="*").status_code == 409


def test_numbers_are_read_by_filter_and_page(member):
    rows = [CLICKS | {"campaign": "SPRING", "day": f"2026-03-{day:02}"} for day in range(1, 8)]
    sent(member, *rows, SPEND | {"campaign": "SPRING"})

    page = member.get("observations/?metric=clicks&page_size=4").json()
    rest = member.get(page["next"].partition("/api/v1/")[2]).json()
    spend = member.get("observations/?campaign=spring&metric=spend").json()["results"]
    span = member.get("observations/?since=2026-03-03&until=2026-03-04").json()["results"]
    unknown = member.get("observations/?colour=red")

    assert (len(page["results"]), len(rest["results"]), rest["next"]) == (4, 3, None)
    assert [(each["value"], each["currency"]) for each in spend] == [("12.345678", "EUR")]
    assert [each["day"] for each in span] == ["2026-03-03", "2026-03-04"]
    assert unknown.status_code == 422


@pytest.mark.parametrize(
    ("role", "scopes", "read", "write"),
    [
        ("manager", SCOPES, 200, 201),
        ("member", SCOPES, 200, 201),
        ("sales", SCOPES, 200, 403),
        ("guest", SCOPES, 403, 403),
        ("member", ("metrics:read",), 200, 403),
        ("member", ("plan:read", "plan:write"), 403, 403),
    ],
)
def test_who_may(role, scopes, read, write, member, caller, person):
    program = caller(person(role), *scopes)

    assert program.get("observations/").status_code == read
    assert program.get("batches/").status_code == read
    assert program.get("series/").status_code == read
    assert sent(program, CLICKS | {"campaign": "SPRING"}).status_code == write


def test_a_float_is_taken_as_it_is_written(member):
    body = '{"source":"crm","observations":[{"metric":"spend","day":"2026-03-01",'
    body += '"value":0.1,"currency":"EUR","campaign":"SPRING"}]}'

    answer = member.send("POST", "observations/", body.encode())

    assert answer.status_code == 201, json.dumps(answer.json())
    assert totals() == {("spend", "EUR", "2026-03-01"): 100_000}

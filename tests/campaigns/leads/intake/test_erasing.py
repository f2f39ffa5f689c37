"""A person is erased: nothing says who it was, and everything still counts."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.files.storage import default_storage

from campaigns.leads import files, queries, tasks
from campaigns.leads.actions import bringing, editing, erasing, merging
from campaigns.leads.models import Brought, Lead, LeadImport, Looked, Merge, Note, Quote, Touch
from campaigns.plan.imports.store import path_of
from tests.campaigns.leads.intake.conftest import ERIN
from workspace.kernel import clock, scope
from workspace.kernel.api_requests import Answered
from workspace.kernel.refusals import Invalid, Refusal

DAY = timedelta(days=1)
MARK = "Xenocrates"


@pytest.fixture
def marked(bring, campaign, person):
    """A lead with a mark in everything that may say who it is, seen to from every side."""
    [lead] = bring(
        ERIN
        | {
            "external_id": f"{MARK}@x.example",
            "name": MARK,
            "company": f"{MARK} Ltd",
            "email": f"{MARK}@x.example",
            "title": MARK,
            "phone": "+49 30 777 888 99",
            "consent": f"Said {MARK}",
            "utm": {"source": "linkedin", "id": MARK},
            "state": "won",
            "value": 5_000_000,
            "currency": "EUR",
            "moments": {"won_at": datetime(2026, 6, 1, tzinfo=UTC)},
            "touches": [(None, f"{MARK} was at the fair")],
            "notes": [f"{MARK} likes tea"],
        }
    ).new
    [other] = bring({"name": f"{MARK} too", "email": f"{MARK}@x.example"}).new
    merging.merge(lead, other, by=person("sales"), take=["name"])
    lead.refresh_from_db()
    imp = LeadImport.objects.create(
        workspace_id=lead.workspace_id,
        campaign=campaign,
        file="f",
        name="f",
        created_at=clock.now(),
    )
    Brought.objects.create(
        workspace_id=lead.workspace_id, brought=imp, lead=lead, before={"name": MARK}, version=1
    )
    Quote.objects.create(
        workspace_id=lead.workspace_id,
        lead=lead,
        campaign=campaign,
        theme="price",
        body="Too dear",
        created_at=clock.now(),
    )
    Answered.objects.create(
        workspace_id=lead.workspace_id,
        member=person("sales"),
        key="k",
        fingerprint="f",
        status=201,
        body=f'{{"name": "{MARK} too"}}'.encode(),
        at=clock.now(),
    )
    return lead


def everything():
    """All that the database holds, as one text."""
    with scope.everything(because="the test looks into every table"):
        return " ".join(
            str(row) for model in apps.get_models() for row in model._base_manager.values()
        ).replace("b'", "")


def test_nothing_of_the_person_is_left_anywhere(marked, person):
    assert MARK.casefold() in everything().casefold()

    erasing.erase(marked, by=person("manager"), why="They asked for it")

    left = everything()
    assert MARK.casefold() not in left.casefold()
    assert "77788899" not in left
    assert "777 888" not in left


def test_who_was_merged_into_the_person_meanwhile_is_erased_too(bring, lead, person, monkeypatch):
    [found] = bring({"name": MARK, "email": f"{MARK}@x.example"}).new
    [late] = bring({"name": f"{MARK} too", "email": f"{MARK}2@x.example"}).new
    naming = files.naming

    def merged_meanwhile(person_):
        if late.merged_into_id is None and not Merge.objects.exists():
            merging.merge(found, late, by=person("sales"))
        return naming(person_)

    monkeypatch.setattr(files, "naming", merged_meanwhile)
    erasing.erase(found, by=person("manager"), why="They asked for it")

    assert Lead.objects.get(pk=late.pk).erased_at
    assert MARK.casefold() not in everything().casefold()


def test_what_was_counted_stays(marked, campaign, person):
    before = queries.tallies([campaign.pk], by=("campaign", "channel", "touchpoint"))

    erasing.erase(marked, by=person("manager"), why="They asked for it")

    after = queries.tallies([campaign.pk], by=("campaign", "channel", "touchpoint"))
    assert {key: asdict(tally) for key, tally in after.items()} == {
        key: asdict(tally) for key, tally in before.items()
    }
    assert sum(tally.won for tally in after.values()) == 1


def test_campaign_touchpoint_state_and_moments_stay(marked, person):
    before = Lead.objects.get(pk=marked.pk)

    erasing.erase(marked, by=person("manager"), why="They asked for it")

    after = Lead.objects.get(pk=marked.pk)
    kept = ("campaign_id", "touchpoint_id", "state", "created_at", "mql_at", "won_at", "value")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert after.utm == {"source": "linkedin"}
    assert Note.objects.count() == 0
    assert [touch.what for touch in Touch.objects.all()] == [""]
    assert Quote.objects.get().lead is None


def test_it_is_noted_who_erased_and_why(marked, person):
    erasing.erase(marked, by=person("manager"), why=" They asked  for it ")

    looks = Looked.objects.filter(what="erased").order_by("pk")
    assert {look.member for look in looks} == {person("manager")}
    assert {look.wanted["reason"] for look in looks} == {"They asked for it"}
    assert marked in {look.lead for look in looks}


def test_a_reason_is_asked_for(marked, person):
    with pytest.raises(Invalid) as refused:
        erasing.erase(marked, by=person("manager"), why="  ")

    assert list(refused.value.fields) == ["why"]
    assert Lead.objects.get(pk=marked.pk).name.startswith(MARK)


def test_an_erased_lead_is_not_changed_or_erased_again(marked, person):
    erased = erasing.erase(marked, by=person("manager"), why="They asked for it")

    with pytest.raises(Refusal):
        editing.edit(erased, by=person("sales"), version=erased.version, name="Back")
    with pytest.raises(Refusal):
        erasing.erase(erased, by=person("manager"), why="again")


def test_a_file_does_not_bring_an_erased_person_back(bring, person, campaign):
    [lead] = bring(ERIN).new
    erasing.erase(lead, by=person("manager"), why="They asked for it")

    outcome = bringing.bring(campaign, [ERIN], by=person("manager"), source="file")

    assert outcome.counts == {"new": 0, "changed": 0, "same": 0, "erased": 1}
    assert Lead.objects.get().name == ""


def test_a_repeated_request_learns_that_the_person_is_gone(marked, person):
    erasing.erase(marked, by=person("manager"), why="They asked for it")

    answered = Answered.objects.get()
    assert (answered.status, bytes(answered.body)) == (410, b"{}")


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        ({"name": "王伟"}, True),
        ({"name": "Bo"}, True),
        ({"name": "", "company": "Bo & Co"}, True),
        ({"name": "Ida"}, False),
    ],
)
def test_a_short_name_does_not_stay_in_a_stored_answer(bring, person, said, goes):
    [lead] = bring({"name": "", "email": "", "phone": ""} | said).new
    body = '{"id":1,"name":"王伟","owner":"Bo","company":"Bo & Co","note":"Idaho"}'
    Answered.objects.create(
        workspace_id=lead.workspace_id,
        member=person("sales"),
        key="k",
        fingerprint="f",
        status=201,
        body=body.encode(),
        at=clock.now(),
    )

    erasing.erase(lead, by=person("manager"), why="They asked for it")

    assert (Answered.objects.get().status == 410) == goes


SHOUTED = "Name,Email,Phone\n{}\n"
NAMED = [
    "Somebody,ERIN.RASK@NORDWIND.EXAMPLE,",
    "Somebody,,030 123 45 67",
    '"Rask, Erin",,',
    "Somebody,,\n,see erin.rask@nordwind.example,",
]


@pytest.mark.parametrize("line", NAMED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_names_the_person_and_was_not_brought_in_goes(
    bring, look, person, line, encoding, django_capture_on_commit_callbacks
):
    [lead] = bring(ERIN).new
    theirs = look(SHOUTED.format(line).encode(encoding))
    others = look(SHOUTED.format("Ada Lovelace,ada@x.example,+44 20 7654321").encode(encoding))

    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(lead, by=person("manager"), why="They asked for it")

    assert list(LeadImport.objects.all()) == [others]
    assert not default_storage.exists(path_of(theirs.file))
    assert default_storage.exists(path_of(others.file))


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        ({}, False),
        ({"company": "Ice & Co"}, True),
        ({"email": "", "phone": ""}, True),
        ({"name": "Max Weber"}, False),
        ({"name": "Max Otto"}, True),
        ({"name": "王伟"}, True),
        ({"phone": "+49 30 0255552"}, False),
        ({"phone": "+49 30 5552671"}, True),
    ],
)
def test_a_file_in_which_only_a_common_word_is_the_same_stays(bring, look, person, said, goes):
    [lead] = bring({"name": "Max", "email": "max@x.example"} | said).new
    look("Name,Company,Year,Phone\nOtto (max. 3 客户王伟),Ice & Co,2025,555 26 71\n")

    erasing.erase(lead, by=person("manager"), why="They asked for it")

    assert LeadImport.objects.exists() == (not goes)


def test_a_file_that_failed_and_names_the_person_goes(bring, look, person):
    [lead] = bring(ERIN).new
    imp = look(SHOUTED.format(NAMED[0]))
    LeadImport.objects.filter(pk=imp.pk).update(state="failed")

    erasing.erase(lead, by=person("manager"), why="They asked for it")

    assert not LeadImport.objects.exists()


def test_a_file_that_nobody_brings_in_has_an_end(look, django_capture_on_commit_callbacks):
    old, new = look(SHOUTED.format(NAMED[0])), look(SHOUTED.format(NAMED[1]))
    LeadImport.objects.filter(pk=old.pk).update(created_at=clock.now() - 8 * DAY)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.tidy()

    assert list(LeadImport.objects.all()) == [new]
    assert not default_storage.exists(path_of(old.file))

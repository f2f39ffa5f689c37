"""Leads from files: understood, looked at, brought in, again, and taken out."""

import io
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation
from openpyxl import Workbook

from campaigns.leads import duplicates, exports
from campaigns.leads.actions import editing
from campaigns.leads.imports import actions, reading
from campaigns.leads.models import Brought, Lead, LeadImport
from campaigns.plan.imports.store import path_of
from campaigns.plan.models import Channel, Stage
from workspace.kernel.refusals import Conflict, Invalid, Refusal
from workspace.kernel.streams.models import Event

HUBSPOT = Path("tests/data/imports/hubspot_contacts.csv").read_bytes()
PLAIN = """Name,Email,Company,Status,Value,Currency,UTM source,UTM_Medium
Ada Lovelace,Ada@x.example,Acme,MQL,"1,250.50",eur,LinkedIn,Webinar
Bo Ek,,Sydvind,New,,,,
=cmd|' /C calc'!A0,c@x.example,,Customer,10,USD,,
"""


@pytest.fixture
def words(workspace):
    for position, name in enumerate(("Webinar", "Paid search", "E-mail", "Paid social")):
        Channel.objects.create(workspace=workspace, name=name, position=position)
    for position, name in enumerate(("Awareness", "Consideration")):
        Stage.objects.create(workspace=workspace, name=name, position=position)


@pytest.fixture
def look(campaign, person, words):
    """`look(text or bytes, **answers)`: a file that was chosen, and answered about."""

    def call(content, name="leads.csv", by=None, **answers):
        content = content if isinstance(content, bytes) else content.encode()
        imp = actions.start(
            campaign, by=by or person("manager"), upload=ContentFile(content, name=name)
        )
        return actions.choose(imp, version=imp.version, **answers) if answers else imp

    return call


@pytest.fixture
def bring_file(look):
    def call(content, **answers):
        imp = actions.run(look(content, **answers), version=None or 1 + bool(answers))
        imp = LeadImport.objects.select_related("campaign__workspace", "by__user").get(pk=imp.pk)
        actions.carry_out(imp)
        return LeadImport.objects.get(pk=imp.pk)

    return call


def rows_of(imp):
    return actions.understood(imp)[1].rows


def test_hubspots_contacts_are_understood(look):
    imp = look(HUBSPOT)

    read, draft = actions.understood(imp)

    words = Counter({w.word: w.count for w in read.words if w.vocabulary == "state"})
    assert read["vendor"].value == "hubspot"
    assert len(draft.rows) == 320
    assert words == {
        "Opportunity": 49,
        "Subscriber": 36,
        "Marketing Qualified Lead": 77,
        "Lead": 74,
        "Sales Qualified Lead": 50,
        "Customer": 34,
    }
    assert Counter(row["state"] for row in draft.rows) == {
        "new": 110,
        "mql": 77,
        "qualified": 50,
        "opportunity": 49,
        "won": 34,
    }
    assert sum("mql_at" in row["moments"] for row in draft.rows) == 210
    assert sum("opportunity_at" in row["moments"] for row in draft.rows) == 83
    mails = [row["email"].casefold() for row in draft.rows if row["email"]]
    assert (320 - len(mails), len(set(mails))) == (8, 309)
    assert not any(row["phone"].startswith(("-", "'")) for row in draft.rows)
    assert any("=cmd|' /C calc'!A0" in row["notes"] for row in draft.rows)
    assert draft.problems == []


def test_the_zone_of_hubspots_clock_is_asked_for_and_offered(look):
    imp = look(HUBSPOT)

    read, _draft = actions.understood(imp)
    with pytest.raises(Refusal):
        actions.run(imp, version=imp.version)
    actions.choose(imp, version=imp.version, time_zone="America/New_York")

    assert (read.open_questions, read["time_zone"].value) == (("time_zone",), "America/New_York")
    created = rows_of(imp)[0]["created_at"]
    assert created.isoformat() == "2026-02-05T15:38:00+00:00"


def test_hubspots_contacts_come_in_and_twice_changes_nothing(bring_file):
    first = bring_file(HUBSPOT, time_zone="America/New_York")
    second = bring_file(HUBSPOT, time_zone="America/New_York")

    assert (first.state, first.counts) == ("done", {"new": 320, "changed": 0, "same": 0, "lost": 0})
    assert second.counts == {"new": 0, "changed": 0, "same": 320, "lost": 0}
    assert Lead.objects.count() == 320
    assert Counter(Lead.objects.values_list("state", flat=True))["won"] == 34


def test_who_is_in_hubspots_file_twice_is_shown_and_not_merged(bring_file):
    bring_file(HUBSPOT, time_zone="America/New_York")

    groups, _more = duplicates.groups(Lead.objects.all())

    by_mail = [leads for kind, leads in groups if kind == "email_key"]
    assert [len(leads) for leads in by_mail] == [2, 2, 2]
    assert not Lead.objects.filter(merged_into__isnull=False).exists()


def test_a_corrected_file_replaces(bring_file):
    bring_file(PLAIN)

    again = bring_file(PLAIN.replace("Acme", "Acme").replace("1,250.50", "2,000.00"))

    assert again.counts == {"new": 0, "changed": 1, "same": 2, "lost": 0}
    assert Lead.objects.get(name="Ada Lovelace").value == 2_000_000_000


def test_a_plain_table_is_understood(look, workspace):
    imp = look(PLAIN)

    ada, bo, formula = rows_of(imp)

    webinar = Channel.objects.get(name="Webinar")
    awareness = Stage.objects.get(name="Awareness")
    assert (ada["name"], ada["state"], ada["value"], ada["currency"]) == (
        "Ada Lovelace",
        "mql",
        1_250_500_000,
        "EUR",
    )
    assert ada["utm"] == {"source": "LinkedIn", "medium": "Webinar"}
    assert ada["place"] == (webinar.pk, awareness.pk)
    assert (bo["email"], bo["place"]) == ("", None)
    assert formula["name"] == "=cmd|' /C calc'!A0"


def test_leads_remember_the_touchpoint_that_the_file_means(bring_file):
    bring_file(PLAIN)

    ada = Lead.objects.get(name="Ada Lovelace")
    assert str(ada.touchpoint) == "Webinar · Awareness"
    assert ada.utm["source"] == "linkedin"
    assert Lead.objects.get(name="Bo Ek").touchpoint is None


def test_one_channel_and_stage_can_be_chosen_for_the_whole_file(bring_file):
    channel, stage = Channel.objects.get(name="E-mail"), Stage.objects.get(name="Consideration")

    bring_file(PLAIN, place=str(channel.pk), stage=str(stage.pk))

    assert {str(lead.touchpoint) for lead in Lead.objects.all()} == {"E-mail · Consideration"}


@pytest.fixture(autouse=True)
def _with_words(words):
    """The workspace has channels and stages."""


def test_a_workbook_is_understood(look):
    book = Workbook()
    for row in (["First Name", "Last Name", "Phone"], ["芳", "李", "+86 138 0013 8000"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)

    [row] = rows_of(look(file.getvalue(), name="leads.xlsx"))

    assert (row["name"], row["phone"]) == ("芳李", "+86 138 0013 8000")


def test_what_is_wrong_is_named_and_waits(look):
    text = "Name,Email,Value,Create Date\n,,,\n,,5,\nAda,no mail,x,soon\n"
    text += "Bo,bo@x.example,1,2026-01-02\n"
    imp = look(text)

    _read, draft = actions.understood(imp)
    told = [(p.line, p.column, p.kind) for p in draft.problems]

    assert told == [
        (3, "Name", "lead_is_nobody"),
        (4, "Email", "lead_mail"),
        (4, "Value", "lead_amount"),
        (4, "Create Date", "lead_moment"),
    ]
    with pytest.raises(Refusal):
        actions.run(imp, version=imp.version)


def test_going_on_leaves_out_what_cannot_be_read(bring_file):
    text = "Name,Email\n,\nAda,no mail\n"

    imp = bring_file(text + ",,\n", skip_bad_rows=True)

    assert [(lead.name, lead.email) for lead in Lead.objects.all()] == [("Ada", "")]
    assert "no mail" not in str(imp.problems)


def test_an_unknown_state_is_asked_for(look):
    imp = look("Name,Status\nAda,Nurturing\n")

    read, _draft = actions.understood(imp)
    actions.choose(imp, version=imp.version, words={"state": {"Nurturing": "mql"}})

    assert read.open_questions == ("words.state.Nurturing",)
    assert [row["state"] for row in rows_of(imp)] == ["mql"]


def test_a_column_is_mapped_by_hand(look):
    imp = look("Who,Where to\nAda,ada@x.example\n")

    actions.choose(imp, version=imp.version, header_line=1)
    actions.choose(imp, version=imp.version, columns={"0": "name", "1": "email"})

    assert [(row["name"], row["email"]) for row in rows_of(imp)] == [("Ada", "ada@x.example")]


def test_the_dry_run_counts_what_would_happen(look, bring_file):
    bring_file(PLAIN)

    imp = look(PLAIN.replace("Sydvind", "Nordvind") + "New One,n@x.example,,,,,,\n")
    counts = actions.preview(imp)[2]

    assert counts == {"new": 2, "changed": 0, "same": 2}
    assert Lead.objects.count() == 3


def test_a_file_is_taken_out_again(bring_file, person):
    imp = bring_file(PLAIN)

    undone = actions.undo(imp, by=person("manager"))

    assert (undone.state, undone.kept, Lead.objects.count()) == ("undone", 0, 0)
    with pytest.raises(Conflict):
        actions.undo(imp, by=person("manager"))


def test_taking_a_file_out_brings_back_what_leads_said_and_keeps_what_was_worked_on(
    bring_file, person
):
    bring_file(PLAIN)
    changed = PLAIN.replace("1,250.50", "99").replace("10,USD", "11,USD")
    imp = bring_file(changed)
    formula = Lead.objects.get(email="c@x.example")
    editing.edit(formula, by=person("sales"), version=formula.version, company="Seen to")

    undone = actions.undo(imp, by=person("manager"))

    assert undone.kept == 1
    assert Lead.objects.get(name="Ada Lovelace").value == 1_250_500_000
    formula.refresh_from_db()
    assert (formula.value, formula.company) == (11_000_000, "Seen to")


def test_the_file_is_not_kept_when_it_is_in(bring_file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        imp = bring_file(PLAIN)

    assert not default_storage.exists(path_of(imp.file))


def test_no_event_of_an_import_says_who_came_in(bring_file, person):
    actions.undo(bring_file(PLAIN), by=person("manager"))

    told = " ".join(map(str, Event.objects.exclude(noun="member").values()))
    for word in ("Ada", "Lovelace", "Acme", "x.example", "leads.csv"):
        assert word not in told


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.csv"), (b'{"cards": []}', "a.json"), (b"%PDF-1.4 x", "a.pdf"), (b"Name\n", "a.csv")],
)
def test_what_is_no_table_of_leads_is_refused(content, name, look):
    with pytest.raises(Invalid):
        look(content, name=name)


def test_an_impossible_answer_is_refused(look):
    with pytest.raises(Invalid):
        look(PLAIN, columns={"0": "nonsense"})


def test_the_pages_lead_from_the_file_to_the_leads(campaign, person, signed_in):
    browser = signed_in(person("member", sees_leads=True))
    base = "/w/acme/c/SPRING/leads/bring/"

    chosen = browser.post(base, {"file": ContentFile(PLAIN.encode(), name="leads.csv")})
    page = browser.get(chosen["Location"])
    browser.post(f"{chosen['Location']}choose/", {"question": "columns.2", "value": "skip"})
    refused = browser.post(f"{chosen['Location']}choose/", {"question": "columns.2", "value": "x"})
    browser.post(f"{chosen['Location']}run/")
    waiting = browser.get(chosen["Location"])
    imp = LeadImport.objects.select_related("campaign__workspace", "by__user").get()
    actions.carry_out(imp)
    done = browser.get(chosen["Location"])

    assert (page.status_code, refused.status_code) == (200, 422)
    assert page.context["counts"]["new"] == 3
    assert b"<progress" in waiting.content
    assert "The leads are in." in done.content.decode()
    assert {lead.company for lead in Lead.objects.all()} == {""}


def test_a_colleague_who_sees_leads_masked_does_not_read_anothers_file(look, person, signed_in):
    imp = look(PLAIN, by=person("manager"))
    address = f"/w/acme/c/SPRING/leads/bring/{imp.pk}/"

    statuses = [signed_in(person(role)).get(address).status_code for role in ("member", "sales")]

    assert statuses == [404, 200]


def test_who_is_no_longer_to_see_leads_does_not_go_on_with_their_file(look, person, signed_in):
    member = person("member", sees_leads=True)
    imp = look(PLAIN, by=member)
    actions.run(imp, version=imp.version)
    member.sees_leads = False
    member.save(update_fields=["sees_leads"])
    imp = LeadImport.objects.select_related("campaign__workspace", "by__user").get()

    actions.carry_out(imp)

    imp.refresh_from_db()
    assert (imp.state, Lead.objects.count()) == ("failed", 0)
    address = f"/w/acme/c/SPRING/leads/bring/{imp.pk}/"
    assert signed_in(member).get(address).status_code == 404


def test_every_lead_of_a_file_is_remembered_with_its_import(bring_file):
    imp = bring_file(PLAIN)

    assert Brought.objects.filter(brought=imp, before__isnull=True).count() == 3


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_what_was_exported_in_any_language_is_understood_again(language, lead, person):
    lead(name="Erin Rask", email="erin@x.example", value=12_500_000, currency="EUR", state="new")
    reader = person("manager")
    with translation.override(language):
        file = exports.as_csv(exports.table(Lead.objects.all(), reader))

    _read, draft = reading.understand(file, "leads.csv", {}, reading.Around())

    [row] = draft.rows
    told = {name: row[name] for name in ("name", "email", "value", "currency", "state")}
    assert told == {
        "name": "Erin Rask",
        "email": "erin@x.example",
        "value": 12_500_000,
        "currency": "EUR",
        "state": "new",
    }


def test_reading_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        _read, draft = reading.understand(PLAIN.encode(), "leads.csv", {}, reading.Around())

    assert len(draft.rows) == 3

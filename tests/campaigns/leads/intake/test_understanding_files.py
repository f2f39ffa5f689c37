"""What a file of leads says: understood, asked about, looked at."""

import io
from collections import Counter

import pytest
from django.utils import translation
from openpyxl import Workbook

from campaigns.leads import exports
from campaigns.leads.imports import actions, reading
from campaigns.leads.models import Lead
from campaigns.plan.models import Channel, Stage
from tests.campaigns.leads.intake.files import HUBSPOT, PLAIN
from workspace.kernel.refusals import Invalid, Refusal

pytestmark = pytest.mark.usefixtures("words")


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


def test_a_file_of_one_column_asks_nothing_that_makes_no_difference(look):
    read, draft = actions.understood(look("Email\nada@x.example\nbo@x.example\n"))

    assert read.open_questions == ()
    assert [row["email"] for row in draft.rows] == ["ada@x.example", "bo@x.example"]


def test_a_file_of_one_column_without_a_known_heading_asks_which_line_it_is(look):
    read, draft = actions.understood(look("Surprise\n1\n2\n"))

    assert read.open_questions == ("header_line",)
    assert {each.kind for each in draft.problems} == {"lead_is_nobody"}

"""Rows of files without ids are known again: by mail, phone and name, whoever corrected what."""

from collections import Counter
from importlib import import_module
from types import SimpleNamespace

import pytest

from campaigns.leads import keys
from campaigns.leads.actions import editing, erasing
from campaigns.leads.imports import identity
from campaigns.leads.models import Lead
from tests.campaigns.leads.intake.files import PLAIN
from workspace.kernel import phones

renaming = import_module("campaigns.migrations.0023_rows_of_files_are_known_by_mail_or_phone")
pytestmark = pytest.mark.usefixtures("words")


def test_a_row_without_a_mail_is_known_again_by_its_phone(bring_file):
    text = "Name,Company,Phone\nAda Lovelace,Acme,+44 20 7946 0018\n"
    bring_file(text)

    again = bring_file(text.replace("Acme", "Acme Ltd").replace("20 7946 0018", "(0)20 79460018"))

    assert again.counts == {"new": 0, "changed": 1, "same": 0, "lost": 0}
    assert Lead.objects.get().company == "Acme Ltd"


@pytest.mark.parametrize("said", [{"email": "Ada@x.example"}, {"phone": "+49 30 5550100"}])
def test_the_ids_of_earlier_versions_become_those_of_today(said):
    row = {"email": "", "phone": "", "name": "Ada  Lovelace", "company": "Acme"} | said
    lead = SimpleNamespace(
        **row, email_key=keys.mail_key(row["email"]), phone_key=phones.typed_digits(row["phone"])
    )
    lead.external_id = identity.former_id(row, Counter())

    identity.identify([row])

    assert renaming.new_id(lead, True, Counter()) == row["external_id"]


HEADINGS = "Name,Company,Email,Phone\n"
AT_DESK = (
    "Anna Weber,Acme,,+49 30 5550100\n",
    "Bernd Koch,Acme,,+49 30 5550100\n",
    "Anna Weber,Acme,office@x.example,\n",
    "Bernd Koch,Acme,office@x.example,\n",
)


@pytest.mark.parametrize("rows", [AT_DESK[:2], AT_DESK[2:]], ids=["phone", "mail"])
def test_who_shares_a_phone_or_a_mail_stays_apart_in_whatever_order_files_come(bring_file, rows):
    anna, bernd = rows
    bring_file(HEADINGS + anna + bernd)

    again = bring_file(HEADINGS + bernd.replace("Acme", "Acme Ltd") + anna)

    assert again.counts == {"new": 0, "changed": 1, "same": 1, "lost": 0}
    assert dict(Lead.objects.values_list("name", "company")) == {
        "Anna Weber": "Acme",
        "Bernd Koch": "Acme Ltd",
    }


@pytest.mark.parametrize("rows", [AT_DESK[:2], AT_DESK[2:]], ids=["phone", "mail"])
def test_who_shares_a_phone_or_a_mail_stays_apart_also_file_by_file(bring_file, rows):
    anna, bernd = rows
    for each in (anna, bernd, bernd + anna):
        bring_file(HEADINGS + each)

    assert sorted(Lead.objects.values_list("name", flat=True)) == ["Anna Weber", "Bernd Koch"]


@pytest.mark.parametrize("said", ["name", "company", "email", "phone"])
def test_a_lead_that_somebody_corrected_is_known_again(bring_file, person, said):
    rows = HEADINGS + "".join(AT_DESK[:2]) + "Ada King,Acme,ada@x.example,\n"
    bring_file(rows)
    values = {
        "name": "Someone",
        "company": "Other",
        "email": "o@x.example",
        "phone": "+49301234567",
    }
    bernd = Lead.objects.get(name="Bernd Koch")
    editing.edit(bernd, by=person("sales"), version=bernd.version, **{said: values[said]})

    again = bring_file(rows)

    assert (again.counts["new"], Lead.objects.count()) == (0, 3)


@pytest.mark.parametrize("said", ["name", "company", "email"])
def test_a_corrected_lead_that_has_the_id_of_an_earlier_version_is_known_again(
    bring_file, person, said
):
    row = {"email": "Ada@x.example", "phone": "", "name": "Ada Lovelace", "company": "Acme"}
    bring_file(PLAIN)
    ada = Lead.objects.get(email="Ada@x.example")
    Lead.objects.filter(pk=ada.pk).update(external_id=identity.former_id(row, Counter()))
    ada.refresh_from_db()
    editing.edit(ada, by=person("sales"), version=ada.version, **{said: "b@x.example"})

    counts = [bring_file(PLAIN).counts, bring_file(PLAIN.replace("Acme", "Acme Ltd")).counts]

    assert [each["new"] for each in counts] == [0, 0]
    assert Lead.objects.count() == 3


def test_who_was_erased_under_the_id_of_an_earlier_version_does_not_come_back(bring_file, person):
    row = {"email": "Ada@x.example", "phone": "", "name": "Ada Lovelace", "company": "Acme"}
    bring_file(PLAIN)
    ada = Lead.objects.get(email="Ada@x.example")
    Lead.objects.filter(pk=ada.pk).update(external_id=identity.former_id(row, Counter()))
    ada.refresh_from_db()
    erasing.erase(ada, by=person("manager"), why="She asked for it")

    again = bring_file(PLAIN)

    assert again.counts == {"new": 0, "changed": 0, "same": 2, "erased": 1, "lost": 0}

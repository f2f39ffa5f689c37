"""One phone is one, however it is written, in whichever country it is at home."""

from importlib import import_module

import phonenumbers
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from campaigns.leads import duplicates, filters
from campaigns.leads.actions import editing, merging
from campaigns.leads.imports import actions
from campaigns.leads.models import Lead
from teams.actions import workspaces
from workspace.kernel import countries, outbox, phones

COUNTRIES = (
    "DE",
    "AT",
    "CH",
    "FR",
    "IT",
    "ES",
    "NL",
    "PL",
    "GB",
    "US",
    "CN",
    "TW",
    "HK",
    "IN",
    "BR",
)
migration = import_module("campaigns.migrations.0026_phones_are_found_with_their_country")
MOBILE, ABROAD = "0171 2345678", "+49 171 2345678"


@st.composite
def numbers(draw):
    """(country, a number that may be there)."""
    country = draw(st.sampled_from(COUNTRIES))
    kind = draw(st.sampled_from(("FIXED_LINE", "MOBILE")))
    example = phonenumbers.example_number_for_type(
        country, getattr(phonenumbers.PhoneNumberType, kind)
    )
    tail = draw(st.integers(0, 999))
    digits = str(example.national_number)[:-3] + f"{tail:03}"
    zero = example.italian_leading_zero or None
    return country, phonenumbers.PhoneNumber(
        example.country_code, int(digits), italian_leading_zero=zero
    )


@st.composite
def written(draw, number, country):
    """The number as somebody at home or abroad may type it."""
    style = draw(st.sampled_from(("E164", "INTERNATIONAL", "NATIONAL", "RFC3966")))
    text = phonenumbers.format_number(number, getattr(phonenumbers.PhoneNumberFormat, style))
    text = text.removeprefix("tel:")
    if text.startswith("+") and draw(st.booleans()):
        text = f"00{text[1:]}" if draw(st.booleans()) else text[1:]  # as a table leaves it
    text = text.replace(" ", draw(st.sampled_from((" ", "", "-", "/", "\u00a0", "."))))
    return text + draw(st.sampled_from(("", " ext. 12", " x4")))


@given(st.data())
def test_however_a_phone_is_written_it_has_one_key(data):
    country, number = data.draw(
        numbers().filter(lambda pair: phonenumbers.is_valid_number(pair[1]))
    )
    once, again = (data.draw(written(number, country)) for _ in "12")

    assert phones.key(once, country) == phones.key(again, country)


@given(st.text(max_size=40), st.sampled_from(("", *COUNTRIES)))
def test_whatever_is_written_there_the_key_is_digits_that_fit(text, country):
    key = phones.key(text, country)

    assert len(key) <= 40
    assert key == "" or (key.isdigit() and len(key) >= 6)


@pytest.mark.parametrize(
    ("text", "country", "key"),
    [
        ("0171 234567", "DE", "49171234567"),
        ("+49 171 234567", "", "49171234567"),
        ("49 171 234567", "US", "49171234567"),
        ("0049 (0)171 / 23 45 67", "CN", "49171234567"),
        ("＋４９　１７１　２３４５６７", "", "49171234567"),
        ("(415) 555-2671", "US", "14155552671"),
        ("011 49 171 2345678", "US", "491712345678"),
        ("06 6982 0001", "IT", "390669820001"),
        ("+39 (0)6 6982 0001", "DE", "390669820001"),
        ("138 0013 8000", "CN", "8613800138000"),
        ("0912-345-678", "TW", "886912345678"),
        ("001 44 20 7946 0958", "HK", "442079460958"),
        ("+34 (0)912 345 678", "", "34912345678"),
        ("0171 2345678", "", "01712345678"),
        ("0171 2345678 mobil", "DE", "491712345678"),
        ("123", "DE", ""),
    ],
)
def test_a_phone_has_the_code_of_its_country(text, country, key):
    assert phones.key(text, country) == key


@pytest.mark.parametrize(
    ("text", "zone", "code"),
    [
        ("Germany", "Asia/Shanghai", "DE"),
        (" deutschland", "UTC", "DE"),
        ("de", "UTC", "DE"),
        ("DEU", "UTC", "DE"),
        ("U.S.A.", "UTC", "US"),
        ("UK", "UTC", "GB"),
        ("德国", "UTC", "DE"),
        ("香港", "UTC", "HK"),
        ("Österreich", "UTC", "AT"),
        ("", "Asia/Kolkata", "IN"),
        ("", "Asia/Calcutta", "IN"),
        ("Atlantis", "Europe/Berlin", "DE"),
        ("", "UTC", ""),
        ("", "Etc/GMT-1", ""),
        ("Europe", "UTC", ""),
    ],
)
def test_a_country_is_the_leads_else_that_of_the_workspaces_clock(text, zone, code):
    assert countries.of(text, zone) == code


def key_of(lead):
    return Lead.objects.values_list("phone_key", flat=True).get(pk=lead.pk)


def test_a_phone_with_and_without_its_code_is_one(lead):
    here = lead(email="", country="", phone=MOBILE)
    there = lead(email="", country="", phone=ABROAD)
    lead(email="", country="Austria", phone=MOBILE)

    assert list(duplicates.of(here)) == [there]
    assert [leads for _kind, leads in duplicates.groups(Lead.objects.all())[0]] == [[here, there]]
    assert (here.phone, there.phone) == (MOBILE, ABROAD)


def test_an_edit_and_a_merge_set_the_key_anew(lead, person):
    manager = person("manager")
    kept, gone = lead(country="Austria", phone=MOBILE), lead(country="Germany", phone="030 1234567")

    editing.edit(kept, by=manager, version=1, country="Germany")
    edited = key_of(kept)
    merge = merging.merge(Lead.objects.get(pk=kept.pk), gone, by=manager, take=["phone"])
    merged = key_of(kept)
    merging.unmerge(merge, by=manager)

    assert (edited, merged, key_of(kept)) == ("491712345678", "49301234567", "491712345678")


def test_a_file_that_says_the_country_sets_the_key_and_taking_it_out_sets_it_back(
    bring_file, person
):
    text = "ID,Name,Phone,Country\n1,Ada,0664 1234567,\n"
    bring_file(text)
    before = Lead.objects.get().phone_key
    imp = bring_file(text.replace("4567,", "4567,Austria"))
    between = Lead.objects.get().phone_key

    actions.undo(imp, by=person("manager"))

    assert (before, between) == ("496641234567", "436641234567")
    assert Lead.objects.get().phone_key == before


def test_another_time_zone_of_the_workspace_sets_the_keys_anew(workspace, lead, person):
    here, there = (lead(country="", phone=phone) for phone in ("(415) 555-2671", "+14155552671"))
    before = key_of(here), key_of(there)

    workspaces.edit(workspace, by=person("owner"), version=1, time_zone="America/New_York")
    outbox.dispatch()

    assert before == ("494155552671", "14155552671")
    assert (key_of(here), key_of(there)) == ("14155552671", "14155552671")
    assert Lead.objects.get(pk=here.pk).version == 1


def test_those_there_were_are_found_alike_after_the_update(lead, monkeypatch):
    leads = [lead(email="", country="", phone=phone) for phone in (MOBILE, ABROAD, "-")]
    Lead.objects.update(phone_key="")
    monkeypatch.setattr(migration, "SOME", 1)

    migration.key(apps, None)

    assert [key_of(each) for each in leads] == ["491712345678", "491712345678", ""]


@pytest.mark.parametrize(
    "text", ["0171 2345", "171 2345", "0049 171 23", "+49171", "+49 (0)171 23"]
)
def test_a_phone_is_found_by_how_it_is_dialled(lead, person, text):
    here = lead(email="", country="", phone=ABROAD)
    asked = filters.Filters(text=text)

    assert list(filters.narrowed(Lead.objects.all(), asked, person("manager"))) == [here]


def test_keys_take_no_statement_of_each_lead(bring):
    bring({"external_id": "first", "phone": ABROAD})
    counts = []
    for number in (1, 20):
        rows = [{"external_id": f"{number}-{n}", "phone": MOBILE} for n in range(number)]
        with CaptureQueriesContext(connection) as asked:
            bring(*rows)
        counts.append(len(asked))

    assert counts[0] == counts[1]

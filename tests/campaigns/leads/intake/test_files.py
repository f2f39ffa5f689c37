"""Leads from files: brought in, again, and taken out."""

from collections import Counter

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from campaigns.leads import duplicates
from campaigns.leads.actions import editing, ruling
from campaigns.leads.imports import actions
from campaigns.leads.models import Brought, Lead, LeadImport
from campaigns.plan.imports.store import path_of
from campaigns.plan.models import Channel, Stage
from tests.campaigns.leads.intake.files import HUBSPOT, PLAIN
from workspace.kernel import outbox
from workspace.kernel.refusals import Conflict
from workspace.kernel.streams.models import Event

pytestmark = pytest.mark.usefixtures("words")


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

    again = bring_file(PLAIN.replace("Acme", "Acme Ltd").replace("Lovelace", "King"))

    assert again.counts == {"new": 0, "changed": 1, "same": 2, "lost": 0}
    ada = Lead.objects.get(email="Ada@x.example")
    assert (ada.name, ada.company) == ("Ada King", "Acme Ltd")


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


def test_going_on_leaves_out_what_cannot_be_read(bring_file):
    text = "Name,Email\n,\nAda,no mail\n"

    imp = bring_file(text + ",,\n", skip_bad_rows=True)

    assert [(lead.name, lead.email) for lead in Lead.objects.all()] == [("Ada", "")]
    assert "no mail" not in str(imp.problems)


def test_the_dry_run_counts_what_would_happen(look, bring_file):
    bring_file(PLAIN)

    imp = look(PLAIN.replace("Acme", "Acme Ltd") + "New One,n@x.example,,,,,,\n")
    counts = actions.preview(imp)[2]

    assert counts == {"new": 1, "changed": 1, "same": 2}
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


def test_a_waiting_lead_that_a_file_gave_back_has_the_time_that_was_agreed_meanwhile(
    bring_file, person
):
    manager, mei = person("manager"), person("sales", name="Mei Lin")
    waits = "Name,Email,State,Owner\nAda,ada@x.example,mql,{}\n"
    ruling.agree(by=manager, minutes=120)
    bring_file(waits.format(person("sales").name))
    imp = bring_file(waits.format(mei.name))
    ruling.agree(by=manager, minutes=60)
    outbox.dispatch()
    counted = Lead.objects.get()

    undone = actions.undo(imp, by=manager)

    back = Lead.objects.get()
    assert (undone.kept, counted.owner, back.owner) == (0, mei, person("sales"))
    assert back.due_at == counted.due_at


def test_the_file_is_not_kept_when_it_is_in(bring_file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        imp = bring_file(PLAIN)

    assert not default_storage.exists(path_of(imp.file))


def test_no_event_of_an_import_says_who_came_in(bring_file, person):
    actions.undo(bring_file(PLAIN), by=person("manager"))

    told = " ".join(map(str, Event.objects.exclude(noun="member").values()))
    for word in ("Ada", "Lovelace", "Acme", "x.example", "leads.csv"):
        assert word not in told


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


MONEY = "Name,Email,Value\nAda,ada@x.example,{}\n"


@pytest.mark.parametrize(
    ("text", "currency"), [("€ 1250.50", "EUR"), ("1250.50 GBP", "GBP"), ("US$1250.50", "USD")]
)
def test_an_amount_says_its_currency_by_a_sign(bring_file, text, currency):
    bring_file(MONEY.format(text))

    ada = Lead.objects.get()
    assert (ada.value, ada.currency) == (1_250_500_000, currency)


@pytest.mark.parametrize("text", ["1250.50", "$1250.50", "¥1250.50"])
def test_the_currency_of_an_amount_that_names_none_is_asked(look, bring_file, text):
    reading, _draft, _counts = actions.preview(look(MONEY.format(text)))
    assert "currency" in reading.open_questions

    bring_file(MONEY.format(text), currency="CHF")

    ada = Lead.objects.get()
    assert (ada.value, ada.currency) == (1_250_500_000, "CHF")


def test_an_amount_in_two_currencies_is_a_place_that_cannot_be_read(look):
    text = "Name,Email,Value,Currency\nAda,ada@x.example,€ 5,USD\n"

    _reading, draft, _counts = actions.preview(look(text))

    assert [each.kind for each in draft.errors] == ["lead_currency"]


def test_a_choice_that_was_removed_since_is_said_to_be_gone(look, person, signed_in):
    gone = Channel.objects.get(name="Paid social")
    imp = look(PLAIN, place=str(gone.pk))
    gone.delete()
    browser, page = signed_in(person("manager")), f"/w/acme/c/SPRING/leads/bring/{imp.pk}/"

    answers = [
        browser.get(page),
        browser.post(f"{page}choose/", {"question": "skip_bad_rows", "value": "yes"}),
        browser.post(f"{page}run/"),
    ]

    assert [answer.status_code for answer in answers] == [200, 422, 422]
    for answer in answers:
        told = answer.content.decode()
        assert "Something that was chosen for this file is no longer there" in told
        assert "Choose the file again." in told
    assert not Lead.objects.exists()

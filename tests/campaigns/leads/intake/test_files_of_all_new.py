"""A file of somebody who sees leads masked: brought in, and telling nothing of who is known."""

import pytest
from django.core.files.base import ContentFile

from campaigns.leads.actions import bringing
from campaigns.leads.imports import actions
from campaigns.leads.models import Lead, LeadImport

BRING = "/w/acme/c/SPRING/leads/bring/"
FAIR = b"""\
Record ID,First Name,Last Name,Email,Lead Status
1,Ada,Byron,ada@x.example,New
2,Bo,Li,,New
"""


@pytest.fixture
def known(campaign, person):
    """`known(source)`: Ada came from there before, under the id that she has in the file."""

    def bring(source):
        ada = {"name": "Ada Byron", "email": "ada@x.example", "external_id": "1"}
        bringing.bring(campaign, [ada], by=person("sales"), source=source)

    return bring


def told(browser, file=FAIR):
    """What whoever brings a file in is told on the way: (before, after), and the import."""
    there = browser.post(BRING, {"file": ContentFile(file, name="fair.csv")})["Location"]
    before = browser.get(there).context["counts"]
    browser.post(f"{there}run/")
    imp = LeadImport.objects.select_related("campaign__workspace", "by__user").get()
    actions.carry_out(imp)
    imp.refresh_from_db()
    return (before, imp.counts, browser.get(there).content.decode()), imp


def test_a_marketer_hands_the_leads_of_a_fair_to_sales(campaign, person, signed_in):
    browser = signed_in(person("member"))

    (before, after, page), imp = told(browser)

    assert (before["new"], after["new"], imp.state) == (2, 2, "done")
    assert "2 rows, each a lead of its own" in page
    assert "Each row becomes a new lead" in browser.get(BRING).content.decode()
    assert "/leads/bring/" in browser.get("/w/acme/c/SPRING/leads/").content.decode()


@pytest.mark.parametrize("source", ["hubspot", "file", "csv"])
def test_they_are_told_the_same_whoever_is_known(source, campaign, person, signed_in, known):
    browser = signed_in(person("member"))
    (*nobody, _page), imp = told(browser)
    actions.undo(imp, by=imp.by)
    LeadImport.objects.all().delete()
    known(source)
    before = list(Lead.objects.values_list("name", "version"))

    (*somebody, page), imp = told(browser)

    assert somebody == nobody
    assert "unchanged" not in page
    assert "elsewhere" not in page
    assert Lead.objects.count() == len(before) + 2
    assert before == list(Lead.objects.exclude(brought__brought=imp).values_list("name", "version"))
    assert set(Lead.objects.filter(brought__brought=imp).values_list("external_id")) == {("",)}


def test_who_sees_leads_finds_them_again(campaign, person, signed_in):
    told(signed_in(person("sales")))
    LeadImport.objects.all().delete()

    (*_told, page), imp = told(signed_in(person("sales")))

    assert (imp.all_new, imp.counts["new"], imp.counts["same"]) == (False, 0, 2)
    assert "2 unchanged" in page

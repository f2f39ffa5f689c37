"""Leads for tests, made as the product makes them."""

import pytest
from django.core.files.base import ContentFile

from campaigns.journey.models import Touchpoint
from campaigns.leads.actions import bringing
from campaigns.leads.imports import actions
from campaigns.leads.models import Lead, LeadImport
from campaigns.plan.models import Channel, Stage
from workspace.kernel import clock

LEADS = "/w/acme/leads/"
OF_CAMPAIGN = "/w/acme/c/SPRING/leads/"
ERIN = {
    "external_id": "1",
    "name": "Erin Rask",
    "company": "Nordwind Logistik",
    "title": "Head of Fleet",
    "email": "Erin.Rask@nordwind.example",
    "phone": "+49 30 1234567",
    "country": "Germany",
    "consent": "Newsletter form",
    "utm": {"utm_source": "LinkedIn", "medium": "paid_social", "term": "cold chain"},
}
# What of it tells who she is.
WORDS = ("Erin", "Rask", "Nordwind", "nordwind.example", "1234567")


@pytest.fixture
def bring(campaign, person):
    """`bring(row, …)` brings rows in from a file as a manager; gives the outcome."""

    def call(*rows, source="file", into=None, by=None):
        by = by or person("manager")
        return bringing.bring(into or campaign, rows, by=by, source=source)

    return call


@pytest.fixture
def lead(bring):
    """`lead(name="Ada")`: a new lead, Erin but for what is said."""

    def make(**values):
        row = ERIN | {"external_id": ""} | values
        return Lead.objects.get(pk=bring(row).new[0].pk)

    return make


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


@pytest.fixture
def place(campaign):
    workspace = campaign.workspace
    return Touchpoint.objects.create(
        workspace=workspace,
        campaign=campaign,
        channel=Channel.objects.create(workspace=workspace, name="Webinar"),
        stage=Stage.objects.create(workspace=workspace, name="Awareness"),
        created_at=clock.now(),
    )


def furnish(bring, person, place, number, start=0, **said):
    rows = [
        ERIN
        | {
            "external_id": f"{start + n}",
            "name": f"Erin {n} Rask",
            "touchpoint": place,
            "owner": person("sales"),
            "value": 5_000_000,
            "currency": "EUR",
            "notes": ["Likes tea"],
            "touches": [(None, "Came to the webinar")],
        }
        | said
        for n in range(number)
    ]
    return bring(*rows).new

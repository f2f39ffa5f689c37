"""Leads for tests, made as the product makes them."""

import pytest

from campaigns.leads.actions import bringing
from campaigns.leads.models import Lead

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

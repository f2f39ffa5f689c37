"""A letter that PostgreSQL does not keep stands in no row, and is no error of ours."""

import pytest
from django.test import Client

from campaigns.leads.models import Lead
from teams.actions import tokens

PAGES = [
    ("/w/acme/leads/?q=Erin%00", 200),
    ("/w/acme/leads/export.csv?q=%00", 200),
    ("/w/acme/c/SPRING/leads/?q=%00&source=%00", 200),
    ("/w/acme/inbox/?campaign=%00", 200),
    ("/w/acme/feeds/?campaign=%00", 200),
    ("/f/%00/", 404),
    ("/s/%00/", 404),
    ("/feeds/%00.ics", 404),
    ("/invitations/%00/", 404),
    ("/w/acme/files/%00/", 404),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("address", "status"), PAGES)
def test_a_letter_that_no_row_has_is_no_error(campaign, person, signed_in, address, status):
    browser = signed_in(person("manager"))
    ask = browser.post if address.startswith("/f/") else browser.get

    assert ask(address).status_code == status
    assert not Lead.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked", ["q=%00", "external_id=%00", "source=%00"])
def test_a_program_is_told_that_it_cannot_be_meant(campaign, person, asked):
    secret = tokens.make(by=person("manager"), name="t", scopes=["leads:read"])[1]

    answer = Client(headers={"Authorization": f"Bearer {secret}"}).get(f"/api/v1/leads/?{asked}")

    assert answer.status_code == 400

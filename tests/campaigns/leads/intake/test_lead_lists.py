"""Lists of leads: their windows and filters, and what they show to whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.campaigns.leads.intake.conftest import LEADS, OF_CAMPAIGN, WORDS, furnish
from tests.forgetting import forget


def statements(browser, address):
    forget()
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("address", "count"),
    [(OF_CAMPAIGN, 13), (LEADS, 12), (f"{OF_CAMPAIGN}export.csv", 7), (f"{LEADS}duplicates/", 8)],
)
def test_a_list_asks_as_often_for_twenty_leads_as_for_one(
    address, count, bring, person, place, signed_in
):
    browser = signed_in(person("manager"))
    furnish(bring, person, place, 2)
    browser.get(address)
    for_two = statements(browser, address)
    furnish(bring, person, place, 20, start=100)

    assert (for_two, statements(browser, address)) == (count, count)


def test_a_list_shows_a_window_and_the_way_on(bring, person, place, signed_in):
    furnish(bring, person, place, 60)
    browser = signed_in(person("sales"))

    first = browser.get(OF_CAMPAIGN)
    more = browser.get(OF_CAMPAIGN + first.context["more_url"], headers={"HX-Request": "true"})

    assert first.context["rows"][0].face.name == "Erin 59 Rask"
    assert len(first.context["rows"]) == 50
    assert more.context["rows"][0].face.name == "Erin 9 Rask"
    assert more.context["more_url"] == ""
    assert b"<html" not in more.content


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=mql", ["Bo"]),
        ("standing=waiting", ["Bo"]),
        ("owner=none", ["Cy", "Bo"]),
        ("source=hubspot", ["Cy"]),
        ("touchpoint=none", ["Cy", "Bo", "Ann"]),
        ("q=acme", ["Ann"]),
        ("q=CY@x.example", ["Cy"]),
        ("state=new,mql&owner=none", ["Cy", "Bo"]),
        ("state=nonsense&owner=x", ["Cy", "Bo", "Ann"]),
    ],
)
def test_filters_are_in_the_address(query, names, bring, person, signed_in):
    bring({"name": "Ann", "company": "Acme", "owner": person("sales")})
    bring({"name": "Bo", "state": "mql"})
    bring({"name": "Cy", "email": "cy@x.example"}, source="hubspot")

    page = signed_in(person("sales")).get(f"{LEADS}?{query}")

    assert [row.face.name for row in page.context["rows"]] == names


@pytest.mark.parametrize("page", ["", "?q=Erin", "export.csv", "export.csv?q=Nordwind"])
@pytest.mark.parametrize("where", [LEADS, OF_CAMPAIGN])
def test_a_marketer_gets_an_outline_and_no_way_to_ask(where, page, lead, person, signed_in):
    lead()
    browser = signed_in(person("member"))

    answer = browser.get(where + page)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert [word for word in WORDS if word in text] == []
    assert "E··· R···" in text


def test_words_that_a_marketer_looks_for_change_nothing(lead, person, signed_in):
    lead()
    browser = signed_in(person("member"))

    found = [
        [row.id for row in browser.get(f"{LEADS}?q={word}").context["rows"]]
        for word in ("Erin", "Nobody")
    ]

    assert found[0] == found[1] != []

"""What a rep decides in the inbox, what marketing answers, and how either is told."""

import json

import pytest

from campaigns.leads import queries
from campaigns.leads.actions import answering, deciding, ruling
from campaigns.leads.models import Lead, Quote
from tests.campaigns.leads.conftest import INBOX


def test_a_decision_answers_with_a_toast_that_undoes_it(browser, lead, rep):
    waits = lead()

    response = browser.post(f"/w/acme/leads/{waits.pk}/accept/", headers={"HX-Request": "true"})

    events = json.loads(response["HX-Trigger"])
    assert events["lead:decided"] == {"lead": waits.pk}
    browser.post(events["toast"]["undo"], headers={"HX-Request": "true"})
    assert Lead.objects.waiting().get() == waits


def test_the_second_to_decide_is_told_who_was_first(browser, lead, person):
    waiting = lead()
    deciding.accept(waiting, by=person("sales", name="Jonas"))

    response = browser.post(f"/w/acme/leads/{waiting.pk}/accept/", headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert "Jonas took this lead" in response.content.decode()


def test_without_scripts_the_next_lead_follows(browser, lead, reason):
    first, _second = lead(), lead()

    response = browser.post(
        f"/w/acme/leads/{first.pk}/reject/",
        {"reason": reason().pk},
        headers={"Referer": "http://testserver/w/acme/inbox/"},
    )

    assert response.status_code == 302
    assert response.url == INBOX


@pytest.mark.parametrize(
    ("verb", "sent"),
    [
        ("reject", {"reason": "0"}),
        ("recycle", {"on": "tomorrow"}),
        ("note", {"body": " "}),
        ("quote", {"body": "Too dear"}),
    ],
)
def test_what_cannot_be_used_is_refused(browser, lead, verb, sent):
    waiting = lead()

    response = browser.post(f"/w/acme/leads/{waiting.pk}/{verb}/", sent)

    assert response.status_code == 422
    assert Lead.objects.waiting().count() == 1


def test_a_rep_is_told_what_their_rejections_changed(
    browser, campaign, lead, reason, rep, person, touchpoint
):
    place = touchpoint()
    for _each in range(6):
        deciding.reject(lead(touchpoint=place), by=rep, reason=reason())
    for words in ("Ask for the role", "Leave students out"):
        answering.answer_reason(campaign, place, reason(), by=person("member"), decision=words)

    for page in (INBOX, "/w/acme/"):
        assert "Your 6 rejections changed 2 things." in browser.get(page).content.decode()
    browser.post("/w/acme/inbox/seen/")
    assert "changed 2 things" not in browser.get(INBOX).content.decode()


def test_only_marketing_answers(signed_in, person, campaign, lead, rep, reason, touchpoint):
    place = touchpoint()
    deciding.reject(lead(touchpoint=place), by=rep, reason=reason())
    sent = {"reason": reason().pk, "touchpoint": place.pk, "decision": "Yes"}
    statuses = {
        role: signed_in(person(role)).post("/w/acme/c/SPRING/verdict/answer/", sent).status_code
        for role in ("member", "sales", "guest")
    }

    assert statuses == {"member": 302, "sales": 403, "guest": 404}


def test_a_quote_is_answered_from_the_page_of_the_verdict(
    signed_in, person, campaign, lead, rep, touchpoint, browser
):
    waiting = lead(touchpoint=touchpoint())
    browser.post(f"/w/acme/leads/{waiting.pk}/quote/", {"body": "Too dear", "theme": "price"})
    quote = Quote.objects.get()
    marketer = signed_in(person("member"))

    page = marketer.get(f"/w/acme/c/SPRING/verdict/?answer=q{quote.pk}").content.decode()
    marketer.post("/w/acme/c/SPRING/verdict/answer/", {"quotes": quote.pk, "title": "Price page"})

    assert "Too dear" in page
    quote.refresh_from_db()
    assert quote.answer.item.title == "Price page"


def test_what_is_agreed_on_is_changed_by_managers_alone(signed_in, person, workspace):
    ruling.furnish(workspace.pk)
    pages = {role: signed_in(person(role)) for role in ("manager", "member", "guest")}

    assert [pages[role].get("/w/acme/leads/rules/").status_code for role in pages] == [
        200,
        200,
        403,
    ]
    sent = {"minutes": "240"}
    statuses = [pages[r].post("/w/acme/leads/rules/time/", sent).status_code for r in pages]
    assert statuses == [302, 403, 403]
    assert queries.Office.of(workspace).minutes == 240


@pytest.mark.parametrize(
    ("currency", "kept", "status"), [("eur", "EUR", 302), ("EURO", "", 422), ("ERU", "", 422)]
)
def test_a_value_is_in_a_currency_that_there_is(currency, kept, status, browser, lead, rep):
    taken = lead("accepted", owner=rep)
    typed = {"state": "opportunity", "value": "5,000", "currency": currency}

    answer = browser.post(f"/w/acme/leads/{taken.pk}/advance/", typed)

    taken.refresh_from_db()
    assert answer.status_code == status
    assert taken.currency == kept
    assert kept or f"“{currency}” is no currency" in answer.content.decode()

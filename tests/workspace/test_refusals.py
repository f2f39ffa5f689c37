"""What no action foresaw becomes a sentence, too."""

import json

import pytest
from django.db import OperationalError
from django.test import Client

from campaigns.plan.moving import actions
from workspace.kernel import refusals


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_busy_database_is_told_and_nothing_was_changed(
    plan, person, signed_in, monkeypatch, headers
):
    def busy(*_args, **_values):
        raise OperationalError("database is locked")

    [item] = plan("brief")
    monkeypatch.setattr(actions, "place", busy)
    browser = signed_in(person("member"))

    answer = browser.post(
        f"/w/acme/c/SPRING/items/{item.number}/place/", {"status": "doing"}, headers=headers
    )

    assert answer.status_code == 503
    assert "The database is busy; nothing was changed." in answer.content.decode()
    assert ("HX-Retarget" in answer.headers) == bool(headers)


def strict(member=None):
    """A browser whose forms must carry the token, as all of them do outside tests."""
    browser = Client(enforce_csrf_checks=True)
    if member:
        browser.force_login(
            member.user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    return browser


PAGE = "/w/acme/c/SPRING/"
BESIDE = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}"}


@pytest.mark.parametrize("headers", [{"Referer": f"http://testserver{PAGE}"}, BESIDE])
@pytest.mark.parametrize("browser", [strict(), Client()], ids=["no cookies", "ended session"])
def test_a_session_that_ended_while_typing_is_told_with_the_way_back_in(plan, browser, headers):
    [item] = plan("brief")

    answer = browser.post(f"{PAGE}items/{item.number}/comments/", {"text": "Hi"}, headers=headers)

    if "HX-Request" not in headers and not browser.handler.enforce_csrf_checks:
        assert answer["Location"] == f"/accounts/login/?next={PAGE}"
        return
    said = answer.content.decode()
    assert answer.status_code == 403
    assert "You are signed out, so nothing was changed." in said
    assert 'href="/accounts/login/?next=%2Fw%2Facme%2Fc%2FSPRING%2F"' in said
    assert ("HX-Retarget" in answer.headers) == ("HX-Request" in headers)


def test_signing_in_again_beside_a_page_lets_it_go_on(plan, person):
    [item] = plan("brief")
    browser = strict(person("member"))
    path = f"{PAGE}items/{item.number}/comments/"

    refused = browser.post(path, {"text": "Hi"}, headers=BESIDE)
    again = browser.post(
        path, {"text": "Hi"}, headers=BESIDE | {"X-CSRFToken": refused["X-CSRFToken"]}
    )

    assert (refused.status_code, again.status_code) == (403, 200)
    assert "send it again" in refused.content.decode()


def test_a_form_for_anybody_does_not_ask_to_sign_in_first(db):
    answer = strict().post("/accounts/login/", {"login": "a@x.example", "password": "x"})

    assert "This form is no longer valid" in answer.content.decode()


def test_what_is_refused_names_its_field_for_the_page_that_sent_it(plan, person, signed_in):
    plan("brief", start_on="2031-12-05")
    browser = signed_in(person("member"))
    sent = {"due_on": "2031-12-01", "version": 1}

    answer = browser.post(f"{PAGE}items/1/change/", sent, headers=BESIDE)

    why = "It would be due on 1 Dec 2031, before it starts on 5 Dec 2031."
    mend = "Move the start too, or choose a later day."
    assert json.loads(answer["Refused-Fields"]) == {"due_on": f"{why} {mend}"}
    assert f"{why} {mend}" in answer.content.decode()


def test_a_field_says_all_that_its_refusal_says(plan, person, signed_in):
    plan("brief")

    answer = signed_in(person("manager")).post(
        f"{PAGE}baselines/add/", {"name": "Signed", "revision": 99}, headers=BESIDE
    )

    says = "This plan has no revision 99. Choose a revision that the plan has had."
    assert json.loads(answer["Refused-Fields"]) == {"revision": says}


def test_a_form_says_at_a_field_how_to_go_on(campaign, person, signed_in):
    typed = {"name": "Spring", "starts_on": "2031-12-05", "ends_on": "2031-12-01"}

    page = signed_in(person("manager")).post(f"{PAGE}settings/", typed)

    says = "The campaign ends before it starts. Choose a day on or after the start."
    assert page.status_code == 422
    assert page.context["form"].errors == {"ends_on": [says]}


def test_a_page_of_a_refusal_says_each_sentence_once(plan, person, signed_in):
    plan("brief")

    page = signed_in(person("manager")).post(f"{PAGE}settings/phase/", {"phase": "over"})

    main = page.content.decode().partition("<h1>")[2]
    assert page.status_code == 422
    assert main.count("There is no such phase.") == 1


def test_no_blank_stands_between_two_chinese_sentences():
    no = refusals.Invalid.at("due_on", "截止日期早于开始日期。", "请选择更晚的日期。")

    assert refusals.reasons(no) == {"due_on": "截止日期早于开始日期。请选择更晚的日期。"}


def test_a_long_reason_fits_the_head_of_an_answer(plan, person, signed_in):
    plan("brief")

    answer = signed_in(person("member")).post(
        f"{PAGE}items/1/change/", {"status": "长" * 20_000, "version": 1}, headers=BESIDE
    )

    assert len(json.loads(answer["Refused-Fields"])["status"]) == 500

"""The currency of what is typed: one that there is, nothing cut, and never another unseen."""

from datetime import date

import pytest

from campaigns.metrics.actions import Number, aiming, observe
from campaigns.metrics.models import Observation, Target
from workspace.kernel.refusals import Invalid

MILLION = 1_000_000
SPEND, CLICKS = "spend.2026-11-02", "clicks.2026-11-02"
WEEK = {"from": "2026-11-02"}
SAID = "“{}” is no currency: write its three letters, such as EUR."


@pytest.fixture
def browser(person, signed_in):
    return signed_in(person("member"))


@pytest.fixture
def sheet(browser, at):
    """`sheet(currency="USD")` opens the week; `sheet.save(…)` saves what is typed in it."""

    class Sheet:
        def __call__(self, **asked):
            return browser.get(at("numbers/enter/"), WEEK | asked)

        def save(self, seen=None, **typed):
            shown = {}
            if seen is not None:
                held = seen.context["sheet"]
                shown = {"was": held.was, "shown": held.currency}
            return browser.post(at("numbers/enter/"), WEEK | {"was": "{}"} | shown | typed)

    return Sheet()


@pytest.fixture
def spent(campaign, person, metrics):
    """`spent("EUR", 7)` on the first day of the week."""

    def put(currency, amount):
        row = Number("spend", date(2026, 11, 2), amount * MILLION, currency, campaign.pk)
        observe([row], by=person("member"), source="form")

    return put


def stored():
    rows = Observation.objects.order_by("pk")
    found = rows.values_list("series__metric__key", "series__currency", "amount")
    return {(key, currency): amount / MILLION for key, currency, amount in found}


@pytest.mark.parametrize("currency", ["EURO", "ERU", "€", "eu", "1"])
def test_a_currency_that_there_is_not_is_refused_and_kept(currency, metrics, sheet):
    answer = sheet.save(**{SPEND: "5", CLICKS: "many", "currency": currency})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert answer.context["sheet"].problem == SAID.format(currency)
    for typed in (currency, "5", "many"):
        assert f'value="{typed}"' in page
    assert stored() == {}


def test_a_currency_is_read_in_small_letters_too(metrics, sheet):
    sheet.save(**{SPEND: "5", "currency": " usd "})

    assert stored() == {("spend", "USD"): 5}


def test_what_is_too_long_for_a_number_is_refused_and_not_cut(metrics, sheet):
    typed = "5" + " " * 45 + "7e"

    answer = sheet.save(**{CLICKS: typed})

    assert answer.status_code == 422
    assert stored() == {}
    assert sheet.save(**{CLICKS: "5" + "\u00a0" * 45 + "7"}).status_code == 302
    assert stored() == {("clicks", ""): 57}


def test_a_sheet_that_is_saved_in_another_currency_shows_that_one_first(spent, sheet):
    spent("EUR", 7)
    seen = sheet()

    asked = sheet.save(seen, **{SPEND: "5", CLICKS: "3", "currency": "USD"})
    held = asked.context["sheet"]
    saved = sheet.save(asked, **{SPEND: "5", CLICKS: "3", "currency": "USD"})

    assert asked.status_code == 422
    assert "The amounts are those in USD now" in held.problem
    assert (held.typed[SPEND], held.typed[CLICKS]) == ("5", "3")
    assert saved.status_code == 302
    assert stored() == {("spend", "EUR"): 7, ("spend", "USD"): 5, ("clicks", ""): 3}


def test_what_was_left_alone_is_not_saved_in_the_other_currency(spent, sheet):
    spent("EUR", 7)
    spent("USD", 9)
    seen = sheet(currency="EUR")

    asked = sheet.save(seen, **{SPEND: "7", "currency": "USD"})
    shown = asked.context["sheet"].typed[SPEND]
    sheet.save(asked, **{SPEND: shown, "currency": "USD"})

    assert shown == "9"
    assert stored() == {("spend", "EUR"): 7, ("spend", "USD"): 9}


def test_a_place_with_two_currencies_shows_either_and_stays_in_it(spent, sheet):
    spent("EUR", 7)
    spent("USD", 9)

    first, other = sheet(), sheet(currency="USD")
    links = first.context["links"]["currencies"]
    saved = sheet.save(other, **{SPEND: "10", "currency": "USD"})

    assert [code for code, _url in links] == ["EUR", "USD"]
    assert 'name="spend.2026-11-02" value="7"' in first.content.decode()
    assert 'name="spend.2026-11-02" value="9"' in other.content.decode()
    assert saved["Location"].endswith("&currency=USD")
    assert "&currency=USD" in other.context["links"]["later"]
    assert stored() == {("spend", "EUR"): 7, ("spend", "USD"): 10}


def test_a_place_with_one_currency_offers_no_other(spent, sheet):
    spent("EUR", 7)

    assert sheet().context["links"]["currencies"] == []


@pytest.mark.parametrize("currency", ["EURO", "ERU"])
def test_a_target_in_no_currency_is_refused_and_kept(currency, browser, at, metrics):
    typed = {"target": "5", "path": "linear", "tolerance": "10", "currency": currency}

    answer = browser.post(at("targets/add/"), typed | {"metric": metrics["spend"].pk})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"currency": [SAID.format(currency)]}
    assert f'value="{currency}"' in answer.content.decode()
    assert not Target.objects.exists()


@pytest.mark.parametrize("source", ["form", "api"])
def test_numbers_in_no_currency_are_refused_whoever_brings_them(source, campaign, person, metrics):
    row = Number("spend", date(2026, 11, 2), MILLION, "ERU", campaign.pk)

    with pytest.raises(Invalid):
        observe([row], by=person("member"), source=source)


def test_a_month_that_is_too_long_is_refused_and_not_cut(browser, at, metrics):
    typed = {"target": "120", "path": "monthly", "tolerance": "10", "metric": metrics["clicks"].pk}
    days = {"starts_on": "2026-11-10", "due_on": "2027-01-15"}
    long = "5" + " " * 45 + "x"

    answer = browser.post(at("targets/add/"), typed | days | {"months-2026-11": long})

    assert answer.status_code == 422
    assert f'value="{long}"' in answer.content.decode()


def test_a_reason_for_taking_away_that_is_too_long_is_named_so(
    browser, at, campaign, person, metrics
):
    target = aiming.aim(campaign, by=person("member"), metric=metrics["clicks"], target=MILLION)
    type(campaign).objects.filter(pk=campaign.pk).update(phase="live")

    answer = browser.post(at(f"targets/{target.pk}/remove/"), {"version": 1, "why": "x" * 501})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "at most 500 characters" in page
    assert "x" * 501 in page


def test_a_search_for_a_metric_is_not_cut(browser, metrics):
    words = "clicks " * 20

    answer = browser.get("/w/acme/metrics/", {"q": words})

    assert answer.context["q"] == words.strip()
    assert answer.context["count"] == 0

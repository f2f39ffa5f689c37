"""The page of a lead: what it shows to whom, and what is done there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.leads.actions import deciding, editing, merging
from campaigns.leads.models import Lead, Looked, Merge, RejectionReason, Touch
from teams.actions import members
from tests.campaigns.leads.intake.conftest import LEADS, OF_CAMPAIGN, WORDS, furnish
from tests.forgetting import forget
from workspace.kernel import clock
from workspace.kernel.templatetags import look

BESIDE = ("django_session", "usersessions_usersession", "teams_user")


def statements_of_a_lead(browser, address, *, remembered):
    """Those beside session and user, by a process that has served the page before, or never."""
    browser.get(address)
    if not remembered:
        forget()
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return [
        each["sql"]
        for each in asked
        if not any(f'FROM "{table}' in each["sql"] for table in BESIDE)
    ]


def live_through(lead, person, place, number):
    """So many touches, notes, edits, twins and merges of a lead."""
    manager, now = person("manager"), clock.now()
    for each in range(number):
        Touch.objects.create(
            workspace_id=lead.workspace_id, lead=lead, at=now, what="Came", channel=place.channel
        )
        deciding.note(lead, by=manager, body=f"Likes tea {each}")
        lead.refresh_from_db()
        editing.edit(
            lead,
            by=manager,
            version=lead.version,
            owner=person("sales", name=f"Rep {each % 2}"),
            touchpoint=None if each % 2 else place,
        )


@pytest.mark.parametrize(("remembered", "most"), [(True, 5), (False, 8)])
@pytest.mark.parametrize("role", ["manager", "sales", "member"])
def test_the_page_of_a_lead_asks_as_often_for_twenty_moments_as_for_one(
    role, remembered, most, bring, campaign, person, place, signed_in
):
    """Which lead and which twins were shown is noted by two of them, once an hour as far as the
    process knows."""
    browser = signed_in(person(role))
    [lead, _twin, gone] = furnish(bring, person, place, 3, state="mql")
    merging.merge(lead, gone, by=person("manager"))
    live_through(lead, person, place, 2)
    address = f"{LEADS}{lead.pk}/"
    for_two = statements_of_a_lead(browser, address, remembered=remembered)
    live_through(lead, person, place, 20)
    furnish(bring, person, place, 20, start=100)

    for_twenty = statements_of_a_lead(browser, address, remembered=remembered)

    assert len(for_twenty) == len(for_two), for_twenty
    assert len(for_twenty) <= most, for_twenty


def test_the_page_of_a_lead_asks_as_often_for_twenty_merges_as_for_one(
    bring, person, place, signed_in
):
    browser, manager = signed_in(person("manager")), person("manager")
    lead, _twin, first, *others = furnish(bring, person, place, 22)
    address = f"{LEADS}{lead.pk}/"

    def merged(*gone):
        for each in gone:
            merging.merge(Lead.objects.get(pk=lead.pk), each, by=manager)
        return len(statements_of_a_lead(browser, address, remembered=False))

    assert merged(first) == merged(*others) <= 8
    assert len(browser.get(address).context["merges"]) == 20


def test_a_lead_can_be_given_to_who_has_just_come_and_not_to_who_has_left(lead, person, signed_in):
    browser, owner = signed_in(person("manager")), person("owner")
    address = f"{LEADS}{lead().pk}/"

    def offered():
        [fact] = [each for each in browser.get(address).context["facts"] if each.name == "owner"]
        return [label for _value, label in fact.options if label == "Nova Newcomer"]

    before = offered()
    nova = members.add_name(by=owner, name="Nova Newcomer")
    came = offered()
    members.remove(nova, by=owner, version=nova.version)

    assert (before, came, offered()) == ([], ["Nova Newcomer"], [])


def test_the_page_of_a_lead_shows_a_marketer_where_it_stands(lead, person, signed_in):
    erin = lead(notes=["Erin likes tea"], touches=[(None, "Guide")], utm={"id": "click-77"})
    editing.edit(erin, by=person("sales"), version=1, company="Nordwind AG")

    page = signed_in(person("member")).get(f"{LEADS}{erin.pk}/")

    text = page.content.decode()
    assert [word for word in (*WORDS, "likes tea", "click-77") if word in text] == []
    assert "E···@n···.example" in text
    assert "1 note, which may say who the lead is." in text
    assert not Looked.objects.exists()


def test_a_marketer_to_whom_it_is_granted_sees_who_a_lead_is(lead, person, signed_in):
    trusted = person("member", name="Trusted", sees_leads=True)
    erin = lead()

    text = signed_in(trusted).get(f"{LEADS}{erin.pk}/").content.decode()

    assert "Erin.Rask@nordwind.example" in text
    assert Looked.objects.get().member == trusted


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner", 200), ("sales", 200), ("member", 200), ("guest", 404), ("stranger", 404)],
)
def test_who_opens_a_lead(role, status, lead, person, signed_in, workspace):
    erin = lead()
    if role == "stranger":
        from tests import furniture
        from workspace.kernel import scope

        with scope.everything(because="the test makes another workspace"):
            who = furniture.People(furniture.workspace("rival"))("owner")
    else:
        who = person(role)

    assert signed_in(who).get(f"{LEADS}{erin.pk}/").status_code == status


def test_a_fact_is_changed_in_place(lead, person, signed_in):
    erin = lead()
    browser = signed_in(person("sales"))

    answer = browser.post(
        f"{LEADS}{erin.pk}/change/",
        {"version": 1, "value": "1250.50", "currency": "eur"},
        headers={"HX-Request": "true"},
    )

    erin.refresh_from_db()
    assert answer.status_code == 200
    assert (erin.value, erin.currency, erin.version) == (1_250_500_000, "EUR", 2)


def test_the_same_fact_asks_which_one_stays(lead, person, signed_in):
    erin = lead()
    editing.edit(erin, by=person("manager"), version=1, company="Theirs")

    answer = signed_in(person("sales")).post(
        f"{LEADS}{erin.pk}/change/",
        {"version": 1, "company": "Mine"},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 409
    assert answer.context["conflict"]["theirs"] == "Theirs"
    assert Lead.objects.get(pk=erin.pk).company == "Theirs"


def test_a_marketer_changes_nothing_of_who_a_lead_is(lead, person, signed_in):
    erin = lead()

    answer = signed_in(person("member")).post(
        f"{LEADS}{erin.pk}/change/", {"version": 1, "name": "x"}
    )

    assert answer.status_code == 403
    assert Lead.objects.get(pk=erin.pk).name == "Erin Rask"


def test_a_lead_is_written_down_by_hand(campaign, person, signed_in):
    browser = signed_in(person("member"))

    refused = browser.post(f"{OF_CAMPAIGN}new/", {"title": "CFO"})
    made = browser.post(f"{OF_CAMPAIGN}new/", {"name": "Ada", "email": "ada@x.example"})

    lead = Lead.objects.get()
    assert (refused.status_code, made.status_code) == (422, 302)
    assert (lead.name, lead.source, lead.campaign) == ("Ada", "hand", campaign)


def test_two_leads_are_merged_and_parted_again_on_their_pages(lead, person, signed_in):
    first, second = lead(), lead(name="E. Rask", title="CFO")
    browser = signed_in(person("sales"))
    address = f"{LEADS}{first.pk}/merge/{second.pk}/"

    page = browser.get(address)
    browser.post(address, {"keep": first.pk, "take-title": second.pk, "take-name": first.pk})
    first.refresh_from_db()
    merged = (first.title, first.name, Lead.objects.standing().count())
    browser.post(f"{LEADS}{first.pk}/merges/{Merge.objects.get().pk}/undo/")

    first.refresh_from_db()
    assert page.status_code == 200
    assert merged == ("CFO", "Erin Rask", 1)
    assert (first.title, Lead.objects.standing().count()) == ("Head of Fleet", 2)


def test_only_what_differs_is_asked_before_a_merge(lead, person, signed_in):
    first, second = lead(phone=""), lead(title="CFO", phone="")
    browser = signed_in(person("sales"))

    page = browser.get(f"{LEADS}{first.pk}/merge/{second.pk}/")

    alike = dict(page.context["alike"])
    assert [field.name for field in page.context["fields"]] == ["title"]
    assert (alike["Name"], alike["Company"]) == ("Erin Rask", "Nordwind Logistik")
    assert "" not in alike.values()


@pytest.mark.parametrize(
    ("states", "stays"),
    [(("new", "won"), 1), (("won", "new"), 0), (("mql", "accepted"), 1), (("mql", "mql"), 0)],
)
def test_who_came_further_stays_unless_somebody_chooses_otherwise(
    bring, person, signed_in, states, stays
):
    said = [{"title": "CFO", "phone": "1234567"}, {"title": "CEO", "company": "Nordwind"}]
    rows = [
        {"name": "Erin", "state": state} | more for state, more in zip(states, said, strict=True)
    ]
    leads = bring(*rows).new
    browser = signed_in(person("sales"))

    page = browser.get(f"{LEADS}{leads[0].pk}/merge/{leads[1].pk}/")

    chosen = {
        field.name: option.text
        for field in page.context["fields"]
        for option in field.options
        if option.chosen
    }
    assert page.context["kept"] == leads[stays].pk
    assert f'value="{leads[stays].pk}" checked' in page.content.decode()
    assert chosen == {
        "title": ("CFO", "CEO")[stays],
        "phone": "1234567",
        "company": "Nordwind",
    }


def test_a_lead_says_why_sales_said_no_and_when_it_comes_back(lead, person, signed_in):
    browser, rep = signed_in(person("member")), person("sales")
    rejected, recycled = lead(state="mql"), lead(state="mql", email="bo@x.example", phone="")
    reason = RejectionReason.objects.create(workspace_id=rep.workspace_id, key="no_budget")
    day = timezone.localdate() + timedelta(days=9)
    deciding.reject(rejected, by=rep, reason=reason)
    deciding.recycle(recycled, by=rep, on=day)

    pages = [browser.get(f"{LEADS}{one.pk}/").content.decode() for one in (rejected, recycled)]
    rows = browser.get(LEADS).context["rows"]

    assert "No budget" in pages[0]
    assert "Comes back on" in pages[1]
    assert [row.about for row in rows] == [f"Comes back on {look.day(day)}", "No budget"]


def test_a_person_is_erased_when_somebody_is_sure_and_says_why(lead, person, signed_in):
    erin = lead()
    browser = signed_in(person("manager"))

    asked = browser.post(f"{LEADS}{erin.pk}/erase/", {"why": "They asked"})
    done = browser.post(f"{LEADS}{erin.pk}/erase/", {"why": "They asked", "sure": "on"})

    page = browser.get(f"{LEADS}{erin.pk}/")
    assert (asked.status_code, done.status_code) == (422, 302)
    assert [word for word in WORDS if word in page.content.decode()] == []
    assert Lead.objects.get(pk=erin.pk).erased_at


def test_sales_does_not_erase(lead, person, signed_in):
    erin = lead()

    answer = signed_in(person("sales")).post(f"{LEADS}{erin.pk}/erase/", {"why": "x", "sure": "on"})

    assert answer.status_code == 403


def test_a_marketer_does_not_learn_whether_a_mail_is_known(lead, person, signed_in):
    _known, guessed = lead(), lead(name="Guess")
    browser = signed_in(person("member"))

    text = "".join(browser.get(page).content.decode() for page in (LEADS, f"{LEADS}{guessed.pk}/"))

    assert "Duplicate?" not in text
    assert "may be the same person" not in text
    assert browser.get(f"{LEADS}duplicates/").status_code == 403
    assert "Duplicate?" in signed_in(person("sales")).get(LEADS).content.decode()

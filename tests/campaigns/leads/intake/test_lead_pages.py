"""The pages of leads: lists, one lead, duplicates, the log; and who gets what of them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.journey.models import Touchpoint
from campaigns.leads.actions import deciding, editing, erasing, merging
from campaigns.leads.models import Lead, Looked, Merge, Touch
from campaigns.plan.models import Channel, Stage
from teams.actions import members
from tests.campaigns.leads.intake.conftest import ERIN
from tests.forgetting import forget
from workspace.kernel import clock

LEADS = "/w/acme/leads/"
OF_CAMPAIGN = "/w/acme/c/SPRING/leads/"
WORDS = ("Erin", "Rask", "Nordwind", "nordwind.example", "1234567")


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


def furnish(bring, person, place, number, start=0):
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
        for n in range(number)
    ]
    return bring(*rows).new


def statements(browser, address):
    forget()
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("address", "count"),
    [(OF_CAMPAIGN, 12), (LEADS, 11), (f"{OF_CAMPAIGN}export.csv", 6), (f"{LEADS}duplicates/", 7)],
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


@pytest.mark.parametrize(("remembered", "most"), [(True, 8), (False, 15)])
@pytest.mark.parametrize("role", ["manager", "sales", "member"])
def test_the_page_of_a_lead_asks_as_often_for_twenty_moments_as_for_one(
    role, remembered, most, bring, campaign, person, place, signed_in
):
    browser = signed_in(person(role))
    [lead, _twin, gone] = furnish(bring, person, place, 3)
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

    assert merged(first) == merged(*others) <= 15
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


def test_a_view_is_noted_once_an_hour(lead, person, signed_in):
    erin, other = lead(), lead(name="Other", email="other@x.example", phone="")
    browser = signed_in(person("sales"))

    for pk in (erin.pk, erin.pk, other.pk):
        browser.get(f"{LEADS}{pk}/")

    looks = Looked.objects.order_by("pk")
    assert [(look.lead, look.what, look.via) for look in looks] == [
        (erin, "viewed", "web"),
        (other, "viewed", "web"),
    ]


@pytest.mark.parametrize("address", [LEADS, OF_CAMPAIGN, f"{LEADS}duplicates/"])
def test_who_is_shown_a_list_is_noted_and_for_the_same_leads_once_an_hour(
    address, bring, person, place, signed_in
):
    furnish(bring, person, place, 3)
    browser = signed_in(person("manager"))
    now = clock.now()

    for minutes in (0, 30, 61):
        with clock.at(now + timedelta(minutes=minutes)):
            browser.get(address)
    furnish(bring, person, place, 1, start=9)
    with clock.at(now + timedelta(minutes=62)):
        browser.get(address)

    looks = Looked.objects.order_by("pk").values_list("what", "count", "lead")
    assert list(looks) == [("viewed", count, None) for count in (3, 3, 1)]


def test_the_log_says_which_list_it_was_but_not_what_was_looked_for(lead, person, signed_in):
    lead()
    signed_in(person("manager")).get(f"{LEADS}?state=new&q=nordwind")

    assert Looked.objects.get().wanted == {"list": True, "state": ["new"], "text": True}


def test_who_is_shown_an_outline_is_not_noted(lead, person, signed_in):
    lead()
    signed_in(person("member")).get(LEADS)

    assert not Looked.objects.exists()


def test_an_export_is_noted_with_its_count_and_its_filter(lead, person, signed_in):
    lead()
    lead(name="Second", state="mql")

    signed_in(person("sales")).get(f"{OF_CAMPAIGN}export.csv?state=mql&q=Second")

    look = Looked.objects.get()
    assert (look.what, look.count, look.member) == ("exported", 1, person("sales"))
    assert look.wanted == {
        "state": ["mql"],
        "text": True,
        "campaign": ["SPRING"],
        "masked": False,
    }


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


def test_the_log_is_read_by_administrators_and_filtered(lead, person, signed_in):
    erin = lead()
    signed_in(person("sales")).get(f"{LEADS}{erin.pk}/")
    erasing.erase(erin, by=person("manager"), why="They asked")
    browser = signed_in(person("admin"))

    page = browser.get(f"{LEADS}log/?what=erased")
    file = browser.get(f"{LEADS}log.csv")

    assert [look["what"] for look in page.context["looks"]] == ["Erased"]
    assert len(file.content.decode().splitlines()) == 3
    assert signed_in(person("manager")).get(f"{LEADS}log/").status_code == 403


def test_a_marketer_does_not_learn_whether_a_mail_is_known(lead, person, signed_in):
    _known, guessed = lead(), lead(name="Guess")
    browser = signed_in(person("member"))

    text = "".join(browser.get(page).content.decode() for page in (LEADS, f"{LEADS}{guessed.pk}/"))

    assert "Duplicate?" not in text
    assert "may be the same person" not in text
    assert browser.get(f"{LEADS}duplicates/").status_code == 403
    assert "Duplicate?" in signed_in(person("sales")).get(LEADS).content.decode()

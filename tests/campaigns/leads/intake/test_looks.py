"""Who saw or took out who leads are is noted, and read by administrators."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaigns.leads.actions import erasing
from campaigns.leads.imports import actions as imports
from campaigns.leads.models import Lead, Looked, LookedAt
from tests import furniture
from tests.campaigns.leads.intake.conftest import LEADS, OF_CAMPAIGN, furnish
from workspace.kernel import clock, scope

CSV = f"{OF_CAMPAIGN}export.csv"


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


def test_the_log_says_in_words_behind_which_figure_leads_were_looked_at(lead, person, signed_in):
    lead()
    asked = "counted=won&from=2026-11-01&to=2099-12-31&channel=none"
    signed_in(person("sales")).get(f"{OF_CAMPAIGN}export.csv?{asked}")

    page = signed_in(person("admin")).get(f"{LEADS}log/")

    [look] = page.context["looks"]
    assert look["wanted"] == (
        "Campaign: SPRING · Counted: Leads that were won · From: 2026-11-01 · To: 2099-12-31"
        " · Channel: None"
    )


@pytest.mark.parametrize(
    "address",
    [
        f"{LEADS}?counted=leads&to=9999-12-31",
        f"{CSV}?counted=leads&from=0001-01-01",
        f"{LEADS}log/?until=9999-12-31",
    ],
)
def test_days_that_nobody_can_mean_ask_nothing(address, lead, person, signed_in):
    lead()

    page = signed_in(person("owner")).get(address)

    assert page.status_code == 200


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


@pytest.mark.parametrize("address", [LEADS, f"{LEADS}duplicates/", "/w/acme/inbox/?whose=all", CSV])
def test_the_log_of_a_lead_has_the_looks_at_many(address, bring, person, place, signed_in):
    among = {lead.pk for lead in furnish(bring, person, place, 2, state="mql")}
    browser = signed_in(person("owner"))
    browser.get(address)
    later = furnish(bring, person, place, 1, start=9, email="late@x.example", phone="")[0]

    def found(pk):
        return len(browser.get(f"{LEADS}log/?lead={pk}").context["looks"])

    assert {found(pk) for pk in among} == {1}
    assert found(later.pk) == 0


def test_leads_that_are_taken_out_with_their_file_are_noted_each(bring_file, person, signed_in):
    imp = bring_file("Name,Email\nAda,ada@x.example\nBo,bo@x.example\n")
    ada = Lead.objects.get(name="Ada")

    imports.undo(imp, by=person("manager"))

    look = Looked.objects.at(ada.pk).get()
    assert (look.what, look.count, look.member) == ("removed", 2, person("manager"))
    page = signed_in(person("owner")).get(f"{LEADS}log/?lead={ada.pk}").content.decode()
    assert "Removed" in page
    assert "Ada" not in page


def test_the_log_of_a_lead_is_found_by_its_indexes(bring, person, place, signed_in):
    erin = furnish(bring, person, place, 2)[0]
    signed_in(person("sales")).get(LEADS)
    of = {"workspace_id": erin.workspace_id}
    looks = Looked.objects.bulk_create([Looked(at=clock.now(), **of) for _each in range(3_000)])
    LookedAt.objects.bulk_create(
        LookedAt(looked=look, number=number, **of) for number, look in enumerate(looks, 10**6)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE campaigns_looked, campaigns_lookedat")

    plan = Looked.objects.at(erin.pk).order_by("-pk")[:101].explain()

    found_by = {
        "sqlite": ["(rowid=?)", "(lead_id=?)", "(number=?)"],
        "postgresql": ["campaigns_looked_pkey", "(lead_id = ", "a_look_is_at_a_lead_once"],
    }
    assert [each for each in found_by[connection.vendor] if each not in plan] == []
    assert "Seq Scan" not in plan
    assert "SCAN campaigns" not in plan


def test_an_erased_lead_keeps_its_looks_and_their_counts(bring, person, place, signed_in):
    erin = furnish(bring, person, place, 2)[0]
    signed_in(person("sales")).get(LEADS)

    erasing.erase(erin, by=person("manager"), why="They asked")

    looks = Looked.objects.at(erin.pk).order_by("pk").values_list("what", "count")
    assert list(looks) == [("viewed", 2), ("erased", 1)]


def test_a_list_is_noted_by_as_many_statements_for_many_leads_as_for_one(
    bring, person, place, signed_in, statements
):
    counts = []
    for role, number in (("sales", 1), ("manager", 20)):
        furnish(bring, person, place, number, start=number)
        counts.append(statements(signed_in(person(role)), LEADS))

    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_which_leads_were_looked_at_before_the_update_is_known_after_it(workspace, campaign):
    before, after = (
        [("campaigns", name)]
        for name in ("0027_which_leads_a_look_was_at", "0029_a_look_has_no_text_of_numbers")
    )
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("campaigns")
    erin = furniture.lead(campaign)
    with scope.everything(because="tables are moved back and forth"):
        apps = moved(before)
        values = {"workspace_id": workspace.pk, "what": "exported", "at": clock.now()}
        many, one = (
            apps.get_model("campaigns", "Looked").objects.create(among=among, **values)
            for among in (",7000,81000,7000,", ",8000,")
        )
        alone = apps.get_model("campaigns", "Looked").objects.create(lead_id=erin.pk, **values)
        moved(after)
        moved(newest)
    with scope.of(workspace.pk):
        found = {
            number: list(Looked.objects.at(number).values_list("pk", flat=True))
            for number in (7_000, 8_000, 81_000, 1_000, erin.pk)
        }

    assert found == {
        7_000: [many.pk],
        8_000: [one.pk],
        81_000: [many.pk],
        1_000: [],
        erin.pk: [alone.pk],
    }


def moved(targets):
    """The models as they are at these migrations, with the tables brought there."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps

"""The manager's page: exceptions with owner and age first, then campaigns side by side."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.brief import actions as brief
from campaigns.brief.models import Campaign
from campaigns.insights import overview
from campaigns.leads.models import Lead
from campaigns.metrics import standard
from campaigns.metrics.actions import Number, aiming, observe
from campaigns.plan import actions
from campaigns.plan.models import Channel
from teams.actions import tokens
from tests import furniture
from workspace.kernel import clock

MILLION = 1_000_000
DAY = timedelta(days=1)
PAGE = "/w/acme/overview/"


@pytest.fixture
def metrics(workspace):
    from campaigns.metrics import queries

    standard.furnish(workspace.pk)
    return queries.defined()


@pytest.fixture
def live(workspace, person, metrics):
    """`live("SPRING")` is a live campaign that began 60 days ago."""

    def make(key):
        made = furniture.campaign(workspace, by=person("owner"), key=key, name=f"The {key} one")
        day = timezone.localdate() - 60 * DAY
        Campaign.objects.filter(pk=made.pk).update(phase="live", starts_on=day)
        made.refresh_from_db()
        return made

    return make


def enter(campaign, person, **amounts):
    observe(
        [
            Number(
                key,
                timezone.localdate(),
                amount * MILLION,
                "EUR" if key in {"spend", "revenue"} else "",
                campaign_id=campaign.pk,
            )
            for key, amount in amounts.items()
        ],
        by=person("member"),
        source="form",
    )


def api(person, path):
    secret = tokens.make(by=person("manager"), name="test", scopes=["metrics:read"])[1]
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    return program.get(f"/api/v1/{path}").json()["results"]


def look(person, **given):
    from django.http import QueryDict

    from campaigns.metrics import queries

    query = QueryDict(mutable=True)
    query.update(given)
    known = queries.defined()
    asked = overview.Asked.of(query, known)
    today = timezone.localdate()
    return overview.look(person("manager"), asked, today, lambda *a, **k: "", metrics=known)


def told(found):
    today = timezone.localdate()
    return [
        (each.key, each.campaign.key, each.owner and each.owner.name, each.age(today))
        for each in found.findings
    ]


def test_the_oldest_item_says_whose_an_exception_is_and_how_old(live, person):
    spring = live("SPRING")
    mara, jonas = person("member", name="Mara"), person("member", name="Jonas")
    today = timezone.localdate()
    actions.add(spring, by=mara, title="Late", due_on=today - 3 * DAY, assignees=[jonas])
    actions.add(spring, by=mara, title="Later", due_on=today - 9 * DAY, assignees=[mara])
    with clock.at(timezone.now() - 4 * DAY):
        actions.add(spring, by=mara, title="Stuck", status="blocked", assignees=[jonas])

    brief.sweep()

    found = look(person)
    assert told(found) == [("overdue", "SPRING", "Mara", 9), ("blocked", "SPRING", "Jonas", 4)]
    assert [each.about for each in found.findings] == ["Later", "Stuck"]


def test_what_nobody_answers_for_falls_to_the_owner_of_the_campaign(live, person):
    spring = live("SPRING")
    actions.add(spring, by=person("member"), title="Late", due_on=timezone.localdate() - 2 * DAY)

    brief.sweep()

    assert told(look(person)) == [("overdue", "SPRING", person("owner").name, 2)]


def test_sales_being_late_is_an_exception_with_the_age_of_the_longest(live, person):
    spring = live("SPRING")
    now = timezone.now()
    for days in (1, 5):
        Lead.objects.create(
            workspace_id=spring.workspace_id,
            campaign=spring,
            state=Lead.State.MQL,
            created_at=now,
            mql_at=now,
            waits_since=now,
            due_at=now - days * DAY,
        )

    assert told(look(person)) == [("breached", "SPRING", person("owner").name, 5)]


def test_a_waived_gate_stands_there_with_who_waived_it(live, person):
    spring = live("SPRING")
    brief.waive(
        spring,
        by=person("manager"),
        keys=["objective"],
        reason="The board wants it out",
        until=timezone.localdate() + 9 * DAY,
    )

    [finding] = look(person).findings

    assert (finding.key, finding.owner, finding.age(timezone.localdate())) == (
        "waived",
        person("manager"),
        0,
    )
    assert "The board wants it out" in finding.sentence


def test_each_exception_has_a_row_of_its_own_to_be_told_by(live, person, signed_in, metrics):
    """Two of one kind in one campaign are two: two waivers, and two targets without a number."""
    spring = live("SPRING")
    until = timezone.localdate() + 9 * DAY
    for key in ("objective", "primary_metric"):
        brief.waive(spring, by=person("manager"), keys=[key], reason="Soon", until=until)
    today = timezone.localdate()
    for key in ("clicks", "sessions"):
        aim(spring, person, metrics[key], 500, starts_on=today - 30 * DAY, due_on=until)
    brief.sweep()

    page = signed_in(person("manager")).get("/w/acme/overview/?all=1").content.decode()

    marks = re.findall('<tr id="((?:waived|target_unmeasured)-[^"]*)"', page)
    assert (len(marks), len(set(marks))) == (4, 4)


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("path", "most"), [("overview/", 8), ("overview.csv", 7)])
def test_the_page_asks_the_same_of_one_and_of_twenty_campaigns(
    live, person, signed_in, statements, count, path, most
):
    for number in range(count):
        made = live(f"C{number}")
        enter(made, person, spend=100, clicks=7, revenue=300)
        late = timezone.localdate() - DAY
        actions.add(made, by=person("member"), title="Late", due_on=late, status="blocked")
        furniture.lead(made)
    brief.sweep()
    browser = signed_in(person("manager"))
    page = browser.get(f"/w/acme/{path}")

    cold, warm = statements(browser, f"/w/acme/{path}")

    assert (cold, warm) == (most, most - 1)
    assert page.content.decode().count('<tr id="beside-') == (count if path == "overview/" else 0)


def test_each_number_leads_to_its_rows_and_small_samples_are_said(live, person, signed_in):
    spring = live("SPRING")
    enter(spring, person, spend=90, clicks=3)

    page = signed_in(person("manager")).get(PAGE + "?metric=spend&metric=cpc").content.decode()

    assert "/c/SPRING/numbers/rows/?metric=cpc" in page
    assert "€30.00" in page
    assert "of 3 only" in page


def test_the_table_comes_as_a_file(live, person, signed_in):
    spring = live("SPRING")
    enter(spring, person, spend=90, clicks=3)

    answer = signed_in(person("manager")).get("/w/acme/overview.csv?metric=cpc&days=30")

    today = timezone.localdate()
    heading, line = answer.content.decode("utf-8-sig").splitlines()
    assert heading.split(",")[-2:] == [
        f"{today - 5 * DAY} – {today - 3 * DAY}",
        f"{today - 2 * DAY} – {today}",
    ]
    assert line == (
        f"The SPRING one,SPRING,{today - 29 * DAY},{today},30,CPC,Money,EUR,30,,3,,,,,,,,,,,30"
    )


def test_a_file_by_launch_counts_the_days_of_each(live, person, signed_in):
    enter(live("SPRING"), person, spend=90)

    answer = signed_in(person("manager")).get("/w/acme/overview.csv?metric=spend&by=launch&days=90")

    heading, line = answer.content.decode("utf-8-sig").splitlines()
    assert heading.split(",")[12:] == [
        *(f"Days {first} to {first + 6}" for first in range(1, 85, 7)),
        "Days 85 to 90",
    ]
    assert line.split(",")[12:] == [""] * 8 + ["90"] + [""] * 4


@pytest.fixture
def aimed(live, person, metrics):
    """A campaign with spend in euro and in dollars, and a target in euro."""
    spring = live("SPRING")
    for currency, amount in (("EUR", 4000), ("USD", 7)):
        observe(
            [
                Number(
                    "spend",
                    timezone.localdate(),
                    amount * MILLION,
                    currency,
                    campaign_id=spring.pk,
                )
            ],
            by=person("member"),
            source="form",
        )
    aim(spring, person, metrics["spend"], 5000, currency="EUR")
    return spring


def aim(campaign, person, metric, amount, **values):
    return aiming.aim(
        campaign,
        by=person("member"),
        metric=metric,
        target=amount * MILLION,
        why="As agreed.",
        **values,
    )


def test_page_file_and_api_show_a_target_beside_its_own_currency(aimed, person, signed_in):
    browser = signed_in(person("manager"))
    page = browser.get(PAGE + "?metric=spend").content.decode()
    table = browser.get("/w/acme/overview.csv?metric=spend").content.decode("utf-8-sig")
    told = api(person, "comparison?metric=spend")

    euro, dollar = re.findall(r'<div class="line">.*?</div>', page, re.S)
    assert ("€5,000" in euro, "5,000" in dollar) == (True, False)
    lines = [line.split(",")[7:10] for line in table.splitlines()[1:]]
    assert lines == [["EUR", "4000", "5000"], ["USD", "7", ""]]
    assert [(each["currency"], each["value"], each["target"]) for each in told] == [
        ("EUR", "4000", "5000"),
        ("USD", "7", None),
    ]
    assert [each["course"][-1] for each in told] == ["4000", "7"]


def test_the_owner_of_a_channels_target_answers_for_it(live, person, metrics):
    spring, jonas = live("SPRING"), person("member", name="Jonas")
    search = Channel.objects.create(workspace_id=spring.workspace_id, name="Search", position=1)
    day = timezone.localdate() - 30 * DAY
    values = {"starts_on": day, "due_on": timezone.localdate() + 30 * DAY}
    aim(spring, person, metrics["clicks"], 500, channel=search, owner=jonas, **values)

    brief.sweep()

    [finding] = look(person).findings
    assert (finding.key, finding.owner) == ("target_unmeasured", jonas)


def test_how_a_metric_went_stands_in_a_table_too(live, person, signed_in):
    spring, today = live("SPRING"), timezone.localdate()
    for back, amount in ((20, 30), (0, 45)):
        observe(
            [Number("clicks", today - back * DAY, amount * MILLION, campaign_id=spring.pk)],
            by=person("member"),
            source="form",
        )
    browser = signed_in(person("manager"))

    page = browser.get(PAGE + "?metric=clicks&days=30").content.decode()
    [url] = re.findall(r'href="([^"]*)#course"', page)
    table = browser.get(PAGE + url.replace("&amp;", "&")).content.decode()

    assert re.search(r"<title>Clicks: 30 \([^)]+\), at last 45 \([^)]+\)</title>", page)
    assert 'id="course"' not in page
    [course] = re.findall(r'<section[^>]*id="course".*?</section>', table, re.S)
    cells = re.findall(r'<td class="number">(.*?)</td>', course)
    assert cells == ["–", "–", "–", "30", *["–"] * 5, "45"]
    assert len(re.findall(r'<th scope="col" class="number">', course)) == len(cells)


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("member", 200), ("sales", 200), ("guest", 403)]
)
def test_the_team_sees_it_and_guests_do_not(live, person, signed_in, role, status):
    live("SPRING")
    browser = signed_in(person(role))

    assert browser.get(PAGE).status_code == status
    assert browser.get("/w/acme/overview.csv").status_code == status


def test_wrong_words_in_the_address_are_as_if_they_were_not_there(live, person, signed_in):
    live("SPRING")

    query = "?days=9999&by=moon&metric=nope&phase=x&campaign=%00&kind=zzz"
    assert signed_in(person("manager")).get(PAGE + query).status_code == 200


def test_the_api_tells_the_same(live, person):
    spring = live("SPRING")
    enter(spring, person, spend=90, clicks=3)
    late = timezone.localdate() - 2 * DAY
    actions.add(spring, by=person("member"), title="Late", due_on=late)
    brief.sweep()

    [exception] = api(person, "exceptions")
    [compared] = api(person, "comparison?metric=cpc,nope&days=30")

    assert (exception["kind"], exception["campaign"], exception["since"]) == (
        "overdue",
        "SPRING",
        late.isoformat(),
    )
    assert (compared["value"], compared["currency"], compared["small_sample"]) == ("30", "EUR", 3)
    assert (compared["course"][-1], compared["step"]) == ("30", 3)


@pytest.mark.parametrize("page", ["overview/", "c/SPRING/health/"])
def test_a_page_asks_again_until_the_worker_has_computed_how_campaigns_stand(
    page, live, person, signed_in
):
    campaign, browser = live("SPRING"), signed_in(person("manager"))

    def is_behind():
        answer = browser.get(f"/w/acme/{page}")
        assert answer.context["is_behind"] == ("data-behind" in answer.content.decode())
        return answer.context["is_behind"]

    found = [is_behind()]
    brief.sweep()
    found.append(is_behind())
    actions.add(campaign, by=person("member"), title="Late", due_on=timezone.localdate() - DAY)
    found.append(is_behind())
    brief.sweep()

    assert (found, is_behind()) == ([True, False, True], False)

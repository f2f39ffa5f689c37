"""Every figure opens its rows, and these add up to it: numbers that came in, and leads."""

from datetime import timedelta
from fractions import Fraction
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from campaigns.leads.models import Lead, Looked
from campaigns.metrics import formulas, queries, standard
from campaigns.metrics.actions import Number, observe
from campaigns.metrics.figures import inputs
from campaigns.metrics.models import Observation
from tests import furniture
from workspace.kernel import clock

MILLION = 1_000_000
BROUGHT = ("impressions", "clicks", "spend", "conversions", "leads", "accepted_leads", "revenue")
MOMENTS = ("mql_at", "accepted_at", "opportunity_at", "won_at")
ROWS = "/w/acme/c/SPRING/numbers/rows/"


@pytest.fixture
def measured(workspace, campaign, person, touchpoint):
    """A campaign with numbers and leads at two channels and none, within the last days and before;
    of what it counts, numbers were brought in as well."""
    standard.furnish(workspace.pk)
    now, today = clock.now(), timezone.localdate()
    places = [touchpoint("Webinar"), touchpoint("Fair"), None]
    for number, place in enumerate([*places, *places]):
        at = now - timedelta(days=3 * number)
        how_far = MOMENTS[: 1 + number % 4]
        furniture.lead(
            campaign,
            name="Ada Canary",
            touchpoint=place,
            created_at=at - timedelta(days=2),
            **dict.fromkeys(MOMENTS) | dict.fromkeys(how_far, at),
            state="won" if "won_at" in how_far else "mql",
            due_at=at,
            value=70 * MILLION if "won_at" in how_far else None,
        )
    lead = Lead.objects.order_by("pk").first()
    Lead.objects.filter(pk=furniture.lead(campaign, created_at=now).pk).update(merged_into=lead)
    observe(
        [
            Number(
                key,
                today - timedelta(days=5 * number),
                (number + 3) * MILLION,
                "EUR" if key in {"spend", "revenue"} else "",
                campaign_id=campaign.pk,
                channel_id=place and place.channel_id,
                touchpoint_id=place and place.pk,
            )
            for number, place in enumerate(places)
            for key in BROUGHT
        ],
        by=person("member"),
        source="api",
    )
    return places


@pytest.fixture
def touchpoint(campaign):
    from campaigns.journey.models import Touchpoint
    from campaigns.plan.models import Channel, Stage

    def make(name):
        place = {"workspace_id": campaign.workspace_id}
        return Touchpoint.objects.create(
            campaign=campaign,
            channel=Channel.objects.create(name=name, **place),
            stage=Stage.objects.create(name=name, **place),
            created_at=clock.now(),
            **place,
        )

    return make


def sums_of_rows(browser, page):
    """{(key, currency): sum} of the rows that a page shows, and of the leads it leads to."""
    found = {}
    for row in page.context["rows"]:
        kept = Observation.objects.get(series__metric=row.metric, day=row.day)
        name = row.metric.key, kept.series.currency
        found[name] = found.get(name, 0) + kept.amount
    for counted in page.context["counted"]:
        listed = browser.get(counted.url)
        leads = Lead.objects.filter(pk__in=[row.id for row in listed.context["rows"]])
        if counted.key == "revenue":
            for each in leads:
                name = "revenue", each.currency
                found[name] = found.get(name, 0) + each.value
        else:
            assert listed.context["count"] == len(leads)
            found[counted.key, ""] = len(leads) * MILLION
    return found


def reckoned(key, sums, known):
    """A metric from the sums of rows alone."""
    if known[key].aggregation != "ratio":
        amount = next((n for (name, _currency), n in sums.items() if name == key), None)
        return None if amount is None else Fraction(amount, MILLION)
    formula = formulas.parse(known[key].formula)
    return formula.value({name: reckoned(name, sums, known) for name in formula.names})


@pytest.mark.parametrize("where", ["all", "channel", "touchpoint", "none"])
def test_the_rows_of_every_standard_metric_add_up_to_it(
    measured, campaign, signed_in, person, where
):
    browser, known = signed_in(person("admin")), queries.defined()
    today = timezone.localdate()
    since = today - timedelta(days=8)
    place = measured[0]
    by, at, query = {
        "all": ("campaign", campaign.pk, {}),
        "channel": ("channel", place.channel_id, {"channel": place.channel_id}),
        "touchpoint": ("touchpoint", place.pk, {"touchpoint": place.pk}),
        "none": ("channel", None, {"channel": "none"}),
    }[where]
    here = queries.figures([campaign.pk], by=(by,), since=since, until=today)[(at,)]

    for key in known:
        asked = {"metric": key, "from": since, "to": today} | query
        page = browser.get(f"{ROWS}?{urlencode(asked)}")
        sums = sums_of_rows(browser, page)
        assert {name for name, _currency in sums} <= inputs([key], known)
        amount = here.value(key).amount
        exact = reckoned(key, sums, known)
        assert (amount or 0) == round((exact or 0) * MILLION), key


def test_a_figure_that_is_counted_says_nothing_of_numbers_that_are_not_in_it(
    measured, signed_in, person
):
    page = signed_in(person("member")).get(f"{ROWS}?metric=accepted_leads&span=30")

    assert page.context["rows"] == []
    [counted] = page.context["counted"]
    assert (counted.label, counted.texts) == ("Accepted leads", ["4"])
    assert "No rows here" not in page.content.decode()


def test_the_leads_behind_a_figure_are_masked_and_noted(measured, signed_in, person):
    browser = signed_in(person("member"))
    [counted] = browser.get(f"{ROWS}?metric=leads&span=30").context["counted"]

    listed = browser.get(counted.url)

    assert listed.context["count"] == 6
    assert "Leads that came in" in listed.content.decode()
    assert "Ada Canary" not in listed.content.decode()
    admin = signed_in(person("admin"))
    assert "Ada Canary" in admin.get(counted.url).content.decode()
    wanted = Looked.objects.order_by("-pk").values_list("wanted", flat=True).first()
    assert (wanted["counted"], wanted["list"]) == ("leads", True)

"""The pages of numbers on their way in: who may open them, what they ask, and what they do."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.metrics.models import Batch, Mapping, Observation, Series
from campaigns.plan.imports import course
from tests import furniture
from tests.campaigns.metrics.intake.conftest import GOOGLE, META, stored, table, totals
from workspace.kernel import outbox, scope

FILE = """
    Date,Campaign,Clicks,Spend
    03/04/2026,SPRING,10,1.234
"""
FORMULA = "=HYPERLINK"


@pytest.fixture
def base(campaign, metrics):
    return f"/w/{campaign.workspace.slug}/numbers/"


@pytest.fixture
def browser(person, signed_in):
    def of(role):
        return signed_in(person(role) if role else None)

    return of


def upload(browser, base, data, name="numbers.csv"):
    return browser.post(base, {"file": SimpleUploadedFile(name, data)})


def choose(browser, batch, base, question, value):
    return browser.post(f"{base}{batch.pk}/choose/", {"question": question, "value": value})


def test_a_file_is_looked_at_questioned_brought_in_and_taken_out(browser, base):
    mine = browser("member")

    answer = upload(mine, base, table(FILE))
    batch = Batch.objects.get()
    page = mine.get(answer.url).content.decode()

    assert answer.url == f"{base}{batch.pk}/"
    assert "3 questions before it can come in" in page

    choose(mine, batch, base, "date_order", "MDY")
    choose(mine, batch, base, "decimal", ",")
    choose(mine, batch, base, "currency", "EUR")
    page = mine.get(answer.url).content.decode()

    assert "before it can come in" not in page
    assert "€1,234.00" in page
    assert "Bring in 2 numbers" in page

    mine.post(f"{base}{batch.pk}/run/")
    page = mine.get(answer.url).content.decode()

    assert "The numbers are in." in page
    assert totals() == {"clicks": 10, "spend EUR": 1234}

    mine.post(f"{base}{batch.pk}/undo/")
    assert "were taken out again" in mine.get(answer.url).content.decode()
    assert totals() == {}

    mine.post(f"{base}{batch.pk}/take-up/")
    assert "Bring in 2 numbers" in mine.get(answer.url).content.decode()


def test_the_sums_of_a_sample_are_shown_to_the_last_cent(browser, base, sample):
    mine = browser("member")

    answer = upload(mine, base, sample(GOOGLE), GOOGLE)
    page = mine.get(answer.url).content.decode()

    assert "Google Ads" in page
    for shown in ("4,387,927", "196,124", "€625,245.47", "1,915", "€326,254.96"):
        assert shown in page
    assert "Total Wine &amp; More" in page
    assert "questions before" not in page


def test_a_large_file_comes_in_by_the_worker(browser, base, monkeypatch):
    looked_at = []
    monkeypatch.setattr(course, "analyse", lambda *models: looked_at.extend(models))
    mine = browser("member")
    rows = "\n".join(
        f"2026-{month:02}-{day:02},SPRING {number},{number}"
        for month in range(1, 13)
        for day in range(1, 29)
        for number in range(8)
    )
    answer = upload(mine, base, f"Date,Campaign,Clicks\n{rows}".encode())
    batch = Batch.objects.get()

    running = mine.post(f"{base}{batch.pk}/run/", headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" in running
    assert totals() == {}
    outbox.dispatch()

    assert "The numbers are in." in mine.get(answer.url).content.decode()
    assert totals() == {"clicks": 336 * 28}
    assert Observation in looked_at


def test_names_of_other_tools_are_shown_as_text(browser, base, sample):
    mine = browser("member")
    answer = upload(mine, base, sample(META), META)
    batch = Batch.objects.get()
    mine.post(f"{base}{batch.pk}/run/")

    for url in (answer.url, f"{base}waiting/"):
        page = mine.get(url).content.decode()
        assert '=HYPERLINK("http' not in page
    assert "=HYPERLINK(&quot;http://evil.example&quot;,&quot;click&quot;)" in page


def test_waiting_numbers_count_as_soon_as_somebody_says_whose_they_are(
    browser, base, sample, campaign
):
    mine = browser("member")
    upload(mine, base, sample(GOOGLE), GOOGLE)
    mine.post(f"{base}{Batch.objects.get().pk}/run/")
    page = mine.get(f"{base}waiting/").content.decode()
    series = Series.objects.filter(external_name="Total Wine & More").first()

    assert page.count("Let them count") == 8
    assert "None of ours" in page

    first = Series.objects.filter(external_name="Total Wine & More").order_by("pk").first()
    answer = mine.post(f"{base}waiting/{first.pk}/assign/", {"campaign": campaign.pk})

    assert answer.status_code == 302
    expected = stored_of("Total Wine & More")
    assert totals() == expected
    assert mine.get(f"{base}waiting/").content.decode().count("Let them count") == 7

    mine.post(f"{base}waiting/{series.pk}/release/")
    assert totals() == {}
    assert mine.get(f"{base}waiting/").content.decode().count("Let them count") == 8


def stored_of(name):
    found = {}
    for row in Observation.objects.filter(series__external_name=name).select_related(
        "series__metric"
    ):
        key = " ".join(filter(None, (row.series.metric.key, row.series.currency)))
        found[key] = found.get(key, 0) + Decimal(row.amount).scaleb(-6)
    return found


def test_what_is_none_of_ours_waits_no_more_and_neither_do_its_later_numbers(browser, base, sample):
    mine = browser("member")
    upload(mine, base, sample(GOOGLE), GOOGLE)
    mine.post(f"{base}{Batch.objects.get().pk}/run/")
    first = Series.objects.filter(external_name="Old promo").order_by("pk").first()

    mine.post(f"{base}waiting/{first.pk}/ignore/")
    page = mine.get(f"{base}waiting/").content.decode()
    aside = mine.get(f"{base}waiting/?aside").content.decode()

    assert page.count("Let them count") == 7
    assert 'Set aside <span class="count">1</span>' in page
    assert aside.count("Let them wait again") == 1
    assert "Old promo" in aside

    text = sample(GOOGLE).decode("utf-16").replace("2026-02-11", "2026-02-12")
    upload(mine, base, text.encode("utf-16"), GOOGLE)
    mine.post(f"{base}{Batch.objects.latest('pk').pk}/run/")

    assert mine.get(f"{base}waiting/").content.decode().count("Let them count") == 7

    mine.post(f"{base}waiting/{first.pk}/release/")
    assert mine.get(f"{base}waiting/").content.decode().count("Let them count") == 8


def test_cells_are_pasted_on_the_page_of_a_campaign(browser, campaign, metrics):
    mine = browser("member")
    url = f"/w/{campaign.workspace.slug}/c/{campaign.key}/numbers/paste/"
    cells = "日期\t展示次数\tclicks\tSpend (EUR)\n2026-03-01\t1,000\t10\t12.50\n"

    page = mine.post(url, {"text": cells}, headers={"HX-Request": "true"}).content.decode()
    batch = Batch.objects.get()

    assert "<html" not in page
    assert "Bring in 3 numbers" in page

    mine.post(f"/w/{campaign.workspace.slug}/numbers/{batch.pk}/run/")

    assert totals() == {"impressions": 1000, "clicks": 10, "spend EUR": Decimal("12.5")}


def test_what_was_pasted_stays_when_it_cannot_be_read(browser, base, campaign):
    mine = browser("member")

    plain = mine.post(base, {"text": "Day\tClicks\n"})
    in_place = mine.post(base, {"text": "  "}, headers={"HX-Request": "true"})

    assert plain.status_code == 422
    assert "Day\tClicks" in plain.content.decode()
    assert "There is no row below the heading" in plain.content.decode()
    assert "There is nothing to read yet." in in_place.content.decode()
    assert Batch.objects.count() == 0


def test_a_kind_of_file_is_remembered_and_forgotten(browser, base):
    mine = browser("member")
    upload(mine, base, table(FILE))
    batch = Batch.objects.get()
    for question, value in (("date_order", "MDY"), ("decimal", ","), ("currency", "EUR")):
        choose(mine, batch, base, question, value)

    mine.post(f"{base}{batch.pk}/remember/", {"name": "Agency"})
    answer = upload(mine, base, table(FILE))

    assert "before it can come in" not in mine.get(answer.url).content.decode()
    assert "Agency" in mine.get(base).content.decode()

    mine.post(f"{base}kinds/{Mapping.objects.get().pk}/forget/")
    assert Mapping.objects.count() == 0


def test_an_unreadable_file_says_so_beside_the_field(browser, base):
    answer = upload(browser("member"), base, b"%PDF-1.7", "numbers.csv")

    assert answer.status_code == 422
    assert "This is not a CSV or Excel (.xlsx) file." in answer.content.decode()
    assert Batch.objects.count() == 0


def test_an_impossible_answer_changes_nothing(browser, base):
    mine = browser("member")
    upload(mine, base, table(FILE))
    batch = Batch.objects.get()

    statuses = [
        choose(mine, batch, base, question, value).status_code
        for question, value in [
            ("date_order", "XYZ"),
            ("campaigns.SPRING", "campaign:999999"),
            ("channels.SPRING", "999999"),
            ("columns.2", "metric:ctr"),
            ("columns.2", "secret"),
            ("skip_lines", "all"),
            ("no_such_question", "1"),
            ("words.status.Paused", "gone"),
            ("into", "999999"),
            ("day", "someday"),
        ]
    ]

    batch.refresh_from_db()
    assert statuses == [422] * len(statuses)
    assert batch.choices == {}


@pytest.mark.parametrize(
    ("who", "page", "batch", "run", "waiting", "assign", "paste"),
    [
        ("manager", 200, 200, 302, 200, 302, 302),
        ("member", 200, 200, 302, 200, 302, 302),
        ("sales", 200, 200, 403, 200, 403, 403),
        ("guest", 403, 404, 404, 403, 404, 404),
        ("stranger", 404, 404, 404, 404, 404, 404),
        ("nobody", 302, 302, 302, 302, 302, 302),
    ],
)
def test_who_may_bring_numbers_in(
    who, page, batch, run, waiting, assign, paste,
    person, campaign, brought, browser, base, signed_in,
):  # fmt: skip
    brought(FILE.replace("SPRING", "Unknown"), date_order="MDY", decimal=",", currency="EUR")
    looked = brought.look(FILE, date_order="MDY", decimal=",", currency="EUR")
    series = Series.objects.get(metric__key="clicks")
    furniture.grant(campaign, person("guest"))
    if who == "stranger":
        with scope.everything(because="another workspace is made"):
            other = furniture.workspace("other")
        with scope.of(other.pk):
            client = signed_in(furniture.People(other)("owner"))
    else:
        client = browser(None if who == "nobody" else who)

    assert client.get(base).status_code == page
    assert client.get(f"{base}{looked.pk}/").status_code == batch
    assert client.post(f"{base}{looked.pk}/run/").status_code == run
    assert client.get(f"{base}waiting/").status_code == waiting
    assert (
        client.post(f"{base}waiting/{series.pk}/assign/", {"campaign": campaign.pk}).status_code
        == assign
    )
    pasting = f"/w/{campaign.workspace.slug}/c/{campaign.key}/numbers/paste/"
    assert client.post(pasting, {"text": "Day\tClicks\n2026-03-01\t1"}).status_code == paste


@pytest.mark.parametrize("count", [1, 20])
def test_the_queue_asks_as_often_for_one_as_for_many(
    browser, base, brought, count, django_assert_num_queries
):
    rows = "\n".join(f"2026-03-01,Unknown {number},5,1.00" for number in range(count))
    brought(f"Date,Campaign,Clicks,Spend (EUR)\n{rows}")
    mine = browser("member")
    mine.get(f"{base}waiting/")

    with django_assert_num_queries(10):
        page = mine.get(f"{base}waiting/").content.decode()

    assert page.count("Let them count") == count


def test_a_long_queue_has_pages(browser, base, brought):
    rows = "\n".join(f"2026-03-01,Unknown {number},5,1.00" for number in range(51))
    brought(f"Date,Campaign,Clicks,Spend (EUR)\n{rows}")
    mine = browser("member")

    first, second = (
        mine.get(f"{base}waiting/?page={number}").content.decode() for number in (1, 2)
    )

    assert (first.count("Let them count"), second.count("Let them count")) == (50, 1)
    assert "1 / 2" in first


def test_stored_numbers_of_a_sample_are_untouched_by_looking(browser, base, sample):
    upload(browser("member"), base, sample(GOOGLE), GOOGLE)

    assert stored() == {}

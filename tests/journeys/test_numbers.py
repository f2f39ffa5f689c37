"""Numbers from a vendor's file and from pasted cells: looked at, brought in, matched, taken out."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.test_pages import violations

pytestmark = pytest.mark.alike
SAMPLES = Path(__file__).parents[1] / "data" / "imports"
GOOGLE = "google_ads_campaign_report_utf16.csv"
LOOK = os.environ.get("LOOK_AT", "")  # a folder for pictures of each step
CELLS = "日期\t展示次数\tClicks\tSpend (EUR)\n2026-03-01\t1,000\t10\t12.50\n"


def picture(page, name):
    if LOOK:
        page.screenshot(path=f"{LOOK}/{name}.png", full_page=True)


def numbers_page(table_for, role="member", where="", **options):
    base = f"{table_for.served.url}/w/acme/numbers/{where}"
    return table_for.open(table_for.browser(role, **options), base)


def choose(page, name):
    page.get_by_label("Choose a file with numbers, or drop it here").set_input_files(SAMPLES / name)
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_report_comes_in_is_matched_and_goes_out_again(table_for):
    page = numbers_page(table_for)
    picture(page, "bring")

    choose(page, GOOGLE)
    expect(page.locator("#sums")).to_contain_text("€625,245.47")
    picture(page, "preview")
    size = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 760})
    choices = page.locator("#theirs select").evaluate_all("all => all.map((e) => e.offsetWidth)")
    assert min(choices) > 120
    page.set_viewport_size(size)
    page.get_by_label("Campaign of Total Wine & More").select_option(label="Spring launch (SPRING)")
    expect(page.locator("#theirs")).to_contain_text("chosen")
    page.get_by_role("button", name="Bring in 1505 numbers").click()
    expect(page.get_by_text("The numbers are in.")).to_be_visible(timeout=30_000)
    picture(page, "done")

    page.get_by_role("link", name="wait for their campaign").click()
    expect(page.get_by_role("button", name="Let them count")).to_have_count(7)
    picture(page, "waiting")
    # A sum is read at one glance: its line is never broken, least of all within a number.
    sums = page.locator("#waiting .plain-list li")
    assert max(sums.evaluate_all("all => all.map((each) => each.offsetHeight)")) < 30
    page.get_by_label("Campaign of Old promo").select_option(label="Spring launch (SPRING)")
    page.get_by_role("button", name="Let them count Old promo").click()
    expect(page.get_by_role("button", name="Let them count")).to_have_count(6)
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Let them count")).to_have_count(7)

    page.get_by_role("button", name="None of ours Brand").click()
    expect(page.get_by_role("button", name="Let them count")).to_have_count(6)
    page.get_by_role("link", name="Set aside 1").click()
    page.get_by_role("button", name="Let them wait again").click()
    page.get_by_role("link", name="Waiting 7").click()
    expect(page.get_by_role("button", name="Let them count")).to_have_count(7)

    page.get_by_role("link", name="Bring numbers in").click()
    choose(page, GOOGLE)
    expect(page.get_by_text("Nothing new: all these numbers are here already.")).to_be_visible()
    page.get_by_role("link", name="Bring numbers in").click()
    page.locator("#earlier").get_by_role("link", name=GOOGLE).last.click()
    page.get_by_role("button", name="Take it out again").click()
    expect(page.get_by_text("These numbers were taken out again")).to_be_visible()


def test_pasted_cells_are_looked_at_as_soon_as_they_are_there(table_for):
    page = numbers_page(table_for)

    page.locator("#pasted").fill(CELLS)
    question = page.get_by_label("The numbers are of the campaign")
    question.select_option(label="Spring launch (SPRING)")
    page.get_by_role("button", name="Bring in 3 numbers").click()

    expect(page.get_by_text("The numbers are in.")).to_be_visible()
    expect(page.locator("#pasted")).to_have_value(CELLS)
    picture(page, "pasted")


def test_what_was_pasted_stays_when_it_cannot_be_read(table_for):
    page = numbers_page(table_for)

    page.locator("#pasted").fill("Day\tClicks")
    expect(page.get_by_role("alert")).to_contain_text("There is no row below the heading")

    expect(page.locator("#pasted")).to_have_value("Day\tClicks")


def test_what_one_saves_stands_in_the_open_sheet_of_the_other(table_for):
    url = f"{table_for.served.url}/w/acme/c/SPRING/numbers/enter/"
    mine, theirs = (table_for.open(table_for.browser(who), url) for who in ("member", "owner"))

    def cell(page, place):
        return page.locator("[name^='clicks.']").nth(place)

    mine.wait_for_function("document.querySelector('#live').dataset.state === 'live'")
    cell(mine, 1).fill("9")
    cell(theirs, 0).fill("120")
    theirs.get_by_role("button", name="Save").click()

    expect(cell(mine, 0)).to_have_value("120")
    expect(cell(mine, 1)).to_have_value("9")
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_text("1 number is saved")).to_be_visible()
    expect(cell(theirs, 1)).to_have_value("9")


@pytest.mark.parametrize(
    ("way", "options"),
    [
        ("light", {}),
        ("dark", {"color_scheme": "dark"}),
        ("phone", {"viewport": {"width": 360, "height": 740}}),
        ("chinese", {"locale": "zh-CN"}),
    ],
)
def test_the_pages_are_for_everybody(table_for, way, options):
    page = numbers_page(table_for, "owner", **options)
    page.locator("input[type=file]").set_input_files(SAMPLES / GOOGLE)
    page.locator("#sums").wait_for()
    base = f"{table_for.served.url}/w/acme/numbers/"
    preview = page.url

    for name, url in (("bring", base), ("preview", preview), ("waiting", f"{base}waiting/")):
        page.goto(url)
        page.wait_for_timeout(200)
        picture(page, f"{name}-{way}")
        broken = violations(page)
        wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert (name, broken, max(wide, 0)) == (name, [], 0)

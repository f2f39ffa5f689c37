"""Touchpoints, the gate and health, as people use them."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import furniture
from tests.journeys.hands import middle, row, watching

pytestmark = pytest.mark.alike


def cell(page, name):
    """The cell of a channel at a stage, by its heading."""
    return page.get_by_role("region", name=name).filter(has=page.locator(".cards"))


def add_here(page, name, title):
    place = cell(page, name)
    place.locator("[data-add-here]").click()
    page.locator("#add-here [name=title]").fill(title)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(place.locator("[data-item]", has_text=title)).to_have_count(1)


def test_an_item_is_made_in_a_cell_and_dragged_to_another_while_others_look_on(table_for):
    here, there = (table_for(role, "touchpoints/?rows=all") for role in ("manager", "member"))
    add_here(here, "E-mail · Awareness", "Made on the map")
    expect(cell(there, "E-mail · Awareness").locator("[data-item]")).to_have_count(1)

    card, target = row(here, "Made on the map"), cell(here, "E-mail · Purchase")
    expect(here.locator(".sortable", has=card)).to_have_count(1)
    with watching(there):
        here.mouse.move(*middle(card))
        here.mouse.down()
        here.mouse.move(*middle(card.locator("h4")), steps=3)
        x, y = middle(target)
        here.mouse.move(x, y, steps=8)
        here.mouse.move(*middle(target.locator(".cards")), steps=4)
        here.mouse.up()
        expect(
            cell(there, "E-mail · Purchase").locator("[data-item]", has_text="Made on the map")
        ).to_have_count(1)

    expect(cell(here, "E-mail · Purchase").locator("[data-count]")).to_have_text("1")
    for page in (here, there):
        purchase = page.locator(".stage", has=page.locator("h2", has_text="Purchase"))
        expect(purchase).not_to_have_class(re.compile("is-idle"))
        wide = page.locator("#board .heads span", has_text="Purchase").bounding_box()["width"]
        assert wide == purchase.bounding_box()["width"]


def test_the_map_is_walked_by_keys_alone(table_for):
    page = table_for("member", "touchpoints/?rows=all")
    add_here(page, "E-mail · Awareness", "Moved by keys")
    row(page, "Moved by keys").get_by_role("link").focus()

    page.keyboard.press(" ")
    expect(page.locator("#announcer")).to_contain_text("Lifted “Moved by keys”")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#announcer")).to_contain_text("E-mail · Purchase")
    page.keyboard.press(" ")

    there = cell(page, "E-mail · Purchase").locator("[data-item]", has_text="Moved by keys")
    expect(there).to_have_count(1)
    expect(row(page, "Moved by keys")).to_be_focused()
    expect(row(page, "Moved by keys")).not_to_have_attribute("data-version", "1")
    page.reload()
    expect(there).to_have_count(1)


def test_an_empty_campaign_is_refused_mended_from_its_own_links_and_goes_live(table_for):
    page = table_for("manager", f"{table_for.served.url}/w/acme/campaigns/new/")
    page.get_by_label("Name", exact=True).fill("A story of its own")
    page.get_by_role("textbox", name="Key").fill("STORY")
    page.get_by_role("button").filter(has_text="Start").click()
    page.wait_for_url("**/c/STORY/board/")
    page.get_by_role("link", name="Touchpoints").click()
    add_here(page, "E-mail · Awareness", "First mail")

    page.get_by_role("link", name="Go-live").click()
    page.get_by_role("button", name="Move to Planned").click()
    expect(page.get_by_role("alert")).to_contain_text("3 things are missing")
    page.get_by_role("alert").get_by_role("link", name="Write the objective").click()
    expect(page.get_by_role("link", name="Back to go-live")).to_be_visible()
    page.locator("#id_objective").fill("A hundred leads that sales takes")
    page.locator("#id_starts_on").fill("2026-12-01")
    page.locator("#id_ends_on").fill("2027-02-28")
    page.get_by_role("button", name="Save").click()

    page.wait_for_url("**/c/STORY/golive/#region")
    page.get_by_role("button", name="Move to Planned").click()
    page.get_by_role("link", name="Go-live").click()
    page.get_by_role("button", name="Go live").click()
    expect(page.get_by_role("alert")).to_contain_text("2 things are missing")
    page.get_by_role("alert").get_by_role("link", name="Choose the primary metric").click()
    page.locator("#id_metric").select_option(label="Leads")
    page.locator("#id_target").fill("100")
    expect(page.get_by_label("The primary metric of the campaign")).to_be_checked()
    page.get_by_role("button", name="Save").click()

    page.wait_for_url("**/c/STORY/golive/#region")
    page.get_by_role("link", name="Fill in the baseline").click()
    page.locator("#id_baseline").fill("40")
    page.locator("#id_source").fill("CRM")
    page.locator("#id_owner").select_option(label="Mara Manager")
    page.get_by_role("button", name="Save").click()

    page.wait_for_url("**/c/STORY/golive/#region")
    page.locator("#need-" + slug_of(page)).get_by_role("link").click()
    page.locator("#id_owner").select_option(label="Max Member")
    page.get_by_role("button", name="Save").click()

    page.wait_for_url("**/c/STORY/golive/#region")
    expect(page.get_by_text("Nothing keeps it from being Live")).to_be_visible()
    page.get_by_role("button", name="Go live").click()
    page.goto(f"{table_for.served.url}/w/acme/c/STORY/golive/")
    expect(page.get_by_text("This campaign is live.")).to_be_visible()


def slug_of(page):
    """The id of the need that is about the owner of a touchpoint."""
    return page.locator("[id^=need-touchpoint_owner]").get_attribute("id").removeprefix("need-")


def test_a_word_on_health_is_on_every_open_screen_at_once(table_for):
    here, there = table_for("manager", "health/"), table_for("member", "board/")
    computed = there.locator("#summary .standing").inner_text()

    until = str(furniture.today() + timedelta(days=9))
    here.get_by_text("Say that it stands otherwise").click()
    here.get_by_label("On hold").check()
    here.get_by_label("Why?").fill("The board decides on Monday.")
    here.get_by_label("Until, this day included").fill(until)
    here.get_by_role("button", name="Save").click()

    expect(there.locator("#summary .standing")).to_contain_text("On hold")
    here.get_by_role("button", name="Let what was computed count again").click()
    expect(there.locator("#summary .standing")).to_contain_text(computed)

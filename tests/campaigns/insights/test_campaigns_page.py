"""All campaigns on one page: each says how it stands, and its numbers lead to their rows."""

import re
from datetime import date

import pytest

from campaigns.plan import actions
from tests import furniture

TUESDAY = date(2026, 12, 8)


@pytest.fixture
def standing(campaign, plan, person, time_machine):
    """SPRING with seven items, one of them dropped; AUTUMN with none."""
    time_machine.move_to(f"{TUESDAY}T09:00:00Z")
    member = person("member")
    plan("brief", due_on="2026-12-01", assignees=[member])
    plan("text < brief", due_on="2026-12-20")
    plan("stuck", status="blocked", due_on="2026-12-02")
    plan("done", status="done", due_on="2026-12-03")
    plan("dropped", status="dropped", due_on="2026-12-04")
    plan("past review", kind="milestone", status="done", due_on="2026-12-05")
    plan("launch", kind="milestone", due_on="2026-12-11")
    furniture.campaign(campaign.workspace, by=member, key="AUTUMN", name="Autumn")
    furniture.grant(campaign, person("guest"))


def row_of(page, key):
    [row] = [each for each in page.split("<tr ")[1:] if f"/c/{key}/" in each]
    return row


def test_a_row_says_progress_what_is_blocked_and_overdue_and_the_next_deadline(
    standing, person, signed_in
):
    browser = signed_in(person("member"))
    row = row_of(browser.get("/w/acme/campaigns/").content.decode(), "SPRING")

    said = dict(re.findall(r'href="([^"]+\?[^"]+)"><span aria-hidden="true"[^>]*>(\d+)<', row))
    rows = {
        link: len(re.findall("<tr data-item=", browser.get(link).content.decode())) for link in said
    }
    assert "launch" in row
    assert "in 3 days" in row
    assert ">2/6<" in row
    assert said == {
        "/w/acme/c/SPRING/list/?blocked=1": "2",
        "/w/acme/c/SPRING/list/?due=overdue": "2",
    }
    assert {link: int(count) for link, count in said.items()} == rows


def test_what_is_empty_says_so_without_a_number(standing, person, signed_in):
    row = row_of(signed_in(person("member")).get("/w/acme/campaigns/").content.decode(), "AUTUMN")

    assert ">0/0<" in row
    assert "blocked=1" not in row
    assert "due=overdue" not in row


def test_people_are_those_who_take_part(standing, person, signed_in):
    row = row_of(signed_in(person("manager")).get("/w/acme/campaigns/").content.decode(), "SPRING")

    shown = re.findall(r'class="avatar[^"]*" title="([^"]+)"', row)
    assert shown == [person("owner").name, person("guest").name]


def test_a_guest_counts_the_campaigns_they_were_given(standing, person, signed_in):
    page = signed_in(person("guest")).get("/w/acme/campaigns/").content.decode()

    assert "1 campaign<" in page.replace("\n", "")
    assert "/c/AUTUMN/" not in page


def test_a_number_moves_with_what_it_counts(standing, campaign, plan, person, signed_in):
    browser = signed_in(person("member"))
    browser.get("/w/acme/campaigns/")
    actions.edit(plan.items["brief"], by=person("member"), version=1, status="done")

    row = row_of(browser.get("/w/acme/campaigns/").content.decode(), "SPRING")

    assert ">3/6<" in row
    assert re.findall(r'class="brief">(\d+)<', row) == ["1", "1"]

"""The home page: what is mine over all campaigns, in the order in which it presses."""

import re
from datetime import date

import pytest

from campaigns.plan import actions
from campaigns.plan.models import Item
from tests import furniture

TUESDAY = date(2026, 12, 8)


@pytest.fixture
def mine(campaign, plan, person, time_machine):
    """Items of the member, due on several days around a Tuesday."""
    time_machine.move_to(f"{TUESDAY}T09:00:00Z")
    me = person("member")
    other = furniture.campaign(campaign.workspace, by=me, key="AUTUMN", name="Autumn")

    def add(title, due_on, into=campaign, **values):
        return actions.add(into, by=me, title=title, due_on=due_on, assignees=[me], **values)

    add("someday", None)
    add("next Monday", "2026-12-14")
    add("Sunday", "2026-12-13", other)
    add("today", "2026-12-08", other)
    add("yesterday", "2026-12-07")
    late = add("late, and waited for", "2026-12-01")
    plan.items["late"] = late
    plan("theirs < late")
    add("mine, and waits", "2026-12-09", waits_for=[late])
    add("done", "2026-12-01", status="done")
    return me


def sections(page):
    """{heading: [titles]} of the page, in its order."""
    found = {}
    for part in page.split('data-section="')[1:]:
        heading = re.search(r'class="section-heading"[^>]*>([^<]+)<', part)[1].strip()
        found[heading] = re.findall(r'<a href="[^"]*/items/\d+/">([^<]+)</a>', part)
    return found


def test_my_work_is_told_by_how_it_presses(mine, signed_in):
    page = signed_in(mine).get("/w/acme/").content.decode()

    assert sections(page) == {
        "Others wait for me": ["late, and waited for"],
        "Overdue": ["yesterday"],
        "Today": ["today"],
        "This week": ["mine, and waits", "Sunday"],
        "Later": ["next Monday", "someday"],
    }


def test_the_headline_counts_items_and_all_that_are_overdue(mine, person, signed_in):
    waits = Item.objects.get(title="someday")
    actions.comment(waits, by=person("manager"), body=f"@{mine.name}, when?")

    page = signed_in(mine).get("/w/acme/").content.decode()

    headline = page.split('class="headline"')[1].split('id="region"')[0]
    assert "Waiting for your answer" in page
    assert "7 items in all your campaigns" in headline
    assert "2 overdue" in headline


def test_who_has_nothing_but_a_question_is_not_told_that_nothing_waits(plan, person, signed_in):
    [brief] = plan("brief")
    actions.comment(brief, by=person("member"), body=f"@{person('manager').name}, when?")

    asked = signed_in(person("manager")).get("/w/acme/").content.decode()
    nothing = signed_in(person("owner")).get("/w/acme/").content.decode()

    assert "Nothing waits for you" not in asked
    assert "Nothing waits for you" in nothing

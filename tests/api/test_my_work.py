"""My work by program: what the home page shows, in its words."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.plan import actions
from tests import furniture
from tests.campaigns.insights.test_my_work import mine, sections

__all__ = ["mine"]


def told(work):
    """{label: [titles]} of the sections that hold something, as the page shows them."""
    return {
        section["label"]: [item["title"] for item in section["items"]]
        for section in work["sections"]
        if section["count"]
    }


def test_my_work_is_told_in_the_order_and_words_of_the_page(mine, caller, signed_in):
    work = caller(mine).get("my-work/").json()

    assert told(work) == sections(signed_in(mine).get("/w/acme/").content.decode())
    assert (work["count"], work["overdue"]) == (7, 2)
    assert [(each["section"], each["hint"], each["count"]) for each in work["sections"]] == [
        ("waiting", "work that cannot start before this is done", 1),
        ("overdue", "", 1),
        ("today", "", 1),
        ("week", "", 2),
        ("later", "", 2),
    ]


def test_my_work_is_told_in_the_language_of_who_asks(mine, caller):
    work = caller(mine).get("my-work/", Accept_Language="zh-hans").json()

    assert [each["label"] for each in work["sections"]][1:4] == ["已逾期", "今天", "本周"]


def test_a_section_is_whole_when_it_is_asked_for(campaign, person, caller):
    me = person("member")
    for index in range(41):
        actions.add(campaign, by=me, title=f"Item {index}", assignees=[me])
    ask = caller(me)

    usual, whole = (ask.get(f"my-work/{query}").json() for query in ("", "?section=later"))
    unknown = ask.get("my-work/?section=soon")

    later = [work["sections"][4] for work in (usual, whole)]
    assert [(each["count"], len(each["items"])) for each in later] == [(41, 40), (41, 41)]
    assert (unknown.status_code, list(unknown.json()["fields"])) == (422, ["section"])


def test_a_guest_is_told_of_the_campaigns_that_they_take_part_in(campaign, person, caller):
    guest, by = person("guest"), person("member")
    over = furniture.campaign(campaign.workspace, by=by, key="OVER", name="Over")
    for each, until in ((campaign, None), (over, date(2020, 1, 1))):
        furniture.grant(each, guest, until)
        actions.add(each, by=by, title=each.key, assignees=[guest])

    assert told(caller(guest).get("my-work/").json()) == {"Later": ["SPRING"]}


@pytest.mark.parametrize(
    ("role", "scopes", "status"),
    [
        ("member", ("plan:read",), 200),
        ("sales", ("plan:read",), 200),
        ("guest", ("plan:read",), 200),
        ("member", ("people:read", "plan:write"), 403),
    ],
)
def test_whoever_may_read_plans_may_read_their_work(role, scopes, status, person, caller):
    assert caller(person(role), *scopes).get("my-work/").status_code == status


@pytest.mark.parametrize("number", [1, 20])
def test_my_work_asks_as_often_for_twenty_items_as_for_one(number, campaign, person, caller):
    me = person("member")
    for item in furniture.furnish(campaign, person, number):
        actions.edit(item, by=me, version=item.version, assignees=[me])
    ask = caller(me)
    ask.get("me/")

    with CaptureQueriesContext(connection) as asked:
        work = ask.get("my-work/").json()

    assert work["count"] >= number
    assert len(asked) == 7

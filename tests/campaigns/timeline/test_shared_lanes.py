"""An item of several people in lanes by person: in the lane of each, and still one item."""

import re

import pytest

from campaigns.plan import actions
from campaigns.plan.models import Item
from workspace.kernel.streams.models import Stream

PAGE = "/w/acme/c/SPRING/timeline/"
BY_PERSON = "?group=assignee"


@pytest.fixture
def ada(person):
    return person("member", "Ada")


@pytest.fixture
def bo(person):
    return person("member", "Bo")


@pytest.fixture
def shared(plan, ada, bo):
    """A webinar of Ada and Bo, beside copy of Ada's own."""
    webinar, copy = plan("webinar", "copy", due_on="2026-12-18")
    actions.edit(webinar, by=plan.by, version=1, assignees=[ada, bo])
    actions.edit(copy, by=plan.by, version=1, assignees=[ada])
    return webinar


def lanes(html):
    """{who: the titles in that lane}"""
    found = re.findall(r'<section class="lane".*?</section>', html, re.S)
    return {
        re.search(r'<h2 id="lane-\w+">([^<]+)', lane)[1]: re.findall(r'title="([^"]+)">\1<', lane)
        for lane in found
    }


def test_a_shared_item_stands_in_the_lane_of_each_of_its_people(shared, ada, signed_in):
    html = signed_in(ada).get(PAGE + BY_PERSON).content.decode()

    assert lanes(html) == {"Ada": ["webinar", "copy"], "Bo": ["webinar"]}


def test_each_of_its_rows_has_its_own_name_in_the_page(shared, ada, bo, signed_in):
    html = signed_in(ada).get(PAGE + BY_PERSON).content.decode()

    rows = re.findall(rf'id="(item-{shared.pk}\b[^"]*)"', html)
    assert rows == [f"item-{shared.pk}-in-{ada.pk}", f"item-{shared.pk}-in-{bo.pk}"]


def test_each_of_its_rows_shows_all_of_its_people(shared, ada, bo, signed_in):
    html = signed_in(ada).get(PAGE + BY_PERSON).content.decode()

    for who in (ada, bo):
        row = html.partition(f'id="item-{shared.pk}-in-{who.pk}"')[2].partition("</li>")[0]
        assert re.findall(r'class="avatar[^"]*" title="(\w+)"', row) == ["Ada", "Bo"]


def test_without_dates_it_waits_once(shared, ada, signed_in):
    actions.edit(fresh(shared), by=ada, version=2, due_on=None)

    html = signed_in(ada).get(PAGE + BY_PERSON).content.decode()

    tray = html.split('class="tray"')[1]
    assert tray.count(f'data-item="{shared.pk}"') == 1


def fresh(item):
    return Item.objects.select_related("campaign").get(pk=item.pk)


def test_changes_draw_it_in_each_lane_that_it_has_now(shared, campaign, ada, bo, person, signed_in):
    cleo, browser = person("member", "Cleo"), signed_in(ada)
    before = Stream.objects.get(kind="campaign", of=campaign.pk).revision
    actions.edit(fresh(shared), by=ada, version=2, assignees=[bo, cleo])

    found = browser.get(f"{PAGE}changes/{BY_PERSON}&since={before}").json()

    assert {(each["id"], each["group"]) for each in found["items"]} == {
        (shared.pk, str(bo.pk)),
        (shared.pk, str(cleo.pk)),
    }
    assert found["counts"] == {str(ada.pk): 1, str(bo.pk): 1, str(cleo.pk): 1, "tray": 0}


def test_a_board_has_one_card_of_it_with_its_first_person(shared, ada, bo, signed_in):
    html = signed_in(ada).get("/w/acme/c/SPRING/board/?group=assignee").content.decode()

    [column] = re.findall(rf'data-group="{ada.pk}".*?(?=data-group=|$)', html, re.S)[:1]
    assert html.count(f'data-item="{shared.pk}"') == 1
    assert f'data-item="{shared.pk}"' in column

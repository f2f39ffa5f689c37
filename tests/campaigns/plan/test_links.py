"""What an item waits for, while others link and shape at the same moment."""

import pytest

from campaigns.plan import actions
from campaigns.plan.models import Item
from workspace.kernel.refusals import Conflict, Invalid

HTMX = {"HX-Request": "true"}


@pytest.fixture
def linked(plan):
    """A page that waits for a text and for a picture."""
    text, picture, page = plan("text", "picture", "page < text, picture")
    return Item.objects.select_related("campaign").get(pk=page.pk), text, picture


def shapes_of(item):
    return {link.waits_for_id: (link.kind, link.lag) for link in item.waits.all()}


def test_two_people_who_add_links_at_once_both_win(plan, person):
    text, picture, page = plan("text", "picture", "page")

    actions.wait_for(page, text, by=person("member"))
    actions.wait_for(page, picture, by=person("manager"))

    assert set(shapes_of(page)) == {text.pk, picture.pk}


def test_taking_a_link_away_leaves_those_that_came_meanwhile(plan, person):
    text, picture, page = plan("text", "picture", "page < text")
    seen = Item.objects.select_related("campaign").get(pk=page.pk)

    actions.wait_for(page, picture, by=person("manager"))
    actions.wait_no_more(seen, text.pk, by=person("member"))

    assert set(shapes_of(page)) == {picture.pk}


def test_a_link_that_would_make_a_loop_is_refused_and_named(linked, person):
    page, text, _picture = linked

    with pytest.raises(Invalid) as refusal:
        actions.wait_for(text, page, by=person("member"))

    assert "text → page" in refusal.value.message
    assert not text.waits.exists()


def test_two_people_who_shape_different_links_both_win(linked, person):
    page, text, picture = linked
    version = page.version

    actions.shape(page, text.pk, by=person("member"), version=version, kind="SS", lag=2)
    actions.shape(page, picture.pk, by=person("manager"), version=version, kind="FF", lag=0)

    assert shapes_of(page) == {text.pk: ("SS", 2), picture.pk: ("FF", 0)}


def test_a_link_that_is_shaped_as_usual_again_leaves_the_other_as_it_is(linked, person):
    page, text, picture = linked
    page = actions.shape(page, text.pk, by=person("member"), version=1, kind="SS", lag=2)
    page = actions.shape(page, picture.pk, by=person("member"), version=2, kind="SS", lag=5)

    actions.shape(page, text.pk, by=person("member"), version=3, kind="FS", lag=0)

    assert shapes_of(page) == {text.pk: ("FS", 0), picture.pk: ("SS", 5)}


def test_the_same_link_shaped_twice_shows_both_and_asks(linked, person, signed_in):
    page, text, _picture = linked
    actions.shape(page, text.pk, by=person("manager"), version=1, kind="SS", lag=2)
    browser = signed_in(person("member"))
    there = f"/w/acme/c/SPRING/items/{page.number}/waits/how/"
    mine = {"waits_for": text.pk, "kind": "FF", "lag": 3}

    asked = browser.post(there, mine | {"version": 1}, headers=HTMX)
    kept = browser.post(there, mine | {"version": 2}, headers=HTMX)

    notice = asked.content.decode().partition("Which one shall stay?")[2].partition("</form>")[0]
    assert (asked.status_code, kept.status_code) == (409, 200)
    assert "text (Start to start, +2 working days)" in notice
    assert "text (Finish to finish, +3 working days)" in notice
    assert f'action="{there}"' in notice
    assert all(f'name="{name}" value="{mine[name]}"' in notice for name in mine)
    assert shapes_of(page)[text.pk] == ("FF", 3)


def test_a_link_that_is_gone_by_now_is_told(linked, person):
    page, text, _picture = linked
    actions.wait_no_more(page, text.pk, by=person("manager"))

    with pytest.raises(Conflict, match="no longer waits for that"):
        actions.shape(page, text.pk, by=person("member"), version=1, kind="SS", lag=0)

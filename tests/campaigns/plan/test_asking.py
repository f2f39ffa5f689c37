"""Two people at the same field of an item: both values are shown, and one is asked for."""

import pytest

from campaigns.plan import actions
from campaigns.plan.models import Item

HTMX = {"HX-Request": "true"}


def test_the_same_field_changed_twice_shows_both_values(campaign, plan, person, signed_in):
    [brief] = plan("brief")
    actions.edit(brief, by=person("manager"), version=1, title="Theirs")

    answer = signed_in(person("member")).post(
        "/w/acme/c/SPRING/items/1/change/", {"title": "Mine", "version": 1}, headers=HTMX
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in page
    assert "Mine" in page
    assert Item.objects.get(pk=brief.pk).title == "Theirs"


@pytest.fixture
def changed_meanwhile(plan, person):
    """An item whose version 1 somebody saw before Mara gave it a status and made it a part."""
    [whole, brief] = plan("launch", "brief")
    mara = person("manager", "Mara")
    brief = Item.objects.select_related("campaign").get(pk=brief.pk)
    return actions.edit(brief, by=mara, version=1, status="review", parent=whole)


def asked_about(answer):
    """Both values in the notice of the open item that asks which one shall stay."""
    assert answer.status_code == 409
    notice = answer.content.decode().partition("Which one shall stay?")[2].partition("</form>")[0]
    assert 'name="version" value="2"' in notice
    theirs, _sign, yours = notice.partition('method="post"')
    assert "Mara" in theirs
    return theirs, yours


def test_a_drop_on_what_somebody_moved_meanwhile_asks(changed_meanwhile, person, signed_in):
    answer = signed_in(person("member")).post(
        "/w/acme/c/SPRING/items/2/place/", {"status": "blocked", "version": 1}, headers=HTMX
    )

    theirs, yours = asked_about(answer)
    assert "In review" in theirs
    assert "Blocked" in yours
    assert 'name="status" value="blocked"' in yours
    assert Item.objects.get(number=2).status == "review"


def test_a_drop_merges_with_what_somebody_else_changed(changed_meanwhile, person, signed_in):
    answer = signed_in(person("member")).post(
        "/w/acme/c/SPRING/items/2/place/", {"priority": "1", "version": 1}, headers=HTMX
    )

    item = Item.objects.get(number=2)
    assert (answer.status_code, item.priority, item.status) == (204, 1, "review")


@pytest.mark.parametrize(
    ("sent", "yours"),
    [({"parent": "copy"}, "copy"), ({"remove": "1"}, "–")],
)
def test_another_whole_than_somebody_gave_it_meanwhile_asks(
    changed_meanwhile, sent, yours, plan, person, signed_in
):
    plan("copy")

    answer = signed_in(person("member")).post(
        "/w/acme/c/SPRING/items/2/parent/", sent | {"version": 1}, headers=HTMX
    )

    their_words, your_words = asked_about(answer)
    assert "launch" in their_words
    assert yours in your_words
    assert Item.objects.get(number=2).parent.title == "launch"


def test_the_forms_of_links_say_which_version_they_change(changed_meanwhile, person, signed_in):
    page = signed_in(person("member")).get("/w/acme/c/SPRING/items/2/").content.decode()

    forms = page.split('action="/w/acme/c/SPRING/items/2/parent/"')[1:]
    assert forms
    assert all('name="version" value="2"' in form.partition("</form>")[0] for form in forms)

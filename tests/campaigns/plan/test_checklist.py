"""Entries keep their ids while others come, go and change places."""

import pytest

from campaigns.plan import actions
from campaigns.plan.models import Item
from workspace.kernel.refusals import Conflict


def entries(item):
    return dict(item.checklist.order_by("position").values_list("pk", "text"))


@pytest.fixture
def brief(plan):
    [made] = plan("brief", checklist=[(text, False) for text in ("one", "two", "three")])
    return Item.objects.select_related("campaign").get(pk=made.pk)


def rewrite(brief, by, *texts):
    fresh = Item.objects.select_related("campaign").get(pk=brief.pk)
    checklist = [(text, False) for text in texts]
    actions.edit(fresh, by=by, version=fresh.version, checklist=checklist)


def test_who_ticks_the_next_entry_ticks_that_one_though_another_went(brief, person):
    one, two, three = entries(brief)
    actions.remove_entry(brief, one, by=person("manager"))

    actions.edit_entry(brief, two, by=person("member"), done=True)

    assert entries(brief) == {two: "two", three: "three"}
    assert list(brief.checklist.filter(done=True).values_list("pk", flat=True)) == [two]


def test_who_ticks_an_entry_that_went_is_told_and_ticks_no_other(brief, person, signed_in):
    one, *_others = entries(brief)
    actions.remove_entry(brief, one, by=person("manager"))

    answer = signed_in(person("member")).post(
        f"/w/acme/c/SPRING/items/1/checklist/{one}/", {"done": "on"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 409
    assert "Somebody has removed this entry." in answer.content.decode()
    assert not brief.checklist.filter(done=True).exists()


def test_of_two_entries_with_the_same_text_the_one_that_was_meant_goes(plan, person):
    [brief] = plan("brief", checklist=[("step", True), ("step", False)])
    first, second = entries(brief)

    actions.remove_entry(brief, first, by=person("member"))

    assert list(brief.checklist.values_list("pk", "done")) == [(second, False)]
    with pytest.raises(Conflict):
        actions.edit_entry(brief, first, by=person("member"), done=True)


def test_ids_stay_with_texts_when_a_list_is_written_as_a_whole(brief, person):
    one, two, three = entries(brief)

    rewrite(brief, person("member"), "zero", "one", "two again", "three")

    zero, *others = entries(brief).items()
    assert zero[1] == "zero"
    assert others == [(one, "one"), (two, "two again"), (three, "three")]


def test_what_undo_brings_back_is_another_entry(brief, person):
    by = person("member")
    one, two, three = entries(brief)
    actions.remove_entry(brief, two, by=by)

    actions.undo(brief.campaign, by.newest, by=by)

    (first, _text), (again, text), (last, _end) = entries(brief).items()
    assert (first, text, last) == (one, "two", three)
    assert again not in {one, two, three}

"""What the feed says of the trash and of undoing: who did what to which item."""

from datetime import timedelta

import pytest
from django.utils import translation

from campaigns.plan import actions, feed
from campaigns.plan.models import Item
from workspace.kernel.streams.models import Stream


@pytest.fixture
def eventful(campaign, plan, person):
    """An item that was thrown away, taken back, and thrown away and back again by undoing."""
    member = person("member")
    [poster] = plan("poster")
    actions.trash(campaign, [poster.pk], by=member)
    for _time in range(2):
        revision = Stream.objects.get(kind="campaign", of=campaign.pk).revision
        actions.undo(campaign, revision, by=member)
    actions.restore(campaign, [poster.pk], by=member)
    item = Item.objects.get(pk=poster.pk)
    actions.edit(item, by=member, version=item.version, title="Poster A2")
    revision = Stream.objects.get(kind="campaign", of=campaign.pk).revision
    actions.undo(campaign, revision, by=member)
    return campaign


def said(campaign, person, language="en"):
    stream = Stream.objects.get(kind="campaign", of=campaign.pk)
    with translation.override(language):
        events = feed.of_campaign(stream, person("manager"))
        return [f"{e.before_name}X{e.after_name}" for e in events if e.noun == "item"]


def test_the_feed_says_what_was_thrown_away_restored_and_undone(eventful, person):
    assert said(eventful, person) == [
        "undid: changed X",
        "changed X",
        "restored X",
        "took back an undo: moved X to the trash",
        "undid: moved X to the trash",
        "moved X to the trash",
        "added X",
    ]
    assert said(eventful, person, "zh-hans")[3:6] == [
        "取消了一次撤销：将 X 移到了回收站",
        "撤销了操作：将 X 移到了回收站",
        "将 X 移到了回收站",
    ]


def test_the_feed_of_the_item_says_it_without_the_name(eventful, person):
    [item] = Item.objects.all()

    sentences = [event.sentence for event in feed.of_item(item, person("manager"))]

    assert sentences[2:5] == [
        "took this back from the trash",
        "took back an undo: moved this to the trash",
        "undid: moved this to the trash",
    ]


def test_the_pages_show_it(eventful, person, signed_in):
    browser = signed_in(person("manager"))

    activity = browser.get("/w/acme/c/SPRING/activity/").content.decode()

    item = Item.objects.get()
    link = f'<a href="/w/acme/c/SPRING/items/{item.number}/">poster</a>'
    assert f"</b> undid: moved {link} to the trash</span>" in activity


def test_the_trash_says_who_threw_it_away_and_how_long_it_stays(
    campaign, plan, person, signed_in, django_assert_num_queries
):
    one, *others = plan(*(f"item {number}" for number in range(21)))
    browser = signed_in(person("manager"))
    actions.trash(campaign, [one.pk], by=person("member"))
    thrown = Item.objects.get(pk=one.pk).trashed_at
    Item.objects.filter(pk=one.pk).update(trashed_at=thrown - timedelta(days=29, hours=1))
    browser.get("/w/acme/c/SPRING/trash/")

    with django_assert_num_queries(8):
        page = browser.get("/w/acme/c/SPRING/trash/").content.decode()
    actions.trash(campaign, [item.pk for item in others], by=person("manager"))
    with django_assert_num_queries(8):
        more = browser.get("/w/acme/c/SPRING/trash/").content.decode()

    assert f"<td>{person('member').name}</td><td>1 more day</td>" in page
    assert more.count(f"<td>{person('manager').name}</td><td>30 more days</td>") == 20

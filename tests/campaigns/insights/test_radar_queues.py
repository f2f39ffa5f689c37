"""Who is the queue: whom others wait for, with clearly more than is usual, and slower."""

import pytest

from campaigns.insights.radar_queues import Queue, set_against
from tests.campaigns.insights.handing import add, at, look

pytestmark = pytest.mark.usefixtures("in_berlin")


def team(*people, idle=0):
    """Queues of (ready, done, holding), set against one another."""
    queues = [
        Queue(name, ready=list(range(ready)), done=done, holding=holding)
        for name, (ready, done, holding) in enumerate(people)
    ]
    set_against(queues, idle)
    return queues


def jammed(*people, idle=0):
    """The places of those who are the queue."""
    return [queue.member for queue in team(*people, idle=idle) if queue.is_jammed]


@pytest.mark.parametrize("each", [(1, 1, 1), (5, 0, 3), (12, 1, 12), (12, 12, 1), (200, 3, 9)])
@pytest.mark.parametrize("size", [1, 2, 3, 8])
def test_on_an_even_team_nobody_is_the_queue(each, size):
    assert jammed(*[each] * size) == []


@pytest.mark.parametrize("usual", [(2, 2, 1), (4, 2, 2), (4, 0, 2), (3, 9, 0)])
@pytest.mark.parametrize("size", [1, 2, 7])
def test_only_the_overloaded_person_is_the_queue(usual, size):
    overloaded = (20, 2, 6)

    assert jammed(*[usual] * size, overloaded) == [size]


def test_who_all_others_wait_for_with_nothing_ready_is_the_queue():
    assert jammed((4, 2, 3), idle=3) == [0]


@pytest.mark.parametrize(
    ("person", "why_not"),
    [
        ((20, 2, 0), "nobody waits"),
        ((20, 20, 6), "they take four weeks for it, not more"),
        ((7, 1, 6), "it is not twice as much as is usual"),
        ((8, 4, 6), "it takes no longer than is usual"),
    ],
)
def test_a_person_is_not_the_queue_when(person, why_not):
    usual = (4, 2, 1)  # eight weeks of work

    assert jammed(usual, usual, usual, person) == [], why_not


def test_less_than_three_items_are_no_queue():
    assert jammed((1, 1, 0), (1, 1, 0), (2, 0, 2)) == []


def test_the_middle_is_that_of_the_others():
    first, _second, third = team((10, 4, 1), (2, 0, 1), (6, 3, 1), idle=1)

    assert first.usual == (2, 8.0)  # of 0, 2, 6 items and 0, 8, 8 weeks
    assert third.usual == (2, 8.0)  # of 0, 2, 10 items and 0, 8, 10 weeks


@pytest.fixture
def everybody(person, teams):
    return [person("member", name, team=teams["Web"]) for name in ("Cem", "Dora", "Eva", "Finn")]


def test_of_a_team_with_as_much_each_nobody_is_the_queue(campaign, person, everybody, hands):
    for who, next_one in zip(everybody, [*everybody[1:], everybody[0]], strict=True):
        ready = [add(campaign, who, f"{who.name} {n}", assignees=[who]) for n in range(5)]
        add(campaign, who, "later", assignees=[next_one], waits_for=[ready[0]])

    found = look(person).queues

    assert [(len(queue.ready), queue.holding) for queue in found] == [(5, 1)] * 4
    assert [queue.member.name for queue in found if queue.is_jammed] == []


def test_who_holds_up_the_others_leads_the_list(campaign, person, everybody, hands):
    _ada, _ben, edit = hands
    cem, dora, eva, finn = everybody
    for number in range(4):
        add(campaign, dora, f"Dora {number}", assignees=[dora])
    ready = [add(campaign, cem, f"Cem {number}", assignees=[cem]) for number in range(4)]
    for who, before in ((dora, ready[0]), (eva, ready[1]), (finn, ready[1])):
        add(campaign, who, "later", assignees=[who], waits_for=[before])
    done = add(campaign, dora, "done", assignees=[dora])
    with at(6, 12):
        edit(done, dora, status="done")

    found = look(person).queues

    assert [(each.member.name, each.holding, each.is_jammed) for each in found] == [
        ("Cem", 2, True),
        ("Dora", 0, False),
    ]
    assert found[0].usual == (0, 0.0)  # Dora has four, Eva and Finn have none


def test_an_item_that_is_nobodys_waits_for_others(campaign, person, everybody):
    cem, dora, *_others = everybody
    first = add(campaign, cem, "first", assignees=[cem])
    add(campaign, cem, "anybody's", waits_for=[first])
    second = add(campaign, dora, "second", assignees=[dora])
    add(campaign, dora, "her own", assignees=[dora], waits_for=[second])

    assert {each.member.name: each.holding for each in look(person).queues} == {"Cem": 1, "Dora": 0}


def test_the_page_says_whom_and_against_what(plan, person, signed_in):
    cem, dora = (person("member", name) for name in ("Cem", "Dora"))
    plan("a", "b", "c", "d", assignees=[cem])
    plan("later < a", assignees=[dora])

    page = signed_in(person("manager")).get("/w/acme/radar/?days=28").content.decode()

    assert "the middle of the others: 0 ready, 0.0 weeks of work" in page
    assert page.count("The queue</span>") == 1

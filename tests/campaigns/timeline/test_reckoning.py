"""A reckoning that moves along says what reckoning the whole plan anew says."""

from collections import defaultdict
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.plan import actions, windows, working
from campaigns.plan.models import ENDED, Item
from campaigns.plan.working import Calendars
from campaigns.schedule import network
from campaigns.schedule.network import Link, Task
from campaigns.timeline import changes, reckoning
from campaigns.timeline.lanes import by_first_day
from campaigns.timeline.reading import NOTHING_ABROAD, Abroad, Read, Row
from tests.campaigns.schedule import nets
from tests.campaigns.schedule.nets import PART_TIME, WEEKDAYS

CALENDARS = Calendars(WEEKDAYS, {})
COUNT = 6
BEFORE, AFTER = 0, COUNT + 1  # ids of what stands in other plans
KINDS, LAGS = st.sampled_from(["FS", "SS", "FF", "SF"]), st.integers(-2, 4)


@st.composite
def rows(draw):
    start, due = draw(nets.spans())
    with_start, with_due = draw(st.sampled_from([(1, 1), (1, 1), (1, 0), (0, 1), (0, 0)]))
    return Row(
        draw(st.integers(1, 9)),
        start if with_start else None,
        due if with_due else None,
        draw(st.sampled_from([False, False, True])),
        draw(st.sampled_from(["todo", "doing", "todo", "done", "dropped"])),
        draw(st.sampled_from(["An item", "A thing"])),
        draw(st.just(1)),
        "task",
    )


@st.composite
def changes_of_items(draw, *, forward):
    """What is read of some items: perhaps in the trash, with links to those before them, or any."""
    pks = draw(st.sets(st.integers(1, COUNT), min_size=1, max_size=3))
    waits = {}
    for pk in sorted(pks):
        others = [other for other in range(1, pk if forward else COUNT + 1) if other != pk]
        earlier = draw(st.sets(st.sampled_from(others), max_size=2)) if others else ()
        waits[pk] = [Link(other, pk, draw(KINDS), draw(LAGS)) for other in sorted(earlier)]
    return Read(
        {pk: draw(st.none() | rows()) for pk in sorted(pks)},
        waits,
        {pk: draw(st.sampled_from([None, None, PART_TIME])) for pk in sorted(pks)},
        draw(st.just(NOTHING_ABROAD) | abroads()),
    )


@st.composite
def abroads(draw):
    """One item of another plan before any of this one, and one after them."""
    waits = {}
    for pk in draw(st.sets(st.integers(1, COUNT), max_size=2)):
        waits[pk] = [Link(BEFORE, pk, draw(KINDS), draw(LAGS))]
    for pk in sorted(draw(st.sets(st.integers(1, COUNT), max_size=2))):
        waits.setdefault(AFTER, []).append(Link(pk, AFTER, draw(KINDS), draw(LAGS)))
    ends = {end for some in waits.values() for link in some for end in (link.earlier, link.later)}
    return Abroad({pk: draw(rows()) for pk in sorted(ends & {BEFORE, AFTER})}, waits)


@st.composite
def histories(draw, *, forward=True):
    """A whole plan, and some changes of it one after the other."""
    first = Read(
        {pk: draw(rows()) for pk in range(1, COUNT + 1)},
        {pk: [Link(pk - 1, pk)] for pk in draw(st.sets(st.integers(2, COUNT)))},
        {},
        draw(abroads()),
    )
    return first, draw(st.lists(changes_of_items(forward=forward), min_size=1, max_size=5))


def applied(first, news):
    """The whole plan after these changes."""
    found = Read(dict(first.rows), dict(first.waits), dict(first.own))
    for read in news:
        for known, changed in zip(found[:3], read[:3], strict=True):
            known |= changed
            for pk, value in changed.items():
                if value is None:
                    del known[pk]
    return found._replace(abroad=news[-1].abroad)


def links_of(plan):
    """All links that bind, those from and to other plans too."""
    known = plan.rows.keys() | plan.abroad.rows.keys()
    waits = [*plan.waits.values(), *plan.abroad.waits.values()]
    return [link for some in waits for link in some if {link.earlier, link.later} <= known]


def worded(plan):
    broken = {each.link for some in slowly(plan)[2].values() for each in some}
    return {
        f"{link.earlier}-{link.later}-{link.kind}{f'{link.lag:+d}' if link.lag else ''}"
        f"{'!' if link in broken else ''}"
        for link in links_of(plan)
        if {link.earlier, link.later} <= plan.rows.keys()
    }


def slowly(plan):
    """{id: slack}, the critical ids, {id: links that do not hold}: of the whole plan at once."""
    links = links_of(plan)
    linked = {end for link in links for end in (link.earlier, link.later)}
    tasks = [
        Task(pk, row.start, row.due, row.pinned, row.status in ENDED, plan.own.get(pk))
        for pk, row in plan.rows.items()
    ]
    tasks += [
        Task(pk, row.start, row.due, row.pinned, row.status in ENDED, abroad=True)
        for pk, row in plan.abroad.rows.items()
    ]
    slack = network.critical(tasks, links, days=WEEKDAYS)
    broken = defaultdict(set)
    for each in network.conflicts(tasks, links, days=WEEKDAYS):
        if each.link.later in plan.rows:
            broken[each.link.later].add(each)
    slack = {pk: each for pk, each in slack.items() if pk in plan.rows}
    critical = {pk for pk, each in slack.items() if pk in linked and each.total <= 0}
    return {pk: each.total for pk, each in slack.items()}, critical, broken


def said(found):
    """What a reckoning says of all items."""
    slack = {pk: found.slack_of(pk) for pk in found.rows}
    return (
        {pk: total for pk, total in slack.items() if total is not None},
        {pk for pk in found.rows if found.is_critical(pk)},
        {pk: set(found.conflicts_of(pk)) for pk in found.rows if found.conflicts_of(pk)},
    )


@pytest.mark.alike
@given(histories())
def test_each_step_says_what_the_whole_plan_says(history):
    first, news = history
    found = reckoning.reckon(first, CALENDARS)
    assert said(found) == slowly(first)

    for number, read in enumerate(news, 1):
        found, plan = found.moved(read), applied(first, news[:number])

        assert said(found) == slowly(plan)
        assert set(changes.links(found).split()) == worded(plan)


@pytest.mark.alike
@given(histories(forward=False))
def test_moved_along_is_like_reckoned_anew_even_with_circles(history):
    first, news = history
    found = reckoning.reckon(first, CALENDARS)
    for number, read in enumerate(news, 1):
        before, found = found, found.moved(read)
        anew = reckoning.reckon(applied(first, news[:number]), CALENDARS)

        assert said(found) == said(anew)
        assert (found.until, found.edges) == (anew.until, anew.edges)
        assert found.laid == sorted(anew.laid, key=by_first_day)
        assert set(changes.links(found).split()) == set(changes.links(anew).split())
        old, new = (
            [{pk: each.get(pk) for pk in range(1, COUNT + 1)} for each in said(some)[::2]]
            for some in (before, found)
        )
        slipped = {pk for pk in range(1, COUNT + 1) if old[0][pk] != new[0][pk]}
        clashed = {pk for pk in range(1, COUNT + 1) if old[1][pk] != new[1][pk]}
        assert slipped & found.rows.keys() <= reckoning.slipping(before, found) | read.rows.keys()
        turned = said(before)[1] ^ said(found)[1]
        assert reckoning.differing(before, found) == turned | clashed


@pytest.mark.alike
def test_a_change_that_binds_nobody_leaves_all_bonds_alone():
    row = Row(1, None, nets.MONDAY, False, "todo", "A", 1, "task")
    plan = Read({1: row, 2: row, 3: row}, {2: [Link(1, 2)]}, {})
    found = reckoning.reckon(plan, CALENDARS)

    named = found.moved(Read({1: row._replace(title="B", face=2)}, {1: []}, {1: None}))
    alone = found.moved(Read({3: row._replace(start=nets.MONDAY)}, {3: []}, {3: None}))

    assert named.bonds is found.bonds
    assert alone.bonds.parts[1] is found.bonds.parts[1]


@pytest.mark.alike
def test_a_change_of_days_alone_takes_nothing_apart():
    row = Row(1, None, nets.MONDAY, False, "todo", "A", 1, "task")
    plan = Read({1: row, 2: row, 3: row}, {2: [Link(1, 2)], 3: [Link(2, 3)]}, {})
    found = reckoning.reckon(plan, CALENDARS)
    found.slack_of(1)

    later = row._replace(start=nets.MONDAY, due=nets.MONDAY + timedelta(9))
    moved = found.moved(Read({1: later}, {1: []}, {1: None}))

    before, after = found.bonds.parts[1], moved.bonds.parts[1]
    assert (after.net.order, after.changed) == (before.net.order, {1})
    assert after.net.order is before.net.order
    assert moved.conflicts_of(3) == found.conflicts_of(3)
    assert [each.by_days for each in moved.conflicts_of(2)] == [7]


@pytest.fixture
def reckoned(campaign, workspace):
    """`reckoned()` is the reckoning of the plan at its present revision, moved along."""

    def reckon():
        calendars = working.calendars(workspace)
        return reckoning.of(campaign, windows.revision_of(campaign)[1], calendars)

    return reckon


def anew(reckoned):
    reckoning.reckonings.clear()
    reckoning.newest.clear()
    return reckoned()


def test_every_kind_of_change_reaches_what_is_known(plan, person, reckoned, campaign):
    brief, page, launch = plan("brief", "page < brief", "launch < page", due_on="2026-12-18")
    by = person("manager")
    reckoned()

    def now(item):
        return Item.objects.select_related("campaign").get(pk=item.pk)

    def edit(item, **values):
        actions.edit(now(item), by=by, version=now(item).version, **values)

    for change in (
        lambda: edit(brief, start_on="2026-12-01", due_on="2026-12-04"),
        lambda: edit(page, start_on="2026-12-03"),
        lambda: edit(page, waits_how={str(brief.pk): ["SS", 1]}),
        lambda: edit(launch, waits_for=[]),
        lambda: edit(launch, waits_for=[page, brief]),
        lambda: edit(page, pinned=True),
        lambda: actions.trash(campaign, [page.pk], by=by),
        lambda: actions.restore(campaign, [page.pk], by=by),
        lambda: actions.undo(campaign, by.newest, by=by),
        lambda: actions.add(campaign, by=by, title="new", due_on="2026-12-24", waits_for=[brief]),
        lambda: edit(launch, status="done"),
        lambda: actions.shift(campaign, [brief.pk], by=by, days=30),
    ):
        change()
        known = reckoned()
        fresh = anew(reckoned)

        assert known.rows == fresh.rows
        assert said(known) == said(fresh)
        assert set(changes.links(known).split()) == set(changes.links(fresh).split())
        reckoned()

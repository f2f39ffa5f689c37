"""Two states of a plan side by side, against what a person would count."""

from datetime import date, timedelta

import pytest

from campaigns.history import actions as history
from campaigns.history import queries
from campaigns.plan import actions, windows
from campaigns.plan.models import Item
from teams.models import Holiday, Team
from teams.readers import Viewer
from workspace.kernel import clock


@pytest.fixture
def since(campaign, person):
    """`since(revision)` compares the plan then with the plan now, as a manager sees it."""

    def compared(first, reader=None):
        stream, newest = windows.revision_of(campaign)
        return queries.compared(stream, first, newest, reader or person("manager"))

    return compared


@pytest.fixture
def now(campaign):
    return lambda: windows.revision_of(campaign)[1]


def edit(item, by, **values):
    item.refresh_from_db()
    return actions.edit(item, by=by, version=item.version, **values)


def test_what_came_and_went_counts_also_when_it_is_gone_for_good(
    campaign, plan, person, since, now
):
    stays, thrown, purged = plan("stays", "thrown", "purged")
    first, by = now(), person("member")
    [new] = plan("new")
    actions.trash(campaign, [purged.pk], by=by)
    actions.purge(campaign, now=clock.now() + timedelta(days=31))
    actions.trash(campaign, [thrown.pk], by=by)

    found = {change.pk: change for change in since(first).changes}

    assert {pk: change.sorts for pk, change in found.items()} == {
        new.pk: ["added"],
        thrown.pk: ["removed"],
        purged.pk: ["removed"],
    }
    assert [found[pk].for_good for pk in (thrown.pk, purged.pk)] == [False, True]
    assert [found[pk].by for pk in (thrown.pk, purged.pk)] == [by.name, by.name]
    assert stays.pk not in found


def test_a_slip_is_counted_in_working_days_with_its_reasons(campaign, plan, person, since, now):
    Holiday.objects.create(workspace=campaign.workspace, day="2026-12-08", name="A feast")
    [webinar] = plan("webinar", due_on="2026-12-04")
    first = now()
    edit(webinar, person("member"), due_on="2026-12-07", why="The speaker is ill.")
    edit(webinar, person("manager"), due_on="2026-12-11", why="The room was taken.")

    [change] = since(first).changes

    friday, saturday, sunday, monday, _feast, wednesday, thursday = range(4, 11)
    worked = {friday, monday, wednesday, thursday}
    assert (change.slip, change.calendar) == (len(worked), 7)
    assert (saturday, sunday) == (5, 6)
    assert [(said.why, said.days, said.by) for said in change.said] == [
        ("The speaker is ill.", 1, person("member").name),
        ("The room was taken.", 3, person("manager").name),
    ]
    assert change.by == person("manager").name


@pytest.mark.parametrize("for_good", [False, True])
def test_a_deleted_item_counts_by_how_far_it_had_slipped(
    for_good, campaign, plan, person, since, now
):
    team = Team.objects.create(workspace=campaign.workspace, name="Web")
    late, _kept, early = plan("late", "as planned", "early", due_on="2026-12-01", team=team)
    first, by = now(), person("member")
    edit(late, by, due_on="2026-12-04", why="The speaker is ill.")
    edit(early, by, due_on="2026-11-30")
    actions.trash(campaign, list(Item.objects.values_list("pk", flat=True)), by=by)
    if for_good:
        actions.purge(campaign, now=clock.now() + timedelta(days=31))

    found = since(first)

    assert [(change.pk, change.sorts) for change in found.slipped] == [(late.pk, ["removed"])]
    assert found.counted() | {"removed": 3, "slipped": 1, "moved": 0} == found.counted()
    assert found.by_team() == [(team.pk, 1, 3)]
    assert found.by_reason() == [("The speaker is ill.", 1, 3)]


def test_reasons_and_teams_share_one_sum(campaign, plan, person, since, now):
    team = Team.objects.create(workspace=campaign.workspace, name="Web")
    late, later, early = plan("late", "later", "early", due_on="2026-12-01")
    first, by = now(), person("member")
    edit(late, by, due_on="2026-12-03", why="Ill", team=team)
    edit(later, by, due_on="2026-12-02", why="Ill")
    edit(later, by, due_on="2026-12-09")
    edit(early, by, due_on="2026-11-30")

    found = since(first)

    assert found.by_team() == [(None, 1, 6), (team.pk, 1, 2)]
    assert found.by_reason() == [("", 1, 5), ("Ill", 2, 3)]
    assert found.slip == 8
    assert found.counted() == {
        "added": 0,
        "removed": 0,
        "moved": 3,
        "owners": 0,
        "scope": 1,
        "progress": 0,
        "slipped": 2,
    }


def test_a_move_that_was_undone_is_no_reason(campaign, plan, person, since, now):
    [webinar] = plan("webinar", due_on="2026-12-01")
    first, by = now(), person("member")
    edit(webinar, by, due_on="2026-12-03", why="Ill")
    actions.undo(campaign, now(), by=by)
    edit(webinar, by, due_on="2026-12-02", why="A feast")

    found = since(first)

    assert found.by_reason() == [("A feast", 1, 1)]


def test_owners_scope_and_progress_are_told_apart(campaign, plan, person, since, now):
    handed, larger, dropped, done, same = plan("handed", "larger", "dropped", "done", "same")
    [linked] = plan("linked < handed")
    first, by = now(), person("member")
    edit(handed, by, assignees=[by])
    edit(larger, by, title="Larger", estimate="12")
    edit(dropped, by, status="dropped")
    edit(done, by, status="done")
    edit(linked, by, waits_how={handed.pk: ("SS", 2)})
    actions.place(same, by=by, version=1, above=handed.pk, below=larger.pk)

    sorts = {change.pk: change.sorts for change in since(first).changes}

    assert sorts == {
        handed.pk: ["owners"],
        larger.pk: ["scope"],
        dropped.pk: ["scope"],
        linked.pk: ["scope"],
        done.pk: ["progress"],
    }


def test_a_reader_by_link_sees_what_changed_but_not_who_did_it(campaign, plan, person, since, now):
    [webinar] = plan("webinar", due_on="2026-12-01")
    first = now()
    edit(webinar, person("member"), due_on="2026-12-03", why="Ill")

    [change] = since(first, viewer(campaign)).changes

    assert (change.slip, change.by, change.said) == (2, "", [])


def viewer(campaign):
    workspace = campaign.workspace
    return Viewer("viewer", workspace, workspace.pk, campaign.pk, 0)


def test_shadows_are_the_days_of_a_baseline(campaign, plan, person, now):
    webinar, brief, _free = plan("webinar", "brief", "free")
    by = person("member")
    edit(webinar, by, start_on="2026-12-01", due_on="2026-12-04")
    edit(brief, by, due_on="2026-12-02")
    signed = history.name_plan(campaign, by=by, name="Signed")
    edit(webinar, by, due_on="2026-12-09")

    shadows = queries.shadow(campaign, signed)

    assert shadows == {
        webinar.pk: (date(2026, 12, 1), date(2026, 12, 4), "webinar"),
        brief.pk: (None, date(2026, 12, 2), "brief"),
    }

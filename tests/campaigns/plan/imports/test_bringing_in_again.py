"""A file that was changed comes in again, after people have worked on what it brought."""

from campaigns.plan import actions
from campaigns.plan.imports.models import Origin
from campaigns.plan.models import Comment, Dependency, Item
from tests import furniture

FIRST = """
    Id,Title,Owner,Status,Start,Due,Labels,Waits for,Parent,Checklist,Budget,Comments
    1,Brief,Ana,To do,2026-01-01,2026-01-10,"seo, paid",,,[x] goal; [ ] money,100,Good start
    2,Landing page,Ben,To do,,2026-01-20,seo,1,,,200,
    3,Launch,Ana,To do,,2026-02-01,,2,1,,,
"""


def item(number):
    return Item.objects.get(campaign__key="SPRING", number=number)


def edit(number, person, **values):
    found = item(number)
    return actions.edit(found, by=person("member"), version=found.version, **values)


def names(number):
    return sorted(a.member.name for a in item(number).assignments.select_related("member"))


def labels(number):
    return sorted(each.label.name for each in item(number).labellings.select_related("label"))


def checklist(number):
    return [(e.text, e.done) for e in item(number).checklist.order_by("position")]


def test_a_corrected_file_updates_what_it_brought(brought, table):
    brought(table(FIRST))

    imp = brought(table(FIRST.replace("2026-02-01", "2026-02-08").replace("Launch", "Go live")))

    assert (imp.counts["changed"], imp.counts["same"], imp.counts["new"]) == (1, 2, 0)
    assert (item(3).title, item(3).due_on.isoformat()) == ("Go live", "2026-02-08")
    assert Item.objects.count() == 3


def test_what_people_changed_stays_where_the_file_did_not_change(brought, table, person):
    brought(table(FIRST))
    edit(1, person, title="Brief, second draft", due_on="2026-01-12", status="doing")

    brought(table(FIRST.replace("2026-01-10", "2026-01-15")))

    brief = item(1)
    assert (brief.title, brief.status) == ("Brief, second draft", "doing")
    assert brief.due_on.isoformat() == "2026-01-15"


def test_peoples_changes_stay_through_any_number_of_imports(brought, table, person):
    brought(table(FIRST))
    edit(1, person, due_on="2026-01-12")

    brought(table(FIRST.replace("Brief", "The brief")))
    brought(table(FIRST.replace("Brief", "The brief").replace("200", "250")))

    assert (item(1).title, item(1).due_on.isoformat()) == ("The brief", "2026-01-12")
    assert item(2).extra == {"Budget": "250"}


def test_lists_are_merged_entry_by_entry(brought, table, person):
    brought(table(FIRST))
    edit(
        1,
        person,
        labels=[
            actions.label_named(person.workspace.pk, name, by=person("member"))
            for name in ("seo", "ours")
        ],
        checklist=[("goal", True), ("money", True), ("ours", False)],
    )

    again = FIRST.replace('"seo, paid"', '"paid, legal"').replace("Brief,Ana", 'Brief,"Ana; Cem"')
    brought(table(again.replace("[ ] money", "[ ] money; [ ] people")))

    assert labels(1) == ["legal", "ours"]
    assert names(1) == ["Ana", "Cem"]
    assert checklist(1) == [("goal", True), ("money", True), ("ours", False), ("people", False)]


def test_a_file_without_a_column_says_nothing_about_it(brought, table):
    brought(table(FIRST))

    imp = brought(
        table(
            """
            Id,Title,Status
            1,Brief,Done
            2,Landing page,To do
            3,Launch,To do
            """
        )
    )

    assert imp.counts["changed"] == 1
    assert (item(1).status, labels(1), item(1).extra) == (
        "done",
        ["paid", "seo"],
        {"Budget": "100"},
    )
    assert (item(2).due_on.isoformat(), Dependency.objects.count()) == ("2026-01-20", 2)


def test_new_rows_join_the_ones_that_are_there(brought, table):
    brought(table(FIRST))

    more = FIRST.replace("2026-02-01,,2,", "2026-02-01,,2;5,") + (
        "    4,Report,Ben,To do,,2026-03-01,,3,1,,,\n    5,Proof,,,,,,,,,,\n"
    )
    imp = brought(table(more))

    assert (imp.counts["new"], imp.counts["changed"], imp.counts["same"]) == (2, 1, 2)
    assert set(item(3).waits.values_list("waits_for__number", flat=True)) == {2, 5}
    assert item(4).parent == item(1)
    assert [item(n).waiting_for for n in range(1, 6)] == [0, 1, 2, 1, 0]
    assert [item(n).holding_up for n in range(1, 6)] == [1, 1, 1, 0, 1]


def test_a_link_that_closes_a_circle_with_peoples_changes_is_left_out_and_told(
    brought, table, person
):
    brought(table(FIRST))
    edit(3, person, waits_for=[])
    edit(1, person, waits_for=[item(3)])

    imp = brought(table(FIRST.replace("2026-02-01,,2,1", "2026-02-01,,2;1,1")))

    links = Dependency.objects.values_list("item__number", "waits_for__number")
    assert set(links) == {(1, 3), (2, 1)}
    assert imp.told_left_out == [
        "Left out because they would close a circle with what was changed in the plan: 1."
    ]


def links():
    rows = Dependency.objects.order_by("item__number", "waits_for__number")
    return list(rows.values_list("item__number", "waits_for__number", "kind", "lag"))


def test_another_kind_of_link_and_another_lag_are_changes(brought, table):
    brought(table(FIRST))

    imp = brought(table(FIRST.replace("2026-02-01,,2,", "2026-02-01,,2SS+2d,")))
    again = brought(table(FIRST.replace("2026-02-01,,2,", "2026-02-01,,2SS+2d,")))

    assert (imp.counts["changed"], again.counts["changed"]) == (1, 0)
    assert links() == [(2, 1, "FS", 0), (3, 2, "SS", 2)]


def test_a_link_that_people_shaped_stays_so_where_the_file_did_not_change(brought, table, person):
    brought(table(FIRST))
    launch = item(3)
    actions.shape(launch, item(2).pk, by=person("member"), version=launch.version, kind="FF", lag=1)

    imp = brought(table(FIRST.replace("Launch", "Go live").replace("20,seo,1,", "20,seo,1SS,")))

    assert (imp.counts["changed"], links()) == (2, [(2, 1, "SS", 0), (3, 2, "FF", 1)])


def test_a_link_that_people_shaped_stays_so_where_it_was_not_known_what_the_file_had_said(
    brought, table, person
):
    file = FIRST.replace("20,seo,1,", "20,seo,1SS,").replace("2026-02-01,,2,", "2026-02-01,,2+3d,")
    brought(table(file))
    for origin in Origin.objects.all():
        origin.values.pop("waits_how", None)
        origin.save(update_fields=["values"])
    launch = item(3)
    actions.shape(launch, item(2).pk, by=person("member"), version=launch.version, kind="FF", lag=1)

    imp = brought(table(file))
    again = brought(table(file.replace("2+3d", "2+4d")))

    assert (imp.counts["changed"], again.counts["changed"]) == (0, 1)
    assert links() == [(2, 1, "SS", 0), (3, 2, "FS", 4)]


def test_the_shape_of_a_link_that_people_removed_is_no_change(brought, table, person):
    brought(table(FIRST))
    edit(3, person, waits_for=[])

    imp = brought(table(FIRST.replace("2026-02-01,,2,", "2026-02-01,,2SS+2d,")))

    assert (imp.counts["changed"], links()) == (0, [(2, 1, "FS", 0)])


def test_what_a_second_file_says_is_done_was_done_on_the_day_it_says(brought, table):
    first = """
        Id,Title,Status,Completed on
        1,Brief,To do,
        2,Page,Done,2026-01-05
    """
    brought(table(first))

    brought(table(first.replace("To do,", "Done,2026-01-09")))

    assert [item(n).completed_at.date().isoformat() for n in (1, 2)] == ["2026-01-09", "2026-01-05"]
    assert item(1).status_at == item(1).completed_at


def test_a_circle_through_another_campaign_is_left_out_and_told(brought, table, workspace, person):
    by = person("manager")
    brought(table(FIRST))
    autumn = furniture.campaign(workspace, by=by, key="AUTUMN", name="Autumn fair")
    stand = actions.add(autumn, by=by, title="Stand", waits_for=[item(3)])
    edit(3, person, waits_for=[])
    edit(1, person, waits_for=[stand])

    imp = brought(table(FIRST.replace("2026-02-01,,2,1", "2026-02-01,,2;1,1")))

    links = Dependency.objects.values_list("item__title", "waits_for__title")
    assert set(links) == {("Brief", "Stand"), ("Stand", "Launch"), ("Landing page", "Brief")}
    assert imp.told_left_out == [
        "Left out because they would close a circle with what was changed in the plan: 1."
    ]


def test_only_new_comments_come_in(brought, table):
    brought(table(FIRST))

    brought(table(FIRST.replace("Good start", '"Good start, but short"')))

    assert list(Comment.objects.order_by("pk").values_list("body", flat=True)) == [
        "Good start",
        "Good start, but short",
    ]
    assert item(1).team_comments == 2


def test_what_people_threw_away_stays_in_the_trash(brought, table, campaign, person):
    brought(table(FIRST))
    actions.trash(campaign, [item(2).pk], by=person("member"))

    imp = brought(table(FIRST.replace("Landing page", "Page")))

    assert (imp.counts["in_trash"], imp.counts["same"]) == (1, 2)
    assert item(2).trashed_at


def test_days_that_would_cross_with_peoples_days_stay(brought, table, person):
    brought(table(FIRST))
    edit(1, person, start_on="2026-01-09")

    brought(table(FIRST.replace("2026-01-10", "2026-01-05")))

    assert (item(1).start_on.isoformat(), item(1).due_on.isoformat()) == (
        "2026-01-09",
        "2026-01-10",
    )


def test_rows_that_are_gone_from_the_file_stay_and_are_counted(brought, table):
    brought(table(FIRST))

    imp = brought(table("\n".join(FIRST.splitlines()[:4]) + "\n"))

    assert (imp.counts["absent"], imp.counts["same"]) == (1, 2)
    assert Item.objects.kept().count() == 3

"""The five sample files hold exactly what the README beside them says."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from campaigns.plan.imports import reading as imports

pytestmark = pytest.mark.alike


def tally(items, name):
    return Counter(getattr(item, name) for item in items)


def labels(items):
    return Counter(label for item in items for label in item.labels)


def total(items, column):
    return sum(Decimal(item.fields.get(column, "0")) for item in items)


def filled(items, name):
    return sum(bool(getattr(item, name)) for item in items)


def test_asana(sample):
    plan = imports.read(sample("asana_export.csv"))

    items = plan.items
    done = sum(item.status == "done" for item in items)
    assert (len(items), done, len(items) - done) == (240, 109, 131)
    assert (filled(items, "parent"), 240 - filled(items, "due_on")) == (45, 35)
    assert 240 - filled(items, "people") == 70
    assert tally(items, "section") == {"Done": 55, "待办": 44, "Doing": 49, "To do": 48, "": 44}
    assert labels(items) == {"urgent": 160, "legal": 65}
    assert total(items, "Budget") == Decimal("337539.00")
    assert "=1+1" in {item.description for item in items}
    assert items[0].external_id == "1209000000000000"
    assert items[0].description == "Line 1\nLine 2, with comma"
    assert (plan.problems, plan.open_questions, plan.ready) == ((), (), True)


def test_an_asana_item_in_the_section_done_is_open_until_it_is_completed(sample):
    data = sample("asana_export.csv")

    by_completion = imports.read(data)
    by_section = imports.read(data, {"done_by": "section"})

    assert all(bool(i.completed_on) == (i.status == "done") for i in by_completion.items)
    assert all(i.status == "done" for i in by_section.items if i.section == "Done")


def test_trello_brings_active_cards_and_offers_the_archived(sample):
    data = sample("trello_board.json")

    plan = imports.read(data)
    everything = imports.read(data, {"archived": True})

    assert (len(plan.items), len(everything.items)) == (138, 180)
    assert plan.left_out == (imports.LeftOut("archived", 42),)
    assert sum(item.archived for item in everything.items) == 42
    assert imports.inspect(data)["archived"].options[1].evidence == "42"


def test_trello_whole_board(sample):
    data = sample("trello_board.json")

    items = imports.read(data, {"archived": True}).items

    lists = {"Backlog": 42, "In progress": 39, "Review – 审核": 29, "Done": 36, "Old ideas": 34}
    assert tally(items, "section") == lists
    assert filled(items, "due_on") == 126
    checks = [check for item in items for check in item.checklist]
    assert (filled(items, "checklist"), len(checks), sum(c.done for c in checks)) == (61, 154, 80)
    assert sum(len(item.comments) for item in items) == 36
    assert sum(len(item.people) for item in items) == 127
    assert sum(labels(items).values()) == 144
    assert total(items, "Budget") == 207_693
    assert "<script>alert(1)</script>" in {item.description for item in items}


def test_trello_due_complete_is_done_beside_what_stands_in_done(sample):
    nothing_done = {"words": {"section": {"Done": "todo"}}, "archived": True}

    items = imports.read(sample("trello_board.json"), nothing_done).items

    assert sum(item.status == "done" for item in items) == 49


def test_a_trello_due_moment_falls_on_a_day_of_the_chosen_zone(sample):
    data = sample("trello_board.json")

    def first_due(**choices):
        items = imports.read(data, {"archived": True, **choices}).items
        return next(item.due_on for item in items if item.due_on)

    assert first_due(time_zone="UTC") == date(2026, 3, 6)
    assert first_due(time_zone="Asia/Shanghai") == date(2026, 3, 7)
    assert imports.inspect(data).open_questions == ("time_zone",)
    assert not imports.read(data).ready
    assert imports.read(data, {"time_zone": "Asia/Shanghai"}).ready


def test_jira(sample):
    plan = imports.read(sample("jira_export.csv"))

    items = plan.items
    assert (len(items), tally(items, "status")["done"]) == (220, 91)
    types = Counter(item.fields["Issue Type"] for item in items if "Issue Type" in item.fields)
    words = {w.word: w.count for w in imports.inspect(sample("jira_export.csv")).words}
    assert types == {"Sub-task": 47, "Bug": 43, "Epic": 34, "Story": 47}
    assert words["Task"] == 49
    assert labels(items) == {"seo": 74, "launch": 77, "legal": 76, "paid": 78}
    assert (filled(items, "due_on"), filled(items, "parent")) == (114, 33)
    assert sum(len(item.comments) for item in items) == 124
    assert total(items, "Story Points") == 486
    assert items[3].due_on == date(2026, 1, 28)
    assert items[3].completed_on == date(2026, 1, 5)
    assert (plan.problems, plan.ready) == ((), True)


def test_an_export_of_todays_jira_names_parents_by_id_and_key_and_older_ones_by_epic_link(sample):
    plan = imports.read(sample("jira_cloud_export.csv"))

    parents = {item.title: item.parent for item in plan.items}
    assert parents == {
        "Autumn trade fair": "",
        "Book the stand": "46001",
        "Stand graphics, both walls": "46001",
        "展台文案": "46003",
        "Invite last year's leads": "46001",
        "Report to sales": "",
    }
    assert [(p.kind, p.column) for p in plan.problems] == [("unknown_reference", "Parent")]
    assert [each.detail for each in plan.left_out if each.detail.startswith("Parent")] == [
        "Parent summary",
        "Parent status",
    ]


@pytest.mark.parametrize("heading", ["Parent id", "Parent", "Parent key"])
def test_any_of_jiras_columns_for_the_parent_is_enough(table, heading):
    parent = "MKT-1" if heading == "Parent key" else "10000"
    plan = imports.read(
        table(
            f"""
            Summary,Issue key,Issue id,Issue Type,{heading}
            Launch,MKT-1,10000,Epic,
            Brief,MKT-2,10001,Task,{parent}
            """
        )
    )

    assert [item.parent for item in plan.items] == ["", "10000"]
    assert plan.problems == ()


def test_a_jira_comment_is_split_into_moment_author_and_text(sample):
    comment = imports.read(sample("jira_export.csv")).items[0].comments[0]

    assert comment.at.isoformat() == "2026-01-03T09:00:00+00:00"
    assert comment.author == imports.PersonRef("sam")
    assert comment.text == "Looks like; a tracking issue"


def test_a_plan_in_gb18030(sample):
    data = sample("plan_gb18030.csv")

    plan = imports.read(data)

    items = plan.items
    assert imports.inspect(data)["encoding"].value == "gb18030"
    assert (len(items), tally(items, "status")["done"]) == (120, 17)
    assert filled(items, "due_on") == 105
    assert sum(len(item.waits_for) for item in items) == 41
    assert sum(item.estimate_hours or 0 for item in items) == Decimal("630.5")
    assert items[0].people == (imports.PersonRef("王伟", "wang.wei@example.com"),)
    assert (items[0].start_on, items[0].due_on) == (date(2026, 11, 12), date(2026, 11, 29))
    assert items[3].description == "注意：\n需要法务确认"
    assert items[13].description == '=HYPERLINK("http://x")'
    assert items[19].title == "物料印刷 䶮 𠮷（20）"
    assert (plan.problems, plan.ready) == ((), True)


def test_a_plan_typed_in_a_workbook(sample):
    data = sample("plan.xlsx")

    plan = imports.read(data)

    items, reading = plan.items, imports.inspect(data)
    assert (len(items), tally(items, "status")["done"]) == (90, 14)
    assert filled(items, "due_on") == 86
    assert sum(len(item.waits_for) for item in items) == 66
    assert sum(item.estimate_hours or 0 for item in items) == 505
    assert [person.ref.name for person in plan.people] == ["Ana Ruiz", "Mei Chen", "Tom Beck"]
    assert plan.people[0].spellings == ("Ana Ruiz", "ana ruiz")
    assert items[5].due_on == date(2026, 11, 30)
    assert (reading["sheet"].value, reading["header_line"].value) == ("Plan Q4", 3)
    assert reading["date_order"].value == "DMY"
    assert reading.skipped_lines == (1, 94)
    assert (plan.problems, plan.ready) == ((), True)


def test_reading_again_with_the_choices_in_force_changes_nothing(sample):
    for name in ("asana_export.csv", "trello_board.json", "jira_export.csv", "plan.xlsx"):
        data = sample(name)
        in_force = imports.inspect(data).in_force

        assert imports.read(data, in_force).items == imports.read(data).items
        assert imports.inspect(data, choices=in_force).in_force == in_force

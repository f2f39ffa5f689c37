"""What cannot be read is named by line, column, value, reason and mend; a person decides."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.plan.imports import reading as imports
from campaigns.plan.imports.reading.drafts import Check, Wait

pytestmark = pytest.mark.alike


def found(plan):
    return [(p.kind, p.line, p.column, p.value) for p in plan.problems]


def test_a_broken_row_is_named_and_nothing_is_ready_until_decided(table):
    data = table("""
        Id,Title,Due,Hours
        1,Brief,2026-11-30,4
        2,Launch,soon,4
        3,,2026-11-30,4
        4,Report,30 Nov,4
        5,Film,2026-11-30,two
        """)

    plan = imports.read(data)
    going_on = imports.read(data, {"skip_bad_rows": True})

    assert found(plan) == [
        ("not_a_date", 3, "Due", "soon"),
        ("no_title", 4, "Title", ""),
        ("date_without_year", 5, "Due", "30 Nov"),
        ("not_hours", 6, "Hours", "two"),
    ]
    assert all(p.reason and p.mend for p in plan.problems)
    assert (plan.ready, going_on.ready) == (False, True)
    assert [item.title for item in going_on.items] == ["Brief"]
    assert going_on.bad_lines == (3, 4, 5, 6)


def test_lines_are_those_of_the_file_even_after_quoted_newlines(table):
    data = table("""
        Title,Notes,Due
        Brief,"one
        two
        three",2026-11-30
        Launch,,never
        """)

    assert found(imports.read(data)) == [("not_a_date", 5, "Due", "never")]


def test_too_many_cells_an_open_quote_and_a_huge_cell_are_named(table):
    crowded = table("Title,Notes\nBrief,one, two\n")
    unclosed = table('Title,Notes\nBrief,"one\nLaunch,two\n')
    huge = table(f"Title,Notes\nBrief,{'x' * 32_768}\n")

    assert found(imports.read(crowded)) == [("too_many_cells", 2, "", "two")]
    assert [p.kind for p in imports.read(unclosed).problems] == ["quote_not_closed"]
    assert {p.kind for p in imports.read(huge).problems} == {"cell_too_long", "text_too_long"}


def test_an_id_that_comes_twice_is_named(table):
    data = table("""
        Id,Title
        7,Brief
        7,Launch
        """)

    plan = imports.read(data)

    assert found(plan) == [("id_used_twice", 3, "Id", "7")]
    assert plan.problems[0].details == {"first": 2}


def test_references_that_lead_nowhere_or_to_two_rows_are_named(table):
    data = table("""
        Id,Title,Parent,Depends on
        1,Brief,,9
        2,Launch,Film,
        3,Film,,3
        4,Film,,
        """)

    plan = imports.read(data)

    assert found(plan) == [
        ("unknown_reference", 2, "Depends on", "9"),
        ("ambiguous_reference", 3, "Parent", "Film"),
        ("refers_to_itself", 4, "Depends on", "3"),
    ]
    assert "lines 4, 5" in plan.problems[1].reason
    assert len(plan.items) == 4


def test_rows_that_wait_for_each_other_are_named_and_the_last_link_cut(table):
    data = table("""
        Id,Title,Depends on
        1,Brief,3
        2,Film,1
        3,Launch,2
        """)

    plan = imports.read(data)

    assert [p.kind for p in plan.problems] == ["dependency_loop"]
    assert "Brief → Launch → Film → Brief" in plan.problems[0].reason
    assert sum(len(item.waits_for) for item in plan.items) == 2


def test_parents_in_a_circle_are_named(table):
    data = table("""
        Id,Title,Parent
        1,Brief,2
        2,Film,1
        """)

    plan = imports.read(data)

    assert [p.kind for p in plan.problems] == ["parent_loop"]
    assert [item.parent for item in plan.items] == ["2", ""]


def test_a_reference_to_a_row_that_cannot_be_read_is_told(table):
    data = table("""
        Id,Title,Due,Depends on
        1,Brief,nonsense,
        2,Film,,1
        """)

    plan = imports.read(data, {"skip_bad_rows": True})

    assert [p.kind for p in plan.problems] == ["not_a_date", "refers_to_left_out"]
    # It may stand in the plan from an earlier time.
    assert [wait.on for wait in plan.items[0].waits_for] == ["1"]
    assert plan.ready


def test_many_references_in_a_cell_by_id_title_and_kind_of_link(table):
    data = table("""
        Id,Title,Depends on
        1,"Brief, final",
        2,Film,
        3,Launch,"Brief, final, Film"
        4,Report,"1;#2、3"
        5,Review,"1SS+2d, 2FF-1w, 3FS+50%, 4+999w"
        """)

    plan = imports.read(data)

    assert plan.items[2].waits_for == (Wait("1"), Wait("2"))
    assert plan.items[3].waits_for == (Wait("1"), Wait("2"), Wait("3"))
    assert plan.items[4].waits_for == (
        Wait("1", "SS", 2),
        Wait("2", "FF", -5),
        Wait("3"),
        Wait("4"),
    )
    assert plan.left_out == (imports.LeftOut("lag", 1, "+50%"), imports.LeftOut("lag", 1, "+999w"))
    assert plan.problems == ()


def test_a_reference_of_several_lines_is_named_as_one_that_is_not_found():
    plan = imports.read(b'Id,Title,Parent id\n1,Brief,\n2,Film,"Goal\nShip fast"\n')

    assert [(p.kind, p.column) for p in plan.problems] == [("unknown_reference", "Parent id")]


def test_blocking_is_waiting_read_from_the_other_end(table):
    data = table("""
        Id,Title,Blocks
        1,Brief,"2, 3"
        2,Film,3
        3,Launch,
        """)

    items = imports.read(data).items

    assert [item.waits_for for item in items] == [(), (Wait("1"),), (Wait("1"), Wait("2"))]


def test_a_start_after_the_due_day_is_named(table):
    data = table("""
        Title,Start,Due
        Brief,2026-12-01,2026-11-30
        """)

    plan = imports.read(data)

    assert found(plan) == [("starts_after_due", 2, "Start", "2026-12-01")]
    assert (plan.items[0].start_on, plan.items[0].due_on) == (None, date(2026, 11, 30))


def test_a_cell_is_text_and_what_cannot_be_shown_is_removed_and_told():
    data = b"Title,Notes\n=1+1,@SUM(A1)\x00\x07\n" + b"Brief,Nothing\n" * 10

    plan = imports.read(data)

    assert (plan.items[0].title, plan.items[0].description) == ("=1+1", "@SUM(A1)")
    assert [p.kind for p in plan.problems] == ["control_characters"]
    assert plan.ready


def test_rows_without_an_id_are_known_by_their_title_at_the_next_import(table):
    first = imports.read(table("Title\nBrief\nFilm\nFilm\n")).items
    again = imports.read(table("Title\nFilm\nFilm\nLaunch\nBrief\n")).items

    ids = {item.external_id for item in first}
    assert len(ids) == 3
    assert ids < {item.external_id for item in again}


def test_one_column_each_for_labels_checklist_comments_and_extras(table):
    data = table("""
        Title,Tags,Tags,Checklist,Comment,Cost centre,Cost centre,Left
        Brief,"a, b",b;c,"[x] one; [ ] two; three",Fine,4711,4712,x
        """)

    plan = imports.read(data, {"columns": {"7": "skip"}})

    item = plan.items[0]
    assert item.labels == ("a", "b", "c")
    assert item.checklist == (Check("one", True), Check("two", False), Check("three", False))
    assert item.comments == (imports.DraftComment(None, None, "Fine"),)
    assert item.fields == {"Cost centre": "4711, 4712"}
    assert plan.left_out == (imports.LeftOut("column", 1, "Left"),)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-30", date(2026, 11, 30)),
        ("2026/9/8", date(2026, 9, 8)),
        ("2026年9月3日", date(2026, 9, 3)),
        ("20261130", date(2026, 11, 30)),
        ("30.11.2026", date(2026, 11, 30)),
        ("30.11.26", date(2026, 11, 30)),
        ("05/Jan/26 03:26 PM", date(2026, 1, 5)),
        ("05/1月/26", date(2026, 1, 5)),
        ("5. Januar 2026", date(2026, 1, 5)),
        ("Jan 5, 2026", date(2026, 1, 5)),
        ("Mon, 5 Jan 2026 23:59", date(2026, 1, 5)),
        ("2026-11-30T23:30:00", date(2026, 11, 30)),
        ("2026-11-30T23:30:00+08:00", date(2026, 11, 30)),
        ("2026-11-30T16:00:00.000Z", date(2026, 12, 1)),
        ("2026年9月3日（周四）", date(2026, 9, 3)),
    ],
)
def test_days_as_people_write_them(text, day):
    data = f'Title,Due\nBrief,"{text}"\n'.encode()

    items = imports.read(data, {"date_order": "DMY", "time_zone": "Asia/Shanghai"}).items

    assert [item.due_on for item in items] == [day]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("12.5", "12.50"),
        ("8 h", "8.00"),
        ("90 min", "1.50"),
        ("1,250", "1250.00"),
        ("2小时", "2.00"),
    ],
)
def test_hours_as_people_write_them(text, hours):
    data = f'Title,Hours\nBrief,"{text}"\n'.encode()

    assert imports.read(data, {"decimal": "."}).items[0].estimate_hours == Decimal(hours)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "1850-01-01", "31/31/2026", "2026-11-30T25:00", "x" * 500, "=TODAY()"]
)
def test_what_is_no_day_is_never_guessed(text):
    data = f'Title,Due\nBrief,"{text}"\n'.encode()

    plan = imports.read(data, {"date_order": "DMY"})

    assert plan.items == ()
    assert len(plan.errors) == 1

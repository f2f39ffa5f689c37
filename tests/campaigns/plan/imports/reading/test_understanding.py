"""What a file is, is said; what is unclear is asked; every choice can be changed."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.plan.imports import reading as imports
from campaigns.plan.imports.reading import Standing

pytestmark = pytest.mark.alike

PLAN = "编号,任务,负责人,状态\n1,撰写活动方案,王伟,已完成\n2,设计主视觉,李娜,进行中\n"
GERMAN = "Nr;Aufgabe;Zuständig;Fällig\n1;Präsentation prüfen;Jörg Müller;31.12.2026\n"
TAIWAN = "編號,任務,負責人,狀態\n1,撰寫活動方案與預算,王小明,已完成\n2,設計主視覺,陳雅婷,進行中\n"


def titles(data, **choices):
    return [item.title for item in imports.read(data, choices).items]


@pytest.mark.parametrize(
    ("text", "encoding", "detected"),
    [
        (PLAN, "utf-8", "utf-8"),
        (PLAN, "utf-8-sig", "utf-8"),
        (PLAN, "utf-16", "utf-16-le"),
        (PLAN, "utf-16-le", "utf-16-le"),
        (PLAN, "gb18030", "gb18030"),
        (TAIWAN, "big5", "big5"),
        (GERMAN, "cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_detected(text, encoding, detected):
    data = text.encode(encoding)

    reading = imports.inspect(data)

    assert reading["encoding"].value == detected
    assert reading.open_questions == ()
    assert titles(data)[0] == text.split("\n")[1].replace(";", ",").split(",")[1]


def test_an_unclear_encoding_is_a_question_with_a_specimen_of_each():
    data = "Title,Owner\nCafé,ä1ÿ÷×\n".encode("cp1252") + b"\xd5\xc5\xb1\x7f\n"

    choice = imports.inspect(data)["encoding"]

    assert choice.standing is Standing.OPEN
    assert all(option.evidence for option in choice.options if option.value == choice.value)


def test_the_chosen_encoding_must_fit(refusal):
    assert refusal(PLAN.encode("gb18030"), {"encoding": "utf-8"}) == "wrong_encoding"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_detected(mark):
    data = f'Title{mark}Notes\nBrief{mark}"a,b;c|d\te"\n'.encode()

    reading = imports.inspect(data)

    assert reading["delimiter"].value == mark
    assert imports.read(data).items[0].description == "a,b;c|d\te"


def test_a_line_that_names_the_separator_is_believed(table):
    data = table("""
        sep=;
        Title;Owner
        Brief;Ana
        """)

    assert imports.inspect(data)["delimiter"].standing is Standing.CERTAIN
    assert titles(data) == ["Brief"]


def test_dates_that_make_sense_in_one_order_decide_it(table):
    data = table("""
        Title,Due
        Brief,03/04/2026
        Launch,25/04/2026
        """)

    assert imports.inspect(data)["date_order"].standing is Standing.CERTAIN
    assert imports.read(data).items[0].due_on == date(2026, 4, 3)


def test_an_unclear_date_order_is_asked_and_the_answer_taken(table):
    data = table("""
        Title,Due
        Brief,03/04/2026
        Launch,05/06/2026
        """)

    reading = imports.inspect(data)
    american = imports.read(data, {"date_order": "MDY"})

    assert reading.open_questions == ("date_order",)
    assert not imports.read(data).ready
    assert american.ready
    assert american.items[0].due_on == date(2026, 3, 4)


def test_dates_that_contradict_each_other_are_asked_about(table):
    data = table("""
        Title,Due
        Brief,13/04/2026
        Launch,04/13/2026
        """)

    choice = imports.inspect(data)["date_order"]

    assert choice.standing is Standing.OPEN
    assert [option.evidence for option in choice.options] == ["1", "1", "0"]


def test_dots_mean_day_first_but_can_be_changed(table):
    data = table("""
        Title,Due
        Brief,03.04.2026
        """)

    assert imports.inspect(data)["date_order"].standing is Standing.LIKELY
    assert imports.read(data).items[0].due_on == date(2026, 4, 3)
    assert imports.read(data, {"date_order": "MDY"}).items[0].due_on == date(2026, 3, 4)


def test_decimal_commas_are_seen_and_thousands_are_asked_about(table):
    commas = table("Title;Hours\nBrief;12,5\nLaunch;1.250,75\n")
    unclear = table("Title;Hours\nBrief;1.250\n")

    assert [i.estimate_hours for i in imports.read(commas).items] == [
        Decimal("12.50"),
        Decimal("1250.75"),
    ]
    assert imports.inspect(unclear).open_questions == ("decimal",)


def test_headings_in_four_languages_are_mapped():
    english = "Id,Task name,Owner,Due date,Depends on,Est. (h)"
    german = "Nr.,Vorgang,Verantwortlich,Fällig am,Vorgänger,Aufwand (Std)"
    simplified = "编号,任务名称,负责人,截止日期,前置任务,工时（小时）"
    traditional = "編號,任務名稱,負責人,截止日期,前置任務,工時"

    for headings in (english, german, simplified, traditional):
        reading = imports.inspect(f"{headings}\n1,Brief,Ana,2026-11-30,,4\n".encode())
        assert [column.field for column in reading.columns] == [
            "external_id",
            "title",
            "people",
            "due_on",
            "waits_for",
            "estimate_hours",
        ]


def test_a_column_is_mapped_as_the_person_says(table):
    data = table("""
        Task,Name,Wer
        Brief,The brief,Ana
        """)

    reading = imports.inspect(data, choices={"columns": {"1": "title", "2": "people"}})
    item = imports.read(data, {"columns": {"1": "title", "2": "people"}}).items[0]

    assert [column.field for column in reading.columns] == ["text", "title", "people"]
    assert (item.title, item.people) == ("The brief", (imports.PersonRef("Ana"),))
    assert item.fields == {"Task": "Brief"}


def test_a_vague_or_missing_heading_is_a_question(table):
    vague = table("Task,Date\nBrief,2026-11-30\n")
    nameless = table("Foo,Bar\nBrief,x\nLaunch,x\n")

    assert imports.inspect(vague).open_questions == ("columns.1",)
    assert imports.inspect(nameless).open_questions == ("header_line", "columns.0")


def test_an_unknown_status_is_asked_about_and_an_unknown_section_is_not(table):
    data = table("""
        Title,Status,Section
        Brief,Simmering,Ideas for autumn
        Launch,Review / 审核,Done
        """)

    reading = imports.inspect(data)
    plan = imports.read(data, {"words": {"status": {"Simmering": "doing"}}})

    assert reading.open_questions == ("words.status.Simmering",)
    assert [item.status for item in plan.items] == ["doing", "review"]
    assert plan.ready


def test_a_comma_between_two_words_may_be_one_person_or_two(table):
    data = table("""
        Title,Owner
        Brief,"Ruiz, Ana"
        """)

    one = imports.read(data, {"people_comma": "surname"}).items[0].people
    two = imports.read(data, {"people_comma": "several"}).items[0].people

    assert imports.inspect(data).open_questions == ("people_comma",)
    assert one == (imports.PersonRef("Ana Ruiz"),)
    assert two == (imports.PersonRef("Ruiz"), imports.PersonRef("Ana"))


def test_one_person_in_many_spellings(table):
    data = table("""
        Title,Owner
        One,Ana Ruiz
        Two,ana  ruiz
        Three,"Ruiz, Ana"
        Four,Ana Ruiz <ANA@example.com>
        Five,ana@example.com
        Six,"Ana Ruiz, Tom Beck"
        """)

    plan = imports.read(data)

    ana = imports.PersonRef("Ana Ruiz", "ana@example.com")
    assert [person.ref for person in plan.people] == [ana, imports.PersonRef("Tom Beck")]
    assert [item.people[0] for item in plan.items] == [ana] * 6
    assert plan.ready


def test_two_mails_under_one_name_are_two_people(table):
    data = table("""
        Title,Owner
        One,Li Wei <a@example.com>
        Two,Li Wei <b@example.com>
        """)

    assert len(imports.read(data).people) == 2


def test_a_workbook_with_two_plans_asks_which(workbook):
    rows = [["Title", "Owner", "Due"], ["Brief", "Ana", date(2026, 11, 30)]]
    data = workbook(Spring=rows, Autumn=[rows[0], ["Launch", "Tom", None]])

    assert imports.inspect(data).open_questions == ("sheet",)
    assert titles(data, sheet="Autumn") == ["Launch"]
    assert imports.read(data, {"sheet": "Spring"}).items[0].due_on == date(2026, 11, 30)


def test_a_workbook_keeps_whole_numbers_and_text_as_typed(workbook):
    rows = [["Id", "Title", "Budget", "Notes"], [1209000000000007, "Brief", 12.5, "=1+1 is text"]]
    data = workbook(Plan=rows)

    item = imports.read(data).items[0]

    assert item.external_id == "1209000000000007"
    assert item.fields == {"Budget": "12.5"}


def test_the_header_line_and_the_skipped_lines_can_be_chosen(table):
    data = table("""
        Our plan
        Title,Owner
        Brief,Ana
        Total,
        """)

    assert imports.inspect(data).skipped_lines == (1, 4)
    assert titles(data) == ["Brief"]
    assert titles(data, skip_lines=[]) == ["Brief", "Total"]
    assert titles(data, header_line=0, columns={"0": "title"})[1:] == ["Title", "Brief"]


@pytest.mark.parametrize(
    "choices",
    [
        {"encoding": "klingon"},
        {"delimiter": "x"},
        {"header_line": 99},
        {"date_order": "YDM"},
        {"time_zone": "Mars/Olympus"},
        {"columns": {"0": "nonsense"}},
        {"columns": {"0": "title", "1": "title"}},
        {"words": {"status": {"Done": "nonsense"}}},
        {"skip_lines": "all"},
        {"skip_bad_rows": "perhaps"},
    ],
)
def test_an_impossible_choice_is_refused(table, refusal, choices):
    data = table("Title,Status\nBrief,Done\n")

    assert refusal(data, choices) == "impossible_choice"

"""Tables that people make: long and wide, in three languages, with what goes wrong in them."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.metrics.intake.reading import Place, Run, Unreadable
from tests.campaigns.metrics.intake.conftest import day, sums, told, understand, workbook

WIDE = """
    Date,Campaign,Impressions,Clicks,Spend (EUR)
    2026-03-01,SPRING,"1,000",10,12.50
    2026-03-02,SPRING,"2,000",20,7.25
    2026-03-02,AUTUMN,500,,1.00
"""
LONG = """
    Day;Campaign;Channel;Metric;Value
    01.03.2026;SPRING;Radio;Impressions;1.000,0
    01.03.2026;SPRING;Radio;clicks;10
    02.03.2026;SPRING;;点击;20
    02.03.2026;SPRING;Radio;CTR;0,5
"""


def test_a_column_for_each_metric():
    _reading, numbers = understand(WIDE)

    assert sums(numbers) == {
        "impressions": 3500,
        "clicks": 30,
        "spend EUR": Decimal("20.75"),
    }
    assert numbers.numbers[Run(Place("SPRING"), "clicks", "")] == {
        day("2026-03-01"): 10_000_000,
        day("2026-03-02"): 20_000_000,
    }
    assert numbers.ready


def test_a_row_for_each_number():
    reading, numbers = understand(LONG)

    assert sums(numbers) == {"impressions": 1000, "clicks": 30}
    assert Run(Place("SPRING", channel="Radio"), "impressions", "") in numbers.numbers
    assert reading["decimal"].value == ","
    assert reading["date_order"].value == "DMY"
    assert numbers.open_questions == ()


@pytest.mark.parametrize(
    "headings",
    [
        "日期,广告系列,展示次数,点击次数,花费（EUR）",
        "日期,廣告活動,曝光次數,點擊次數,花費(EUR)",
        "Datum,Kampagne,Impressionen,Klicks,Kosten (€)",
        "date,campaign,impressions,clicks,spend EUR",
    ],
)
def test_headings_in_the_languages_of_the_people(headings):
    lines = WIDE.strip().splitlines()
    _reading, numbers = understand("\n".join([headings, *(line.strip() for line in lines[1:])]))

    assert sums(numbers) == {"impressions": 3500, "clicks": 30, "spend EUR": Decimal("20.75")}


def test_what_cannot_be_read_is_named_by_line_column_and_reason():
    _reading, numbers = understand(
        """
        Report of our agency
        Date,Campaign,Clicks,Spend (EUR)
        2026-03-01,SPRING,ten,1.00
        someday,SPRING,10,1.00
        2026-03-03,,10,1.00
        2026-03-04,SPRING,10,< 5
        2026-03-05,SPRING,10,1.00 USD
        2026-03-06,SPRING,3,2.00
        Total,,43,6.00
        """
    )

    assert told(numbers) == [
        ("not_a_number", 3, "Clicks", "ten"),
        ("not_a_date", 4, "Date", "someday"),
        ("no_campaign", 5, "Campaign", ""),
        ("not_exact", 6, "Spend (EUR)", "< 5"),
        ("other_currency", 7, "Spend (EUR)", "USD"),
    ]
    assert all(problem.reason and problem.mend for problem in numbers.problems)
    assert not numbers.ready


def test_going_on_leaves_out_only_what_cannot_be_read():
    _reading, numbers = understand(
        """
        Date,Campaign,Clicks,Spend (EUR)
        2026-03-01,SPRING,ten,1.00
        someday,SPRING,10,1.00
        2026-03-02,SPRING,5,2.00
        """,
        skip_bad_rows=True,
    )

    assert numbers.ready
    assert sums(numbers) == {"clicks": 5, "spend EUR": 3}


def test_a_decimal_mark_that_could_be_either_is_asked_for():
    text = """
        Date;Campaign;Spend (EUR)
        2026-03-01;SPRING;1.234
        2026-03-02;SPRING;2.500
    """

    assert understand(text)[1].open_questions == ("decimal",)
    assert sums(understand(text, decimal=".")[1]) == {"spend EUR": Decimal("3.734")}
    assert sums(understand(text, decimal=",")[1]) == {"spend EUR": 3734}


def test_days_that_could_be_either_are_asked_for():
    text = """
        Date,Campaign,Clicks
        03/04/2026,SPRING,1
        05/06/2026,SPRING,2
    """

    assert understand(text)[1].open_questions == ("date_order",)
    _reading, numbers = understand(text, date_order="MDY")
    assert numbers.span == (date(2026, 3, 4), date(2026, 5, 6))


def test_money_without_a_currency_is_asked_for_and_never_guessed():
    text = """
        Date,Campaign,Spend
        2026-03-01,SPRING,$5
    """

    assert understand(text)[1].open_questions == ("currency",)
    assert sums(understand(text, currency="CAD")[1]) == {"spend CAD": 5}


def test_currencies_are_never_added_together():
    _reading, numbers = understand(
        """
        Date,Campaign,Currency,Spend
        2026-03-01,SPRING,EUR,5
        2026-03-01,SPRING,USD,7
        2026-03-01,SPRING,,1
        2026-03-01,SPRING,Euros,1
        """,
        skip_bad_rows=True,
    )

    assert sums(numbers) == {"spend EUR": 5, "spend USD": 7}
    assert told(numbers) == [
        ("no_currency", 4, "Currency", ""),
        ("not_a_currency", 5, "Currency", "EUROS"),
    ]


def test_two_columns_of_money_in_two_currencies():
    _reading, numbers = understand(
        """
        Date,Campaign,Spend (EUR),Spend (USD)
        2026-03-01,SPRING,5,7
        """
    )

    assert sums(numbers) == {"spend EUR": 5, "spend USD": 7}


def test_rows_for_the_same_day_are_added_up_and_said_to_be():
    text = """
        Date,Campaign,Clicks,Share of voice
        2026-03-01,SPRING,5,10%
        2026-03-01,SPRING,6,12%
    """

    _reading, numbers = understand(text)
    assert sums(numbers)["clicks"] == 11
    assert numbers.numbers[Run(Place("SPRING"), "share", "")] == {date(2026, 3, 1): 120_000}
    assert told(numbers) == [
        ("added_up", 3, "clicks", "SPRING"),
        ("taken_last", 3, "share", "SPRING"),
    ]
    assert numbers.ready

    _reading, numbers = understand(text, repeated="last")
    assert sums(numbers)["clicks"] == 6


def test_a_row_over_several_days_is_no_number_of_a_day():
    _reading, numbers = understand(
        """
        Reporting starts,Reporting ends,Campaign name,Impressions
        2026-03-01,2026-03-07,SPRING,5
        2026-03-08,2026-03-08,SPRING,6
        """
    )

    assert told(numbers) == [("several_days", 2, "Reporting ends", "2026-03-07")]


def test_a_table_without_days_is_asked_for_its_day():
    text = """
        Campaign,Clicks
        SPRING,5
    """

    assert understand(text)[1].open_questions == ("day",)
    assert understand(text, day="2026-03-01")[1].span == (day("2026-03-01"), day("2026-03-01"))


def test_a_table_without_metrics_is_asked_for_them():
    _reading, numbers = understand(
        """
        Date,Campaign,Bananas
        2026-03-01,SPRING,5
        """
    )

    assert numbers.open_questions == ("metrics",)
    _reading, numbers = understand(
        "Date,Campaign,Bananas\n2026-03-01,SPRING,5", columns={"2": "metric:sessions"}
    )
    assert sums(numbers) == {"sessions": 5}


def test_an_unknown_name_of_a_metric_is_asked_for():
    text = """
        Date,Campaign,Metric,Value
        2026-03-01,SPRING,Bananas,5
        2026-03-01,SPRING,Clicks,7
    """

    assert understand(text)[1].open_questions == ("words.metric.Bananas",)
    _reading, numbers = understand(text, words={"metric": {"Bananas": "sessions"}})
    assert sums(numbers) == {"sessions": 5, "clicks": 7}


def test_numbers_of_a_workbook_are_exact_and_its_days_are_days():
    _reading, numbers = understand(
        workbook(
            [
                ["Our numbers"],
                ["Date", "Campaign", "Spend (EUR)", "Share of voice"],
                [date(2026, 3, 1), "SPRING", 0.1 + 0.2, 0.125],
                [date(2026, 3, 2), "SPRING", 1234.5, 0.25],
                ["Total", None, 1234.8, None],
            ]
        )
    )

    assert sums(numbers) == {"spend EUR": Decimal("1234.8"), "share": Decimal("0.375")}
    assert numbers.span == (date(2026, 3, 1), date(2026, 3, 2))
    assert told(numbers) == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b'{"cards": [], "lists": []}', "not_a_table"),
        (b"PK\x03\x04 no", "workbook_broken"),
        (b"Date,Clicks\n", "no_rows"),
    ],
)
def test_what_is_no_table_is_turned_away_with_a_reason(data, kind):
    with pytest.raises(Unreadable) as refused:
        understand(data)
    assert refused.value.kind == kind
    assert refused.value.reason
    assert refused.value.mend


@pytest.mark.parametrize(
    "choices",
    [
        {"columns": {"1": "metric:ctr"}},
        {"columns": {"1": "metric:nothing"}},
        {"columns": {"1": 7}},
        {"columns": {"1": "day"}},
        {"date_order": "XYZ"},
        {"decimal": "x"},
        {"skip_lines": "all"},
        {"words": {"metric": {"Clicks": "nothing"}}},
        {"day": "someday"},
        {"currency": "XXX"},
    ],
)
def test_impossible_choices_are_refused(choices):
    text = {
        "words": "Date,Metric,Value\n2026-03-01,Clicks,5",
        "day": "Campaign,Clicks\nSPRING,5",
        "currency": "Date,Spend\n2026-03-01,5",
    }.get(next(iter(choices)), "Date,Clicks\n2026-03-01,5")
    if choices == {"columns": {"1": "day"}}:
        choices = {"columns": {"1": "day", "0": "day"}}

    with pytest.raises(Unreadable) as refused:
        understand(text, **choices)
    assert refused.value.kind == "impossible_choice"

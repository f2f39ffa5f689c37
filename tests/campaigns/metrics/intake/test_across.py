"""Tables with their days across the top: metrics or campaigns down the side, or both."""

from decimal import Decimal

import pytest

from campaigns.metrics.intake.reading import Place, Run, Unreadable
from campaigns.metrics.models import Observation
from tests.campaigns.metrics.intake.conftest import day, sums, told, understand, workbook

pytestmark = pytest.mark.alike

METRICS = """
    Metric;2026-03-01;2026-03-02;2026-03-03;Total
    Impressions;1,000;2,000;;3,000
    Clicks;10;20;30;60
    Spend (EUR);12.50;7.25;1.00;20.75
    CTR;1%;1%;;1%
"""


def test_metrics_down_the_side():
    reading, numbers = understand(METRICS)

    assert sums(numbers) == {"impressions": 3000, "clicks": 60, "spend EUR": Decimal("20.75")}
    assert numbers.numbers[Run(Place(), "clicks", "")] == {
        day("2026-03-01"): 10_000_000,
        day("2026-03-02"): 20_000_000,
        day("2026-03-03"): 30_000_000,
    }
    assert (reading["layout"].value, numbers.open_questions) == ("across", ())


def test_it_equals_the_same_table_with_its_days_down_the_side():
    across = """
        Campaign;Metric;2026-03-01;2026-03-02
        SPRING;Clicks;10;20
        SPRING;Impressions;100;200
        AUTUMN;Clicks;1;
    """
    down = """
        Day;Campaign;Clicks;Impressions
        2026-03-01;SPRING;10;100
        2026-03-02;SPRING;20;200
        2026-03-01;AUTUMN;1;
    """

    assert understand(across)[1].numbers == understand(down)[1].numbers


@pytest.mark.parametrize("corner", ["", "Kennzahl", "指标", "指標", "What", "Metric / day"])
def test_metrics_are_known_whatever_stands_in_the_corner(corner):
    text = f"{corner};2026-03-01;2026-03-02\nClicks;10;20\nSessions;5;6\n"

    _reading, numbers = understand(text.encode())

    assert sums(numbers) == {"clicks": 30, "sessions": 11}
    assert numbers.open_questions == ()


def test_a_word_that_is_no_metric_is_asked_for():
    text = """
        ;2026-03-01;2026-03-02
        Clicks;10;20
        Hits;5;6
    """

    assert understand(text)[1].open_questions == ("words.metric.Hits",)
    assert sums(understand(text, words={"metric": {"Hits": "sessions"}})[1]) == {
        "clicks": 30,
        "sessions": 11,
    }


def test_campaigns_down_the_side_ask_which_metric_they_are_of():
    text = """
        Campaign;2026-03-01;2026-03-02
        SPRING;10;20
        AUTUMN;5;6
    """

    reading, numbers = understand(text)
    [number] = [column.index for column in reading.columns if column.field == "value"]
    _reading, chosen = understand(text, columns={str(number): "metric:clicks"})

    assert f"columns.{number}" in numbers.open_questions
    assert not numbers.ready
    assert chosen.ready
    assert chosen.numbers[Run(Place("AUTUMN"), "clicks", "")] == {
        day("2026-03-01"): 5_000_000,
        day("2026-03-02"): 6_000_000,
    }


def test_names_without_a_heading_that_are_no_metrics_are_asked_about():
    text = """
        ;2026-03-01;2026-03-02
        SPRING;10;20
        AUTUMN;5;6
    """

    assert "columns.0" in understand(text)[1].open_questions


def test_days_without_a_year_are_told_and_not_guessed():
    _reading, numbers = understand(
        """
        Metric;1 Mar;2 Mar
        Clicks;10;20
        """
    )

    assert {kind for kind, *_more in told(numbers)} == {"date_without_year"}
    assert sums(numbers) == {}


def test_days_across_that_could_be_either_way_round_are_asked_for():
    text = """
        Metric;03/04/2026;04/04/2026
        Clicks;10;20
    """

    assert understand(text)[1].open_questions == ("date_order",)
    assert understand(text, date_order="MDY")[1].span == (day("2026-03-04"), day("2026-04-04"))


def test_one_day_across_the_top_is_asked_about():
    text = """
        Metric;2026-03-01
        Clicks;10
        Sessions;5
    """

    assert "layout" in understand(text)[1].open_questions
    assert sums(understand(text, layout="across")[1]) == {"clicks": 10, "sessions": 5}


def test_days_on_both_sides_are_asked_about():
    text = """
        Day;2026-03-01;2026-03-02
        2026-03-01;10;20
    """

    assert "layout" in understand(text)[1].open_questions


def test_a_table_with_its_days_down_the_side_stays_as_it_is():
    reading, numbers = understand(
        """
        Day,Clicks
        2026-03-01,10
        2026-03-02,20
        """
    )

    assert (reading["layout"].value, numbers.open_questions) == ("down", ())
    assert sums(numbers) == {"clicks": 30}


def test_lines_that_sum_up_are_left_out():
    _reading, numbers = understand(METRICS + "    Total;1;2;3;6\n")

    assert sums(numbers) == {"impressions": 3000, "clicks": 60, "spend EUR": Decimal("20.75")}
    assert numbers.ready


def test_what_cannot_be_read_is_named_by_its_line():
    _reading, numbers = understand(
        """
        Metric;2026-03-01;2026-03-02
        Clicks;10;ten
        """
    )

    assert told(numbers) == [("not_a_number", 2, "Number", "ten")]


def test_a_workbook_with_days_across_the_top():
    from datetime import date

    data = workbook([["Metric", date(2026, 3, 1), date(2026, 3, 2)], ["Clicks", 10, 20.5]])

    assert sums(understand(data)[1]) == {"clicks": Decimal("30.5")}


def test_more_numbers_than_are_taken_are_refused(monkeypatch):
    from campaigns.metrics.intake.reading import limits

    monkeypatch.setattr(limits, "NUMBERS", 2)

    with pytest.raises(Unreadable) as no:
        understand(METRICS)

    assert no.value.kind == "too_many_numbers"


def test_a_block_that_is_pasted_comes_in(signed_in, person, campaign, metrics):
    browser = signed_in(person("member"))

    page = browser.post(
        f"/w/acme/c/{campaign.key}/numbers/paste/",
        {"text": "\t2026-03-01\t2026-03-02\nClicks\t10\t20\nSessions\t5\t\n"},
        follow=True,
    )
    run = page.context["links"]["run"]
    browser.post(run, {})

    from workspace.kernel import outbox

    outbox.dispatch()
    assert sorted(Observation.objects.values_list("series__metric__key", "amount")) == [
        ("clicks", 10_000_000),
        ("clicks", 20_000_000),
        ("sessions", 5_000_000),
    ]

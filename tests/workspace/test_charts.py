"""Plots: gaps stay gaps, nought is in sight, words are safe, and the table says the same."""

from workspace.kernel import charts
from workspace.kernel.charts import Point


def test_a_gap_ends_the_line_and_a_lone_value_is_seen():
    chart = charts.line(
        [Point("a", 1), Point("b", 3), Point("c", None), Point("d", 2)], title="Clicks"
    )

    assert chart.svg.count("M") == 2  # the line and its area, once
    assert 'class="chart-lone"' in chart.svg


def test_bars_stand_on_nought():
    chart = charts.bars([Point("a", 10), Point("b", -10)], title="Margin")

    assert 'y="2" width="256" height="78"' in chart.svg
    assert 'y="80" width="256" height="78"' in chart.svg
    assert (chart.top, chart.bottom) == ("10.0", "-10.0") or (chart.top, chart.bottom) == (
        "10",
        "-10",
    )


def test_titles_are_escaped():
    assert "<title>&lt;b&gt;</title>" in charts.spark([Point("a", 1)], title="<b>")


def test_the_table_says_what_the_plot_shows():
    points = [Point("a", 1, "1 €"), Point("b", None, "–")]

    chart = charts.line(
        points, title="Spend", goals=[2, 3], goal_texts=["2 €", "3 €"], goal_name="Path"
    )

    assert [(p.label, p.text, goal) for p, goal in chart.rows] == [
        ("a", "1 €", "2 €"),
        ("b", "–", "3 €"),
    ]
    assert (chart.first, chart.last) == ("a", "b")


def test_nothing_at_all_is_drawn_as_nothing():
    assert charts.spark([], title="Nothing") == (
        '<svg class="chart-spark" role="img" viewBox="0 0 96 24" preserveAspectRatio="none">'
        "<title>Nothing</title></svg>"
    )

"""Plots as SVG from the server: a sparkline, a line, bars, each with a title and a table twin.

    chart = charts.line(
        [charts.Point("3 Nov", 120, "120"), charts.Point("4 Nov", None, "–")],
        title="Clicks by day", goals=[100, 110], goal_name="Path",
    )

`{% include "components/chart.html" %}` shows a chart with its labels and its table;
`charts.spark(…)` alone fits a cell of a table whose words say the same. Geometry is in
attributes and colour in `static/css/charts.css`, as the Content-Security-Policy allows no styles.
A value of None is a gap. What a number looks like is the caller's to say (`text`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDE, HIGH = 640, 160
SPARK_WIDE, SPARK_HIGH = 96, 24
EDGE = 2.0


@dataclass(frozen=True)
class Point:
    """One place of a plot: what the axis says, its value or None, and the value in words."""

    label: str
    value: float | None
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """A plot, and all that its table and its axes say."""

    svg: SafeString
    title: str
    points: Sequence[Point]
    goals: Sequence[str]
    goal_name: str
    top: str
    bottom: str

    @property
    def first(self) -> str:
        return self.points[0].label if self.points else ""

    @property
    def last(self) -> str:
        return self.points[-1].label if len(self.points) > 1 else ""

    @property
    def rows(self) -> list[tuple[Point, str]]:
        """(point, goal in words) of each line of the table."""
        goals = list(self.goals) or [""] * len(self.points)
        return list(zip(self.points, goals, strict=True))


class Frame:
    """Turns places and values into coordinates; nought is always in sight."""

    def __init__(self, count, values, width, height):
        found = [value for value in values if value is not None]
        self.low = min([0.0, *found])
        self.high = max([0.0, *found])
        self.count = count
        self.width = width
        self.height = height

    def x(self, index):
        if self.count < 2:
            return self.width / 2
        return EDGE + index * (self.width - 2 * EDGE) / (self.count - 1)

    def y(self, value):
        reach = (self.high - self.low) or 1.0
        return self.height - EDGE - (value - self.low) * (self.height - 2 * EDGE) / reach


def spark(points, *, title, goals=()):
    """A small line with its title, and the path that was wanted as a thinner one."""
    frame = Frame(len(points), [*(p.value for p in points), *goals], SPARK_WIDE, SPARK_HIGH)
    parts = [curve(frame, goals, "chart-goal"), curve(frame, values(points), "chart-line")]
    return svg(parts, title, SPARK_WIDE, SPARK_HIGH, "spark")


def line(points, *, title, goals=(), goal_texts=(), goal_name="", marks=(), scale=str):
    """A line over time; `marks` are the places of upright rules, `scale` words the axis."""
    frame = Frame(len(points), [*(p.value for p in points), *goals], WIDE, HIGH)
    parts = [
        *(rule(frame, index) for index in marks),
        area(frame, values(points)),
        curve(frame, goals, "chart-goal"),
        curve(frame, values(points), "chart-line"),
        *lone(frame, values(points)),
    ]
    return finished(parts, frame, points, title, goals, goal_texts, goal_name, scale)


def bars(points, *, title, goals=(), goal_texts=(), goal_name="", marks=(), scale=str):
    """One bar for each place, and the path that was wanted as a line above them."""
    frame = Frame(len(points), [*(p.value for p in points), *goals], WIDE, HIGH)
    step = WIDE / max(len(points), 1)
    zero = frame.y(0)
    parts = [
        format_html(
            '<rect class="chart-bar" x="{}" y="{}" width="{}" height="{}"/>',
            short(index * step + step * 0.1),
            short(min(zero, frame.y(point.value))),
            short(step * 0.8),
            short(abs(zero - frame.y(point.value))),
        )
        for index, point in enumerate(points)
        if point.value is not None
    ]
    parts = [*(rule(frame, index) for index in marks), *parts]
    parts.append(curve(frame, goals, "chart-goal"))
    return finished(parts, frame, points, title, goals, goal_texts, goal_name, scale)


def finished(parts, frame, points, title, goals, goal_texts, goal_name, scale):
    return Chart(
        svg=svg(parts, title, WIDE, HIGH, "plot"),
        title=title,
        points=points,
        goals=list(goal_texts) or [scale(goal) if goal is not None else "" for goal in goals],
        goal_name=str(goal_name),
        top=scale(frame.high),
        bottom=scale(frame.low),
    )


def values(points):
    return [point.value for point in points]


def runs(found):
    """The stretches of a line between its gaps, as [(index, value)]."""
    run: list = []
    for index, value in enumerate(found):
        if value is None:
            if run:
                yield run
            run = []
        else:
            run.append((index, value))
    if run:
        yield run


def curve(frame, found, name):
    paths = [
        "M" + "L".join(f"{short(frame.x(i))} {short(frame.y(v))}" for i, v in run)
        for run in runs(found)
        if len(run) > 1
    ]
    return format_html('<path class="{}" d="{}"/>', name, "".join(paths)) if paths else ""


def area(frame, found):
    zero = short(frame.y(0))
    paths = [
        f"M{short(frame.x(run[0][0]))} {zero}L"
        + "L".join(f"{short(frame.x(i))} {short(frame.y(v))}" for i, v in run)
        + f"L{short(frame.x(run[-1][0]))} {zero}Z"
        for run in runs(found)
        if len(run) > 1
    ]
    return format_html('<path class="chart-area" d="{}"/>', "".join(paths)) if paths else ""


def lone(frame, found):
    """A value between two gaps, which no line would show."""
    return [
        format_html(
            '<rect class="chart-lone" x="{}" y="{}" width="6" height="6"/>',
            short(frame.x(index) - 3),
            short(frame.y(value) - 3),
        )
        for run in runs(found)
        for index, value in run
        if len(run) == 1
    ]


def rule(frame, index):
    x = short(frame.x(index))
    return format_html('<path class="chart-mark" d="M{} 0L{} {}"/>', x, x, frame.height)


def short(number):
    return f"{number:.1f}".removesuffix(".0")


def svg(parts, title, width, height, kind):
    return format_html(
        '<svg class="chart-{}" role="img" viewBox="0 0 {} {}" preserveAspectRatio="none">'
        "<title>{}</title>{}</svg>",
        kind,
        width,
        height,
        title,
        format_html_join(mark_safe(""), "{}", ((part,) for part in parts if part)),
    )

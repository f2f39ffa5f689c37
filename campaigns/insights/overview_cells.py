"""The campaigns side by side as the manager's page and its file show them."""

from collections import defaultdict
from dataclasses import dataclass, field
from types import SimpleNamespace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from campaigns.metrics import showing
from campaigns.metrics.figures import Value
from campaigns.plan import exports
from campaigns.plan.addresses import address
from workspace.kernel import charts
from workspace.kernel.numbers import MILLION
from workspace.kernel.templatetags.look import day, from_to


@dataclass(frozen=True)
class Style:
    """What the cells of a page have in common, the decimals of each metric among it; figures of
    those metrics that are reckoned in several currencies are `apart`."""

    asked: object
    span: object
    slug: str
    decimals: dict = field(default_factory=dict)
    apart: frozenset = frozenset()


def beside(rows, asked, today, slug):
    """The campaigns beside each other; all figures of a metric have the same decimals."""
    columns = defaultdict(list)
    for cell in (cell for row in rows for cell in row.cells):
        columns[cell.metric.key] += figures_of(cell)
    decimals = {key: showing.decimals_of(values) for key, values in columns.items()}
    apart = frozenset(key for key, values in columns.items() if showing.are_apart(values))
    style = Style(asked, asked.span(today), slug, decimals, apart)
    return [compared(row, style) for row in rows]


def figures_of(cell):
    """All figures that are read in a cell, how far it shall come among them."""
    for line in cell.lines:
        yield line.value
        if target := line.target:
            yield Value(target.target, target.unit, target.currency)


def compared(row, style):
    """One campaign beside the others, each number with the way to its rows."""
    campaign = row.campaign
    standing = {
        each["data"]["target"]: each
        for each in (campaign.standing.reasons if hasattr(campaign, "standing") else [])
        if each["data"].get("target")
    }
    return SimpleNamespace(
        id=campaign.pk,
        campaign=campaign,
        url=address("numbers", campaign, style.slug),
        days=day_words(row, style.asked),
        cells=[cell_shown(cell, row, standing, style) for cell in row.cells],
    )


def day_words(row, asked):
    if not row.days:
        return _("not launched yet")
    if asked.by_launch and row.days < asked.days:
        return _("only %(days)d of %(asked)d days so far") % {"days": row.days, "asked": asked.days}
    return from_to(row.first, row.last)


def cell_shown(cell, row, standing, style):
    query = urlencode({"metric": cell.metric.key, "from": row.first, "to": row.last})
    return SimpleNamespace(
        lines=[line_shown(line, cell, row, standing, style) for line in cell.lines],
        url=f"{address('number_rows', row.campaign, style.slug)}?{query}",
        few=cell.few,
        apart=[aim_shown(target, standing, None) for target in cell.apart],
    )


def line_shown(line, cell, row, standing, style):
    key = cell.metric.key
    decimals = style.decimals[key]
    return SimpleNamespace(
        text=showing.shown(line.value, decimals, apart=key in style.apart),
        why=showing.why(line.value),
        spark=spark(line, cell, row, style),
        target=line.target and aim_shown(line.target, standing, decimals),
    )


def spark(line, cell, row, style):
    """How it went; its title says with what it began and ended, `course` says all of it."""
    points = [
        charts.Point("", None if amount is None else amount / MILLION) for amount in line.points
    ]
    told = [number for number, amount in enumerate(line.points) if amount is not None]
    if len(told) < 2:
        return ""
    decimals = style.decimals[cell.metric.key]
    first, last = (
        {
            "days": from_to(*style.span.part(number, row.first, row.last)),
            "value": point_text(line, number, decimals),
        }
        for number in (told[0], told[-1])
    )
    label = cell.metric.label
    if cell.metric.key in style.apart and line.value.reckoned_in:
        label = f"{label} ({line.value.reckoned_in})"
    title = _("%(metric)s: %(before)s (%(first)s), at last %(now)s (%(last)s)") % {
        "metric": label,
        "before": first["value"],
        "first": first["days"],
        "now": last["value"],
        "last": last["days"],
    }
    return charts.spark(points, title=title)


def point_text(line, number, decimals):
    return showing.amount(line.points[number], line.value.unit, line.value.currency, decimals)


def course(rows, asked, today, known):
    """How the metric whose course is asked for went in each campaign, part by part; None if none.

    It says in words what the small lines draw.
    """
    span, key = asked.span(today), asked.course
    lines = [
        (row, line)
        for row in rows
        for cell in row.cells
        if cell.metric.key == key
        for line in cell.lines
    ]
    if not lines:
        return None
    apart = showing.are_apart([line.value for _row, line in lines])
    decimals = showing.decimals_of(
        Value(amount, line.value.unit, line.value.currency)
        for _row, line in lines
        for amount in line.points
    )
    return SimpleNamespace(
        label=known[key].label,
        headings=[part_shown(span, number) for number in range(span.count)],
        rows=[
            SimpleNamespace(
                name=row.campaign.name,
                currency=line.value.currency or (line.value.reckoned_in if apart else ""),
                texts=[
                    point_text(line, number, decimals) if number < len(line.points) else ""
                    for number in range(span.count)
                ],
            )
            for row, line in lines
        ],
    )


def aim_shown(target, standing, decimals):
    """A target, and how it stands if that is a reason to look."""
    stored = standing.get(target.pk)
    return SimpleNamespace(
        text=showing.amount(target.target, target.unit, target.currency, decimals),
        due=day(target.due_on) if target.due_on else "",
        words=AIMS[stored["key"]]() if stored and stored["key"] in AIMS else "",
        tone="bad" if stored and stored["level"] == "off_track" else "warn",
        icon="octagon-x" if stored and stored["level"] == "off_track" else "triangle-alert",
    )


AIMS = {
    "target_off": lambda: _("off target"),
    "target_behind": lambda: _("behind"),
    "target_far_above": lambda: _("far above"),
    "target_above": lambda: _("above"),
    "target_unmeasured": lambda: _("nothing measured"),
    "target_unit": lambda: _("in another unit"),
    "target_currency": lambda: _("in another currency"),
}


def as_table(rows, span):
    """One row for each campaign, metric and currency, its course in columns at the end."""
    headings = [_("Campaign"), _("Key"), _("From"), _("To"), _("Days"), _("Metric"), _("Unit")]
    headings += [_("Currency"), _("Value"), _("Target"), _("Small sample of"), _("Reckoned as")]
    headings += [part_heading(span, number) for number in range(span.count)]
    table = [
        table_row(row, cell, line, span)
        for row in rows
        for cell in row.cells
        for line in cell.lines
    ]
    return exports.Table([str(heading) for heading in headings], table)


def part_shown(span, number):
    """The days of a part, in words."""
    if span.by_launch:
        return part_heading(span, number)
    return from_to(*span.part(number, span.since, span.until))


def part_heading(span, number):
    """The days of a part, by the calendar or counted from the launch of each, for a file."""
    if not span.by_launch:
        return "{} – {}".format(*span.part(number, span.since, span.until))
    first = number * span.size
    days = {"first": first + 1, "last": min(first + span.size, span.length)}
    return _("Days %(first)d to %(last)d") % days


def table_row(row, cell, line, span):
    def exact(amount):
        return None if amount is None else showing.exact(amount, cell.metric.unit)

    return [
        row.campaign.name,
        row.campaign.key,
        row.first,
        row.last,
        row.days,
        cell.metric.label,
        cell.metric.get_unit_display(),
        line.value.money,
        exact(line.value.amount),
        exact(line.aim),
        cell.few,
        showing.days(line.value),
        *map(exact, line.points),
        *[None] * (span.count - len(line.points)),
    ]

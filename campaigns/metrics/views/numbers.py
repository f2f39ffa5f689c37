"""The numbers of a campaign: by channel or touchpoint, and over time."""

from itertools import chain
from types import SimpleNamespace

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from campaigns.journey.models import Touchpoint
from campaigns.metrics import policies, queries, showing, tables
from campaigns.metrics.asking import STEPS, Asked, spans
from campaigns.metrics.figures import Figures
from campaigns.metrics.views import frame
from campaigns.plan import exports
from campaigns.plan.addresses import address
from campaigns.plan.models import Channel
from campaigns.plan.views.exports import download
from workspace.kernel import charts
from workspace.kernel.templatetags.look import day, from_to, listed

CAMPAIGN = {"key__iexact": "campaign"}
WORTH_A_WORD = {"currencies", "units", "definitions", "large"}


@policies.numbers.opens("view", **CAMPAIGN)
@require_safe
def numbers(request, campaign):
    """What came in, by channel or touchpoint and by day, week or month."""
    asked = Asked.read(request.GET, campaign, timezone.localdate())
    known = queries.defined_in(request.workspace)
    days, places = queries.levels(
        [campaign.pk],
        ("day",),
        (asked.show,),
        since=asked.since,
        until=asked.until,
        metrics=known,
    )
    whole, steps = whole_of(days, known), stepped(days, asked, known)
    shown = [metric for metric in known.values() if is_shown(metric, whole)]
    table = Columns(shown, [whole, *places.values(), *(here for _first, _last, here in steps)])
    marks = marked(shown, asked)
    apart = [each for each in shown if whole.leaves_apart(each)]
    link = Links(campaign, request.workspace.slug, asked)
    chosen = next((each for each in shown if each.key == asked.metric), shown[:1] and shown[0])
    may_enter = policies.numbers.allows(request.member, "enter")
    context = frame.context(request, campaign, "numbers", may_enter=may_enter) | {
        "asked": asked,
        "headings": [
            SimpleNamespace(metric=each, changed=marks.get(each.pk), url=link.chart(each))
            for each in shown
        ],
        "total": table.cells(whole, link, {}),
        "places": [
            SimpleNamespace(
                name=name,
                hue=hue,
                cells=table.cells(places[(pk,)], link, {asked.show: pk or "none"}),
            )
            for pk, name, hue in named_places(asked.show, places)
        ],
        "steps": [
            SimpleNamespace(
                label=step_label(first, last, asked),
                cells=table.cells(here, link, {"from": first, "to": last}),
            )
            for first, last, here in reversed(steps)
            if here
        ],
        "apart": apart,
        "apart_names": listed(each.label for each in apart),
        "chart": chosen and chart(chosen, steps, asked, marks),
        "chosen": chosen,
        "controls": controls(asked, campaign),
        "csv_url": address("numbers_csv", campaign, request.workspace.slug) + asked.query(),
        "enter_url": may_enter and address("enter_numbers", campaign, request.workspace.slug),
    }
    return render(request, "campaigns/metrics/numbers.html", context)


class Links:
    """The rows behind a figure, and the plot of a metric."""

    def __init__(self, campaign, slug, asked):
        self.rows_url = address("number_rows", campaign, slug)
        self.asked = asked

    def rows(self, metric, place):
        return self.rows_url + self.asked.query(metric=metric.key, per="", show="", **place)

    def chart(self, metric):
        return self.asked.query(metric=metric.key) + "#plot"


def is_shown(metric, whole):
    """A metric with a figure, or one that has none for a reason worth a word."""
    return any(
        value.amount is not None or value.why in WORTH_A_WORD for value in whole.values(metric)
    )


def whole_of(days, known):
    """All days of the span together."""
    whole = Figures(known)
    for here in days.values():
        whole.include(here)
    return whole


class Columns:
    """A column for each metric, all figures of which have the same decimals on the page."""

    def __init__(self, metrics, places):
        self.metrics = metrics
        self.values = {id(here): [here.values(each) for each in metrics] for here in places}
        columns = zip(*self.values.values(), strict=True)
        columns = [list(chain(*column)) for column in columns]
        self.decimals = [showing.decimals_of(column) for column in columns]
        self.apart = [showing.are_apart(column) for column in columns]

    def cells(self, here, link, place):
        row = zip(self.metrics, self.values[id(here)], self.decimals, self.apart, strict=True)
        return [
            SimpleNamespace(
                label=metric.label,
                url=link.rows(metric, place),
                values=[
                    SimpleNamespace(
                        text=showing.shown(value, decimals, apart=apart), why=showing.why(value)
                    )
                    for value in values
                ],
            )
            for metric, values, decimals, apart in row
        ]


def stepped(days, asked, known):
    """[(first, last, `Figures`)] of every step of the span."""
    found = {first: (first, last, Figures(known)) for first, last in asked.steps()}
    for (when,), here in days.items():
        first = max(asked.begins(when), asked.since)
        found[first][2].include(here)
    return list(found.values())


def step_label(first, last, asked):
    if asked.per == "day" or first == last:
        return day(first)
    return from_to(first, last)


def named_places(kind, places):
    """[(id or None, name, hue)] in the order of the workspace; the whole campaign last."""
    pks = {pk for (pk,) in places}
    if kind == "channel":
        rows = Channel.objects.filter(pk__in=pks - {None}).order_by("position", "pk")
        found = [(each.pk, each.name, each.hue) for each in rows]
    else:
        rows = Touchpoint.objects.filter(pk__in=pks - {None}).select_related("channel", "stage")
        found = [
            (each.pk, str(each), each.channel.hue)
            for each in rows.order_by("channel__position", "stage__position", "pk")
        ]
    none = _("No channel") if kind == "channel" else _("No touchpoint")
    return [*found, *([(None, none, None)] if None in pks else [])]


def marked(shown, asked):
    """{metric id: [(number, day)]} of the metrics whose definition changed within the span."""
    found = {}
    pks = [each.pk for each in shown if each.number > 1]
    if pks:
        for pk, number, when in queries.redefined_within(pks, asked.since, asked.until):
            found.setdefault(pk, []).append((number, when))
    return found


def chart(metric, steps, asked, marks):
    currency, *others = steps_currencies(metric, steps) or [None]
    values = [here.value(metric, currency) for _first, _last, here in steps]
    decimals = showing.decimals_of(values)
    points = [
        charts.Point(
            step_label(first, last, asked),
            value.amount,
            showing.shown(value, decimals, apart=bool(others)),
            showing.why(value),
        )
        for (first, last, _here), value in zip(steps, values, strict=True)
    ]
    places = [
        index
        for index, (first, last, _here) in enumerate(steps)
        if any(first <= when <= last for _number, when in marks.get(metric.pk, ()))
    ]
    draw = charts.bars if metric.aggregation == "sum" and len(points) <= 62 else charts.line
    return draw(
        points,
        title=titled(metric, currency, others),
        marks=places,
        scale=lambda amount: showing.amount(round(amount), metric.unit, unit_of(metric, currency)),
    )


def titled(metric, currency, others):
    """What a chart is of; of what is no money it says in which of several currencies it is."""
    if not others or metric.unit == "money":
        return metric.label
    return f"{metric.label} ({currency})"


def unit_of(metric, currency):
    return currency or "" if metric.unit == "money" else ""


def steps_currencies(metric, steps):
    found = {}
    for _first, _last, here in steps:
        for currency in here.currencies(metric.key):
            found[currency] = found.get(currency, 0) + 1
    return sorted(found, key=found.get, reverse=True)


def controls(asked, campaign):
    words = {"day": pgettext("a step", "Day"), "week": _("Week"), "month": _("Month")}
    shown = (("channel", _("Channels")), ("touchpoint", _("Touchpoints")))
    return {
        "spans": [
            (
                label,
                f"?span={days}&per={asked.per if days != 'all' else ''}&show={asked.show}",
                asked.is_span(days, campaign, timezone.localdate()),
            )
            for days, label in spans()
        ],
        "steps": [(words[per], asked.query(per=per), per == asked.per) for per in STEPS],
        "shown": [(label, asked.query(show=show), show == asked.show) for show, label in shown],
    }


@policies.numbers.opens("view", **CAMPAIGN)
@require_safe
def as_csv(request, campaign):
    """The figures of the span by step, channel and touchpoint, as a file for a spreadsheet."""
    asked = Asked.read(request.GET, campaign, timezone.localdate())
    table = tables.table(campaign, asked, request.workspace)
    return download(campaign, exports.as_csv(table), "text/csv; charset=utf-8", "csv")

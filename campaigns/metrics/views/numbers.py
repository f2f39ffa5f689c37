"""The numbers of a campaign: by channel or touchpoint, over time, and the rows behind each."""

from types import SimpleNamespace

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.journey.models import Touchpoint
from campaigns.metrics import counted, policies, queries, showing, tables
from campaigns.metrics.asking import STEPS, Asked, spans
from campaigns.metrics.figures import Figures, inputs
from campaigns.metrics.models import Observation, Unit
from campaigns.metrics.views import frame
from campaigns.plan import exports
from campaigns.plan.addresses import address
from campaigns.plan.filters import is_id
from campaigns.plan.models import Channel
from campaigns.plan.views.exports import download
from workspace.kernel import charts
from workspace.kernel.templatetags.look import day, from_to

CAMPAIGN = {"key__iexact": "campaign"}
PAGE = 100


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
        "total": cells(whole, shown, link, {}),
        "places": [
            SimpleNamespace(
                name=name,
                hue=hue,
                cells=cells(places[(pk,)], shown, link, {asked.show: pk or "none"}),
            )
            for pk, name, hue in named_places(asked.show, places)
        ],
        "steps": [
            SimpleNamespace(
                label=step_label(first, last, asked),
                cells=cells(here, shown, link, {"from": first, "to": last}),
            )
            for first, last, here in reversed(steps)
            if here.sums or here.apart
        ],
        "apart": apart,
        "apart_names": ", ".join(each.label for each in apart),
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
        value.amount is not None or value.why in {"currencies", "units"}
        for value in whole.values(metric)
    )


def whole_of(days, known):
    """All days of the span together."""
    whole = Figures(known)
    for (when,), here in sorted(days.items()):
        whole.include(here, when)
    return whole


def cells(here, shown, link, place):
    return [
        SimpleNamespace(
            label=metric.label,
            url=link.rows(metric, place),
            values=[
                SimpleNamespace(text=showing.shown(value), why=showing.why(value))
                for value in here.values(metric)
            ],
        )
        for metric in shown
    ]


def stepped(days, asked, known):
    """[(first, last, `Figures`)] of every step of the span."""
    found = {first: (first, last, Figures(known)) for first, last in asked.steps()}
    for (when,), here in sorted(days.items()):
        first = max(asked.begins(when), asked.since)
        found[first][2].include(here, when)
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
    currency = next(iter(steps_currencies(metric, steps)), None)
    points = []
    for first, last, here in steps:
        value = here.value(metric, currency)
        points.append(
            charts.Point(
                step_label(first, last, asked),
                value.amount,
                showing.shown(value),
                showing.why(value),
            )
        )
    places = [
        index
        for index, (first, last, _here) in enumerate(steps)
        if any(first <= when <= last for _number, when in marks.get(metric.pk, ()))
    ]
    draw = charts.bars if metric.aggregation == "sum" and len(points) <= 62 else charts.line
    return draw(
        points,
        title=metric.label,
        marks=places,
        scale=lambda amount: showing.amount(round(amount), metric.unit, unit_of(metric, currency)),
    )


def unit_of(metric, currency):
    return currency or "" if metric.unit == "money" else ""


def steps_currencies(metric, steps):
    found = {}
    for _first, _last, here in steps:
        for currency in here.currencies(metric.key):
            found[currency] = found.get(currency, 0) + 1
    return sorted(found, key=found.get, reverse=True)


def controls(asked, campaign):
    words = {"day": _("Day"), "week": _("Week"), "month": _("Month")}
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


@policies.numbers.opens("view", **CAMPAIGN)
@require_safe
def rows(request, campaign):
    """The numbers that a figure is made of: where each came from, and what it meant then."""
    asked = Asked.read(request.GET, campaign, timezone.localdate())
    known = queries.defined_in(request.workspace)
    metric = known.get(asked.metric)
    keys = inputs([asked.metric] if metric else known, known)
    found = (
        Observation.objects.filter(
            series__campaign=campaign,
            series__metric__in=[known[key].pk for key in keys],
            day__gte=asked.since,
            day__lte=asked.until,
            **placed(request.GET),
        )
        .select_related(
            "series__metric", "series__channel", "series__touchpoint__stage", "batch__by"
        )
        .order_by("-day", "series__metric__position", "series_id")
    )
    page = int(request.GET["page"]) if is_id(request.GET.get("page", "")) else 1
    page = min(page, 10_000)
    some = list(found[(page - 1) * PAGE : page * PAGE + 1])
    may_enter = policies.numbers.allows(request.member, "enter")
    context = frame.context(request, campaign, "numbers", may_enter=may_enter) | {
        "asked": asked,
        "metric": metric,
        "rows": [number_row(each) for each in some[:PAGE]],
        "counted": sorted(known[key].label for key in keys & counted.counted_keys()),
        "newer": page_query(request, page - 1) if page > 1 else "",
        "older": page_query(request, page + 1) if len(some) > PAGE else "",
        "back": address("numbers", campaign, request.workspace.slug) + asked.query(),
    }
    return render(request, "campaigns/metrics/rows.html", context)


def placed(params):
    """The channel or touchpoint that the address names, as a filter; "none" is without one."""
    found = {}
    for name in ("channel", "touchpoint"):
        given = params.get(name, "")
        if given == "none":
            found[f"series__{name}__isnull"] = True
        elif is_id(given):
            found[f"series__{name}"] = int(given)
    return found


def page_query(request, page):
    params = request.GET.copy()
    params["page"] = page
    return f"?{params.urlencode()}"


SOURCES = {
    "form": lambda: _("Entered by hand"),
    "paste": lambda: _("Pasted"),
    "csv": lambda: _("File"),
    "file": lambda: _("File"),
    "api": lambda: _("API"),
    "google_ads": lambda: "Google Ads",
    "meta_ads": lambda: "Meta Ads",
    "demo": lambda: _("Example"),
}


def number_row(row):
    series, batch = row.series, row.batch
    source = batch.source if batch else series.source
    unit = series.metric.unit_under(row.definition)
    return SimpleNamespace(
        day=row.day,
        metric=series.metric,
        place=series.touchpoint or series.channel,
        amount=showing.exact(row.amount, unit),
        sign="%" if unit == "percent" else series.currency,
        unit=Unit(unit).label if unit != series.metric.unit else "",
        source=SOURCES.get(source, lambda: source)(),
        external=series.external_name,
        batch=batch,
        definition=row.definition,
        older=row.definition != series.metric.number,
    )

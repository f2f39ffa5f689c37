"""The rows that a figure of a campaign is made of: where each came from, what it meant then."""

from types import SimpleNamespace

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.metrics import counted, policies, queries, showing
from campaigns.metrics.asking import Asked
from campaigns.metrics.figures import Figures, inputs_within
from campaigns.metrics.models import Observation, Unit
from campaigns.metrics.views import frame
from campaigns.plan.addresses import address
from campaigns.plan.filters import is_id

CAMPAIGN = {"key__iexact": "campaign"}
PAGE = 100


@policies.numbers.opens("view", **CAMPAIGN)
@require_safe
def rows(request, campaign):
    """The observed numbers of some days, the newest first."""
    asked = Asked.read(request.GET, campaign, timezone.localdate())
    known = queries.defined_in(request.workspace)
    metric = known.get(asked.metric)
    keys = [asked.metric] if metric else list(known)
    keys = inputs_within(keys, known, asked.since, asked.until)
    place = placed(request.GET)
    here = Counted(campaign, request.workspace.slug, asked, place, known, keys)
    found = (
        Observation.objects.filter(
            series__campaign=campaign,
            series__metric__in=[known[key].pk for key in keys - here.keys],
            day__gte=asked.since,
            day__lte=asked.until,
            **{f"series__{name}": pk for name, pk in place.items()},
        )
        .select_related(
            "series__metric",
            "series__channel",
            "series__touchpoint__channel",
            "series__touchpoint__stage",
            "batch__by",
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
        "rows": number_rows(some[:PAGE]),
        "counted": here.rows(),
        "newer": page_query(request, page - 1) if page > 1 else "",
        "older": page_query(request, page + 1) if len(some) > PAGE else "",
        "back": address("numbers", campaign, request.workspace.slug) + asked.query(),
    }
    return render(request, "campaigns/metrics/rows.html", context)


def placed(params):
    """{"channel" or "touchpoint": its id} that the address names; None is without one."""
    found = {}
    for name in ("channel", "touchpoint"):
        given = params.get(name, "")
        if given == "none" or is_id(given):
            found[name] = None if given == "none" else int(given)
    return found


class Counted:
    """What of a figure this campaign counts from rows of its own, such as leads: numbers of that
    which came in as well are not in the figure."""

    def __init__(self, campaign, slug, asked, place, known, keys):
        self.campaign, self.slug, self.asked = campaign, slug, asked
        self.place, self.known = place, known
        self.kept = counted.kept([campaign.pk], keys)
        self.behind = {
            key: provider.behind
            for provider, kept in self.kept
            for key, pks in kept.campaigns.items()
            if campaign.pk in pks and key in keys
        }

    @property
    def keys(self):
        return set(self.behind)

    def rows(self):
        """Each with what it comes to and the address of its rows; one statement."""
        if not self.behind:
            return []
        here = queries.figures(
            [self.campaign.pk],
            by=tuple(self.place) or ("campaign",),
            since=self.asked.since,
            until=self.asked.until,
            metrics=self.known,
            keys=self.keys,
            kept=self.kept,
        ).get(tuple(self.place.values()) or (self.campaign.pk,), Figures(self.known))
        return [self.row(key, here) for key in self.known if key in self.behind]

    def row(self, key, here):
        return SimpleNamespace(
            key=key,
            label=self.known[key].label,
            texts=texts_of(here.values(key)),
            url=self.behind[key] and self.behind[key](*self.asked_for(key)),
        )

    def asked_for(self, key):
        place = {name: "none" if pk is None else str(pk) for name, pk in self.place.items()}
        return self.campaign, self.slug, key, self.asked.since, self.asked.until, place


def texts_of(values):
    return [showing.shown(value, apart=showing.are_apart(values)) for value in values]


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


def number_rows(found):
    """These rows; those of one metric and unit have the same decimals."""
    kinds = {}
    for row in found:
        kinds.setdefault(kind_of(row), []).append(row.amount)
    decimals = {
        kind: showing.all_decimals_of(amounts, *kind[1:]) for kind, amounts in kinds.items()
    }
    return [number_row(row, decimals[kind_of(row)]) for row in found]


def kind_of(row):
    metric = row.series.metric
    return metric.pk, metric.unit_under(row.definition), row.series.currency


def number_row(row, decimals):
    series, batch = row.series, row.batch
    source = batch.source if batch else series.source
    _metric, unit, currency = kind_of(row)
    return SimpleNamespace(
        day=row.day,
        metric=series.metric,
        place=series.touchpoint or series.channel,
        amount=showing.in_full(row.amount, unit, decimals),
        sign="%" if unit == "percent" else currency,
        unit=Unit(unit).label if unit != series.metric.unit else "",
        source=SOURCES.get(source, lambda: source)(),
        external=series.external_name,
        batch=batch,
        definition=row.definition,
        older=row.definition != series.metric.number,
    )

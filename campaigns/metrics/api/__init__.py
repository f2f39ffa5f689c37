"""Metrics, targets and numbers as JSON."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from campaigns.metrics import policies, queries, standings
from campaigns.metrics.actions import aiming, defining
from campaigns.metrics.api.shapes import (
    DefinitionShape,
    FigureQuery,
    FigureShape,
    MetricShape,
    NewMetric,
    NewTarget,
    ObservationQuery,
    ObservationShape,
    Reason,
    TargetShape,
    TargetStandingShape,
    WrittenMetric,
    WrittenTarget,
    spans_of,
)
from campaigns.metrics.models import Definition, Observation
from workspace.kernel import reach
from workspace.kernel.api import pages
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown
from workspace.kernel.refusals import Invalid

IN_CAMPAIGN = {"key__iexact": "campaign"}
MOST_DAYS = 400


class Metrics(Listed, Resource):
    policy = policies.metric
    abilities = {"list": "view", "create": "add"}
    serializer_class = MetricShape

    @extend_schema(request=NewMetric)
    def create(self, request):
        """Define a metric of one's own."""
        wanted = self.wanted(NewMetric)
        return self.made(defining.add(self.member.workspace_id, by=self.member, **wanted))

    def address_of(self, row):
        return reverse("api:metric", args=[row.pk])


class OneMetric(Shown, Resource):
    policy = policies.metric
    abilities = {
        "retrieve": "view",
        "partial_update": "edit",
        "retire": "retire",
        "bring_back": "retire",
    }
    lookup = {"pk": "metric"}
    conditional = frozenset({"partial_update", "retire", "bring_back"})
    serializer_class = MetricShape

    @extend_schema(request=WrittenMetric)
    def partial_update(self, request, metric):
        """Change it; another unit, aggregation, formula, meaning or direction defines it anew."""
        wanted = self.wanted(WrittenMetric, partial=True)
        version = self.seen_version()
        defining.edit(self.row, by=self.member, version=version, strict=True, **wanted)
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def retire(self, request, metric):
        """Offer it no more; its numbers stay."""
        defining.retire(self.row, by=self.member, version=self.seen_version())
        return self.answer_anew(self.row)

    @extend_schema(request=None)
    def bring_back(self, request, metric):
        """Offer it again."""
        defining.bring_back(self.row, by=self.member, version=self.seen_version())
        return self.answer_anew(self.row)


class Definitions(Resource):
    policy = policies.metric
    abilities = {"list": "view"}
    lookup = {"pk": "metric"}
    serializer_class = DefinitionShape

    def list(self, request, metric):
        """What it meant from when on, oldest first."""
        return self.page(Definition.objects.filter(metric=self.row))


class Targets(Resource):
    policy = policies.target
    within = (policies.numbers, IN_CAMPAIGN)
    abilities = {"list": "view", "create": "add"}
    serializer_class = TargetShape

    def list(self, request, campaign):
        """The targets of a campaign."""
        return self.page(self.get_queryset().filter(campaign=self.parent))

    @extend_schema(request=NewTarget)
    def create(self, request, campaign):
        """Set a target; after the launch with a reason."""
        wanted = self.wanted(NewTarget)
        return self.made(aiming.aim(self.parent, by=self.member, **wanted))

    def address_of(self, row):
        return reverse("api:target", args=[row.pk])


class OneTarget(Shown, Resource):
    policy = policies.target
    abilities = {"retrieve": "view", "partial_update": "edit", "destroy": "remove"}
    lookup = {"pk": "target"}
    serializer_class = TargetShape

    @extend_schema(request=WrittenTarget)
    def partial_update(self, request, target):
        """Change it; after the launch with a reason."""
        wanted = self.wanted(WrittenTarget, partial=True)
        version = self.seen_version()
        aiming.edit(self.row, by=self.member, version=version, strict=True, **wanted)
        return self.answer_anew(self.row)

    @extend_schema(parameters=[Reason], responses={204: None})
    def destroy(self, request, target):
        """Take it away; after the launch with a reason in `why`."""
        asked = Reason(data=request.query_params.dict(), context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        aiming.remove(self.row, by=self.member, version=self.seen_version(), **asked.validated_data)
        return self.done()


def one_page(view, rows):
    """A list that is always one page."""
    data = view.get_serializer(rows, many=True).data
    return Response({"results": data, "next": None})


def asked_of(view, shape):
    given = {
        name: value
        for name, value in view.request.query_params.dict().items()
        if name not in pages.PARAMETERS
    }
    asked = shape(data=given, context=view.get_serializer_context())
    asked.is_valid(raise_exception=True)
    return asked.validated_data


class Standings(Resource):
    policy = policies.numbers
    abilities = {"list": "view"}
    lookup = IN_CAMPAIGN
    serializer_class = TargetStandingShape

    def list(self, request, campaign):
        """Where each target of a campaign stands today; always one page."""
        rows = list(policies.target.visible_to(self.member).filter(campaign=self.row))
        stands = standings.standings(rows, timezone.localdate())
        return one_page(self, [stands[row.pk] for row in rows])


class FiguresOf(Resource):
    policy = policies.numbers
    abilities = {"list": "view"}
    lookup = IN_CAMPAIGN
    serializer_class = FigureShape
    asking = FigureQuery

    def list(self, request, campaign):
        """What the numbers of a campaign come to, ratios as ratios of sums; always one page."""
        asked = asked_of(self, FigureQuery)
        until = asked.get("until") or timezone.localdate()
        reach.refuse_far("until", until)
        since = asked.get("since") or until - timedelta(days=29)
        if (until - since).days > MOST_DAYS:
            raise Invalid.at("since", f"Ask for at most {MOST_DAYS} days.")
        known = queries.defined()
        if asked.get("metric", next(iter(known), "")) not in known:
            return one_page(self, [])
        keys = [asked["metric"]] if "metric" in asked else list(known)
        by = () if asked.get("by", "campaign") == "campaign" else (asked["by"],)
        found = queries.figures(
            [self.row.pk], since=since, until=until, by=by, metrics=known, keys=keys
        )
        order = sorted(found.items(), key=lambda pair: str(pair[0]))
        rows = [
            figure_row(dict(zip(by, place, strict=True)), known[key], value)
            for place, here in order
            for key in keys
            for value in here.values(key)
            if "metric" in asked or value.why != "nothing"
        ]
        return one_page(self, rows)


def figure_row(place, metric, value):
    return {
        "channel": place.get("channel"),
        "touchpoint": place.get("touchpoint"),
        "day": place.get("day"),
        "metric": metric.key,
        "unit": value.unit,
        "currency": value.money,
        "amount": value.amount,
        "why": value.why,
        "reckoned_on": spans_of(value),
    }


class Numbers(Resource):
    policy = policies.numbers
    abilities = {"list": "view"}
    lookup = IN_CAMPAIGN
    serializer_class = ObservationShape
    asking = ObservationQuery

    def list(self, request, campaign):
        """The numbers that came in, in the order in which they first did."""
        rows = Observation.objects.filter(series__campaign=self.row)
        return self.page(rows.select_related("series__metric"))


routes = [
    route("metrics", Metrics, "metrics", get="list", post="create"),
    route("metrics/<int:metric>", OneMetric, "metric", get="retrieve", patch="partial_update"),
    route("metrics/<int:metric>/retire", OneMetric, "retire_metric", post="retire"),
    route("metrics/<int:metric>/bring-back", OneMetric, "bring_back_metric", post="bring_back"),
    route("metrics/<int:metric>/definitions", Definitions, "definitions", get="list"),
    route("campaigns/<slug:campaign>/targets", Targets, "targets", get="list", post="create"),
    route(
        "targets/<int:target>",
        OneTarget,
        "target",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    route("campaigns/<slug:campaign>/standings", Standings, "standings", get="list"),
    route("campaigns/<slug:campaign>/figures", FiguresOf, "figures", get="list"),
    route("campaigns/<slug:campaign>/numbers", Numbers, "numbers", get="list"),
]

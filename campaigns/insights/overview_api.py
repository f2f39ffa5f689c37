"""Exceptions, and campaigns side by side, as JSON."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief.models import Campaign
from campaigns.insights import overview
from campaigns.metrics import policies, queries
from campaigns.metrics.api import asked_of
from campaigns.metrics.api.shapes import Amount, SpanShape, spans_of
from campaigns.plan.addresses import linker
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource


class ExceptionShape(fields.Shape):
    """Something that needs somebody: `since` is the day from which on it is so."""

    kind = serializers.CharField(source="key", read_only=True)
    campaign = serializers.CharField(source="campaign.key", read_only=True)
    sentence = serializers.CharField(read_only=True)
    owner = serializers.IntegerField(source="owner.pk", read_only=True, allow_null=True)
    since = serializers.DateField(read_only=True, allow_null=True)
    url = serializers.CharField(read_only=True)


class ComparisonQuery(fields.Shape):
    """Which metrics (by key, up to eight), of which campaigns, over which days."""

    metric = serializers.CharField(required=False, help_text="Keys, divided by commas.")
    campaign = serializers.CharField(required=False, help_text="Keys, divided by commas.")
    phase = serializers.ChoiceField(choices=Campaign.Phase.choices, required=False)
    days = serializers.ChoiceField(
        choices=sorted({*overview.CALENDAR, *overview.LAUNCH}), required=False
    )
    by = serializers.ChoiceField(
        choices=["calendar", "launch"],
        required=False,
        help_text="The same last days of all, or the first days since each one's start.",
    )


class ComparedShape(fields.Shape):
    """One metric of one campaign in one currency: `target` is in that currency too.

    `currency` is that of money, or of the money that a ratio is reckoned from; `reckoned_on` are
    the days on which it was reckoned alike, where that changed.
    `small_sample` counts the few cases that a ratio rests on. Each amount of `course` is of `step`
    days, from `since` on; the last of them may be of fewer.
    """

    campaign = serializers.CharField(read_only=True)
    since = serializers.DateField(read_only=True)
    until = serializers.DateField(read_only=True)
    metric = serializers.CharField(read_only=True)
    unit = serializers.CharField(read_only=True)
    currency = serializers.CharField(read_only=True)
    value = Amount(read_only=True, allow_null=True)
    why = serializers.CharField(read_only=True)
    reckoned_on = SpanShape(many=True, read_only=True)
    target = Amount(read_only=True, allow_null=True)
    small_sample = serializers.IntegerField(read_only=True, allow_null=True)
    course = serializers.SerializerMethodField()
    step = serializers.IntegerField(read_only=True)

    @extend_schema_field({"type": "array", "items": {"type": "string", "nullable": True}})
    def get_course(self, row):
        return [Amount().to_representation(amount) for amount in row["course"]]


class Exceptions(Resource):
    policy = policies.numbers
    abilities = {"list": "view"}
    serializer_class = ExceptionShape

    def list(self, request):
        """What needs somebody now, over all campaigns, worst first; always one page."""
        slug = self.member.workspace.slug
        found = overview.findings(self.member, timezone.localdate(), linker(slug))
        return Response({"results": self.get_serializer(found, many=True).data, "next": None})


class Comparison(Resource):
    policy = policies.numbers
    abilities = {"list": "view"}
    serializer_class = ComparedShape
    asking = ComparisonQuery

    def list(self, request):
        """Campaigns on the same metrics, ratios as ratios of sums; always one page."""
        known = queries.defined()
        asked = wanted(asked_of(self, ComparisonQuery), known)
        today = timezone.localdate()
        rows = overview.side(self.member, asked, today, known)
        step = asked.span(today).size
        told = [each for row in rows for cell in row.cells for each in told_cell(row, cell, step)]
        return Response({"results": self.get_serializer(told, many=True).data, "next": None})


def wanted(given, known):
    """The same question as the page's address asks; a metric that is not known is left out."""
    keys = tuple(key for key in given.get("metric", "").split(",") if key in known)
    usual = overview.Asked()
    return overview.Asked(
        days=given.get("days", usual.days),
        by_launch=given.get("by") == "launch",
        metrics=keys[: overview.MOST_METRICS] or usual.metrics,
        phases=frozenset([given["phase"]]) if "phase" in given else usual.phases,
        campaigns=frozenset(key.upper() for key in given.get("campaign", "").split(",") if key),
    )


def told_cell(row, cell, step):
    for line in cell.lines:
        yield {
            "campaign": row.campaign.key,
            "since": row.first,
            "until": row.last,
            "metric": cell.metric.key,
            "unit": cell.metric.unit,
            "currency": line.value.money,
            "value": line.value.amount,
            "why": line.value.why,
            "reckoned_on": spans_of(line.value),
            "target": line.aim,
            "small_sample": cell.few,
            "course": line.points,
            "step": step,
        }


routes = [
    route("exceptions", Exceptions, "exceptions", get="list"),
    route("comparison", Comparison, "comparison", get="list"),
]

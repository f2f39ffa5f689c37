"""How campaigns stand, as JSON."""

from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief import health, policies
from campaigns.brief.models import Campaign
from campaigns.insights import overview_api, queries, radar_api, work_api, workload_api
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource


class StandingShape(fields.Shape):
    """A campaign and the figures of its plan; dropped items count in `items` alone."""

    key = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    phase = serializers.ChoiceField(choices=Campaign.Phase.choices, read_only=True)
    items = serializers.IntegerField(source="stands.items", read_only=True)
    total = serializers.IntegerField(source="stands.total", read_only=True)
    done = serializers.IntegerField(source="stands.done", read_only=True)
    blocked = serializers.IntegerField(source="stands.blocked", read_only=True)
    overdue = serializers.IntegerField(source="stands.overdue", read_only=True)
    deadline = serializers.CharField(source="stands.deadline", read_only=True)
    next_on = serializers.DateField(source="stands.next_on", read_only=True, allow_null=True)
    health = serializers.SerializerMethodField()
    people = serializers.SerializerMethodField()

    def get_health(self, campaign) -> str:
        return health.shown(campaign).level

    def get_people(self, campaign) -> list[int]:
        return [member.pk for member in campaign.people]


class Portfolio(Resource):
    policy = policies.campaign
    abilities = {"list": "view"}
    serializer_class = StandingShape

    def list(self, request):
        """How all campaigns stand that you see, live ones first; always one page."""
        campaigns = queries.portfolio(self.member, timezone.localdate())
        shown = self.get_serializer(campaigns, many=True).data
        return Response({"results": shown, "next": None})


routes = [
    route("portfolio", Portfolio, "portfolio", get="list"),
    *work_api.routes,
    *workload_api.routes,
    *radar_api.routes,
    *overview_api.routes,
]

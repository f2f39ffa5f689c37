"""The verdict of sales as JSON: what it took, why not the rest, and what an accepted lead cost."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.insights import verdict
from campaigns.leads import policies
from workspace.kernel import clock
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource

LEVELS = ("touchpoint", "channel", "campaign")


class GivenShape(fields.Shape):
    reason = serializers.IntegerField(source="reason.pk", read_only=True)
    name = serializers.CharField(source="reason.__str__", read_only=True)
    count = serializers.IntegerField(read_only=True)
    share = serializers.IntegerField(read_only=True, help_text="In percent of all rejections.")
    last_seven_days = serializers.IntegerField(source="recent", read_only=True)
    seven_days_before = serializers.IntegerField(source="before", read_only=True)
    answers = serializers.IntegerField(read_only=True)


class VerdictShape(fields.Shape):
    """The verdict on one place; `place` is the id of the touchpoint or channel, or null."""

    place = serializers.IntegerField(read_only=True, allow_null=True)
    leads = serializers.IntegerField(source="tally.leads", read_only=True)
    mqls = serializers.IntegerField(source="tally.mqls", read_only=True)
    accepted = serializers.IntegerField(source="tally.accepted", read_only=True)
    rejected = serializers.IntegerField(source="tally.rejected", read_only=True)
    waiting = serializers.IntegerField(source="tally.waiting", read_only=True)
    over_time = serializers.IntegerField(source="tally.breached", read_only=True)
    acceptance = serializers.IntegerField(
        source="tally.acceptance", read_only=True, allow_null=True, help_text="In percent of MQLs."
    )
    reasons = GivenShape(many=True, read_only=True)
    spend = serializers.DictField(
        child=serializers.IntegerField(),
        read_only=True,
        help_text="Millionths by currency; none where it was reckoned in two ways on these days.",
    )
    cost_per_accepted_lead = serializers.SerializerMethodField(help_text="Millionths by currency.")
    quotes = serializers.IntegerField(read_only=True)
    unanswered = serializers.IntegerField(read_only=True)
    answers = serializers.IntegerField(read_only=True)

    def get_cost_per_accepted_lead(self, found) -> dict[str, int]:
        return dict(found.costs)


class VerdictsShape(serializers.Serializer):
    by = serializers.ChoiceField(choices=LEVELS, read_only=True)
    results = VerdictShape(many=True, read_only=True)


class OneVerdict(Resource):
    policy = policies.verdict
    abilities = {"retrieve": "view"}
    lookup = {"key__iexact": "campaign"}
    serializer_class = VerdictsShape

    @extend_schema(
        parameters=[OpenApiParameter("by", str, enum=LEVELS, description="`touchpoint` else.")]
    )
    def retrieve(self, request, campaign):
        """What sales says of the leads of a campaign, by touchpoint, by channel, or as a whole."""
        fields.refuse_others(request.query_params, {"by": serializers.CharField()})
        by = serializers.ChoiceField(choices=LEVELS).run_validation(
            request.query_params.get("by", LEVELS[0])
        )
        today = clock.workspace_today()
        found = verdict.verdicts([self.row.pk], by=(by,), today=today)
        results = []
        for (place,), each in sorted(found.items(), key=lambda pair: pair[0][0] or 0):
            each.place = place
            results.append(each)
        return Response(VerdictsShape({"by": by, "results": results}).data)


routes = [
    route("campaigns/<slug:campaign>/verdict", OneVerdict, "campaign_verdict", get="retrieve"),
]

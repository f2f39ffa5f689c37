"""How long work waits between hands, as JSON."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief import policies
from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.insights import radar_queries
from teams.policies import workspace as workspace_policy
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource

SPANS = [(str(days), f"{days} days") for days in radar_queries.SPANS]
USUAL = radar_queries.SPANS[1]
SIDES = [("team", "teams and partners"), ("function", "their functions and kinds")]


class WaitShape(fields.Shape):
    """An item that waits, or waited, and for how many working days."""

    item = serializers.IntegerField(read_only=True)
    working_days = serializers.FloatField(read_only=True)
    since = serializers.DateTimeField(read_only=True)


class HandoffShape(fields.Shape):
    """All waits from one side to the other: teams, partners, what these do, or the review.

    `few` says that there are less than five, too few to tell much.
    """

    giver = serializers.CharField(read_only=True)
    taker = serializers.CharField(read_only=True)
    count = serializers.IntegerField(read_only=True)
    few = serializers.BooleanField(read_only=True)
    median = serializers.FloatField(read_only=True, allow_null=True, help_text="Working days.")
    ninetieth = serializers.FloatField(
        read_only=True, allow_null=True, help_text="Working days that nine of ten do not exceed."
    )
    waiting = WaitShape(many=True, read_only=True)


class QueueShape(fields.Shape):
    """What lies ready at a member; `weeks` at their pace of the last four, null without one.

    `usual_items` and `usual_weeks` are the middle of all others at work, null where there is none.
    """

    member = serializers.IntegerField(read_only=True)
    items = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    oldest = serializers.IntegerField(read_only=True)
    oldest_working_days = serializers.FloatField(read_only=True)
    done = serializers.IntegerField(read_only=True)
    holding = serializers.IntegerField(
        read_only=True, help_text="For how many of the items something waits that is not theirs."
    )
    weeks = serializers.FloatField(read_only=True, allow_null=True)
    usual_items = serializers.FloatField(read_only=True, allow_null=True)
    usual_weeks = serializers.FloatField(read_only=True, allow_null=True)
    jammed = serializers.BooleanField(
        read_only=True,
        help_text="Others wait for them; they have at least three items and twice the usual; and"
        " need over four weeks for these and longer than is usual.",
    )


class BounceShape(fields.Shape):
    """How often an item came back out of review, or to somebody it had been taken from."""

    item = serializers.IntegerField(read_only=True)
    reviews = serializers.IntegerField(read_only=True)
    returns = serializers.IntegerField(read_only=True)


class RadarShape(fields.Shape):
    days = serializers.IntegerField(read_only=True)
    by = serializers.ChoiceField(choices=SIDES, read_only=True)
    handoffs = HandoffShape(many=True, read_only=True)
    queues = QueueShape(many=True, read_only=True)
    bounces = BounceShape(many=True, read_only=True)


class RadarQuery(fields.Shape):
    """Over how many days back: 28, 90 or 365; and between teams or between their functions."""

    days = serializers.ChoiceField(choices=SPANS, required=False)
    by = serializers.ChoiceField(choices=SIDES, required=False)


class Looking(Resource):
    serializer_class = RadarShape

    def seen(self, request, campaign=None):
        asked = RadarQuery(data=request.query_params.dict(), context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        days = int(asked.validated_data.get("days", USUAL))
        by = asked.validated_data.get("by", "team")
        found = radar_queries.look(self.member, days, campaign, by=by)
        shown = {
            "days": days,
            "by": by,
            "handoffs": [handoff(pair) for pair in found.pairs],
            "queues": [queued(queue) for queue in found.queues],
            "bounces": found.bounces,
        }
        return Response(self.get_serializer(shown).data)


class Handoffs(Looking):
    policy = workspace_policy
    abilities = {"retrieve": "see_people"}

    @extend_schema(parameters=[RadarQuery])
    def retrieve(self, request):
        """How long work waits between hands, at whom it queues and what comes back, over all
        open campaigns."""
        return self.seen(request)


class CampaignHandoffs(Looking):
    policy = policies.campaign
    abilities = {"retrieve": "view"}
    lookup = IN_CAMPAIGN[1]

    @extend_schema(parameters=[RadarQuery])
    def retrieve(self, request, campaign):
        """The same within one campaign."""
        workspace_policy.demand(self.member, "see_people", request.workspace)
        return self.seen(request, self.row)


def handoff(pair):
    return {
        "giver": pair.giver,
        "taker": pair.taker,
        "count": pair.cases,
        "few": pair.few,
        "median": rounded(pair.median),
        "ninetieth": rounded(pair.ninetieth),
        "waiting": [
            {"item": wait.item, "working_days": rounded(length), "since": wait.began}
            for length, wait in sorted(pair.waiting, key=lambda case: -case[0])
        ],
    }


def queued(queue):
    return {
        "member": queue.member.pk,
        "items": [item.pk for item in queue.ready],
        "oldest": queue.oldest.pk,
        "oldest_working_days": rounded(queue.age),
        "done": queue.done,
        "holding": queue.holding,
        "weeks": rounded(queue.weeks),
        "usual_items": queue.usual and queue.usual.items,
        "usual_weeks": queue.usual and rounded(queue.usual.weeks),
        "jammed": queue.is_jammed,
    }


def rounded(days):
    return None if days is None else round(days, 2)


routes = [
    route("handoffs", Handoffs, "handoffs", get="retrieve"),
    route(
        "campaigns/<slug:campaign>/handoffs", CampaignHandoffs, "campaign_handoffs", get="retrieve"
    ),
]

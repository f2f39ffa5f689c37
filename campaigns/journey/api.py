"""Touchpoints as JSON: who answers for each, and what it promises."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.brief import policies as brief
from campaigns.journey import actions, policies
from campaigns.plan.policies import channel as channels
from campaigns.plan.policies import stage as stages
from teams.models import Member
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource


def possible_owners(_context):
    return Member.objects.active().exclude(role=Member.Role.GUEST)


class TouchpointShape(fields.Shape):
    """A channel at a stage of the journey, in one campaign."""

    id = serializers.IntegerField(read_only=True)
    channel = serializers.IntegerField(source="channel_id", read_only=True)
    stage = serializers.IntegerField(source="stage_id", read_only=True)
    owner = fields.Chosen(possible_owners, required=False, allow_null=True)
    promise = fields.Prose(max_length=300, required=False, allow_blank=True)
    created_at = serializers.DateTimeField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class NewTouchpoint(TouchpointShape):
    channel = fields.Chosen(fields.seen_by_policy(channels))
    stage = fields.Chosen(fields.seen_by_policy(stages))


class Touchpoints(Resource):
    policy = policies.touchpoint
    abilities = {"list": "view", "create": "edit"}
    within = (brief.campaign, {"key__iexact": "campaign"})
    serializer_class = TouchpointShape

    def get_queryset(self):
        return policies.touchpoint.visible_to(self.member).filter(campaign=self.parent)

    def list(self, request, campaign):
        """Those of which somebody said something, or from which a lead or a number came."""
        return self.page(self.get_queryset())

    @extend_schema(request=NewTouchpoint)
    def create(self, request, campaign):
        """Say who answers for a channel at a stage, or what is promised there."""
        wanted = self.wanted(NewTouchpoint)
        place = wanted.pop("channel"), wanted.pop("stage")
        made = actions.edit(self.parent, *place, by=self.member, **wanted)
        return self.answer_anew(made, 201)


class OneTouchpoint(Resource):
    policy = policies.touchpoint
    abilities = {"retrieve": "view", "partial_update": "edit"}
    lookup = {"pk": "touchpoint"}
    serializer_class = TouchpointShape

    def retrieve(self, request, touchpoint):
        """Who answers for it, and what it promises."""
        return self.answer(self.row)

    def partial_update(self, request, touchpoint):
        """Give it another owner or promise."""
        where = self.row.campaign, self.row.channel, self.row.stage
        version = self.seen_version()
        actions.edit(*where, by=self.member, version=version, strict=True, **self.wanted())
        return self.answer_anew(self.row)


routes = [
    route(
        "campaigns/<slug:campaign>/touchpoints",
        Touchpoints,
        "campaign_touchpoints",
        get="list",
        post="create",
    ),
    route(
        "touchpoints/<int:touchpoint>",
        OneTouchpoint,
        "touchpoint",
        get="retrieve",
        patch="partial_update",
    ),
]

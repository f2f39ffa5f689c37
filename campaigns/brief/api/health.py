"""How a campaign stands, and a person's word on it."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief import actions, health, policies
from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.brief.models import Health
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource


class ReasonShape(fields.Shape):
    key = serializers.CharField(read_only=True)
    level = serializers.ChoiceField(choices=Health.choices, read_only=True)
    detail = serializers.CharField(source="sentence", read_only=True)
    url = serializers.CharField(read_only=True)


class OverrideShape(fields.Shape):
    """A person's word on how a campaign stands; `reason` and who said it are the team's."""

    level = serializers.ChoiceField(
        choices=Health.choices, help_text="One of on_track, at_risk, off_track, on_hold."
    )
    reason = fields.Prose(max_length=300)
    until = serializers.DateField(
        help_text=f"At most the {health.HOLDS_FOR}th day, today being the first."
    )
    by = serializers.IntegerField(read_only=True, allow_null=True)


class HealthShape(fields.Shape):
    """How a campaign stands; `reasons` and `override` are null for whoever is not of the team.

    `level` is a person's word where there is one; `computed` says what holds without it, and that
    nobody touches the campaign (`stale`) whatever is said.
    """

    level = serializers.ChoiceField(choices=Health.choices, read_only=True)
    computed = serializers.ChoiceField(choices=Health.choices, read_only=True)
    overridden = serializers.BooleanField(read_only=True)
    gate_waived_until = serializers.DateField(read_only=True, allow_null=True)
    reasons = ReasonShape(many=True, read_only=True, allow_null=True)
    override = OverrideShape(read_only=True, allow_null=True)


class CampaignHealth(Resource):
    policy = policies.campaign
    abilities = {"retrieve": "view", "create": "override", "destroy": "override"}
    lookup = IN_CAMPAIGN[1]
    conditional = frozenset()
    serializer_class = HealthShape

    def retrieve(self, request, campaign):
        """The level, for all who read the plan; why, for the team."""
        return self.shown(self.row)

    def shown(self, row):
        stands = health.shown(row)
        found = {
            "level": stands.level,
            "computed": stands.computed,
            "overridden": stands.override is not None,
            "gate_waived_until": row.waived_until,
            "reasons": None,
            "override": None,
        }
        if self.policy.allows(self.member, "see_reasons", row):
            found["reasons"] = health.stored_reasons(row, self.request.workspace.slug)
            if word := stands.override:
                found["override"] = {
                    "level": word.health,
                    "reason": word.reason,
                    "until": word.until,
                    "by": word.by_id,
                }
        return Response(self.get_serializer(found).data)

    @extend_schema(request=OverrideShape)
    def create(self, request, campaign):
        """Say that it stands otherwise, why, and until which day."""
        actions.override(self.row, by=self.member, **self.wanted(OverrideShape))
        return self.shown(self.get_queryset().get(pk=self.row.pk))

    @extend_schema(responses={204: None})
    def destroy(self, request, campaign):
        """Take that back: what was computed counts again."""
        actions.take_back(self.row, by=self.member)
        return self.done()


routes = [
    route("campaigns/<slug:campaign>/health", CampaignHealth, "campaign_health", get="retrieve"),
    route(
        "campaigns/<slug:campaign>/health/override",
        CampaignHealth,
        "campaign_override",
        post="create",
        delete="destroy",
    ),
]

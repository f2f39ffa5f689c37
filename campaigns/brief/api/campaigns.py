"""Campaigns as JSON."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.brief import actions, policies
from campaigns.brief.models import BufferRule, Campaign
from teams.models import Member
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown

IN_CAMPAIGN = (policies.campaign, {"key__iexact": "campaign"})


def possible_owners(_context):
    return Member.objects.active().exclude(role=Member.Role.GUEST)


class CampaignShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    key = serializers.CharField(read_only=True)
    name = serializers.CharField(max_length=120)
    objective = fields.Prose(max_length=300, required=False, allow_blank=True)
    phase = serializers.ChoiceField(choices=Campaign.Phase.choices, read_only=True)
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)
    owner = fields.Chosen(possible_owners, required=False, allow_null=True)
    buffer_rule = serializers.ChoiceField(
        choices=BufferRule.choices,
        required=False,
        help_text="What happens to items that wait for one whose date moves.",
    )
    created_at = serializers.DateTimeField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class NewCampaign(CampaignShape):
    key = serializers.CharField(max_length=12)


class PhaseShape(fields.Shape):
    phase = serializers.ChoiceField(choices=Campaign.Phase.choices)
    why = serializers.CharField(max_length=500, required=False, allow_blank=True)


class CampaignQuery(fields.Shape):
    phase = serializers.ChoiceField(choices=Campaign.Phase.choices, required=False)
    owner = fields.Id(source="owner_id", required=False)


class Campaigns(Listed, Resource):
    policy = policies.campaign
    abilities = {"list": "view", "create": "add"}
    serializer_class = CampaignShape
    asking = CampaignQuery

    @extend_schema(request=NewCampaign)
    def create(self, request):
        """Start a campaign in its draft phase."""
        wanted = self.wanted(NewCampaign)
        return self.made(actions.create(self.member.workspace_id, by=self.member, **wanted))

    def address_of(self, row):
        return reverse("api:campaign", args=[row.key])


class OneCampaign(Shown, Resource):
    policy = policies.campaign
    abilities = {"retrieve": "view", "partial_update": "edit", "advance": "advance"}
    lookup = {"key__iexact": "campaign"}
    conditional = frozenset({"partial_update", "advance"})
    serializer_class = CampaignShape

    def partial_update(self, request, campaign):
        """Change its name, objective, dates or owner."""
        wanted = self.wanted(partial=True)
        actions.edit(self.row, by=self.member, version=self.seen_version(), strict=True, **wanted)
        return self.answer_anew(self.row)

    @extend_schema(request=PhaseShape)
    def advance(self, request, campaign):
        """Move it to a neighbouring phase: draft, planned, live, closed."""
        wanted = self.wanted(PhaseShape)
        version = self.seen_version()
        actions.advance(self.row, by=self.member, version=version, strict=True, **wanted)
        return self.answer_anew(self.row)


routes = [
    route("campaigns", Campaigns, "campaigns", get="list", post="create"),
    route(
        "campaigns/<slug:campaign>",
        OneCampaign,
        "campaign",
        get="retrieve",
        patch="partial_update",
    ),
    route("campaigns/<slug:campaign>/phase", OneCampaign, "campaign_phase", post="advance"),
]

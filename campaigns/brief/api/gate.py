"""What a campaign needs before it goes on, and what it does without."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief import actions, gate, policies
from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.brief.models import Campaign
from workspace.kernel import clock
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource


class NeedShape(fields.Shape):
    key = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)
    phase = serializers.ChoiceField(
        choices=Campaign.Phase.choices, read_only=True, help_text="The phase it is asked for."
    )
    there = serializers.CharField(read_only=True, help_text="Empty when it is missing.")
    detail = serializers.CharField(read_only=True)
    mend = serializers.CharField(read_only=True, help_text="The page where it is mended.")
    waived = serializers.BooleanField(read_only=True)


class WaiverShape(fields.Shape):
    """What a campaign does without at its gate: who says so, why, and up to which day."""

    id = serializers.IntegerField(read_only=True)
    waives = serializers.ListField(child=serializers.CharField(max_length=80), max_length=200)
    reason = fields.Prose(max_length=300)
    until = serializers.DateField()
    by = serializers.IntegerField(source="by_id", read_only=True, allow_null=True)
    by_name = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)


class GateShape(fields.Shape):
    phase = serializers.ChoiceField(choices=Campaign.Phase.choices, read_only=True)
    needs = NeedShape(many=True, read_only=True)
    waivers = WaiverShape(many=True, read_only=True)


class Gate(Resource):
    policy = policies.campaign
    abilities = {"retrieve": "see_gate"}
    lookup = IN_CAMPAIGN[1]
    serializer_class = GateShape

    def retrieve(self, request, campaign):
        """What it needs to be planned and to go live; what of that is there, missing or waived."""
        waivers = list(gate.waivers_of(self.row))
        running = [waiver for waiver in waivers if waiver.until >= clock.workspace_today()]
        waived = {key for waiver in running for key in waiver.waives}
        needs = [
            gate.told(need, self.row, request.workspace.slug)
            | {
                "phase": need.phase,
                "there": need.there,
                "waived": need.is_missing and need.key in waived,
            }
            for need in gate.needs(self.row)
        ]
        found = {"phase": self.row.phase, "needs": needs, "waivers": waivers}
        return Response(self.get_serializer(found).data)


class Waivers(Resource):
    policy = policies.campaign
    abilities = {"list": "see_gate", "create": "waive"}
    lookup = IN_CAMPAIGN[1]
    serializer_class = WaiverShape

    def get_queryset(self):
        return policies.waiver.visible_to(self.member).filter(campaign=self.row)

    def list(self, request, campaign):
        """What nobody withdrew; the last day of some may be over."""
        return self.page(self.get_queryset())

    def create(self, request, campaign):
        """Do without some of what is missing, for a reason and until a day."""
        wanted = self.wanted()
        wanted["keys"] = wanted.pop("waives")
        return self.made(actions.waive(self.row, by=self.member, **wanted))

    def address_of(self, row):
        return reverse("api:campaign_gate", args=[row.campaign.key])


class OneWaiver(Resource):
    policy = policies.waiver
    abilities = {"destroy": "withdraw"}
    lookup = {"pk": "waiver"}
    conditional = frozenset()

    @extend_schema(responses={204: None})
    def destroy(self, request, waiver):
        """Take it back: what is missing is missing again."""
        actions.withdraw(self.row, by=self.member)
        return self.done()


routes = [
    route("campaigns/<slug:campaign>/gate", Gate, "campaign_gate", get="retrieve"),
    route(
        "campaigns/<slug:campaign>/waivers", Waivers, "campaign_waivers", get="list", post="create"
    ),
    route("waivers/<int:waiver>", OneWaiver, "waiver", delete="destroy"),
]

"""Campaigns as JSON."""

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from campaigns.brief import actions, gate, health, policies
from campaigns.brief.actions import inviting, sharing
from campaigns.brief.models import BufferRule, Campaign, Health
from teams import policies as people
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


class ParticipationShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    member = serializers.IntegerField(source="member_id", read_only=True)
    name = serializers.CharField(source="member.name", read_only=True)
    role = serializers.ChoiceField(
        source="member.role", choices=Member.Role.choices, read_only=True
    )
    partner = serializers.IntegerField(source="member.partner_id", read_only=True, allow_null=True)
    until = serializers.DateField(allow_null=True, help_text="The last day of access.")


class NewParticipation(fields.Shape):
    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=120, required=False)
    role = serializers.ChoiceField(choices=Member.Role.choices, default=Member.Role.GUEST)
    until = serializers.DateField(required=False, allow_null=True)
    team = fields.Chosen(fields.seen_by_policy(people.team), required=False, allow_null=True)
    partner = fields.Chosen(fields.seen_by_policy(people.partner), required=False, allow_null=True)


class ShareLinkShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    made_by = serializers.IntegerField(source="made_by_id", read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)


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
        actions.edit(self.row, by=self.member, version=self.seen_version(), **wanted)
        return self.answer_anew(self.row)

    @extend_schema(request=PhaseShape)
    def advance(self, request, campaign):
        """Move it to a neighbouring phase: draft, planned, live, closed."""
        wanted = self.wanted(PhaseShape)
        actions.advance(self.row, by=self.member, version=self.seen_version(), **wanted)
        return self.answer_anew(self.row)


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
        running = [waiver for waiver in waivers if waiver.until >= timezone.localdate()]
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
    until = serializers.DateField()
    by = serializers.IntegerField(read_only=True, allow_null=True)


class HealthShape(fields.Shape):
    """How a campaign stands; `reasons` and `override` are null for whoever is not of the team."""

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


class People(Resource):
    policy = policies.campaign
    abilities = {"list": "see_people", "create": "invite"}
    lookup = IN_CAMPAIGN[1]
    serializer_class = ParticipationShape

    def get_queryset(self):
        return policies.participation.visible_to(self.member).select_related("member")

    def list(self, request, campaign):
        """Who takes part in a campaign, and until when."""
        return self.page(self.get_queryset().running().filter(campaign=self.row))

    @extend_schema(request=NewParticipation)
    def create(self, request, campaign):
        """Invite somebody straight into a campaign; guests with a last day of access."""
        names = {"workspace": request.workspace.slug, "campaign": self.row.key}
        return self.made(
            inviting.invite(
                self.row,
                by=self.member,
                lands_on=reverse("campaign", kwargs=names),
                **self.wanted(NewParticipation),
            )
        )

    def address_of(self, row):
        return reverse("api:campaign_people", args=[row.campaign.key])


class OneParticipation(Resource):
    policy = policies.participation
    abilities = {"partial_update": "extend", "destroy": "end"}
    lookup = {"pk": "participation"}
    conditional = frozenset()
    serializer_class = ParticipationShape

    def furnished(self, rows):
        return rows.select_related("member")

    def partial_update(self, request, participation):
        """Give another last day of access."""
        inviting.extend(self.row, by=self.member, **self.wanted())
        return self.answer_anew(self.row)

    def destroy(self, request, participation):
        """End somebody's part now; a guest sees the campaign no more. Their work stays."""
        inviting.end(self.row, by=self.member)
        return self.done()


class ShareLinks(Resource):
    """Links are made on the campaign's page: their secret is shown once and kept nowhere."""

    policy = policies.campaign
    abilities = {"list": "see_people"}
    lookup = IN_CAMPAIGN[1]
    serializer_class = ShareLinkShape

    def list(self, request, campaign):
        """The links to a campaign that still work."""
        links = policies.share_link.visible_to(self.member).working()
        return self.page(links.filter(campaign=self.row))


class OneShareLink(Resource):
    policy = policies.share_link
    abilities = {"destroy": "revoke"}
    lookup = {"pk": "share_link"}
    conditional = frozenset()

    @extend_schema(responses={204: None})
    def destroy(self, request, share_link):
        """End a link now; its readers' open pages close within seconds."""
        sharing.revoke(self.row, by=self.member)
        return self.done()


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
    route("campaigns/<slug:campaign>/gate", Gate, "campaign_gate", get="retrieve"),
    route(
        "campaigns/<slug:campaign>/waivers", Waivers, "campaign_waivers", get="list", post="create"
    ),
    route("waivers/<int:waiver>", OneWaiver, "waiver", delete="destroy"),
    route("campaigns/<slug:campaign>/health", CampaignHealth, "campaign_health", get="retrieve"),
    route(
        "campaigns/<slug:campaign>/health/override",
        CampaignHealth,
        "campaign_override",
        post="create",
        delete="destroy",
    ),
    route("campaigns/<slug:campaign>/people", People, "campaign_people", get="list", post="create"),
    route(
        "participations/<int:participation>",
        OneParticipation,
        "participation",
        patch="partial_update",
        delete="destroy",
    ),
    route("campaigns/<slug:campaign>/links", ShareLinks, "campaign_links", get="list"),
    route("links/<int:share_link>", OneShareLink, "share_link", delete="destroy"),
]

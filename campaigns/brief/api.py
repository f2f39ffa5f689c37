"""Campaigns as JSON."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.brief import actions, policies
from campaigns.brief.actions import inviting, sharing
from campaigns.brief.models import BufferRule, Campaign
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
    objective = serializers.CharField(max_length=300, required=False, allow_blank=True)
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

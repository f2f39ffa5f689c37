"""Who takes part in a campaign, and the links by which others read along."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from campaigns.brief import policies
from campaigns.brief.actions import inviting, sharing
from campaigns.brief.api.campaigns import IN_CAMPAIGN
from teams import policies as teams
from teams.models import Member
from workspace.kernel.api import fields
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource


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
    team = fields.Chosen(fields.seen_by_policy(teams.team), required=False, allow_null=True)
    partner = fields.Chosen(fields.seen_by_policy(teams.partner), required=False, allow_null=True)


class ShareLinkShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    made_by = serializers.IntegerField(source="made_by_id", read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)


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

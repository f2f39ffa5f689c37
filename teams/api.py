"""People as JSON: the token's bearer, the workspace, members, teams, partners, invitations."""

import zoneinfo

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from teams import policies
from teams.actions import groups, invitations, members, workspaces
from teams.models import Member, Partner, Team
from workspace.kernel.api import events, fields, pages
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Listed, Resource, Shown

TEAMS = fields.seen_by_policy(policies.team)
PARTNERS = fields.seen_by_policy(policies.partner)


class Bearer(OpenApiAuthenticationExtension):
    target_class = "teams.tokens.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token from your profile page, or from `manage.py create_token`. "
            "It never reaches further than its owner, its scopes and its workspace.",
        }


class TimeZone(serializers.CharField):
    """A name such as Europe/Berlin."""

    def __init__(self, **kwargs):
        super().__init__(max_length=60, **kwargs)

    def to_internal_value(self, data):
        name = super().to_internal_value(data)
        try:
            zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            sentence = _("%(name)s is no time zone; write it like Europe/Berlin.")
            raise serializers.ValidationError(sentence % {"name": name}) from None
        return name


class WorkspaceShape(fields.Shape):
    slug = serializers.CharField(read_only=True)
    name = serializers.CharField(max_length=80)
    time_zone = TimeZone()
    version = serializers.IntegerField(read_only=True)


class MeShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    email = serializers.EmailField(read_only=True)
    role = serializers.ChoiceField(choices=Member.Role.choices, read_only=True)
    scopes = serializers.ListField(
        child=serializers.CharField(), source="token.scopes", read_only=True
    )
    expires_at = serializers.DateTimeField(
        source="token.expires_at", read_only=True, allow_null=True
    )
    workspace = WorkspaceShape(read_only=True)


class MemberShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=120)
    email = serializers.SerializerMethodField()
    title = serializers.CharField(max_length=80, required=False, allow_blank=True)
    role = serializers.ChoiceField(choices=Member.Role.choices, required=False)
    state = serializers.ChoiceField(choices=Member.State.choices, read_only=True)
    team = fields.Chosen(TEAMS, required=False, allow_null=True)
    partner = fields.Chosen(PARTNERS, required=False, allow_null=True)
    joined_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)

    def get_email(self, member) -> str | None:
        """Guests see their own alone."""
        return None if self.reader.is_guest and member.pk != self.reader.pk else member.email


class NewName(fields.Shape):
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField(required=False, max_length=254)
    team = fields.Chosen(TEAMS, required=False, allow_null=True)


class TeamShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=80)
    function = serializers.ChoiceField(choices=Team.Function.choices, required=False)
    version = serializers.IntegerField(read_only=True)


class PartnerShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(choices=Partner.Kind.choices, required=False)
    version = serializers.IntegerField(read_only=True)


class InvitationShape(fields.Shape):
    id = serializers.IntegerField(read_only=True)
    member = serializers.IntegerField(source="member_id", read_only=True)
    email = serializers.EmailField(read_only=True)
    into = serializers.CharField(read_only=True)
    invited_by = serializers.IntegerField(source="invited_by_id", read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)


class NewInvitation(fields.Shape):
    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=120, required=False)
    role = serializers.ChoiceField(choices=Member.Role.choices, required=False)
    team = fields.Chosen(TEAMS, required=False, allow_null=True)
    partner = fields.Chosen(PARTNERS, required=False, allow_null=True)


class MemberQuery(fields.Shape):
    role = serializers.ChoiceField(choices=Member.Role.choices, required=False)
    state = serializers.ChoiceField(choices=Member.State.choices, required=False)
    team = fields.Id(source="team_id", required=False)
    partner = fields.Id(source="partner_id", required=False)


class Me(Resource):
    policy = policies.workspace
    abilities = {"retrieve": "view"}
    serializer_class = MeShape

    def admit(self, member, ability):
        """A token may always ask whose it is."""

    def retrieve(self, request):
        """Whose token this is, and what it may do."""
        return self.answer(self.member)


class ThisWorkspace(Resource):
    policy = policies.workspace
    abilities = {"retrieve": "view", "partial_update": "edit"}
    serializer_class = WorkspaceShape

    def admit(self, member, ability):
        self.row = self.policy.fetch(member, ability, pk=member.workspace_id)

    def retrieve(self, request):
        """The token's workspace."""
        return self.answer(self.row)

    def partial_update(self, request):
        """Rename it, or move it to another time zone."""
        wanted = self.wanted(partial=True)
        workspaces.edit(self.row, by=self.member, version=self.seen_version(), **wanted)
        return self.answer_anew(self.row)


class Members(Listed, Resource):
    policy = policies.member
    abilities = {"list": "view", "create": "add"}
    serializer_class = MemberShape
    asking = MemberQuery

    @extend_schema(request=NewName)
    def create(self, request):
        """Keep somebody as a name that work can be given to.

        Nobody is invited by it; see `invitations`.
        """
        return self.made(members.add_name(by=self.member, **self.wanted(NewName)))

    def address_of(self, row):
        return reverse("api:member", args=[row.pk])


class OneMember(Shown, Resource):
    policy = policies.member
    abilities = {
        "retrieve": "view",
        "partial_update": "edit",
        "destroy": "remove",
        "bring_back": "bring_back",
    }
    lookup = {"pk": "member"}
    conditional = frozenset({"partial_update", "destroy", "bring_back"})
    serializer_class = MemberShape

    def partial_update(self, request, member):
        """Change what a member is called, their role, team or partner."""
        wanted = self.wanted(partial=True)
        members.edit(self.row, by=self.member, version=self.seen_version(), **wanted)
        return self.answer_anew(self.row)

    def destroy(self, request, member):
        """End a member's access now; their work and words stay."""
        members.remove(self.row, by=self.member, version=self.seen_version())
        return self.done()

    @extend_schema(request=None)
    def bring_back(self, request, member):
        """Let somebody in again who was removed."""
        members.bring_back(self.row, by=self.member, version=self.seen_version())
        return self.answer_anew(self.row)


class Groups(Listed, Resource):
    abilities = {"list": "view", "create": "add"}

    def create(self, request):
        """Add one."""
        return self.made(self.add(by=self.member, **self.wanted()))


class Teams(Groups):
    policy = policies.team
    serializer_class = TeamShape
    add = staticmethod(groups.add_team)

    def address_of(self, row):
        return reverse("api:team", args=[row.pk])


class Partners(Groups):
    policy = policies.partner
    serializer_class = PartnerShape
    add = staticmethod(groups.add_partner)

    def address_of(self, row):
        return reverse("api:partner", args=[row.pk])


class OneGroup(Shown, Resource):
    abilities = {"retrieve": "view", "partial_update": "edit", "destroy": "dissolve"}

    def partial_update(self, request, **_named):
        """Change its name, function or kind."""
        wanted = self.wanted(partial=True)
        groups.edit(self.row, by=self.member, version=self.seen_version(), **wanted)
        return self.answer_anew(self.row)

    def destroy(self, request, **_named):
        """Take it away, when nobody and nothing belongs to it any more."""
        self.seen_version()
        groups.dissolve(self.row, by=self.member)
        return self.done()


class OneTeam(OneGroup):
    policy = policies.team
    lookup = {"pk": "team"}
    serializer_class = TeamShape


class OnePartner(OneGroup):
    policy = policies.partner
    lookup = {"pk": "partner"}
    serializer_class = PartnerShape


class Invitations(Resource):
    policy = policies.workspace
    abilities = {"list": "see_people", "create": "bring_guests"}
    serializer_class = InvitationShape

    def list(self, request):
        """The invitations that nobody has answered yet."""
        return self.page(policies.invitation.visible_to(self.member).unanswered())

    @extend_schema(request=NewInvitation, responses={201: MemberShape})
    def create(self, request):
        """Invite the person behind a mailbox; their role is never above your own.

        The answer is the member, who is `invited` until they accept, or `active` if they are
        here already.
        """
        person = invitations.invite(
            self.member.workspace_id, by=self.member, **self.wanted(NewInvitation)
        )
        self.serializer_class = MemberShape
        return self.made(person)

    def get_queryset(self):
        return policies.member.visible_to(self.member)

    def address_of(self, row):
        return reverse("api:member", args=[row.pk])


class OneInvitation(Shown, Resource):
    policy = policies.invitation
    abilities = {"retrieve": "view", "destroy": "withdraw", "resend": "resend"}
    lookup = {"pk": "invitation"}
    perishable = True
    conditional = frozenset()
    serializer_class = InvitationShape

    def destroy(self, request, invitation):
        """Take it back; its link opens nothing any more."""
        invitations.withdraw(self.row, by=self.member)
        return self.done()

    @extend_schema(request=None)
    def resend(self, request, invitation):
        """Send a new link for another 14 days; the old one ends."""
        return self.answer_anew(invitations.resend(self.row, by=self.member))


class Log(Listed, Resource):
    """What happened to people and the workspace; for admins."""

    policy = policies.log
    abilities = {"list": "view"}
    serializer_class = events.EventShape
    pagination_class = pages.EventPages
    asking = events.EventQuery
    hidden_columns = frozenset()

    def get_queryset(self):
        return super().get_queryset().filter(stream__kind="workspace")


routes = [
    route("me", Me, "me", get="retrieve"),
    route("workspace", ThisWorkspace, "workspace", get="retrieve", patch="partial_update"),
    route("workspace/events", Log, "workspace_events", get="list"),
    route("members", Members, "members", get="list", post="create"),
    route(
        "members/<int:member>",
        OneMember,
        "member",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    route("members/<int:member>/bring_back", OneMember, "member_back", post="bring_back"),
    route("teams", Teams, "teams", get="list", post="create"),
    route(
        "teams/<int:team>",
        OneTeam,
        "team",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    route("partners", Partners, "partners", get="list", post="create"),
    route(
        "partners/<int:partner>",
        OnePartner,
        "partner",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    route("invitations", Invitations, "invitations", get="list", post="create"),
    route(
        "invitations/<int:invitation>",
        OneInvitation,
        "invitation",
        get="retrieve",
        delete="destroy",
    ),
    route("invitations/<int:invitation>/resend", OneInvitation, "invitation_again", post="resend"),
]
